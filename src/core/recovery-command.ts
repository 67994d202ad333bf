/**
 * What can be asked of a recovery request: the thirty commands of desk.md section 4, with what each carries. A command is data from
 * the store and from the form of whoever gives it; whether it is followed is decided in `recovery-request.ts`.
 */
import type { AccountId, StaffRole } from './account.ts';
import type {
  Askable,
  Claims,
  ExpiryCause,
  RecoveryActor,
  RecoveryEventDetail,
  RefusalReason,
  RequestChannel,
  WithdrawalWay,
} from './recovery-event.ts';
import type { ContactOutcome, StaffVouchedKind } from './recovery-evidence.ts';
import type { RiskLevel } from './recovery-policy.ts';
import type { RequestFacts } from './recovery-standing.ts';
import type { Instant } from './time.ts';

interface Common {
  /** The version of the request the command was given for; 0 for a new one. */
  readonly version: number;
  readonly actor: RecoveryActor;
}

/** A person who acts with a role: which, and who else they are. */
export interface ActingPerson {
  /** Every account of the same canonical address, the own one included: one person (invariant 2). */
  readonly sameAs: readonly AccountId[];
  /** When they last proved themselves anew in this session; null = never. */
  readonly provenAt: Instant | null;
}

export interface ActingStaff extends ActingPerson {
  readonly role: StaffRole;
  /** A new, re-roled or recovered staff member only reads for a while. */
  readonly readsOnly: boolean;
  /** Proposals (or approvals) of the last hours, this one excluded. */
  readonly recent: number;
}

/** A staff member's command on a request that found its account. */
interface ByStaff {
  readonly staff: ActingStaff;
  readonly facts: RequestFacts;
}

/** What staff wrote; kept apart from the events. It may be '' where nothing need be written. */
interface Remarked {
  readonly remark: string;
}

interface ByAdministrator {
  readonly administrator: ActingPerson & {
    /** Same company, active. */
    readonly isOfCompany: boolean;
    /** Administrator, and holder of the same authenticator, long enough; no mailed reset since; not in quarantine. */
    readonly isSeasoned: boolean;
    /** The subject made them administrator. */
    readonly wasAppointedBySubject: boolean;
  };
  readonly facts: RequestFacts;
}

