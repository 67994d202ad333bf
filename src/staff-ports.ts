/** What the journeys about the members of the desk need of the store. Part of `ports.ts`, which says what a boolean answer means. */
import type { AccountId, PortalId, StaffRole } from './core/account.ts';
import type { AccountBars, AccountLift, LiftAsk } from './core/desk-account.ts';
import type { Language } from './core/language.ts';
import type { NewStaffAsk, SittingKind, StaffAsk, StaffPerson } from './core/staff-ask.ts';
import type { Instant } from './core/time.ts';

/** One open sitting per kind and address; of the first administrator one for ever (SEC-E10). */
export interface NewSitting {
  readonly kind: SittingKind;
  readonly digest: string;
  readonly portal: PortalId;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly role: StaffRole;
  /** Of a recovery: whose password and authenticators are replaced. */
  readonly accountId: AccountId | null;
  readonly expiresAt: Instant;
}

export interface Sitting extends NewSitting {
  readonly spentAt: Instant | null;
  readonly completedAt: Instant | null;
}

export interface SpentSitting {
  readonly passwordRecord: string;
  /** The sign-in that must bind an authenticator before anything comes of it. */
  readonly pendingSignInId: string;
}

/** What bars a customer's account, as staff see it. */
export interface DeskAccount extends AccountBars {
  readonly securityVersion: number;
}

export interface NewLiftAsk extends Omit<LiftAsk, 'by'> {
  readonly accountId: AccountId;
  readonly by: AccountId;
  readonly securityVersion: number;
}

export interface StaffReads {
  deskAccount(account: AccountId): Promise<DeskAccount | undefined>;
  /** Undecided, not over at `at`, and nothing of the account changed since. */
  liftAsks(account: AccountId, at: Instant): Promise<readonly LiftAsk[]>;
  sitting(digest: string): Promise<Sitting | undefined>;
  /** Somebody of this portal is an administrator with password and bound authenticator. */
  hasAdministrator(portal: PortalId): Promise<boolean>;
  /** Whoever has a password at this desk; by name. */
  staff(portal: PortalId): Promise<readonly StaffPerson[]>;
  /** Undecided and not over at `at`; oldest first. */
  staffAsks(portal: PortalId, at: Instant): Promise<readonly StaffAsk[]>;
  /** Invitations whose link is open: neither completed nor over at `at`. */
  staffInvitations(portal: PortalId, at: Instant): Promise<readonly Sitting[]>;
}

export interface StaffWrites {
  /** Voids the sitting before of this kind and address, and what was begun with it; false for a set-up that was completed. */
  openSitting(row: NewSitting): Promise<boolean>;
  /** Uses up the code; false when it was spent, voided or expired at `at`. */
  spendSitting(digest: string, at: Instant, spent: SpentSitting): Promise<boolean>;
  /** Gives the account of this sign-in what waited; false when the sign-in is not, or no longer, the one of a sitting. */
  completeSitting(pendingSignInId: string, at: Instant): Promise<boolean>;
  /** The members, in a fixed order and locked: whoever changes one of them waits for this transaction. */
  lockStaff(portal: PortalId): Promise<readonly StaffPerson[]>;
  /** Open asks about the same address end. */
  insertStaffAsk(ask: NewStaffAsk): Promise<void>;
  /** Decides an open ask, once; undefined when it is decided, over at `at`, or the person's account changed since. */
  decideStaffAsk(
    portal: PortalId,
    id: string,
    decided: { readonly at: Instant; readonly by: AccountId | 'host'; readonly verdict: 'confirmed' | 'declined' },
  ): Promise<StaffAsk | undefined>;
  /** Each grows securityVersion and ends sessions and begun sign-ins; false when the member was not as it had to be. */
  suspendStaff(account: AccountId, by: AccountId, at: Instant): Promise<boolean>;
  changeStaffRole(account: AccountId, role: StaffRole, at: Instant): Promise<boolean>;
  restoreStaff(account: AccountId, at: Instant): Promise<boolean>;
  /** Both end sessions and begun sign-ins of a customer; false when the account is not active. */
  suspendByStaff(account: AccountId, by: AccountId, at: Instant): Promise<boolean>;
  endSessionsByStaff(account: AccountId, at: Instant): Promise<boolean>;
  /** An open ask for the same lift ends. */
  insertLiftAsk(ask: NewLiftAsk): Promise<void>;
  /** Decides an open ask, once; false when it is decided, over at `at`, or the account changed since. */
  decideLiftAsk(
    account: AccountId,
    id: string,
    decided: { readonly at: Instant; readonly by: AccountId; readonly verdict: 'confirmed' | 'declined' },
  ): Promise<boolean>;
  /** False when there is nothing of the kind, or it is not staff's to lift; `desk`: the portal of the staff. */
  liftFromAccount(account: AccountId, lift: AccountLift, desk: PortalId, at: Instant): Promise<boolean>;
}
