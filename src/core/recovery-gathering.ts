/**
 * Evidence and risk (desk.md sections 2 and 3; commands 4 to 11): the voucher, calls and meetings, revoking, pressing, raising and
 * lowering. Called by `recovery-request.ts` alone, which has assessed the request before.
 */
import { done, type Outcome, refuse } from './outcome.ts';
import type { CommandOf } from './recovery-command.ts';
import type { RecoveryActor, RecoveryEventDetail } from './recovery-event.ts';
import { TOGETHER_WITHIN } from './recovery-evidence.ts';
import { isRiskier, type RecoveryPolicy, type RiskLevel } from './recovery-policy.ts';
import {
  ASK_FOR,
  idOfActor,
  isApproverFree,
  isFresh,
  isOneOf,
  refuseOptionalRemark,
  refuseRemark,
  refuseSecond,
  refuseStaff,
} from './recovery-rules.ts';
import { computedRisk, judgedRisk, mayLower, missingAt, stepBelow } from './recovery-standing.ts';
import type { RecoveryRequest } from './recovery-state.ts';
import type { Instant } from './time.ts';

type Details = Outcome<readonly RecoveryEventDetail[]>;

/** Command 4: a colleague with an aged authenticator, who heard the code of the claim browser from the person. */
export function vouch(
  request: RecoveryRequest,
  { administrator, facts, isCodeRight }: CommandOf<'vouch'>,
  actor: RecoveryActor,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const unfit = refuseAdministrator(request, administrator, now);
  if (unfit !== null) return unfit;
  if (!administrator.isSeasoned || administrator.wasAppointedBySubject) return refuse({ code: 'voucher-unfit' });
  if (request.evidence.some(({ kind }) => kind === 'voucher')) return refuse({ code: 'recorded-already' });
  // Alone at the desk, the administrator judges what the desk proposed: the evidence must lie before them.
  if (policy.singlePerson && request.state !== 'proposed') return refuse({ code: 'not-in-this-state' });
  if (!isCodeRight) return refuse({ code: 'call-code-wrong' });
  const added = { type: 'EvidenceAdded', kind: 'voucher' } as const;
  if (!policy.singlePerson) return done([added]);
  if (isOneOf(administrator, [request.openedBy, request.proposal?.by ?? null]))
    return refuse({ code: 'same-person-cannot-approve' });
  const by = idOfActor(actor);
  const vouched = { ...request, evidence: [...request.evidence, { key: 0, kind: 'voucher', at: now, by, role: null } as const] };
  const level = judgedRisk(vouched, facts, policy, now);
  if (level === 'high' || missingAt(level, vouched, facts, policy, now).length > 0) return done([added]);
  return done([added, { type: 'Approved', by, role: null, isEnough: true }]);
}

/** Command 5. */
export function object(request: RecoveryRequest, { administrator }: CommandOf<'object'>, now: Instant): Details {
  return refuseAdministrator(request, administrator, now) ?? done([{ type: 'Frozen', because: 'objection' }]);
}

function refuseAdministrator(
  request: RecoveryRequest,
  administrator: CommandOf<'object'>['administrator'],
  now: Instant,
): Outcome<never> | null {
  if (!administrator.isOfCompany || isOneOf(administrator, [request.accountId])) return refuse({ code: 'not-permitted' });
  return isFresh(administrator, now) ? null : refuse({ code: 'step-up-needed' });
}

/** Command 6. A call needs a number that may be used; a meeting needs none. */
export function startCall(request: RecoveryRequest, command: CommandOf<'start-call'>): Details {
  const { facts, holdsClaim, callId, staff } = command;
  const unfit = refuseStaff(request, staff, 'evidence.record');
  if (unfit !== null) return refuse(unfit);
  if (!holdsClaim) return refuse({ code: 'request-not-claimed' });
  if (command.for === 'call-back' && facts.numberOnFile === 'none') return refuse({ code: 'number-unusable' });
  return done([{ type: 'CallStarted', kind: command.for, callId }]);
}

/** Command 7: by the one who placed this very call, with the code that the person read out in it. */
export function record(
  request: RecoveryRequest,
  { evidence: kind, callId, isCodeRight, staff }: CommandOf<'record'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const unfit = refuseStaff(request, staff, 'evidence.record');
  if (unfit !== null) return refuse(unfit);
  const call = request.calls.find((each) => each.callId === callId && each.kind === kind);
  if (call === undefined || !isOneOf(staff, [call.by])) return refuse({ code: 'not-permitted' });
  if (now >= call.at + policy.callCodeFor) return refuse({ code: 'call-over' });
  if (!isCodeRight) return refuse({ code: 'call-code-wrong' });
  const own = request.evidence.filter((piece) => piece.kind === kind && isOneOf(staff, [piece.by]));
  // A document is seen anew when the other one was not there in time; a call is not needed twice.
  const isStanding = own.some(({ at }) => kind === 'call-back' || now - at <= TOGETHER_WITHIN);
  if (isStanding) return refuse({ code: 'recorded-already' });
  return done([{ type: 'EvidenceRecorded', kind, callId, role: staff.role }]);
}

/** Command 8. Somebody who was told to read the code out has a thief beside them. */
export function recordAttempt(
  request: RecoveryRequest,
  { outcome, remark, staff }: CommandOf<'record-attempt'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const unfit = refuseStaff(request, staff, 'evidence.record') ?? refuseOptionalRemark(remark);
  if (unfit !== null) return refuse(unfit);
  const tried = { type: 'ContactTried', outcome } as const;
  if (outcome !== 'suspicious') return done([tried]);
  return done([tried, { type: 'Frozen', because: 'suspicious-call' }, { type: 'RecoveryFrozen', until: now + policy.freezeFor }]);
}

