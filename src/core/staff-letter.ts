/**
 * The letters about the members of the desk, as data. All staff learn of every change, so that nobody is let in or put out quietly;
 * names that people typed stand in fields of their own.
 */
import type { StaffRole } from './account.ts';
import type { Bilingual } from './language.ts';
import type { Circumstances } from './letter.ts';
import type { Instant } from './time.ts';

export const STAFF_CHANGES = [
  'invitation-asked',
  'role-asked',
  'restoration-asked',
  'ask-declined',
  'invited',
  'role-changed',
  'restored',
  'suspended',
  'recovery-opened',
] as const;
export type StaffChange = (typeof STAFF_CHANGES)[number];

export type StaffContent =
  /** The stop switch: set, or lifted again. */
  | {
      readonly kind: 'desk-stopped' | 'desk-resumed';
      /** The portal; null: all of them. */
      readonly where: Bilingual | null;
      readonly by: string;
      /** What whoever set it wrote; of the end ''. */
      readonly reason: string;
      readonly circumstances: Circumstances;
    }
  | {
      readonly kind: 'staff-changed';
      readonly change: StaffChange;
      readonly person: string;
      readonly role: StaffRole;
      /** Who did it, and who confirmed it; '' for the host and where nobody had to. */
      readonly by: string;
      readonly confirmedBy: string;
      /** Why, where somebody had to say so; else ''. */
      readonly reason: string;
      readonly circumstances: Circumstances;
    }
  /** To somebody who has no account at the desk yet: nothing exists until password and authenticator do. */
  | {
      readonly kind: 'staff-invitation';
      readonly role: StaffRole;
      readonly by: string;
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    };
