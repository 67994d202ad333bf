/**
 * What can happen to a recovery request, as one closed union of events (desk.md section 4). A request is nothing but its
 * events in order. They hold no personal data: what the person typed (the claims) is kept and forgotten apart from them, so
 * that the stream may stay when the claims are erased.
 */
import type { AccountId } from './account.ts';
import type { EvidenceKind } from './recovery-evidence.ts';
import type { RiskLevel } from './recovery-policy.ts';
import type { RiskReason } from './recovery-risk.ts';
import type { Instant } from './time.ts';

/** Grows when the shape of an event changes; a reader must know every version it may meet. */
export const EVENT_SCHEMA = 1;

export const REQUEST_CHANNELS = ['web', 'phone', 'administrator'] as const;
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
  | { readonly type: 'EvidenceAdded'; readonly kind: EvidenceKind }
  | { readonly type: 'RiskAssessed'; readonly risk: RiskLevel; readonly because: readonly RiskReason[] }
  | { readonly type: 'ClaimBrowserSet'; readonly browserId: string }
  | { readonly type: 'Withdrawn'; readonly by: WithdrawalWay }
  | { readonly type: 'Vetoed' }
  | { readonly type: 'RecoveryFrozen'; readonly until: Instant }
  | { readonly type: 'Frozen'; readonly because: 'withdrawn-in-dispute' | 'vetoed-in-dispute' | 'not-me' }
  | { readonly type: 'Expired'; readonly because: ExpiryCause };

/** `voided`: the holder signed in, confirmed or objected after it was filed; `stopped`: a filing when the holder objected. */
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
