/**
 * From the accepted notices to the new authenticator (desk.md section 4, commands 17 to 22, 25 and 27; invariants 1, 3 and 6).
 * Called by `recovery-request.ts` alone, after assessment: whatever fell short before has ended the wait and the pass.
 */
import { done, type Outcome, refuse } from './outcome.ts';
import type { CommandOf } from './recovery-command.ts';
import { waitFor } from './recovery-decision.ts';
import type { RecoveryEventDetail } from './recovery-event.ts';
import { BOUND_TO_CLAIM_BROWSER } from './recovery-evidence.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';
import { countedEvidence, missingNow, type RequestFacts } from './recovery-standing.ts';
import { passDiedAt, type RecoveryRequest } from './recovery-state.ts';
import type { Duration, Instant } from './time.ts';

type Details = Outcome<readonly RecoveryEventDetail[]>;

/** A pass that was typed wrongly so often is dead. */
export const WRONG_PASSES = 5;

/** Command 17: one clock for everybody starts when the last address was told. */
export function noticesAccepted(
  request: RecoveryRequest,
  { facts, outstanding, struck }: CommandOf<'notices-accepted'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  if (outstanding > 0) return refuse({ code: 'notices-outstanding' });
  const counted = countedEvidence(request, facts, policy, now);
  return done([{ type: 'WaitStarted', until: now + waitFor(request, facts, struck, counted, policy, now), struck }]);
}

/** How long the wait will be as things stand, when no address is struck. */
export function expectedWait(request: RecoveryRequest, facts: RequestFacts, policy: RecoveryPolicy, now: Instant): Duration {
  return waitFor(request, facts, 0, countedEvidence(request, facts, policy, now), policy, now);
}

/** Command 18. */
export function release(
  request: RecoveryRequest,
  { isStopped, outstanding, passId }: CommandOf<'release'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  if (request.waitUntil === null || now < request.waitUntil) return refuse({ code: 'wait-not-over' });
  if (isStopped) return refuse({ code: 'desk-stopped' });
  if (outstanding > 0) return refuse({ code: 'notices-outstanding' });
  return done([{ type: 'Released' }, { type: 'PassMailed', passId, until: now + policy.passFor }]);
}

/** Command 19: opens ten minutes of enrolment here, and spends nothing yet. */
export function redeemBegin(request: RecoveryRequest, command: CommandOf<'redeem-begin'>, now: Instant): Details {
  const dead = refusePass(request, command, now);
  if (dead !== null) return dead;
  if (!command.isClaimBrowser) return refuse({ code: 'other-browser' });
  return done([{ type: 'RedemptionBegun', ticketId: command.ticketId, until: command.ticketUntil }]);
}

/** Command 20: the person may have lost that browser too. What was proven beside it must be proven anew, before two people. */
export function redeemElsewhere(request: RecoveryRequest, command: CommandOf<'redeem-elsewhere'>, now: Instant): Details {
  const dead = refusePass(request, command, now);
  if (dead !== null) return dead;
  if (command.isClaimBrowser) return refuse({ code: 'not-in-this-state' });
  if (request.wasTakenElsewhere) return refuse({ code: 'other-browser' });
  const keys = request.evidence.filter(({ kind }) => BOUND_TO_CLAIM_BROWSER.includes(kind)).map(({ key }) => key);
  return done([
    { type: 'ClaimBrowserSet', browserId: command.browserId },
    { type: 'PassSpent', because: 'other-browser' },
    { type: 'EvidenceRevoked', keys },
  ]);
}

function refusePass(
  { pass }: RecoveryRequest,
  { passId, wrongTries }: CommandOf<'redeem-begin' | 'redeem-elsewhere'>,
  now: Instant,
): Outcome<never> | null {
  if (pass === null || pass.id !== passId || pass.spentAt !== null) return refuse({ code: 'pass-dead' });
  return now >= pass.until || wrongTries >= WRONG_PASSES ? refuse({ code: 'pass-dead' }) : null;
}

export function spendPass({ pass }: RecoveryRequest, { passId }: CommandOf<'spend-pass'>): Details {
  if (pass === null || pass.id !== passId || pass.spentAt !== null) return refuse({ code: 'pass-dead' });
  return done([{ type: 'PassSpent', because: 'wrong-tries' }]);
}

/** Command 21: once, by the browser that asked, while the dead one is not older than a week. */
export function renewPass(
  request: RecoveryRequest,
  { isClaimBrowser, passId }: CommandOf<'renew-pass'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const diedAt = passDiedAt(request);
  if (!isClaimBrowser) return refuse({ code: 'other-browser' });
  if (diedAt === null || now < diedAt || now >= diedAt + policy.passRenewalFor) return refuse({ code: 'not-in-this-state' });
  if (request.isPassRenewed) return refuse({ code: 'pass-renewed-already' });
  return done([{ type: 'PassMailed', passId, until: now + policy.passFor }]);
}

/** Command 22. Invariant 1 once more at this very moment, whatever was true when it was approved. */
export function bind(
  request: RecoveryRequest,
  { authenticatorId, facts, isActive, ticketId }: CommandOf<'bind'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const { ticket } = request;
  if (ticket === null || ticket.id !== ticketId || now >= ticket.until) return refuse({ code: 'ticket-over' });
  if (!isActive) return refuse({ code: 'account-suspended' });
  if (missingNow(request, facts, policy, now).length > 0) return refuse({ code: 'evidence-missing' });
  return done([
    { type: 'Redeemed', authenticatorId },
    { type: 'SessionsEnded' },
    ...(request.dispute ? [{ type: 'AccountUnlocked' } as const] : []),
  ]);
}

/** Command 25: the link of the last notices. Nobody signs in until a dispute is decided. */
export function disown(request: RecoveryRequest, policy: RecoveryPolicy, now: Instant): Details {
  if (request.redeemedAt === null || now >= request.redeemedAt + policy.disownFor) return refuse({ code: 'link-spent' });
  return done([{ type: 'AccountLocked' }, { type: 'SessionsEnded' }, { type: 'Closed', because: 'disowned' }]);
}

/** Command 27: when the quarantine is over and nobody may disown it any more. */
export function closesAt({ redeemedAt }: Pick<RecoveryRequest, 'redeemedAt'>, policy: RecoveryPolicy): Instant | null {
  return redeemedAt === null ? null : redeemedAt + Math.max(policy.quarantineFor, policy.disownFor);
}

export function close(request: RecoveryRequest, policy: RecoveryPolicy, now: Instant): Details {
  const at = closesAt(request, policy);
  return at !== null && now >= at ? done([{ type: 'Closed', because: 'time' }]) : refuse({ code: 'not-in-this-state' });
}