/** Command 9: by who recorded it, by who vouched, or by a supervisor. */
export function revokeEvidence(
  request: RecoveryRequest,
  { key, by, remark }: CommandOf<'revoke-evidence'>,
  actor: RecoveryActor,
): Details {
  const piece = request.evidence.find((each) => each.key === key);
  if (piece === undefined || piece.by === null) return refuse({ code: 'no-such-evidence' });
  const isOwn = piece.by === actor.id;
  if (by === 'voucher') {
    if (!isOwn || piece.kind !== 'voucher') return refuse({ code: 'not-permitted' });
  } else {
    const unfit = refuseStaff(request, by, isOwn && by.role !== 'supervisor' ? 'evidence.revoke.own' : 'evidence.revoke');
    if (unfit !== null) return refuse(unfit);
  }
  const unsaid = refuseRemark(remark);
  return unsaid === null ? done([{ type: 'EvidenceRevoked', keys: [key] }]) : refuse(unsaid);
}

/** Command 10, first half. What two people decided for a lower risk does not count for a higher one. */
export function raiseRisk(
  request: RecoveryRequest,
  { to, facts, remark, staff }: CommandOf<'raise-risk'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const unfit = refuseStaff(request, staff, 'risk.raise') ?? refuseRemark(remark);
  if (unfit !== null) return refuse(unfit);
  if (!isRiskier(to, judgedRisk(request, facts, policy, now))) return refuse({ code: 'risk-not-higher' });
  const raised = { ...request, raisedTo: to, lowered: null };
  const isProposed = request.state === 'proposed';
  const isShort = request.state !== 'evidence' && (!isProposed || missingAt(to, raised, facts, policy, now, isProposed).length > 0);
  return done([{ type: 'RiskRaised', to }, ...(isShort ? [FELL_SHORT] : [])]);
}

const FELL_SHORT = { type: 'EvidenceFellShort', because: 'risk-rose' } as const;

/** Command 10, second half: the wait is twice as long. A pass that came of the single wait is void. */
export function press(request: RecoveryRequest, { remark, staff }: CommandOf<'press'>): Details {
  const unfit = refuseStaff(request, staff, 'request.press') ?? refuseRemark(remark);
  if (unfit !== null) return refuse(unfit);
  if (request.isPressed) return refuse({ code: 'recorded-already' });
  return done([{ type: 'Pressed' }, ...(request.state === 'released' ? [FELL_SHORT] : [])]);
}

/** Command 11: a supervisor asked for it, another person agrees. Neither of them approves this request. */
export function lowerRisk(
  request: RecoveryRequest,
  { facts, staff }: CommandOf<'lower-risk'>,
  actor: RecoveryActor,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const unfit = refuseStaff(request, staff, 'risk.lower.second') ?? refuseSecond(request, 'lower-risk', staff, now);
  if (unfit !== null) return refuse(unfit);
  const levels = lowering(request, facts, policy, now);
  if (levels === null || request.ask === null) return refuse({ code: 'risk-not-lowerable' });
  return done([{ type: 'RiskLowered', ...levels, by: [request.ask.by, idOfActor(actor)] }]);
}

/** One step from what counts now: below what is computed once only, and never for some reasons. Null where nothing may be lowered. */
function lowering(
  request: RecoveryRequest,
  facts: CommandOf<'lower-risk'>['facts'],
  policy: RecoveryPolicy,
  now: Instant,
): { readonly from: RiskLevel; readonly to: RiskLevel } | null {
  const computed = computedRisk(request, facts, policy, now);
  const from = judgedRisk(request, facts, policy, now);
  const to = stepBelow(from);
  if (from === to) return null;
  if (!isRiskier(computed.risk, to)) return { from, to };
  return from === computed.risk && mayLower(computed) ? { from, to } : null;
}

/** The first half of what takes two. */
export function ask(request: RecoveryRequest, command: CommandOf<'ask'>, policy: RecoveryPolicy, now: Instant): Details {
  const { facts, remark, staff, what } = command;
  const needs = {
    'lower-risk': 'risk.lower',
    resume: 'request.resume',
    propose: 'request.propose',
    approve: 'request.approve',
  } as const;
  const unfit = refuseStaff(request, staff, needs[what]) ?? refuseRemark(remark);
  if (unfit !== null) return refuse(unfit);
  const from = { 'lower-risk': ['evidence'], resume: ['frozen'], propose: ['evidence'], approve: ['proposed'] }[what];
  if (!from.includes(request.state)) return refuse({ code: 'not-in-this-state' });
  if (what === 'lower-risk' && lowering(request, facts, policy, now) === null) return refuse({ code: 'risk-not-lowerable' });
  if (what === 'resume') {
    if (isOneOf(staff, [request.frozen?.by ?? null])) return refuse({ code: 'same-person-cannot-approve' });
    if (command.hasOtherLive) return refuse({ code: 'recovery-request-open-already' });
  }
  if (what === 'approve') {
    if (!isFresh(staff, now)) return refuse({ code: 'step-up-needed' });
    if (!isApproverFree(request, staff)) return refuse({ code: 'same-person-cannot-approve' });
  }
  return done([{ type: 'Asked', what, until: now + ASK_FOR, role: staff.role }]);
}
