/**
 * Stopping a recovery request by the cancel page's two buttons (commands 23 and 24 of desk.md section 4). "I found it" ends
 * the request and nothing else; "that wasn't me" also keeps the account from taking requests for a week. Both work at any
 * time and without signing in; the holder's own second factor is `lost-device-withdrawal.ts`.
 */
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { RecoveryCommand } from '../core/recovery-command.ts';
import type { RecoveryEvent } from '../core/recovery-event.ts';
import { decide } from '../core/recovery-request.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports } from '../ports.ts';
import { findHolderRequest, findHolderView, refuseRequest } from './lost-device-link.ts';
import { endingLetters } from './lost-device-withdrawal.ts';
import { appendAll, auditOfAll, isNonEmpty, untilUnchanged } from './recovery-events.ts';
import { findDecisionFacts } from './recovery-facts.ts';

export type CancellationChoice = 'found' | 'not-me';

/** What came of it, for the page that says so. */
export interface Cancelled {
  readonly receipt: string;
  readonly choice: CancellationChoice;
  /** No request is taken before; null when nothing was frozen. */
  readonly frozenUntil: Instant | null;
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
    const now = await ports.store.read.databaseTime();
    const facts = await findDecisionFacts(ports, view.account.id, stored, now);
    const shared = { version: stored.request.version, actor: { kind: 'claimant', id: null } } as const;
    const command: RecoveryCommand =
      choice === 'found' ? { kind: 'withdraw', by: 'cancel-page', ...shared } : { kind: 'veto', ...shared };
    const decided = decide(stored.request, command, ports.recovery, now);
    if (!decided.ok) return refuseRequest(ports, caller, stored, name, decided.refusal);
    const frozenUntil = freezeIn(decided.value);
    const all = [{ stored, events: decided.value }];
    const entries = auditOfAll(all, caller);
    if (!isNonEmpty(entries)) return refuse({ code: 'not-in-this-state' });
    const ending = choice === 'found' ? 'withdrawn' : 'vetoed';
    const letters = await endingLetters(ports, caller, facts.account, [stored], ending, frozenUntil, now);
    return ports.store.write(entries, async (tx) => {
      if (!(await tx.claimRecovery(facts.account.id, facts.recoveryVersion))) return refuse({ code: 'request-changed' });
      if (!(await appendAll(tx, all))) return refuse({ code: 'request-changed' });
      if (frozenUntil !== null) await tx.freezeRecovery(facts.account.id, frozenUntil);
      await letters(tx);
      return done({ receipt, choice, frozenUntil });
    });
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
