/**
 * The lost-device procedure: `decide` answers a command with events or a refusal, `fold` turns events into the request
 * (desk.md section 4). Nothing else decides; web, command and clock all go through it. Pure: facts come in with the command,
 * the time with the call. The commands of staff are not part of this version; their states are, and refuse like all others.
 */
import type { AccountId } from './account.ts';
import { done, type Outcome, refuse } from './outcome.ts';
import {
  type Claims,
  EVENT_SCHEMA,
  type ExpiryCause,
  type LaidAsideReason,
  type RecoveryActor,
  type RecoveryEvent,
  type RecoveryEventDetail,
  type RequestChannel,
  type WithdrawalWay,
} from './recovery-event.ts';
import type { EvidenceKind } from './recovery-evidence.ts';
import type { RecoveryPolicy, RiskLevel } from './recovery-policy.ts';
import { assessRisk, type RiskFacts, type RiskReason } from './recovery-risk.ts';
import { days, hours, type Instant } from './time.ts';

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
/** What the holder can still stop. */
export const STOPPABLE_STATES: readonly RequestState[] = ['opened', ...LIVE_STATES, 'frozen'];

/** Names the risk text of the form (`lostRequest.form.risk` in both catalogues); a changed sentence is a new version (U-53). */
export const RISK_TEXT_VERSION = 'risk-1';

/** An approval whose notices no relay has accepted. */
const APPROVED_FOR = hours(72);
/** A waiting period that is over and still not released. */
const OVERDUE_FOR = days(7);
/** A stopped request that nobody resumed. */
const FROZEN_FOR = days(7);

export interface RecoveryRequest {
  readonly state: RequestState;
  /** How many events it has: a command that carries another number comes too late. */
  readonly version: number;
  readonly channel: RequestChannel;
  readonly dispute: boolean;
  readonly filedAt: Instant;
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
  readonly evidence: readonly { readonly kind: EvidenceKind; readonly at: Instant }[];
  readonly risk: { readonly level: RiskLevel; readonly because: readonly RiskReason[] } | null;
  /** End of the waiting period; set with the states of later versions. */
  readonly waitUntil: Instant | null;
  /** When the registration pass died; set with the states of later versions. */
  readonly passDiedAt: Instant | null;
}

interface Common {
  /** The version of the request the command was given for; 0 for a new one. */
  readonly version: number;
  readonly actor: RecoveryActor;
}

export type RecoveryCommand = Common &
  (
    | {
        readonly kind: 'file';
        readonly channel: RequestChannel;
        readonly claims: Claims;
        /** Version of the risk text that was accepted; null when it was not. */
        readonly riskText: string | null;
        readonly pending: RecoveryRequest['pending'];
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
        readonly facts: RiskFacts;
      }
    | { readonly kind: 'confirm-password'; readonly facts: RiskFacts }
    | { readonly kind: 'withdraw'; readonly by: WithdrawalWay }
    | { readonly kind: 'veto' }
    | { readonly kind: 'expire'; readonly because: Exclude<ExpiryCause, 'stopped'> }
    /** By the system alone: "not me" on a notice of the account. */
    | { readonly kind: 'stop' }
  );

export type RecoveryCommandKind = RecoveryCommand['kind'];
type Of<K extends RecoveryCommandKind> = Extract<RecoveryCommand, { kind: K }>;

/** The command's events, or why it is refused. `request` is null for a new one. */
export function decide(
  request: RecoveryRequest | null,
  command: RecoveryCommand,
  policy: RecoveryPolicy,
  now: Instant,
): Outcome<readonly RecoveryEvent[]> {
  if ((request?.version ?? 0) !== command.version) return refuse({ code: 'request-changed' });
  const details = detailsOf(request, command, policy, now);
  if (!details.ok) return details;
  const { actor } = command;
  return done(details.value.map((detail) => ({ schema: EVENT_SCHEMA, at: now, actor, policyVersion: policy.version, detail })));
}

type Details = Outcome<readonly RecoveryEventDetail[]>;
const WRONG_STATE: Details = refuse({ code: 'not-in-this-state' });

function detailsOf(request: RecoveryRequest | null, command: RecoveryCommand, policy: RecoveryPolicy, now: Instant): Details {
  if (command.kind === 'file') return request === null ? file(command) : WRONG_STATE;
  if (request === null) return WRONG_STATE;
  switch (command.kind) {
    case 'match':
      return match(request, command, policy, now);
    case 'confirm-mailbox':
      return confirmMailbox(request, command, policy, now);
    case 'confirm-password':
      return confirmPassword(request, command, policy, now);
    case 'withdraw':
      return withdraw(request, command);
    case 'veto':
      return veto(request, policy, now);
    case 'expire':
      return expire(request, command, policy, now);
    case 'stop':
      return stop(request, policy, now);
  }
}

