/**
 * What two people decide (desk.md section 4, commands 12 to 14 and 26; invariants 2 and 11): proposing, returning, approving,
 * refusing, and the supervisor's leave to go beyond the quota. Called by `recovery-request.ts` alone, after assessment.
 */
import { done, type Outcome, type Refusal, refuse } from './outcome.ts';
import type { ActingStaff, CommandOf } from './recovery-command.ts';
import type { RecoveryEventDetail } from './recovery-event.ts';
import { isRiskier, type RecoveryPolicy } from './recovery-policy.ts';
import {
  isApproverFree,
  isBeyondQuota,
  isFresh,
  refuseOptionalRemark,
  refuseRemark,
  refuseSecond,
  refuseStaff,
} from './recovery-rules.ts';
import { hasSeen, isApprovedEnough, isSeenBy, judgedRisk, missingNow, type RequestFacts } from './recovery-standing.ts';
import type { RecoveryRequest } from './recovery-state.ts';
import type { Instant } from './time.ts';

type Details = Outcome<readonly RecoveryEventDetail[]>;

/** Who acts, and by which name events know them. */
interface Decider {
  readonly id: string;
  readonly staff: ActingStaff;
}

/** Command 12. The second record of what staff vouch for may still be missing. */
export function propose(
  request: RecoveryRequest,
  { facts, id, remark, staff }: Decider & Pick<CommandOf<'propose'>, 'facts' | 'remark'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const unfit = refuseProposer(request, staff) ?? refuseOptionalRemark(remark);
  if (unfit !== null) return refuse(unfit);
  return isBeyondQuota(staff, policy) ? refuse({ code: 'agent-quota-reached' }) : proposed(request, id, facts, policy, now);
}

function refuseProposer(request: RecoveryRequest, staff: ActingStaff): Refusal | null {
  return refuseStaff(request, staff, 'request.propose');
}

function proposed(request: RecoveryRequest, by: string, facts: RequestFacts, policy: RecoveryPolicy, now: Instant): Details {
  const risk = judgedRisk(request, facts, policy, now);
  // Nobody alone at the desk restores a colleague: the host does (desk.md section 6).
  if (policy.singlePerson && facts.isStaff) return refuse({ code: 'single-person-cannot' });
  if (policy.singlePerson && (risk === 'high' || !facts.hasOtherAdministrator)) return refuse({ code: 'single-person-cannot' });
  if (missingNow(request, facts, policy, now, true).length > 0) return refuse({ code: 'evidence-missing' });
  if (facts.isStaff && !hasSeen(request, facts, by)) return refuse({ code: 'not-permitted' });
  return done([{ type: 'Proposed', by, risk }]);
}

/** Command 13. */
export function returnToEvidence(request: RecoveryRequest, { remark, staff }: CommandOf<'return'>): Details {
  const unfit = refuseStaff(request, staff, 'request.return') ?? refuseRemark(remark);
  return unfit === null ? done([{ type: 'Returned' }]) : refuse(unfit);
}

/** Command 14. */
export function approve(
  request: RecoveryRequest,
  { facts, id, remark, staff }: Decider & Pick<CommandOf<'approve'>, 'facts' | 'remark'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const unfit = refuseApprover(request, staff, policy) ?? refuseOptionalRemark(remark);
  if (unfit !== null) return refuse(unfit);
  if (!isFresh(staff, now)) return refuse({ code: 'step-up-needed' });
  return isBeyondQuota(staff, policy)
    ? refuse({ code: 'agent-quota-reached' })
    : approved(request, { id, staff }, facts, policy, now);
}

function refuseApprover(request: RecoveryRequest, staff: ActingStaff, policy: RecoveryPolicy): Refusal | null {
  const unfit = refuseStaff(request, staff, 'request.approve');
  if (unfit !== null) return unfit;
  // Alone at the desk nobody approves but the company administrator, by vouching.
  if (policy.singlePerson) return { code: 'single-person-cannot' };
  return isApproverFree(request, staff) ? null : { code: 'same-person-cannot-approve' };
}

function approved(
  request: RecoveryRequest,
  { id, staff }: Decider,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const risk = judgedRisk(request, facts, policy, now);
  if (missingNow(request, facts, policy, now).length > 0) return refuse({ code: 'evidence-missing' });
  const proposer = request.proposal?.by ?? '';
  if (facts.isStaff && !isSeenBy(request, facts, [proposer, id])) return refuse({ code: 'not-permitted' });
  const isEnough = isApprovedEnough([...request.approvals, { role: staff.role }], risk, facts, policy);
  return done([{ type: 'Approved', by: id, role: staff.role, isEnough }]);
}

/** The sixth proposal or approval of a person waits for a supervisor other than them: it becomes theirs all the same. */
export function grant(
  request: RecoveryRequest,
  { asker, facts, staff }: CommandOf<'grant'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const { ask } = request;
  if (ask === null || (ask.what !== 'propose' && ask.what !== 'approve')) return refuse({ code: 'ask-needed' });
  const unfit = refuseStaff(request, staff, 'quota.grant') ?? refuseSecond(request, ask.what, staff, now);
  if (unfit !== null) return refuse(unfit);
  const refused = ask.what === 'propose' ? refuseProposer(request, asker) : refuseApprover(request, asker, policy);
  if (refused !== null) return refuse(refused);
  if (ask.what === 'propose') return proposed(request, ask.by, facts, policy, now);
  return approved(request, { id: ask.by, staff: asker }, facts, policy, now);
}

/** Command 26: with a reason of the list and what the next one needs to know. */
export function refuseRequest(request: RecoveryRequest, { reason, remark, staff }: CommandOf<'refuse'>): Details {
  const unfit = refuseStaff(request, staff, 'request.refuse') ?? refuseRemark(remark);
  return unfit === null ? done([{ type: 'Refused', because: reason }]) : refuse(unfit);
}

/** How long the wait is once every address was told (desk.md section 3). */
export function waitFor(
  request: RecoveryRequest,
  facts: RequestFacts,
  struck: number,
  kinds: { readonly has: (kind: 'voucher' | 'call-back') => boolean },
  policy: RecoveryPolicy,
  now: Instant,
): number {
  const risk = judgedRisk(request, facts, policy, now);
  const both = risk === 'low' && kinds.has('voucher') && kinds.has('call-back') && !request.isPressed;
  const usual = both ? policy.wait.withVoucherAndCall : policy.wait[risk];
  const pressed = request.isPressed ? usual + usual : usual;
  const longest = struck > 0 || facts.isStaff || policy.singlePerson || isRiskier(risk, 'medium');
  return longest ? Math.max(pressed, policy.wait.high) : pressed;
}
