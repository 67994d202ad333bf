/**
 * What an administrator asks for and a second person confirms: an invitation, another role, a suspension lifted (desk.md section 6).
 * An ask lives half an hour and is void once anything changed. Pure: whose confirmation counts is in `staff.ts`.
 */
import type { Account, AccountId, PortalId, StaffRole } from './account.ts';
import type { Language } from './language.ts';
import type { StaffAction } from './staff.ts';
import { hours, type Instant, minutes } from './time.ts';

export type StaffAskKind = 'invite' | 'change-role' | 'restore';

export const ASK_FOR = minutes(30);
/** The mailed link of an invitation. */
export const STAFF_INVITATION_FOR = hours(24);
/** The printed code of the host: for the first administrator, or for a member who lost the authenticator. */
export const PRINTED_CODE_FOR = minutes(30);

export interface StaffAsk {
  readonly id: string;
  readonly kind: StaffAskKind;
  readonly askedBy: { readonly id: AccountId; readonly name: string };
  /** Null: an invitation, to somebody who has no account. */
  readonly accountId: AccountId | null;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  /** The role that is given; of a restoration the one the person has. */
  readonly role: StaffRole;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
}

/** As it is stored, with what tells whether the person's account changed since. */
export interface NewStaffAsk extends Omit<StaffAsk, 'askedBy'> {
  readonly portal: PortalId;
  readonly askedBy: AccountId;
  readonly canonicalEmail: string;
  readonly securityVersion: number | null;
}

/** A sitting sets password and authenticator at once, or neither. */
export type SittingKind = 'set-up' | 'invitation' | 'recovery';

/** What each ask needs of whoever asks. */
export const ASK_ACTION: Readonly<Record<StaffAskKind, StaffAction>> = {
  invite: 'staff.invite',
  'change-role': 'staff.change-role',
  restore: 'staff.restore',
};

/** One of the desk as its administrators see them: no secret, no number, no authenticator by name. */
export interface StaffPerson
  extends Pick<Account, 'id' | 'name' | 'email' | 'notificationAddresses' | 'language' | 'status' | 'staffSince'> {
  readonly role: StaffRole;
  /** Password and bound authenticator: without both there is no staff account. */
  readonly isComplete: boolean;
  readonly securityVersion: number;
  readonly lastSignedInAt: Instant | null;
}
