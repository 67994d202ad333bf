/**
 * The page of one request as staff see it (D-12 to D-17, D-31): what was claimed and whether it matches, never what is on record; what
 * counts as evidence and what is missing; risk with its reasons; what speaks against the request; who did what. Every look is an entry.
 */
import { type Account, type AccountId, maskedEmail, maskedName, maskedPhone, type PortalId } from '../core/account.ts';
import { type ClaimMatch, COMPARED_FIELDS, type ComparedField, matchClaim } from '../core/claim-match.ts';
import type { ActingStaff } from '../core/recovery-command.ts';
import type { RecoveryActor, RecoveryEventDetail } from '../core/recovery-event.ts';
import { STAFF_VOUCHED, type StaffVouchedKind } from '../core/recovery-evidence.ts';
import type { CountedEvidence, RiskLevel } from '../core/recovery-policy.ts';
import { expectedWait } from '../core/recovery-release.ts';
import type { Risk } from '../core/recovery-risk.ts';
import { isApproverFree } from '../core/recovery-rules.ts';
import {
  approversNeeded,
  computedRisk,
  conditionsNow,
  countedEvidence,
  type EvidenceCondition,
  hasSeen,
  isSeenBy,
  judgedRisk,
  missingNow,
} from '../core/recovery-standing.ts';
import { LIVE_STATES, type RequestState } from '../core/recovery-state.ts';
import type { Timer } from '../core/response-times.ts';
import { isSessionOver, type LiveSession, type SessionLimits } from '../core/session.ts';
import { mayAct, type StaffAction } from '../core/staff.ts';
import { type Duration, days, type Instant } from '../core/time.ts';
import type { Caller, Ports, QueuedRequest, StoredRecoveryRequest } from '../ports.ts';
import { byStaff } from './audit.ts';
import { actingStaff } from './desk-acts.ts';
import { openCalls } from './desk-calls.ts';
import { type DeskPortal, timed } from './desk-queue.ts';
import { ENDED_FOUND_FOR, enterDesk } from './desk-scope.ts';
import { type DecisionFacts, findDecisionFacts } from './recovery-facts.ts';

/** A portal of the subjects. */
export interface SubjectPortal extends DeskPortal {
  readonly session: SessionLimits;
}

export interface ShownClaim {
  readonly field: ComparedField;
  /** Masked where it may be contact data. */
  readonly text: string;
  readonly match: ClaimMatch;
}

export interface ShownClaims {
  readonly fields: readonly ShownClaim[];
  readonly summary: string;
}

/** How a live request stands now. */
export interface ShownStanding {
  readonly level: RiskLevel;
  readonly risk: Risk;
  readonly conditions: readonly EvidenceCondition[];
  readonly counted: CountedEvidence;
  /** Enough to propose: only second records may be missing. */
  readonly mayBeProposed: boolean;
  readonly isSufficient: boolean;
  readonly approvers: { readonly count: number; readonly supervisor: boolean };
  readonly wait: Duration;
  readonly numberOnFile: DecisionFacts['facts']['numberOnFile'];
}

/** What the account itself says; what speaks against the request comes first on the page. */
export interface ShownFacts {
  readonly lastSecondFactorAt: Instant | null;
  /** The second factor was proven after the request was filed. */
  readonly isContradicted: boolean;
  readonly livingSessions: number;
  readonly failures: number;
  readonly contactChangedAt: Instant | null;
  /** Changed so lately that it is not used: it speaks against the request. */
  readonly isContactYoung: boolean;
  readonly authenticators: readonly { readonly kind: 'totp' | 'passkey'; readonly boundAt: Instant }[];
  readonly recoveryCodesLeft: number | null;
  readonly lastSignedInAt: Instant | null;
  /** Roughly from where that was; '' once its session is forgotten. */
  readonly lastPlace: string;
  readonly company: { readonly name: string; readonly openCases: number; readonly administrators: number } | null;
  readonly earlier: readonly { readonly state: RequestState; readonly at: Instant }[];
  readonly ofCompany: number;
}

export interface TimelineEntry {
  readonly version: number;
  readonly at: Instant;
  readonly detail: RecoveryEventDetail;
  readonly actor: RecoveryActor;
  /** Of a staff member; null for everybody else. */
  readonly name: string | null;
  /** Null where none was written or it was erased. */
  readonly remark: string | null;
}

