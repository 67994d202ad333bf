/**
 * How a request is stopped, goes on or ends by itself (desk.md section 4, commands 15, 16, 23, 24, 28 and 29; invariant 4). Called
 * by `recovery-request.ts` alone.
 */
import { done, type Outcome, refuse } from './outcome.ts';
import type { CommandOf } from './recovery-command.ts';
import type { RecoveryEventDetail } from './recovery-event.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';
import { isOneOf, refuseRemark, refuseSecond, refuseStaff } from './recovery-rules.ts';
import { passDiedAt, type RecoveryRequest } from './recovery-state.ts';
import { days, hours, type Instant } from './time.ts';

type Details = Outcome<readonly RecoveryEventDetail[]>;

/** An approval whose notices no relay has accepted. */
const APPROVED_FOR = hours(72);
/** A waiting period that is over and still not released. */
const OVERDUE_FOR = days(7);
/** A stopped request that nobody resumed. */
const FROZEN_FOR = days(7);

/** Command 15. A filing nobody confirmed cannot be resumed and simply ends. */
export function stop(request: RecoveryRequest, { by, remark }: CommandOf<'stop'>, policy: RecoveryPolicy, now: Instant): Details {
  if (by !== 'system') {
    const unfit = refuseStaff(request, by, 'request.stop') ?? refuseRemark(remark);
    if (unfit !== null) return refuse(unfit);
  }
  if (request.state === 'opened') return done([{ type: 'Expired', because: 'stopped' }]);
  const until = now + policy.freezeFor;
  return done([
    { type: 'Frozen', because: by === 'system' ? 'not-me' : 'staff' },
    { type: 'RecoveryFrozen', until },
  ]);
}

/** Command 16: a supervisor asked for it, another person agrees; neither of them stopped it. */
export function resume(request: RecoveryRequest, { hasOtherLive, staff }: CommandOf<'resume'>, now: Instant): Details {
  const unfit = refuseStaff(request, staff, 'request.resume.second') ?? refuseSecond(request, 'resume', staff, now);
  if (unfit !== null) return refuse(unfit);
  if (isOneOf(staff, [request.frozen?.by ?? null])) return refuse({ code: 'same-person-cannot-approve' });
  if (hasOtherLive) return refuse({ code: 'recovery-request-open-already' });
  return done([{ type: 'Resumed' }, { type: 'RecoveryFreezeLifted' }]);
}

/** Command 23: the device was found, or its owner just used it. No freeze, no later risk. */
export function withdraw(request: RecoveryRequest, { by }: CommandOf<'withdraw'>): Details {
  return inDispute(request, 'withdrawn-in-dispute') ?? done([{ type: 'Withdrawn', by }]);
}

/** Command 24: "that wasn't me". A filing nobody confirmed ends alone: strangers must not freeze an account by filing. */
export function veto(request: RecoveryRequest, policy: RecoveryPolicy, now: Instant): Details {
  if (request.state === 'opened') return done([{ type: 'Vetoed' }]);
  const disputed = inDispute(request, 'vetoed-in-dispute');
  return disputed ?? done([{ type: 'Vetoed' }, { type: 'RecoveryFrozen', until: now + policy.freezeFor }]);
}

/** Whoever holds the account in a dispute must not end it: the supervisor decides. */
function inDispute(request: RecoveryRequest, because: 'withdrawn-in-dispute' | 'vetoed-in-dispute'): Details | null {
  if (!request.dispute || request.state === 'opened') return null;
  return request.state === 'frozen' ? refuse({ code: 'not-in-this-state' }) : done([{ type: 'Frozen', because }]);
}

/** Command 28, and 29 for a frozen request that nobody resumed. */
export function expire(request: RecoveryRequest, { because }: CommandOf<'expire'>, policy: RecoveryPolicy, now: Instant): Details {
  if (because !== 'time')
    return request.state === 'opened' ? done([{ type: 'Expired', because }]) : refuse({ code: 'not-in-this-state' });
  const until = expiresAt(request, policy);
  return until !== null && now >= until ? done([{ type: 'Expired', because }]) : refuse({ code: 'not-in-this-state' });
}

/** Command 29: the account was disabled or deleted. */
export function end(): Details {
  return done([{ type: 'Refused', because: 'account-disabled' }]);
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
    case 'released': {
      const diedAt = passDiedAt(request);
      return diedAt === null ? null : diedAt + policy.passRenewalFor;
    }
    case 'frozen':
      return request.stateSince + FROZEN_FOR;
    default:
      return null;
  }
}
