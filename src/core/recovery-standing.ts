/**
 * How a request stands at a moment: which evidence counts, how risky it is, what is still missing, and whether what two people
 * decided still holds (desk.md sections 2 to 4). Runs before every command of a live request and at each tick of the clock. Pure.
 */
import type { RecoveryEventDetail, ShortfallCause } from './recovery-event.ts';
import { type Evidence, type EvidenceKind, isStaffVouched, type StaffVouchedKind, TOGETHER_WITHIN } from './recovery-evidence.ts';
import {
  approversFor,
  type CountedEvidence,
  type EvidenceRule,
  isRiskier,
  levelRank,
  type MissingEvidence,
  missingEvidence,
  type RecoveryPolicy,
  RISK_LEVELS,
  type RiskLevel,
  STAFF_RULE,
} from './recovery-policy.ts';
import { assessRisk, isPasswordByMailedLink, NEVER_LOWERED, type Risk, type RiskFacts } from './recovery-risk.ts';
import { type Approval, LIVE_STATES, type RecoveryRequest, type RequestState } from './recovery-state.ts';
import type { Instant } from './time.ts';

/** What is read from the store for a command on a live request; nobody types any of it. */
export interface RequestFacts {
  readonly risk: RiskFacts;
  /** Of the subject: usable for a call, one that several people of the company answer, or none that may be used. */
  readonly numberOnFile: 'personal' | 'shared' | 'none';
  /** The company demands a voucher always (`companies[].requireVoucher`). */
  readonly requiresVoucher: boolean;
  /** The subject's company has another active administrator. */
  readonly hasOtherAdministrator: boolean;
  /** Of those who recorded, vouched, proposed or approved: whose role was taken or who was suspended. */
  readonly left: readonly string[];
  /** The subject is of the desk: the row *staff* decides (desk.md section 6). */
  readonly isStaff: boolean;
}

type Situation = Pick<RecoveryRequest, 'evidence' | 'raisedTo' | 'lowered' | 'dispute'>;

/** The level that counts: computed, raised by staff, or lowered by two and one step at most. */
export function riskNow({ raisedTo, lowered }: Pick<RecoveryRequest, 'raisedTo' | 'lowered'>, computed: Risk): RiskLevel {
  const isBelow = lowered !== null && isRiskier(computed.risk, lowered.to);
  const holds = lowered !== null && lowered.computed === computed.risk && (!isBelow || mayLower(computed));
  const level = holds ? lowered.to : computed.risk;
  return raisedTo !== null && isRiskier(raisedTo, level) ? raisedTo : level;
}

/** Not for a reason that nobody may look past, and not below low. */
export function mayLower({ risk, because }: Risk): boolean {
  return risk !== 'low' && !because.some((reason) => NEVER_LOWERED.includes(reason));
}

export function stepBelow(level: RiskLevel): RiskLevel {
  return RISK_LEVELS[Math.max(0, levelRank(level) - 1)] ?? level;
}

/** The same, from facts. */
export function judgedRisk(request: Situation, facts: RequestFacts, policy: RecoveryPolicy, now: Instant): RiskLevel {
  return riskNow(request, computedRisk(request, facts, policy, now));
}

/** In a dispute the risk is high whatever the facts say. */
export function computedRisk(
  { dispute }: Pick<RecoveryRequest, 'dispute'>,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  now: Instant,
): Risk {
  const found = assessRisk(facts.risk, policy, now);
  return dispute ? { risk: 'high', because: [...found.because, 'dispute'] } : found;
}

/** Records of a staff-vouched kind by those who still may. */
export function recordsOf(
  { evidence }: Pick<Situation, 'evidence'>,
  { left }: Pick<RequestFacts, 'left'>,
  kind: StaffVouchedKind,
): readonly Evidence[] {
  return evidence.filter((piece) => piece.kind === kind && piece.by !== null && !left.includes(piece.by));
}

