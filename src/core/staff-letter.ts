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

/** What the desk did to a customer's account. */
export const DESK_ACTS = ['sessions-ended', 'suspended', 'suspension-lifted', 'freeze-lifted', 'closing-lifted'] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

export type StaffContent =
  /** To the holder, and to the administrators of the company, who are told whose account it is. */
  | {
      readonly kind: 'desk-acted';
      readonly act: DeskAct;
      /** '' to the holder. */
      readonly person: string;
      readonly circumstances: Circumstances;
    }
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
