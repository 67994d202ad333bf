/**
 * Stopping a recovery request by the cancel page's two buttons (commands 23 and 24 of desk.md section 4). "I found it" ends
 * the request and nothing else; "that wasn't me" also keeps the account from taking requests for a week. Both work at any
 * time and without signing in; the holder's own second factor is `lost-device-withdrawal.ts`.
 */
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { RecoveryCommand } from '../core/recovery-command.ts';
import type { RecoveryActor, RecoveryEvent } from '../core/recovery-event.ts';
import { decide } from '../core/recovery-request.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports, StoredRecoveryRequest } from '../ports.ts';
import { findHolderRequest, findHolderView, refuseRequest } from './lost-device-link.ts';
import { apart, endingLetters, stopLetters } from './lost-device-withdrawal.ts';
import { appendAll, auditOfAll, isNonEmpty, untilUnchanged } from './recovery-events.ts';
import { findDecisionFacts } from './recovery-facts.ts';

export type CancellationChoice = 'found' | 'not-me';

/** What came of it, for the page that says so. */
export interface Cancelled {
  readonly receipt: string;
  readonly choice: CancellationChoice;
  /** No request is taken before; null when nothing was frozen. */
  readonly frozenUntil: Instant | null;
  /** In a dispute it is not over: a supervisor looks at it. */
  readonly isStopped: boolean;
}

/** By the mailed link, on its page. The link is not used up: a page sent twice says the same. */
export async function cancelRequest(
  ports: Ports,
  caller: Caller,
  token: string,
  receipt: string,
  choice: CancellationChoice,
): Promise<Outcome<Cancelled>> {
  const name = choice === 'found' ? 'withdraw' : 'veto';
  return untilUnchanged(async () => {
    const view = await findHolderView(ports, caller, token);
    const stored = view === null ? null : await findHolderRequest(ports, caller, view, receipt);
    if (view === null || stored === null) return refuseRequest(ports, caller, null, name, { code: 'link-spent' });
    return cancel(ports, caller, stored, choice, { kind: 'claimant', id: null });
  });
}

/** The confirmed request of this account that is under way or stopped; null when there is none. */
export async function findOwnRequest(
  ports: Ports,
  { accountId }: Pick<LiveSession, 'accountId'>,
): Promise<StoredRecoveryRequest | null> {
  const [first] = await ports.store.read.stoppableRequests(accountId, 1, null);
  return first === undefined || first.request.confirmedAt === null ? null : first;
}

/** "That wasn't me", by whoever is signed in to the account (command 24). False when nothing was there to stop. */
export async function vetoOwn(ports: Ports, caller: Caller, session: LiveSession): Promise<Outcome<Cancelled>> {
  return untilUnchanged(async () => {
    const stored = await findOwnRequest(ports, session);
    if (stored === null) return refuse({ code: 'not-in-this-state' });
    return cancel(ports, caller, stored, 'not-me', { kind: 'holder', id: session.accountId });
  });
}

async function cancel(
  ports: Ports,
  caller: Caller,
  stored: StoredRecoveryRequest,
  choice: CancellationChoice,
  actor: RecoveryActor,
): Promise<Outcome<Cancelled>> {
  const { accountId, version } = stored.request;
  if (accountId === null) return refuse({ code: 'not-in-this-state' });
  const now = await ports.store.read.databaseTime();
  const facts = await findDecisionFacts(ports, accountId, stored, now);
  const command: RecoveryCommand =
    choice === 'found' ? { kind: 'withdraw', by: 'cancel-page', version, actor } : { kind: 'veto', version, actor };
  const decided = decide(stored.request, command, ports.recovery, now);
  if (!decided.ok) return refuseRequest(ports, caller, stored, choice === 'found' ? 'withdraw' : 'veto', decided.refusal);
  const frozenUntil = freezeIn(decided.value);
  const all = [{ stored, events: decided.value }];
  const entries = auditOfAll(all, caller);
  if (!isNonEmpty(entries)) return refuse({ code: 'not-in-this-state' });
  const ending = choice === 'found' ? 'withdrawn' : 'vetoed';
  const { ended, stopped } = apart(all);
  const letters = await endingLetters(ports, caller, facts.account, ended, ending, frozenUntil, now);
  const toldOfStop = await stopLetters(ports, caller, facts.account, stopped, now);
  return ports.store.write(entries, async (tx) => {
    if (!(await tx.claimRecovery(facts.account.id, facts.recoveryVersion))) return refuse({ code: 'request-changed' });
    if (!(await appendAll(tx, all))) return refuse({ code: 'request-changed' });
    if (frozenUntil !== null) await tx.freezeRecovery(facts.account.id, frozenUntil);
    await letters(tx);
    await toldOfStop(tx);
    return done({ receipt: stored.receipt, choice, frozenUntil, isStopped: stopped.length > 0 });
  });
}

/** What the sign-in of this session ended, for the page that says so. */
export function findWithdrawnReceipts(ports: Ports, session: LiveSession): Promise<readonly string[]> {
  return ports.store.read.withdrawnReceipts(session.accountId, session.createdAt);
}

function freezeIn(events: readonly RecoveryEvent[]): Instant | null {
  for (const { detail } of events) if (detail.type === 'RecoveryFrozen') return detail.until;
  return null;
}
