/**
 * The kinds of evidence a request can hold and no others (desk.md section 2): a birth date or a ticket number has no field. Which
 * pieces of it count at a moment is decided in `recovery-standing.ts`.
 */
import type { StaffRole } from './account.ts';
import { type Duration, type Instant, minutes } from './time.ts';

export const EVIDENCE_KINDS = [
  'mailbox',
  'password',
  'known-browser',
  'live-session',
  'call-back',
  'voucher',
  'in-person',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What a kind proves: two pieces of one nature are one kind of proof. */
export type EvidenceNature = 'channel' | 'secret' | 'possession' | 'person';
export const NATURE_OF: Readonly<Record<EvidenceKind, EvidenceNature>> = {
  mailbox: 'channel',
  password: 'secret',
  'known-browser': 'possession',
  'live-session': 'possession',
  'call-back': 'channel',
  voucher: 'person',
  'in-person': 'person',
};

/** Counts only when two different staff members recorded it, each by an act of their own. */
export const STAFF_VOUCHED = ['call-back', 'in-person'] as const satisfies readonly EvidenceKind[];
export type StaffVouchedKind = (typeof STAFF_VOUCHED)[number];

export const isStaffVouched = (kind: EvidenceKind): kind is StaffVouchedKind => kind === 'call-back' || kind === 'in-person';

/** Proven to this browser or by its holder's colleague: gone when another browser takes the request over (command 20). */
export const BOUND_TO_CLAIM_BROWSER: readonly EvidenceKind[] = ['call-back', 'voucher', 'in-person'];

/** A document is seen by both at the same time: two records further apart are not one meeting. */
export const TOGETHER_WITHIN: Duration = minutes(30);

/** One piece as it stands in a request. */
export interface Evidence {
  /** The version of the event that added it: names it within its request. */
  readonly key: number;
  readonly kind: EvidenceKind;
  readonly at: Instant;
  /** Staff member or company administrator who vouches for it; null when the system does. */
  readonly by: string | null;
  /** Of a recording staff member, at that time. */
  readonly role: StaffRole | null;
}

/** How a call or a meeting went, as far as it is no evidence. */
export const CONTACT_OUTCOMES = ['other-person', 'absent', 'dead-number', 'suspicious'] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];