/** Two people, each by an own act; at a document both at the same time and one of them a supervisor. */
function isRecordedByTwo(records: readonly Evidence[], kind: StaffVouchedKind): boolean {
  return records.some((one) =>
    records.some((other) => {
      if (other.by === one.by) return false;
      return kind === 'call-back' || (one.role === 'supervisor' && Math.abs(other.at - one.at) <= TOGETHER_WITHIN);
    }),
  );
}

/**
 * Evidence that counts, each kind once. `hopeful` counts what only lacks its second record, or at a single-person desk the voucher:
 * enough to propose, never to approve.
 */
export function countedEvidence(
  request: Situation,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  now: Instant,
  hopeful = false,
): CountedEvidence {
  const passwordMailed = isPasswordByMailedLink(computedRisk(request, facts, policy, now));
  const has = (kind: EvidenceKind) => request.evidence.some((piece) => piece.kind === kind);
  const vouched = request.evidence.some(({ kind, by }) => kind === 'voucher' && by !== null && !facts.left.includes(by));
  const isComplete = (kind: EvidenceKind): boolean => {
    if (kind === 'voucher') return vouched || (hopeful && policy.singlePerson && facts.hasOtherAdministrator);
    if (!isStaffVouched(kind)) return has(kind);
    const records = recordsOf(request, facts, kind);
    if (records.length === 0) return false;
    // The voucher stands for the second recorder where there is no second person.
    if (policy.singlePerson) return vouched || hopeful;
    return hopeful || isRecordedByTwo(records, kind);
  };
  const isStrong = (kind: EvidenceKind): boolean => {
    if (kind === 'call-back') return facts.numberOnFile === 'personal';
    if (kind === 'in-person') return has('password') && !passwordMailed;
    return kind === 'voucher';
  };
  const kinds = [...new Set([...request.evidence.map(({ kind }) => kind), 'voucher' as const])];
  return new Map(kinds.filter(isComplete).map((kind) => [kind, { isStrong: isStrong(kind) }]));
}

/** Kinds this request needs beside the rule of its risk. */
function alsoNeeded(
  { dispute }: Pick<RecoveryRequest, 'dispute'>,
  facts: RequestFacts,
  policy: RecoveryPolicy,
): readonly EvidenceKind[] {
  if (facts.isStaff) return [];
  return [
    ...(facts.requiresVoucher || policy.singlePerson ? (['voucher'] as const) : []),
    ...(dispute ? (['in-person'] as const) : []),
  ];
}

/** What evidence is missing at the level that counts now. */
export function missingNow(
  request: Situation,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  now: Instant,
  hopeful = false,
): readonly MissingEvidence[] {
  const level = judgedRisk(request, facts, policy, now);
  return missingAt(level, request, facts, policy, now, hopeful);
}

export function missingAt(
  level: RiskLevel,
  request: Situation,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  now: Instant,
  hopeful = false,
): readonly MissingEvidence[] {
  const counted = countedEvidence(request, facts, policy, now, hopeful);
  return missingEvidence(counted, ruleFor(level, facts, policy), alsoNeeded(request, facts, policy));
}

function ruleFor(level: RiskLevel, { isStaff }: Pick<RequestFacts, 'isStaff'>, policy: RecoveryPolicy): EvidenceRule {
  return isStaff ? STAFF_RULE : policy.evidence[level];
}

/** Whether these two saw the document together, one of them a supervisor: for a subject of the desk nobody else proposes or approves. */
export function isSeenBy(
  request: Pick<Situation, 'evidence'>,
  facts: Pick<RequestFacts, 'left'>,
  [proposer, approver]: readonly [string, string],
): boolean {
  const records = recordsOf(request, facts, 'in-person').filter(({ by }) => by === proposer || by === approver);
  return isRecordedByTwo(records, 'in-person');
}

/** Whether one of those who saw the document: nobody else proposes for somebody of the desk. */
export function hasSeen(request: Pick<Situation, 'evidence'>, facts: Pick<RequestFacts, 'left'>, by: string): boolean {
  return recordsOf(request, facts, 'in-person').some((record) => record.by === by);
}

