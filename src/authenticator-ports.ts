/** What authenticators need of the store, from enrolment to invalidation: one more part of `Reads` and `Writes`. */
import type { AccountId } from './core/account.ts';
import type { EnrolmentOwner, InvalidationReason, PendingEnrolment } from './core/authenticator.ts';
import type { Instant } from './core/time.ts';

export interface AuthenticatorReads {
  /** The living or expired enrolment of this owner that is still pending. */
  pendingEnrolment(owner: EnrolmentOwner): Promise<PendingEnrolment | undefined>;
  /** Its holder does not want to be asked whether it shows codes. */
  isCheckUpHidden(authenticator: string): Promise<boolean>;
}

export interface AuthenticatorWrites {
  insertEnrolment(row: PendingEnrolment): Promise<void>;
  /** Invalidates pending enrolments of this owner and erases their secrets; answers how many. */
  abandonEnrolments(owner: EnrolmentOwner, at: Instant, reason: InvalidationReason): Promise<number>;
  /**
   * Pending -> bound, if it is still pending, unexpired, and the account's securityVersion is the one it began with (which
   * then grows by one). The confirming time step counts as used. What it replaces ends with it.
   */
  bindAuthenticator(
    id: string,
    bound: {
      readonly name: string;
      readonly step: number;
      readonly drift: number;
      readonly at: Instant;
      readonly via: 'session' | 'sign-in';
    },
  ): Promise<boolean>;
  /** The same for every pending enrolment of the account, whoever began it. */
  abandonAllEnrolments(account: AccountId, at: Instant, reason: InvalidationReason): Promise<number>;
  /** Invalidates all bound authenticators, erases their secrets, ends the recovery codes, grows securityVersion; answers their ids. */
  invalidateAuthenticators(account: AccountId, at: Instant, reason: InvalidationReason): Promise<readonly string[]>;
  /**
   * Those bound at `since` or later do not count until the account is opened again; they stay bound, because only their
   * holder removes one (desk.md invariant 1). Grows securityVersion; answers their ids.
   */
  setAsideAuthenticators(account: AccountId, since: Instant): Promise<readonly string[]>;
  /** One conditional update: only a step greater than the last accepted one, only on a bound authenticator (SEC-B04). */
  acceptTimeStep(authenticatorId: string, step: number, drift: number, at: Instant): Promise<boolean>;

  /** False when the account has no such authenticator bound, or it has another name than `from` by now. */
  renameAuthenticator(account: AccountId, id: string, from: string, to: string): Promise<boolean>;
  /**
   * Ends one of several, erases its secret, grows securityVersion; false when that moved on meanwhile or nothing of this id is
   * bound to this account.
   */
  invalidateAuthenticator(
    account: AccountId,
    id: string,
    securityVersion: number,
    at: Instant,
    reason: InvalidationReason,
  ): Promise<boolean>;
  /** False when nothing of this id is bound to this account. */
  hideCheckUp(account: AccountId, id: string, at: Instant): Promise<boolean>;
}