/** Command 1. */
function file({ channel, claims, riskText, pending, claimBrowserId }: Of<'file'>): Details {
  const required = [claims.email, claims.name, claims.company, claims.phone];
  if (riskText === null || required.some((claim) => claim.trim() === '')) return refuse({ code: 'filing-incomplete' });
  return done([{ type: 'Filed', channel, riskText, dispute: false, pending, claimBrowserId }]);
}

/** A filing no account is found for, or one that may not go on, is kept silently and without effect. */
function match(request: RecoveryRequest, command: Of<'match'>, policy: RecoveryPolicy, now: Instant): Details {
  if (request.state !== 'opened' || request.admission !== 'open') return WRONG_STATE;
  const because = layAside(command, policy, now);
  if (command.accountId === null || because !== null) return done([{ type: 'LaidAside', because: because ?? 'no-such-account' }]);
  return done([{ type: 'Matched', accountId: command.accountId, mailed: command.mayMail }]);
}

function layAside(command: Of<'match'>, policy: RecoveryPolicy, now: Instant): LaidAsideReason | null {
  if (!command.isReadable) return 'claims-unreadable';
  if (command.accountId === null) return 'no-such-account';
  if (!command.isActive) return 'account-suspended';
  if (command.frozenUntil !== null && now < command.frozenUntil) return 'recovery-frozen';
  return command.confirmedWithinQuota >= policy.quota.per90Days ? 'quota-reached' : null;
}

/** Command 2: the mailbox is evidence now, and so is what the filing browser had proven before. */
function confirmMailbox(request: RecoveryRequest, command: Of<'confirm-mailbox'>, policy: RecoveryPolicy, now: Instant): Details {
  const { link } = command;
  if (request.state !== 'opened' || request.admission !== 'matched' || request.accountId !== link.accountId) return WRONG_STATE;
  if (link.isSpent || now >= link.expiresAt || now >= request.filedAt + policy.mailboxLinkFor)
    return refuse({ code: 'link-spent' });
  if (command.filingsVoidBefore !== null && request.filedAt <= command.filingsVoidBefore) return WRONG_STATE;
  if (!command.isActive) return refuse({ code: 'account-suspended' });
  if (command.hasOtherLive) return refuse({ code: 'recovery-request-open-already' });
  if (command.frozenUntil !== null && now < command.frozenUntil) return refuse({ code: 'recovery-frozen' });
  if (command.confirmedWithinQuota >= policy.quota.per90Days) return refuse({ code: 'recovery-quota-reached' });
  const { password, liveSession } = request.pending;
  const kinds: readonly (EvidenceKind | false)[] = [
    'mailbox',
    password && 'password',
    command.isKnownBrowser && 'known-browser',
    liveSession && 'live-session',
  ];
  const added = kinds.flatMap((kind): RecoveryEventDetail[] => (kind === false ? [] : [{ type: 'EvidenceAdded', kind }]));
  const browserId = request.claimBrowserId ?? command.browserId;
  return done([
    { type: 'MailboxConfirmed', linkId: link.id },
    ...added,
    { type: 'RiskAssessed', ...assessRisk(command.facts, policy, now) },
    ...(browserId === null ? [] : [{ type: 'ClaimBrowserSet', browserId } as const]),
  ]);
}

/** Command 3. Said twice it is still one piece of evidence. */
function confirmPassword(
  request: RecoveryRequest,
  { facts }: Of<'confirm-password'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  if (request.state !== 'evidence' && request.state !== 'proposed') return WRONG_STATE;
  const isThere = request.evidence.some(({ kind }) => kind === 'password');
  return done([...assess(request, facts, policy, now), ...(isThere ? [] : [{ type: 'EvidenceAdded', kind: 'password' } as const])]);
}

/** Runs before each command of a live request: says so when the risk is another than before. */
function assess(request: RecoveryRequest, facts: RiskFacts, policy: RecoveryPolicy, now: Instant): readonly RecoveryEventDetail[] {
  const found = assessRisk(facts, policy, now);
  const isSame =
    request.risk?.level === found.risk &&
    request.risk.because.length === found.because.length &&
    found.because.every((reason) => request.risk?.because.includes(reason) === true);
  return isSame ? [] : [{ type: 'RiskAssessed', ...found }];
}

/** Command 23: the device was found, or its owner just used it. No freeze, no later risk. */
function withdraw(request: RecoveryRequest, { by }: Of<'withdraw'>): Details {
  if (!STOPPABLE_STATES.includes(request.state)) return WRONG_STATE;
  // Whoever holds the account in a dispute must not end it: the supervisor decides.
  if (request.dispute && request.state !== 'opened') {
    return request.state === 'frozen' ? WRONG_STATE : done([{ type: 'Frozen', because: 'withdrawn-in-dispute' }]);
  }
  return done([{ type: 'Withdrawn', by }]);
}