export interface ShownRequest {
  readonly request: QueuedRequest & { readonly timer: Timer };
  readonly maskedName: string;
  readonly stored: StoredRecoveryRequest;
  /** Null once they were erased. */
  readonly claims: ShownClaims | null;
  /** Null before the mailbox is confirmed and after the end. */
  readonly standing: ShownStanding | null;
  /** Null where nobody was found for the filing. */
  readonly facts: ShownFacts | null;
  readonly timeline: readonly TimelineEntry[];
  /** Begun by this person, its code still serves. */
  readonly ownCall: StaffVouchedKind | null;
  readonly recorders: Readonly<Record<StaffVouchedKind, readonly string[]>>;
  readonly isHeld: boolean;
  /** For somebody of the desk only who saw the document. */
  readonly mayPropose: boolean;
  /** Neither opener, proposer, subject nor voucher (invariant 2); for somebody of the desk who saw the document with the proposer. */
  readonly mayApprove: boolean;
  may(action: StaffAction): boolean;
  nameOf(staff: AccountId): string;
}

/** Null for whoever may not see it. */
export async function viewRequest(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly SubjectPortal[],
  receipt: string,
): Promise<ShownRequest | null> {
  const ids: readonly PortalId[] = portals.map(({ id }) => id);
  const entered = await enterDesk(ports, caller, session, ids, 'requests.view', ENDED_FOUND_FOR);
  if (!entered.ok) return null;
  const queued = await ports.store.read.queuedRequest(entered.value.scope, receipt);
  const [request] = queued === undefined ? [] : timed([queued], portals, caller.at);
  const stored = request === undefined ? undefined : await ports.store.read.recoveryRequest(request.portal, receipt);
  const portal = portals.find(({ id }) => id === request?.portal);
  if (request === undefined || stored === undefined || portal === undefined) return null;
  const accountId = stored.request.accountId;
  const facts = accountId === null ? null : await findDecisionFacts(ports, accountId, stored, caller.at);
  const viewed = { type: 'request.viewed', requestId: request.id, role: entered.value.role } as const;
  const timeline = await timelineOf(ports, stored);
  const calls = (await openCalls(ports, caller, request.id)).filter(({ by }) => by.id === session.account.id);
  const staff = await actingStaff(ports, session, caller.at, null);
  const shown: ShownRequest = {
    request,
    maskedName: maskedName(request.name),
    stored,
    claims: facts === null ? null : await claimsOf(ports, stored, facts.account),
    standing: facts === null ? null : standingOf(ports, stored, facts, caller.at),
    facts: facts === null ? null : await factsOf(ports, caller, portal, stored, facts),
    timeline: timeline.entries,
    ownCall: calls.map(({ kind }) => kind).find((kind) => kind !== 'voucher') ?? null,
    recorders: recordersOf(stored, timeline.nameOf),
    isHeld: request.claim?.by === session.account.id && caller.at < request.claim.until,
    ...decidersOf(stored, facts, staff, session.account.id),
    may: (action) => mayAct(session.account, action, caller.at, ports.recovery),
    nameOf: timeline.nameOf,
  };
  await ports.store.record([{ ...byStaff(caller, session.account, viewed), accountId }]);
  return shown;
}

function decidersOf(
  { request }: StoredRecoveryRequest,
  found: DecisionFacts | null,
  staff: ActingStaff,
  id: AccountId,
): Pick<ShownRequest, 'mayApprove' | 'mayPropose'> {
  const isFree = isApproverFree(request, staff);
  if (found === null || !found.facts.isStaff) return { mayPropose: true, mayApprove: isFree };
  const { facts } = found;
  return {
    mayPropose: hasSeen(request, facts, id),
    mayApprove: isFree && request.proposal !== null && isSeenBy(request, facts, [request.proposal.by, id]),
  };
}

function recordersOf(
  { request }: StoredRecoveryRequest,
  nameOf: ShownRequest['nameOf'],
): Readonly<Record<StaffVouchedKind, readonly string[]>> {
  const of = (kind: StaffVouchedKind): readonly string[] => [
    ...new Set(request.evidence.flatMap((piece) => (piece.kind === kind && piece.by !== null ? [nameOf(piece.by)] : []))),
  ];
  const [call, meeting] = STAFF_VOUCHED;
  return { [call]: of(call), [meeting]: of(meeting) } as Readonly<Record<StaffVouchedKind, readonly string[]>>;
}

async function claimsOf(ports: Ports, stored: StoredRecoveryRequest, account: Account): Promise<ShownClaims | null> {
  const claims = await ports.store.read.recoveryClaims(stored.id);
  if (claims === null) return null;
  const recorded = await recordedOf(ports, account);
  const fields = COMPARED_FIELDS.map((field) => ({
    field,
    text: MASKED[field](claims[field]),
    match: matchClaim(field, claims[field], recorded),
  }));
  return { fields, summary: claims.summary };
}

/** Of a company with more cases the newest are compared. */
const CASES_COMPARED = 200;

