/** What must be true of every recovery request that can come about, whoever did what in which order (desk.md section 5). */
import type { RecoveryEvent } from '../../src/core/recovery-event.ts';
import { isStaffVouched } from '../../src/core/recovery-evidence.ts';
import { approversFor, type RecoveryPolicy } from '../../src/core/recovery-policy.ts';
import { judgedRisk, missingNow, type RequestFacts } from '../../src/core/recovery-standing.ts';
import { REQUEST_STATES, type RecoveryRequest } from '../../src/core/recovery-state.ts';
import type { Instant } from '../../src/core/time.ts';

/** People whose accounts have one canonical address are one person. */
export type PersonOf = (id: string) => string;

const DECIDED = ['approved', 'waiting', 'released'];

/**
 * Broken invariants of a request as it stands right after a command, in words. `facts` are those of that command: what is approved
 * must be carried by them whenever something is decided, released or bound.
 */
export function brokenNow(
  request: RecoveryRequest,
  facts: RequestFacts,
  policy: RecoveryPolicy,
  personOf: PersonOf,
  now: Instant,
): readonly string[] {
  if (!DECIDED.includes(request.state)) return [];
  const broken: string[] = [];
  if (missingNow(request, facts, policy, now).length > 0) broken.push('1: approved without the evidence of its risk');
  const approvers = request.approvals.map(({ by }) => personOf(by));
  const vouchers = request.evidence.flatMap(({ kind, by }) => (kind === 'voucher' && by !== null ? [personOf(by)] : []));
  const others = [request.openedBy, request.proposal?.by ?? null, request.accountId, ...request.excluded].map((id) =>
    id === null ? null : personOf(id),
  );
  if (policy.singlePerson) {
    if (vouchers.length === 0) broken.push('2: a single-person desk went on without the voucher');
  } else {
    if (approvers.some((who) => others.includes(who) || vouchers.includes(who)))
      broken.push('2: an approver is somebody else of the request');
    const { count, supervisor } = approversFor(judgedRisk(request, facts, policy, now));
    if (new Set(approvers).size < count) broken.push('2: too few people approved');
    if (supervisor && !request.approvals.some(({ role }) => role === 'supervisor')) broken.push('2: no supervisor approved');
  }
  if (request.proposal === null) broken.push('2: approved what nobody proposed');
  for (const kind of new Set(request.evidence.map((piece) => piece.kind).filter(isStaffVouched))) {
    const people = new Set(
      request.evidence.flatMap((piece) => (piece.kind === kind && piece.by !== null ? [personOf(piece.by)] : [])),
    );
    if (
      people.size < 2 &&
      !policy.singlePerson &&
      missingNow({ ...request, evidence: request.evidence.filter((piece) => piece.kind !== kind) }, facts, policy, now).length > 0
    )
      broken.push(`1: one person's ${kind} carries the request`);
  }
  if (request.state === 'released' && (request.waitUntil === null || now < request.waitUntil))
    broken.push('3: released before the wait was over');
  if (request.state !== 'released' && request.pass !== null) broken.push('3: a pass before the release');
  return broken;
}

/** Broken invariants of a whole history. */
export function brokenInHistory(events: readonly RecoveryEvent[], request: RecoveryRequest): readonly string[] {
  const broken: string[] = [];
  const types = events.map(({ detail }) => detail.type);
  const firstEnd = types.findIndex((type) => ['Withdrawn', 'Vetoed', 'Refused', 'Expired', 'Closed'].includes(type));
  const rest = firstEnd < 0 ? [] : types.slice(firstEnd + 1).filter((type) => type !== 'RecoveryFrozen');
  if (rest.length > 0) broken.push(`4: went on after its end with ${rest.join(', ')}`);
  const bound = types.indexOf('Redeemed');
  if (bound >= 0 && !types.slice(0, bound).includes('WaitStarted')) broken.push('3: bound without a wait');
  if (bound >= 0 && !types.slice(0, bound).includes('MailboxConfirmed')) broken.push('1: bound without the mailbox');
  if (types.filter((type) => type === 'Redeemed').length > 1) broken.push('1: bound twice');
  const confirmed = types.indexOf('MailboxConfirmed');
  const before = confirmed < 0 ? types : types.slice(0, confirmed);
  if (
    !request.dispute &&
    before.some((type) => ['RecoveryFrozen', 'EvidenceAdded', 'RiskAssessed', 'AccountLocked'].includes(type))
  )
    broken.push('8: a filing nobody confirmed had an effect');
  if (request.version !== events.length) broken.push('12: an event was lost');
  if (!REQUEST_STATES.includes(request.state)) broken.push('SEC-J01: no such state');
  return broken;
}