export type RecoveryCommand = Common &
  (
    | {
        readonly kind: 'file';
        readonly channel: RequestChannel;
        readonly claims: Claims;
        /** Version of the risk text that was accepted; null when it was not. */
        readonly riskText: string | null;
        readonly pending: Extract<RecoveryEventDetail, { type: 'Filed' }>['pending'];
        readonly claimBrowserId: string | null;
      }
    /** The second half of command 1, by the system: nobody who files waits for it or learns its answer (SEC-E04). */
    | {
        readonly kind: 'match';
        /** False when what was typed does not open any more: its key is gone, or somebody changed it. */
        readonly isReadable: boolean;
        readonly accountId: AccountId | null;
        readonly isActive: boolean;
        readonly frozenUntil: Instant | null;
        readonly confirmedWithinQuota: number;
        /** Whether a letter may still go out for it today. */
        readonly mayMail: boolean;
      }
    | {
        readonly kind: 'confirm-mailbox';
        readonly link: {
          readonly id: string;
          readonly accountId: AccountId;
          readonly expiresAt: Instant;
          readonly isSpent: boolean;
        };
        readonly isActive: boolean;
        readonly hasOtherLive: boolean;
        /** Filings up to this instant are void, whether or not the clerk has ended each of them yet. */
        readonly filingsVoidBefore: Instant | null;
        readonly frozenUntil: Instant | null;
        readonly confirmedWithinQuota: number;
        /** The claim browser signed in to this account with a second factor in the last 90 days. */
        readonly isKnownBrowser: boolean;
        /** The browser that confirms; null where it must not become the claim browser. */
        readonly browserId: string | null;
        readonly facts: RequestFacts;
      }
    | { readonly kind: 'confirm-password'; readonly facts: RequestFacts }
    | ({ readonly kind: 'vouch'; readonly isCodeRight: boolean } & ByAdministrator)
    | ({ readonly kind: 'object' } & ByAdministrator)
    | ({
        readonly kind: 'start-call';
        readonly for: StaffVouchedKind;
        readonly callId: string;
        readonly holdsClaim: boolean;
      } & ByStaff)
    | ({
        readonly kind: 'record';
        readonly evidence: StaffVouchedKind;
        readonly callId: string;
        /** The code of this call, as typed, is the one that the claim browser shows. */
        readonly isCodeRight: boolean;
      } & ByStaff)
    | ({ readonly kind: 'record-attempt'; readonly outcome: ContactOutcome } & ByStaff & Remarked)
    | ({ readonly kind: 'revoke-evidence'; readonly key: number; readonly facts: RequestFacts } & Remarked & {
          readonly by: ActingStaff | 'voucher';
        })
    | ({ readonly kind: 'raise-risk'; readonly to: RiskLevel } & ByStaff & Remarked)
    | ({ readonly kind: 'press' } & ByStaff & Remarked)
    | ({ readonly kind: 'lower-risk' } & ByStaff)
    /** A first person asks for what a second one may do. */
    | ({ readonly kind: 'ask'; readonly what: Askable; readonly hasOtherLive: boolean } & ByStaff & Remarked)
    | ({ readonly kind: 'propose' } & ByStaff & Remarked)
    | ({ readonly kind: 'return' } & ByStaff & Remarked)
    | ({ readonly kind: 'approve' } & ByStaff & Remarked)
    /** A supervisor lets a colleague go beyond the quota: the proposal or approval is the colleague's. */
    | ({ readonly kind: 'grant'; readonly asker: ActingStaff } & ByStaff)
    | ({ readonly kind: 'stop' } & Remarked & { readonly by: ActingStaff | 'system' })
    | ({ readonly kind: 'resume'; readonly hasOtherLive: boolean } & ByStaff)
    | {
        readonly kind: 'notices-accepted';
        /** Letters about the approval that no relay has accepted yet. */
        readonly outstanding: number;
        readonly struck: number;
        readonly facts: RequestFacts;
      }
    | {
        readonly kind: 'release';
        readonly outstanding: number;
        readonly isStopped: boolean;
        readonly passId: string;
        readonly facts: RequestFacts;
      }
    | ({ readonly kind: 'redeem-begin'; readonly ticketId: string; readonly ticketUntil: Instant } & Redeeming)
    | ({ readonly kind: 'redeem-elsewhere'; readonly browserId: string } & Redeeming)
    /** By the system: the pass was typed wrongly too often. */
    | { readonly kind: 'spend-pass'; readonly passId: string }
    | { readonly kind: 'renew-pass'; readonly isClaimBrowser: boolean; readonly passId: string; readonly facts: RequestFacts }
    | {
        readonly kind: 'bind';
        readonly ticketId: string;
        /** Null leaves two-factor off, where the portal says so and nobody requires it. */
        readonly authenticatorId: string | null;
        readonly isActive: boolean;
        readonly facts: RequestFacts;
      }
    | { readonly kind: 'withdraw'; readonly by: WithdrawalWay }
    | { readonly kind: 'veto' }
    | { readonly kind: 'disown' }
    | ({ readonly kind: 'refuse'; readonly reason: Exclude<RefusalReason, 'account-disabled'> } & ByStaff & Remarked)
    | { readonly kind: 'close' }
    | { readonly kind: 'expire'; readonly because: Exclude<ExpiryCause, 'stopped'> }
    /** The account was disabled or deleted. */
    | { readonly kind: 'end' }
    | { readonly kind: 'assess'; readonly facts: RequestFacts }
    | ({
        readonly kind: 'open-dispute';
        readonly accountId: AccountId;
        readonly hasOtherLive: boolean;
        /** The account is locked, or two confirmed requests of 90 days ended by veto or by a sign-in. */
        readonly isDisputed: boolean;
        /** A company administrator asked for it, or the operator on the host. */
        readonly isVouched: boolean;
        readonly riskText: string;
      } & { readonly by: ActingStaff } & Remarked)
  );

/** Password and pass were right, at this browser. */
interface Redeeming {
  readonly passId: string;
  readonly wrongTries: number;
  readonly isClaimBrowser: boolean;
  readonly facts: RequestFacts;
}

export type RecoveryCommandKind = RecoveryCommand['kind'];
export type CommandOf<K extends RecoveryCommandKind> = Extract<RecoveryCommand, { kind: K }>;