export async function recordedOf(ports: Pick<Ports, 'store'>, account: Account) {
  const { company } = account;
  const page = { offset: 0, limit: CASES_COMPARED };
  const cases = company === null ? [] : (await ports.store.read.cases(company.id, page)).cases;
  return {
    email: account.email,
    name: account.name,
    company: company?.name ?? null,
    phone: account.phone,
    caseNumbers: cases.map(({ number }) => number),
  };
}

const asTyped = (text: string): string => text;
const MASKED: Readonly<Record<ComparedField, (text: string) => string>> = {
  email: maskedEmail,
  name: maskedName,
  company: asTyped,
  phone: maskedPhone,
  caseNumber: asTyped,
};

function standingOf(
  { recovery }: Ports,
  { request }: StoredRecoveryRequest,
  { facts }: DecisionFacts,
  now: Instant,
): ShownStanding | null {
  if (!LIVE_STATES.includes(request.state) && request.state !== 'frozen') return null;
  const level = judgedRisk(request, facts, recovery, now);
  return {
    level,
    risk: computedRisk(request, facts, recovery, now),
    conditions: conditionsNow(request, facts, recovery, now),
    counted: countedEvidence(request, facts, recovery, now),
    mayBeProposed: missingNow(request, facts, recovery, now, true).length === 0,
    isSufficient: missingNow(request, facts, recovery, now).length === 0,
    approvers: approversNeeded(level, facts),
    wait: expectedWait(request, facts, recovery, now),
    numberOnFile: facts.numberOnFile,
  };
}

/** How far back earlier requests are told of. */
const EARLIER_WITHIN: Duration = days(90);

async function factsOf(
  ports: Ports,
  caller: Caller,
  portal: SubjectPortal,
  stored: StoredRecoveryRequest,
  { account, facts }: DecisionFacts,
): Promise<ShownFacts> {
  const { read } = ports.store;
  const { contactChangedAt, lastSecondFactorAt, secondFactorFailures } = facts.risk;
  const sessions = await read.accountSessions(account.id);
  const living = sessions.filter((each) => each.endedAt === null && !isSessionOver(each, portal.session, caller.at));
  const authenticators = (await read.accountFacts(account.portal, account.id))?.authenticators ?? [];
  const earlier = await read.earlierRequests(account.id, stored.id, caller.at - EARLIER_WITHIN);
  const { company } = account;
  return {
    lastSecondFactorAt,
    isContradicted: lastSecondFactorAt !== null && lastSecondFactorAt > stored.request.filedAt,
    livingSessions: living.length,
    failures: secondFactorFailures,
    contactChangedAt,
    isContactYoung: contactChangedAt !== null && caller.at - contactChangedAt < ports.recovery.contactUnchangedFor,
    authenticators: authenticators.map(({ kind, boundAt }) => ({ kind, boundAt })),
    recoveryCodesLeft: (await read.recoveryCodeSet(account.id))?.living ?? null,
    lastSignedInAt: account.lastSignedInAt,
    lastPlace: sessions.find(({ createdAt }) => createdAt === account.lastSignedInAt)?.place ?? '',
    company:
      company === null
        ? null
        : {
            name: company.name,
            openCases: (await read.cases(company.id, { offset: 0, limit: CASES_COMPARED })).cases.filter(
              ({ state }) => state !== 'done',
            ).length,
            administrators: (await read.companyAdministrators(company.id)).filter(({ id }) => id !== account.id).length,
          },
    earlier: earlier.ofAccount,
    ofCompany: earlier.ofCompany,
  };
}

interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly nameOf: (staff: AccountId) => string;
}

async function timelineOf({ store }: Ports, { id }: StoredRecoveryRequest): Promise<Timeline> {
  const events = await store.read.recoveryEvents(id);
  const remarks = await store.read.requestRemarks(id);
  const people = events.flatMap(({ actor, detail }) => [
    ...(actor.kind === 'staff' && actor.id !== null ? [actor.id] : []),
    ...('by' in detail && (detail.type === 'Proposed' || detail.type === 'Approved') ? [detail.by] : []),
  ]);
  const names = new Map((await store.read.accountNames([...new Set(people)])).map(({ id: who, name }) => [who, name]));
  const entries = events.map(({ at, actor, detail }, index) => ({
    version: index + 1,
    at,
    actor,
    detail,
    name: actor.kind === 'staff' && actor.id !== null ? (names.get(actor.id) ?? null) : null,
    remark: remarks.find(({ version }) => version === index + 1)?.text ?? null,
  }));
  return { entries, nameOf: (staff) => names.get(staff) ?? '' };
}