/** Command 24: "that wasn't me". A filing nobody confirmed ends alone: strangers must not freeze an account by filing. */
function veto(request: RecoveryRequest, policy: RecoveryPolicy, now: Instant): Details {
  if (!STOPPABLE_STATES.includes(request.state)) return WRONG_STATE;
  if (request.state === 'opened') return done([{ type: 'Vetoed' }]);
  if (request.dispute) {
    return request.state === 'frozen' ? WRONG_STATE : done([{ type: 'Frozen', because: 'vetoed-in-dispute' }]);
  }
  return done([{ type: 'Vetoed' }, { type: 'RecoveryFrozen', until: now + policy.freezeFor }]);
}

/** Command 15, as far as the system gives it. A filing nobody confirmed cannot be resumed and simply ends. */
function stop(request: RecoveryRequest, policy: RecoveryPolicy, now: Instant): Details {
  if (request.state === 'opened') return done([{ type: 'Expired', because: 'stopped' }]);
  if (!LIVE_STATES.includes(request.state)) return WRONG_STATE;
  return done([
    { type: 'Frozen', because: 'not-me' },
    { type: 'RecoveryFrozen', until: now + policy.freezeFor },
  ]);
}

/** Command 28, and 29 for a frozen request that nobody resumed. */
function expire(request: RecoveryRequest, { because }: Of<'expire'>, policy: RecoveryPolicy, now: Instant): Details {
  if (because !== 'time') {
    return request.state === 'opened' ? done([{ type: 'Expired', because }]) : WRONG_STATE;
  }
  const until = expiresAt(request, policy);
  return until !== null && now >= until ? done([{ type: 'Expired', because }]) : WRONG_STATE;
}

/** When the clock ends a request that nothing happens to; null in a state that does not expire. */
export function expiresAt(request: RecoveryRequest, policy: RecoveryPolicy): Instant | null {
  switch (request.state) {
    case 'opened':
      return request.filedAt + policy.mailboxLinkFor;
    case 'evidence':
      return request.stateSince + policy.evidenceFor;
    case 'proposed':
      return request.stateSince + policy.proposalFor;
    case 'approved':
      return request.stateSince + APPROVED_FOR;
    case 'waiting':
      return request.waitUntil === null ? null : request.waitUntil + OVERDUE_FOR;
    case 'released':
      return request.passDiedAt === null ? null : request.passDiedAt + policy.passRenewalFor;
    case 'frozen':
      return request.stateSince + FROZEN_FOR;
    default:
      return null;
  }
}

/** The request after these events; null before the first. The first event of every request is Filed. */
export function fold(events: readonly RecoveryEvent[], from: RecoveryRequest | null = null): RecoveryRequest | null {
  return events.reduce<RecoveryRequest | null>(apply, from);
}

function apply(request: RecoveryRequest | null, { at, detail }: RecoveryEvent): RecoveryRequest | null {
  if (detail.type === 'Filed') return filed(detail, at);
  if (request === null) return null;
  const next = { ...request, version: request.version + 1 };
  switch (detail.type) {
    case 'Matched':
      return { ...next, admission: 'matched', accountId: detail.accountId, mailed: detail.mailed };
    case 'LaidAside':
      return { ...next, admission: 'laid-aside' };
    case 'MailboxConfirmed':
      return { ...next, state: 'evidence', stateSince: at, confirmedAt: at };
    case 'EvidenceAdded':
      return { ...next, evidence: [...request.evidence, { kind: detail.kind, at }] };
    case 'RiskAssessed':
      return { ...next, risk: { level: detail.risk, because: detail.because } };
    case 'ClaimBrowserSet':
      return { ...next, claimBrowserId: detail.browserId };
    case 'RecoveryFrozen':
      // A fact of the account; the request itself ended with the event before.
      return next;
    case 'Withdrawn':
      return { ...next, state: 'withdrawn', stateSince: at };
    case 'Vetoed':
      return { ...next, state: 'vetoed', stateSince: at };
    case 'Frozen':
      return { ...next, state: 'frozen', stateSince: at };
    case 'Expired':
      return { ...next, state: 'expired', stateSince: at };
  }
}

function filed(detail: Extract<RecoveryEventDetail, { type: 'Filed' }>, at: Instant): RecoveryRequest {
  return {
    state: 'opened',
    version: 1,
    channel: detail.channel,
    dispute: detail.dispute,
    filedAt: at,
    stateSince: at,
    admission: 'open',
    accountId: null,
    mailed: false,
    pending: detail.pending,
    claimBrowserId: detail.claimBrowserId,
    confirmedAt: null,
    evidence: [],
    risk: null,
    waitUntil: null,
    passDiedAt: null,
  };
}