export function isApprovedEnough(
  approvals: readonly Pick<Approval, 'role'>[],
  level: RiskLevel,
  { isStaff }: Pick<RequestFacts, 'isStaff'>,
  policy: RecoveryPolicy,
): boolean {
  if (policy.singlePerson && !isStaff) return approvals.some(({ role }) => role === null);
  const { count, supervisor } = approversNeeded(level, { isStaff });
  return approvals.length >= count && (!supervisor || approvals.some(({ role }) => role === 'supervisor'));
}

/** How many approve. Of the two who saw the document of somebody of the desk one is a supervisor, whether proposing or approving. */
export function approversNeeded(
  level: RiskLevel,
  { isStaff }: Pick<RequestFacts, 'isStaff'>,
): { readonly count: number; readonly supervisor: boolean } {
  return isStaff ? { count: 1, supervisor: false } : approversFor(level);
}

const DECIDED_STATES: readonly RequestState[] = ['proposed', 'approved', 'waiting', 'released'];

/**
 * What time and facts changed by themselves: RiskAssessed when the computed risk or its reasons are others, EvidenceFellShort when
 * what two people decided does not hold any more. Empty when everything stands.
 */
export function assess(
  request: RecoveryRequest,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  now: Instant,
): readonly RecoveryEventDetail[] {
  if (!LIVE_STATES.includes(request.state)) return [];
  const found = computedRisk(request, facts, policy, now);
  const isSame =
    request.risk?.level === found.risk &&
    request.risk.because.length === found.because.length &&
    found.because.every((reason) => request.risk?.because.includes(reason) === true);
  const assessed = isSame ? [] : [{ type: 'RiskAssessed', ...found } as const];
  const because = shortfall(request, facts, policy, now);
  return because === null ? assessed : [...assessed, { type: 'EvidenceFellShort', because }];
}

function shortfall(request: RecoveryRequest, facts: RequestFacts, policy: RecoveryPolicy, now: Instant): ShortfallCause | null {
  if (!DECIDED_STATES.includes(request.state) || request.proposal === null) return null;
  if (request.proposal.policyVersion !== policy.version) return 'policy-changed';
  const before = request.risk === null ? null : riskNow(request, { risk: request.risk.level, because: request.risk.because });
  if (before === null || isRiskier(judgedRisk(request, facts, policy, now), before)) return 'risk-rose';
  const people = [request.proposal.by, ...request.approvals.map(({ by }) => by)];
  if (people.some((by) => facts.left.includes(by))) return 'approver-left';
  const isProposed = request.state === 'proposed';
  if (missingNow(request, facts, policy, now, isProposed).length > 0) return 'evidence-missing';
  // Belt and braces: a level that rose while approved is caught above.
  if (!isProposed && !isApprovedEnough(request.approvals, judgedRisk(request, facts, policy, now), facts, policy))
    return 'approver-left';
  const { by } = request.proposal;
  const isSeen = !facts.isStaff || request.approvals.every((approval) => isSeenBy(request, facts, [by, approval.by]));
  if (!isSeen) return 'evidence-missing';
  return null;
}

/** One condition of the level that counts now, and whether the evidence meets it. */
export interface EvidenceCondition {
  readonly needs: MissingEvidence;
  readonly isMet: boolean;
}

/** What the rule asks of this request at all, in the order of the rule: shown as steps, so that everybody sees what is missing. */
export function conditionsNow(
  request: Situation,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  now: Instant,
): readonly EvidenceCondition[] {
  const level = judgedRisk(request, facts, policy, now);
  const all = missingEvidence(new Map(), ruleFor(level, facts, policy), alsoNeeded(request, facts, policy));
  const missing = missingNow(request, facts, policy, now);
  const isMissing = (needs: MissingEvidence): boolean =>
    missing.some((each) => each.kind === needs.kind && (each.kind !== 'evidence' || isSameEvidence(each, needs)));
  return all.map((needs) => ({ needs, isMet: !isMissing(needs) }));
}

function isSameEvidence(one: MissingEvidence, other: MissingEvidence): boolean {
  return one.kind === 'evidence' && other.kind === 'evidence' && one.evidence === other.evidence;
}
