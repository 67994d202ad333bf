/** What the journeys from the approval to the new authenticator need of the store. Part of `ports.ts`, which says what a boolean answer means. */
import type { AccountId, PortalId } from './core/account.ts';
import type { RequestState } from './core/recovery-state.ts';
import type { Instant } from './core/time.ts';
import type { StaffName } from './desk-ports.ts';
import type { StoredRecoveryRequest } from './recovery-ports.ts';

/** A registration pass as it is kept: of the pass itself only a digest. */
export interface StoredPass {
  readonly id: string;
  readonly digest: string;
  /** How often something else was typed. */
  readonly tries: number;
}

/** What became of the letters that a request waits for. */
export interface AwaitedLetters {
  readonly outstanding: number;
  /** Addresses that were given up. */
  readonly struck: number;
}

/** Nothing is approved, released or redeemed in the portal; null: in any. */
export interface DeskStop {
  readonly portal: PortalId | null;
  readonly by: StaffName;
  readonly at: Instant;
  /** As whoever set it wrote it. */
  readonly reason: string;
}

export interface ReleaseReads {
  deskStops(): Promise<readonly DeskStop[]>;
  /** Those queued at or after `since`. */
  awaitedLetters(requestId: string, since: Instant): Promise<AwaitedLetters>;
  registrationPass(id: string): Promise<StoredPass | undefined>;
  /** In one of these states, the state of longest standing first. */
  requestsIn(states: readonly RequestState[], limit: number): Promise<readonly StoredRecoveryRequest[]>;
  /** Live requests of accounts that are not active any more; those in a dispute are none. */
  requestsOfDisabled(limit: number): Promise<readonly StoredRecoveryRequest[]>;
  /** Redeemed at or before, and not told of a second time. */
  requestsToNoticeAgain(before: Instant, limit: number): Promise<readonly StoredRecoveryRequest[]>;
  /** The one whose pass may be typed; undefined when there is none. */
  releasedRequest(portal: PortalId, account: AccountId): Promise<StoredRecoveryRequest | undefined>;
}

export interface ReleaseWrites {
  /** False when it is set already. */
  setDeskStop(portal: PortalId | null, by: AccountId, at: Instant, reason: string): Promise<boolean>;
  /** False when it is not set, or was set by this person. */
  liftDeskStop(portal: PortalId | null, by: AccountId): Promise<boolean>;
  insertPass(pass: {
    readonly id: string;
    readonly requestId: string;
    readonly digest: string;
    readonly at: Instant;
  }): Promise<void>;
  /** Every bound authenticator but this one, and every recovery code; the account is in quarantine until then, and of the desk is new there. */
  endOtherAuthenticators(account: AccountId, except: string | null, at: Instant, quarantinedUntil: Instant): Promise<void>;
  /** Nobody signs in any more, whoever it is; grows securityVersion. */
  lockAccount(account: AccountId, at: Instant): Promise<void>;
  unlockAccount(account: AccountId): Promise<void>;
  /** False when it was told of already. */
  markNoticedAgain(requestId: string, at: Instant): Promise<boolean>;
}

/** A typed pass is counted before it is compared. */
export interface ReleaseDoors {
  /** False when it was tried that often. */
  chargePass(id: string, tries: number): Promise<boolean>;
  /** The right one does not count. */
  refundPass(id: string): Promise<void>;
}
