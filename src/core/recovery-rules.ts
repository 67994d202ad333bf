/**
 * Rules that several commands of the recovery procedure share: who may act at all, which people are one person, what an ask needs.
 * Each answers a refusal or null. Pure.
 */
import type { Refusal } from './outcome.ts';
import type { ActingPerson, ActingStaff } from './recovery-command.ts';
import type { Askable, RecoveryActor } from './recovery-event.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';
import type { RecoveryRequest } from './recovery-state.ts';
import { may, type StaffAction } from './staff.ts';
import { type Duration, type Instant, minutes } from './time.ts';

/** How long a first person's ask may be answered. */
export const ASK_FOR: Duration = minutes(30);
/** How old the fresh check of a deciding person may be. */
export const PROVEN_WITHIN: Duration = minutes(10);
/** What staff write is meant to be read by somebody else later: fewer characters say nothing. */
export const REMARK_MIN = 10;
export const REMARK_MAX = 2000;

/** Nobody acts on a request about themself, whatever their role; and only who may. */
export function refuseStaff(request: RecoveryRequest, staff: ActingStaff, action: StaffAction): Refusal | null {
  if (!may(staff.role, action)) return { code: 'not-permitted' };
  if (staff.readsOnly) return { code: 'staff-reads-only' };
  return request.accountId !== null && staff.sameAs.includes(request.accountId) ? { code: 'not-permitted' } : null;
}

export function refuseRemark(remark: string): Refusal | null {
  const length = [...remark.trim()].length;
  return length >= REMARK_MIN && length <= REMARK_MAX ? null : { code: 'remark-length' };
}

/** Where nothing need be written, what is written says something. */
export function refuseOptionalRemark(remark: string): Refusal | null {
  return remark.trim() === '' ? null : refuseRemark(remark);
}

export const isFresh = ({ provenAt }: Pick<ActingPerson, 'provenAt'>, now: Instant): boolean =>
  provenAt !== null && now - provenAt <= PROVEN_WITHIN;

export const isOneOf = ({ sameAs }: Pick<ActingPerson, 'sameAs'>, people: readonly (string | null)[]): boolean =>
  people.some((person) => person !== null && sameAs.includes(person));

/** Invariant 2: neither opener, proposer, subject nor voucher, nobody who lowered its risk, and nobody twice. */
export function isApproverFree(request: RecoveryRequest, staff: ActingPerson): boolean {
  const vouchers = request.evidence.flatMap(({ kind, by }) => (kind === 'voucher' ? [by] : []));
  const involved = [request.openedBy, request.proposal?.by ?? null, request.accountId, ...vouchers, ...request.excluded];
  return !isOneOf(staff, [...involved, ...request.approvals.map(({ by }) => by)]);
}

/** The second half of a command by two: an ask of another person that is not over. */
export function refuseSecond(request: RecoveryRequest, what: Askable, staff: ActingStaff, now: Instant): Refusal | null {
  const { ask } = request;
  if (ask === null || ask.what !== what || now >= ask.until) return { code: 'ask-needed' };
  if (isOneOf(staff, [ask.by])) return { code: 'same-person-cannot-approve' };
  return isFresh(staff, now) ? null : { code: 'step-up-needed' };
}

/** Invariant 11: the sixth waits for a supervisor other than that person. */
export const isBeyondQuota = ({ recent }: Pick<ActingStaff, 'recent'>, { quota }: RecoveryPolicy): boolean =>
  recent >= quota.perAgent;

/** Who acted, as the events name them. */
export const idOfActor = ({ id }: RecoveryActor): string => id ?? '';
