/**
 * What a recovery request is at a moment, folded from its events (desk.md section 4). Folding decides nothing: every event is
 * taken as it stands. What may happen next is `recovery-request.ts`.
 */
import type { AccountId, StaffRole } from './account.ts';
import type { Askable, FreezeCause, RecoveryActor, RecoveryEvent, RecoveryEventDetail, RequestChannel } from './recovery-event.ts';
import type { Evidence, StaffVouchedKind } from './recovery-evidence.ts';
import type { RiskLevel } from './recovery-policy.ts';
import type { RiskReason } from './recovery-risk.ts';
import type { Instant } from './time.ts';

export const REQUEST_STATES = [
  'opened',
  'evidence',
  'proposed',
  'approved',
  'waiting',
  'released',
  'redeemed',
  'closed',
  'refused',
  'vetoed',
  'withdrawn',
  'expired',
  'frozen',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** Confirmed and under way: an account has at most one request in these states. */
export const LIVE_STATES: readonly RequestState[] = ['evidence', 'proposed', 'approved', 'waiting', 'released'];
/** Evidence can be added. */
export const GATHERING_STATES: readonly RequestState[] = ['evidence', 'proposed'];
/** What the holder can still stop. */
export const STOPPABLE_STATES: readonly RequestState[] = ['opened', ...LIVE_STATES, 'frozen'];

export interface Approval {
  readonly by: string;
  /** Null: the company administrator of a single-person desk. */
  readonly role: StaffRole | null;
  readonly at: Instant;
}

/** The version of an approval and the evidence it looked at end with it: a proposal knows its policy. */
export interface Proposal {
  readonly by: string;
  readonly at: Instant;
  readonly policyVersion: string;
}

export interface RegistrationPass {
  readonly id: string;
  readonly until: Instant;
  /** When it died before its time. */
  readonly spentAt: Instant | null;
}

export interface RecoveryRequest {
  readonly state: RequestState;
  /** How many events it has: a command that carries another number comes too late. */
  readonly version: number;
  readonly channel: RequestChannel;
  readonly dispute: boolean;
  readonly filedAt: Instant;
  /** Staff member or company administrator who filed it; null when the claimant did. */
  readonly openedBy: string | null;
  /** When the present state began. */
  readonly stateSince: Instant;
  /** What became of the filing: not looked at yet, found its account, or stays without effect. */
  readonly admission: 'open' | 'matched' | 'laid-aside';
  readonly accountId: AccountId | null;
  /** A letter with the link went out for this very filing. */
  readonly mailed: boolean;
  readonly pending: Extract<RecoveryEventDetail, { type: 'Filed' }>['pending'];
  readonly claimBrowserId: string | null;
  readonly confirmedAt: Instant | null;
  /** Revoked pieces are gone. */
  readonly evidence: readonly Evidence[];
  /** Computed from facts; null before the mailbox is confirmed. */
  readonly risk: { readonly level: RiskLevel; readonly because: readonly RiskReason[] } | null;
  readonly raisedTo: RiskLevel | null;
  /** By two, while this level was computed. */
  readonly lowered: { readonly computed: RiskLevel; readonly to: RiskLevel } | null;
  /** Lowered the risk of this request: they do not approve it. */
  readonly excluded: readonly string[];
  readonly isPressed: boolean;
  /** The last call or meeting of each staff member that was begun. */
  readonly calls: readonly {
    readonly callId: string;
    readonly kind: StaffVouchedKind;
    readonly by: string;
    readonly at: Instant;
  }[];
  readonly ask: { readonly what: Askable; readonly by: string; readonly role: StaffRole; readonly until: Instant } | null;
  readonly proposal: Proposal | null;
  readonly approvals: readonly Approval[];
  readonly waitUntil: Instant | null;
  readonly pass: RegistrationPass | null;
  readonly isPassRenewed: boolean;
  readonly wasTakenElsewhere: boolean;
  readonly ticket: { readonly id: string; readonly until: Instant } | null;
  readonly redeemedAt: Instant | null;
  /** Redeemed without a new authenticator (`afterRecovery: leave-off`). */
  readonly isLeftOff: boolean;
  readonly frozen: { readonly because: FreezeCause; readonly by: string | null } | null;
  /** A supervisor and a second person looked at what stopped it. */
  readonly wasResumed: boolean;
}

/** When the pass died: by itself or before its time; null while there was none. */
export function passDiedAt({ pass }: Pick<RecoveryRequest, 'pass'>): Instant | null {
  return pass === null ? null : Math.min(pass.spentAt ?? pass.until, pass.until);
}

/** The request after these events; null before the first. The first event of every request is Filed. */
export function fold(events: readonly RecoveryEvent[], from: RecoveryRequest | null = null): RecoveryRequest | null {
  return events.reduce<RecoveryRequest | null>(apply, from);
}

/** Nothing of what two people decided stands any more. */
const UNDECIDED = { proposal: null, approvals: [], waitUntil: null, pass: null, isPassRenewed: false, ticket: null } as const;

function apply(request: RecoveryRequest | null, event: RecoveryEvent): RecoveryRequest | null {
  const { at, detail } = event;
  if (detail.type === 'Filed') return filed(detail, event);
  if (request === null) return null;
  // An ask is void on any change.
  const next = { ...request, version: request.version + 1, ask: null };
  const to = (state: RequestState) => ({ ...next, state, stateSince: at });
  const back = () => ({ ...to('evidence'), ...UNDECIDED });
  switch (detail.type) {
    case 'Matched':
      return { ...next, admission: 'matched', accountId: detail.accountId, mailed: detail.mailed };
    case 'LaidAside':
      return { ...next, admission: 'laid-aside' };
    case 'MailboxConfirmed':
      return { ...to('evidence'), confirmedAt: at };
    case 'EvidenceAdded':
    case 'EvidenceRecorded':
      return { ...next, approvals: [], evidence: [...request.evidence, pieceOf(detail, event, next.version)] };
    case 'CallStarted':
      return { ...next, calls: callsAfter(request, detail, event) };
    case 'EvidenceRevoked':
      return { ...back(), evidence: request.evidence.filter(({ key }) => !detail.keys.includes(key)) };
    case 'RiskAssessed':
      return { ...next, risk: { level: detail.risk, because: detail.because }, approvals: approvalsAfter(request, detail.risk) };
    case 'EvidenceFellShort':
    case 'Returned':
      return back();
    case 'RiskRaised':
      return { ...next, raisedTo: detail.to, lowered: null, approvals: [] };
    case 'RiskLowered':
      return {
        ...next,
        raisedTo: null,
        lowered: request.risk === null ? null : { computed: request.risk.level, to: detail.to },
        excluded: [...request.excluded, ...detail.by],
        approvals: [],
      };
    case 'Pressed':
      return { ...next, isPressed: true, waitUntil: longerWait(request) };
    case 'Asked':
      return { ...next, ask: { what: detail.what, by: event.actor.id ?? '', role: detail.role, until: detail.until } };
    case 'Proposed':
      return { ...to('proposed'), proposal: { by: detail.by, at, policyVersion: event.policyVersion }, approvals: [] };
    case 'Approved': {
      const approvals = [...request.approvals, { by: detail.by, role: detail.role, at }];
      return detail.isEnough ? { ...to('approved'), approvals } : { ...next, approvals };
    }
    case 'WaitStarted':
      return { ...to('waiting'), waitUntil: detail.until };
    case 'Released':
      return to('released');
    case 'PassMailed':
      // The second one is the renewal.
      return { ...next, isPassRenewed: request.pass !== null, pass: { id: detail.passId, until: detail.until, spentAt: null } };
    case 'PassSpent':
      return {
        ...next,
        pass: request.pass === null ? null : { ...request.pass, spentAt: at },
        ticket: null,
        wasTakenElsewhere: request.wasTakenElsewhere || detail.because === 'other-browser',
      };
    case 'RedemptionBegun':
      return { ...next, ticket: { id: detail.ticketId, until: detail.until } };
    case 'Redeemed':
      return { ...to('redeemed'), redeemedAt: at, isLeftOff: detail.authenticatorId === null, ticket: null };
    case 'ClaimBrowserSet':
      return { ...next, claimBrowserId: detail.browserId };
    case 'Resumed':
      return { ...back(), frozen: null, wasResumed: true };
    case 'Frozen':
      return { ...to('frozen'), frozen: { because: detail.because, by: event.actor.id } };
    case 'RecoveryFrozen':
    case 'RecoveryFreezeLifted':
    case 'AccountLocked':
    case 'AccountUnlocked':
    case 'SessionsEnded':
    case 'ContactTried':
      // Facts of the account, or of the timeline: the request itself is as the event before left it.
      return next;
    case 'Withdrawn':
    case 'Vetoed':
    case 'Refused':
    case 'Closed':
    case 'Expired':
      return to(END_OF[detail.type]);
  }
}

const END_OF = { Withdrawn: 'withdrawn', Vetoed: 'vetoed', Refused: 'refused', Closed: 'closed', Expired: 'expired' } as const;

function pieceOf(
  detail: Extract<RecoveryEventDetail, { type: 'EvidenceAdded' | 'EvidenceRecorded' }>,
  { at, actor }: RecoveryEvent,
  key: number,
): Evidence {
  const { kind } = detail;
  if (detail.type === 'EvidenceRecorded') return { key, kind, at, by: actor.id, role: detail.role };
  return { key, kind, at, by: kind === 'voucher' ? actor.id : null, role: null };
}

function callsAfter(
  { calls }: RecoveryRequest,
  { callId, kind }: Extract<RecoveryEventDetail, { type: 'CallStarted' }>,
  { at, actor }: RecoveryEvent,
): RecoveryRequest['calls'] {
  const by = idOf(actor);
  return [...calls.filter((call) => call.by !== by || call.kind !== kind), { callId, kind, by, at }];
}

/**
 * While a proposal is looked at, an approval given before the last change of risk does not count (invariant 2). Later a risk that
 * rises ends the approval by an event of its own, and one that falls leaves it.
 */
function approvalsAfter({ approvals, risk, state }: RecoveryRequest, level: RiskLevel): readonly Approval[] {
  return state === 'proposed' && risk?.level !== level ? [] : approvals;
}

/** Pressing doubles the wait, also one that has begun: as long again as it was to be. Once only. */
function longerWait({ waitUntil, isPressed, state, stateSince }: RecoveryRequest): Instant | null {
  if (waitUntil === null || isPressed || state !== 'waiting') return waitUntil;
  return waitUntil + (waitUntil - stateSince);
}

const idOf = ({ id }: RecoveryActor): string => id ?? '';

function filed(detail: Extract<RecoveryEventDetail, { type: 'Filed' }>, { at, actor }: RecoveryEvent): RecoveryRequest {
  return {
    state: 'opened',
    version: 1,
    channel: detail.channel,
    dispute: detail.dispute,
    filedAt: at,
    openedBy: actor.kind === 'staff' || actor.kind === 'company-administrator' ? actor.id : null,
    stateSince: at,
    admission: 'open',
    accountId: null,
    mailed: false,
    pending: detail.pending,
    claimBrowserId: detail.claimBrowserId,
    confirmedAt: null,
    evidence: [],
    risk: null,
    raisedTo: null,
    lowered: null,
    excluded: [],
    isPressed: false,
    calls: [],
    ask: null,
    ...UNDECIDED,
    wasTakenElsewhere: false,
    redeemedAt: null,
    isLeftOff: false,
    frozen: null,
    wasResumed: false,
  };
}
