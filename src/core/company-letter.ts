/**
 * The letters of a company's administration and of getting an account, as data. Names that people typed stand in fields of their
 * own, so that a letter shows them among its facts and in no sentence.
 */
import type { Circumstances } from './letter.ts';
import type { Instant } from './time.ts';

/** What an administrator did, as all administrators of the company are told. */
export const COMPANY_CHANGES = [
  'policy-optional',
  'policy-recommended',
  'policy-required',
  'colleague-suspended',
  'colleague-reopened',
  'colleague-sessions-ended',
  'colleague-invited',
  'invitation-cancelled',
  'colleague-joined',
  'join-declined',
  'administrator-appointed',
  'dispute-asked',
] as const;
export type CompanyChange = (typeof COMPANY_CHANGES)[number];

/** The same as the person it was done to is told. */
export type CompanyAct = 'suspended' | 'reopened' | 'sessions-ended' | 'joined' | 'declined' | 'appointed' | 'dispute-asked';

export type CompanyContent =
  /** To somebody without an account: nothing exists until the link is accepted. */
  | {
      readonly kind: 'invitation';
      readonly company: string;
      readonly by: string;
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  | {
      readonly kind: 'registration';
      readonly path: string;
      readonly expiresAt: Instant;
      readonly circumstances: Circumstances;
    }
  /** To somebody who has an account: nothing has changed (product decision 8). */
  | { readonly kind: 'invitation-known'; readonly company: string; readonly by: string; readonly circumstances: Circumstances }
  | { readonly kind: 'registration-known'; readonly path: string; readonly circumstances: Circumstances }
  | {
      readonly kind: 'company-changed';
      readonly change: CompanyChange;
      /** The administrator who did it. */
      readonly by: string;
      /** Whom it concerns, '' where it concerns all. */
      readonly person: string;
      /** From when on, for `policy-required`. */
      readonly from: Instant | null;
      readonly circumstances: Circumstances;
    }
  | {
      readonly kind: 'company-acted';
      readonly act: CompanyAct;
      readonly by: string;
      readonly company: string;
      readonly circumstances: Circumstances;
    };
