/**
 * The desk's search (D-33): scoped like the queue, recorded like it, and limited, so that nobody goes through numbers or addresses to
 * learn which of them stand on file. What was looked for is written down nowhere.
 */
import type { PortalId } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { SearchTerms } from '../core/request-search.ts';
import type { LiveSession } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours } from '../core/time.ts';
import type { Caller, Ports } from '../ports.ts';
import { byStaff } from './audit.ts';
import { type DeskPortal, type DeskRequest, timed, withPresence } from './desk-queue.ts';
import { ENDED_FOUND_FOR, enterDesk } from './desk-scope.ts';

const SEARCHES: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 120, within: hours(1) } };

export interface SearchResult {
  readonly requests: readonly DeskRequest[];
  /** There are more than are shown. */
  readonly isCut: boolean;
}

export async function searchRequests(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly DeskPortal[],
  terms: SearchTerms,
  most: number,
): Promise<Outcome<SearchResult>> {
  const ids: readonly PortalId[] = portals.map(({ id }) => id);
  const entered = await enterDesk(ports, caller, session, ids, 'requests.view', ENDED_FOUND_FOR);
  if (!entered.ok) return entered;
  const { account } = session;
  const charge = await ports.store.charge(`desk-search:${account.id}`, SEARCHES, caller.at);
  if (!charge.allowed) return refuse({ code: 'too-many-attempts', what: 'searches', retryAt: charge.retryAt });
  const { role, scope } = entered.value;
  const found = await ports.store.read.searchedRequests(scope, terms, most + 1);
  const shown = timed(found.slice(0, most), portals, caller.at);
  const requests = await withPresence(ports, shown, account.id, caller.at);
  const receipts = shown.map(({ receipt }) => receipt);
  await ports.store.record([byStaff(caller, account, { type: 'recovery.searched', role, portals: ids, shown: receipts })]);
  return done({ requests, isCut: found.length > most });
}
