/**
 * The blind comparison of one field (desk.md section 1, D-12, G-29): staff type what the caller says and learn whether it matches, never
 * what is on record. A field of a request may be tried three times, counted before it is compared; after that only a supervisor may. It
 * finds the account and proves nothing, and what was typed is kept nowhere.
 */
import { CALL_TRIES } from '../core/check-word.ts';
import { type ClaimMatch, type ComparedField, matchClaim } from '../core/claim-match.ts';
import { done, type Outcome } from '../core/outcome.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import type { Ports } from '../ports.ts';
import { byStaff } from './audit.ts';
import type { DeskActor } from './desk-acts.ts';
import { recordedOf } from './desk-request.ts';
import { ENDED_FOUND_FOR, enterDesk } from './desk-scope.ts';
import { findDecisionFacts } from './recovery-facts.ts';

/** For as long as the request is: however often it is tried later, nothing opens again. */
const TRIES: AttemptSchedule = { pauseAfter: () => 0, exhaustedAt: CALL_TRIES };

/** `supervisor-only`: the tries of this field are used up; nothing was compared. */
export type Comparison = ClaimMatch | 'supervisor-only';

/** Null for whoever may not see the request, and for one that belongs to nobody. */
export async function compareClaim(
  ports: Ports,
  { caller, portals, session }: DeskActor,
  receipt: string,
  field: ComparedField,
  said: string,
): Promise<Outcome<Comparison> | null> {
  const entered = await enterDesk(ports, caller, session, portals, 'claims.compare', ENDED_FOUND_FOR);
  if (!entered.ok) return entered;
  const { role, scope } = entered.value;
  const { charge, read, record } = ports.store;
  const request = await read.queuedRequest(scope, receipt);
  const stored = request === undefined ? undefined : await read.recoveryRequest(request.portal, receipt);
  const accountId = stored?.request.accountId ?? null;
  // Before the mailbox is confirmed nobody learns whether there is an account.
  if (stored === undefined || accountId === null || stored.request.state === 'opened') return null;

  const isOpen = (await charge(`comparison:${stored.id}:${field}`, TRIES, caller.at)).allowed || role === 'supervisor';
  const { account } = await findDecisionFacts(ports, accountId, stored, caller.at);
  const match = isOpen ? matchClaim(field, said, await recordedOf(ports, account)) : 'supervisor-only';
  const event = { type: 'request.compared', requestId: stored.id, field, match } as const;
  await record([{ ...byStaff(caller, session.account, event), accountId }]);
  return done(match);
}
