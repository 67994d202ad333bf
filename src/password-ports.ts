/**
 * What the journeys of a password need from the store, declared by their user: asking for a reset, the link that is mailed for it,
 * and the updates that change a password or mark it. `ports.ts` holds everything else and passes these on.
 */
import type { Account, AccountId, PortalId } from './core/account.ts';
import type { Instant } from './core/time.ts';

/** Somebody typed this address into the form. Whether anybody has it is looked up later (ADR 0030). */
export interface NewResetRequest {
  readonly id: string;
  readonly portal: PortalId;
  readonly email: string;
  readonly at: Instant;
  readonly browser: string;
  readonly place: string;
}

export interface ResetRequest extends Omit<NewResetRequest, 'email'> {
  /** Null when it does not open any more: its key is gone. */
  readonly email: string | null;
}

export interface NewResetLink {
  readonly id: string;
  readonly digest: string;
  readonly portal: PortalId;
  readonly accountId: AccountId;
  /** The link is void once either of them is another. */
  readonly securityVersion: number;
  readonly canonicalEmail: string;
  readonly expiresAt: Instant;
}

/** A link that may still set a password, time apart. */
export interface ResetLink {
  readonly id: string;
  readonly digest: string;
  readonly expiresAt: Instant;
  readonly account: Account;
  readonly passwordRecord: string;
}

export interface HolderPassword {
  readonly record: string;
  readonly at: Instant;
  /** The version the account must still have. */
  readonly securityVersion: number;
}

export interface PasswordReads {
  /** Not looked at yet, eldest first. */
  resetRequests(limit: number): Promise<readonly ResetRequest[]>;
  /** Spent and replaced ones excluded, and those of an account that changed since; the journey judges time. */
  resetLink(portal: PortalId, id: string): Promise<ResetLink | undefined>;
}

export interface PasswordWrites {
  insertResetRequest(row: NewResetRequest): Promise<void>;
  /** Takes it off the list, once: false when somebody else did. */
  takeResetRequest(id: string): Promise<boolean>;
  /** The only link of its account from now on. */
  putResetLink(row: NewResetLink): Promise<void>;
  /**
   * Uses the link up and sets the password; false when it is spent, replaced or expired at `at`, or the account changed since it was
   * mailed. Lifts what "not me" closed unless an authenticator stands aside (ADR 0030).
   */
  resetPassword(linkId: string, record: string, at: Instant): Promise<boolean>;
  /** By the signed-in holder; lifts nothing that "not me" closed. Grows securityVersion. */
  changePassword(account: AccountId, next: HolderPassword): Promise<boolean>;
  /** From now on the right password opens nothing until it is replaced; grows securityVersion. False when it was marked before. */
  markPasswordCompromised(account: AccountId, at: Instant): Promise<boolean>;
}
