/**
 * What can happen to a recovery request, as one closed union of events (desk.md section 4). A request is nothing but its
 * events in order. They hold no personal data: what the person typed (the claims) and what staff wrote (the remarks) are kept
 * and forgotten apart from them, so that the stream may stay when those are erased.
 */
import type { AccountId, StaffRole } from './account.ts';
import type { ContactOutcome, EvidenceKind, StaffVouchedKind } from './recovery-evidence.ts';
import type { RiskLevel } from './recovery-policy.ts';
import type { RiskReason } from './recovery-risk.ts';
import type { Instant } from './time.ts';

/** Grows when the shape of an event changes; a reader must know every version it may meet. */
export const EVENT_SCHEMA = 1;

export const CUSTOMER_CHANNELS = ['web', 'phone', 'administrator'] as const;
/** `colleague`: for somebody of the desk, by a colleague there. */
export const REQUEST_CHANNELS = [...CUSTOMER_CHANNELS, 'colleague'] as const;
export type RequestChannel = (typeof REQUEST_CHANNELS)[number];

/** The six fields of the form (F01 to F06): they find the account and prove nothing. */
export interface Claims {
  readonly email: string;
  readonly name: string;
  readonly company: string;
  readonly phone: string;
  /** '' when no case is open. */
  readonly caseNumber: string;
  readonly summary: string;
}

/** Why a filing stays without effect. Nobody outside learns of it (desk.md section 1). */
export type LaidAsideReason = 'no-such-account' | 'account-suspended' | 'recovery-frozen' | 'quota-reached' | 'claims-unreadable';

/** Why a request stands before a supervisor. */
export type FreezeCause =
  | 'staff'
  | 'suspicious-call'
  | 'objection'
  | 'not-me'
  | 'second-request'
  | 'failure-burst'
  | 'withdrawn-in-dispute'
  | 'vetoed-in-dispute';

/** Why what was gathered does not carry the request any more. */
export type ShortfallCause = 'risk-rose' | 'evidence-missing' | 'policy-changed' | 'approver-left';

/** Reason codes of a refusal that staff choose from; `account-disabled` is the system's. */
export const REFUSAL_REASONS = ['not-the-holder', 'no-contact', 'evidence-missing', 'holder-declined', 'other-way'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number] | 'account-disabled';

/** What takes a second person: the command is asked for by one and given by another. */
export const ASKABLE = ['lower-risk', 'resume', 'propose', 'approve'] as const;
export type Askable = (typeof ASKABLE)[number];

export type RecoveryEventDetail =
  | {
      readonly type: 'Filed';
      readonly channel: RequestChannel;
      /** Version of the risk text that was accepted (S-52). */
      readonly riskText: string;
      readonly dispute: boolean;
      /** Became evidence if the mailbox is confirmed: what this browser had already proven when it filed. */
      readonly pending: {
        readonly password: boolean;
        readonly liveSession: boolean;
        /** The known browser that filed; whether it counts depends on the account. */
        readonly knownBrowserId: string | null;
      };
      /** The filing browser; null where it must not be the claim browser. */
      readonly claimBrowserId: string | null;
    }
  /** The second half of filing: whose it is, and whether a letter went out for it (at most three a day do). */
  | { readonly type: 'Matched'; readonly accountId: AccountId; readonly mailed: boolean }
  | { readonly type: 'LaidAside'; readonly because: LaidAsideReason }
  | { readonly type: 'MailboxConfirmed'; readonly linkId: string }
  /** By the system, or `voucher` by the company administrator who acted. */
  | { readonly type: 'EvidenceAdded'; readonly kind: EvidenceKind }
  | { readonly type: 'CallStarted'; readonly kind: StaffVouchedKind; readonly callId: string }
  /** By the staff member who acted, with the role of that moment. */
  | { readonly type: 'EvidenceRecorded'; readonly kind: StaffVouchedKind; readonly callId: string; readonly role: StaffRole }
  | { readonly type: 'ContactTried'; readonly outcome: ContactOutcome }
  /** `keys` name the pieces (`Evidence.key`). */
  | { readonly type: 'EvidenceRevoked'; readonly keys: readonly number[] }
  | { readonly type: 'RiskAssessed'; readonly risk: RiskLevel; readonly because: readonly RiskReason[] }
  | { readonly type: 'EvidenceFellShort'; readonly because: ShortfallCause }
  | { readonly type: 'RiskRaised'; readonly to: RiskLevel }
  | { readonly type: 'RiskLowered'; readonly from: RiskLevel; readonly to: RiskLevel; readonly by: readonly [string, string] }
  /** The caller presses for urgency. */
  | { readonly type: 'Pressed' }
  | { readonly type: 'Asked'; readonly what: Askable; readonly until: Instant; readonly role: StaffRole }
  | { readonly type: 'Proposed'; readonly by: string; readonly risk: RiskLevel }
  | { readonly type: 'Returned' }
  /** `by` is who approved, who a supervisor may have allowed to go beyond the quota; `role` null: a company administrator. */
  | { readonly type: 'Approved'; readonly by: string; readonly role: StaffRole | null; readonly isEnough: boolean }
  /** `struck`: extra addresses that refuse mail for good and are told no more. */
  | { readonly type: 'WaitStarted'; readonly until: Instant; readonly struck: number }
  | { readonly type: 'Released' }
  | { readonly type: 'PassMailed'; readonly passId: string; readonly until: Instant }
  | { readonly type: 'PassSpent'; readonly because: 'wrong-tries' | 'other-browser' }
  | { readonly type: 'RedemptionBegun'; readonly ticketId: string; readonly until: Instant }
  /** `authenticatorId` null: two-factor was left off (`afterRecovery: leave-off`). */
  | { readonly type: 'Redeemed'; readonly authenticatorId: string | null }
  | { readonly type: 'ClaimBrowserSet'; readonly browserId: string }
  | { readonly type: 'Withdrawn'; readonly by: WithdrawalWay }
  | { readonly type: 'Vetoed' }
  | { readonly type: 'RecoveryFrozen'; readonly until: Instant }
  | { readonly type: 'Resumed' | 'RecoveryFreezeLifted' }
  | { readonly type: 'AccountLocked' | 'AccountUnlocked' | 'SessionsEnded' }
  | { readonly type: 'Frozen'; readonly because: FreezeCause }
  | { readonly type: 'Refused'; readonly because: RefusalReason }
  | { readonly type: 'Closed'; readonly because: 'time' | 'disowned' }
  | { readonly type: 'Expired'; readonly because: ExpiryCause };

/** `voided`: the holder signed in, confirmed or objected after it was filed; `stopped`: a filing that was discarded. */
export type ExpiryCause = 'time' | 'another-confirmed' | 'voided' | 'stopped';
export type WithdrawalWay = 'cancel-page' | 'sign-in' | 'step-up';
export type RecoveryEventType = RecoveryEventDetail['type'];

/** Who acted; a claimant is whoever filed or holds the mailed link. */
export interface RecoveryActor {
  readonly kind: 'claimant' | 'holder' | 'staff' | 'company-administrator' | 'system';
  readonly id: string | null;
}

export interface RecoveryEvent {
  readonly schema: typeof EVENT_SCHEMA;
  /** By the database's clock. */
  readonly at: Instant;
  readonly actor: RecoveryActor;
  readonly policyVersion: string;
  readonly detail: RecoveryEventDetail;
}
