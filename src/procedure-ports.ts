/** What the journeys through the procedure of a request need beside its events. Part of `ports.ts`, which says what a boolean answer means. */
import type { AccountId } from './core/account.ts';
import type { CallKind, CallProof } from './core/check-word.ts';
import type { RecoveryEvent } from './core/recovery-event.ts';
import type { RequestState } from './core/recovery-state.ts';
import type { Instant } from './core/time.ts';
import type { StaffName } from './desk-ports.ts';

/** A call, a meeting or a voucher that was begun, with what both ends prove themselves by. */
export interface RecoveryCall {
  readonly id: string;
  readonly requestId: string;
  readonly kind: CallKind;
  readonly by: StaffName;
  readonly at: Instant;
  readonly proof: CallProof;
  readonly tries: number;
}

/** What somebody wrote as the reason of an act. */
export interface RequestRemark {
  /** Of the request after the act. */
  readonly version: number;
  readonly by: StaffName;
  readonly at: Instant;
  /** Null once it was erased, or when it does not open any more. */
  readonly text: string | null;
}

export interface ProcedureReads {
  /** Every account of the same canonical address, the own one included, portals together: one person (invariant 2). */
  personOf(account: AccountId): Promise<readonly AccountId[]>;
  /** How many proposals, or approvals, of this person there are after `since`. */
  decisionsOf(staff: AccountId, what: 'Proposed' | 'Approved', since: Instant): Promise<number>;
  /** In order. */
  recoveryEvents(requestId: string): Promise<readonly RecoveryEvent[]>;
  /** Begun after `since` and not ended, the last one first. One that does not open any more is left out. */
  openCalls(requestId: string, since: Instant): Promise<readonly RecoveryCall[]>;
  /** In order of the acts. */
  requestRemarks(requestId: string): Promise<readonly RequestRemark[]>;
  /** Confirmed requests but this one: those of the account, the newest first, and how many the rest of its company had. */
  earlierRequests(
    account: AccountId,
    except: string,
    since: Instant,
  ): Promise<{ readonly ofAccount: readonly { readonly state: RequestState; readonly at: Instant }[]; readonly ofCompany: number }>;
  /** Of the accounts that exist. */
  accountNames(ids: readonly AccountId[]): Promise<readonly StaffName[]>;
}

export interface ProcedureWrites {
  /** Ends what the same person began for the request before: one at a time. */
  beginCall(call: Omit<RecoveryCall, 'by' | 'tries'> & { readonly by: AccountId }): Promise<void>;
  /** Its code has served; false when it was ended before. */
  endCall(id: string, at: Instant): Promise<boolean>;
  insertRemark(remark: {
    readonly requestId: string;
    readonly version: number;
    readonly by: AccountId;
    readonly at: Instant;
    readonly text: string;
  }): Promise<void>;
  /** The account takes requests again. */
  liftRecoveryFreeze(account: AccountId): Promise<void>;
}

/** A typed code is counted before it is compared, whatever becomes of it. */
export interface ProcedureDoors {
  /** False when the call is over or was tried too often. */
  chargeCall(id: string, tries: number): Promise<boolean>;
}
