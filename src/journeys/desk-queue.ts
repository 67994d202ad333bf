/**
 * The desk's queue: who may see it, which requests stand in a view and how each stands by its targets, and that every look at it is in
 * the audit log before anybody sees it. Names leave here masked; whom a role may see is decided in core/staff.ts.
 */
import { maskedName, type PortalId } from '../core/account.ts';
import type { BusinessCalendar } from '../core/business-calendar.ts';
import { CLAIMABLE_STATES, PRESENCE_FOR } from '../core/desk-claim.ts';
import { done, type Outcome } from '../core/outcome.ts';
import {
  isInView,
  nextRequest,
  type RequestView,
  type SortKey,
  sortedRequests,
  VIEW_READS,
  viewCounts,
} from '../core/request-view.ts';
import { type ResponseTimes, type Timer, timerOf } from '../core/response-times.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, DeskPresence, Ports, QueuedRequest, RequestScope } from '../ports.ts';
import { byStaff } from './audit.ts';
import { enterDesk } from './desk-scope.ts';

/** A portal whose requests this desk handles, with its hours and targets. */
export interface DeskPortal {
  readonly id: PortalId;
  readonly deskCalendar: BusinessCalendar;
  readonly responseTimes: ResponseTimes;
}

export interface DeskRequest extends Omit<QueuedRequest, 'name' | 'steps'> {
  readonly maskedName: string;
  readonly timer: Timer;
  /** Who else looks at it, the last seen first. */
  readonly others: readonly DeskPresence[];
}

export type ViewCounts = Readonly<Record<RequestView, number>>;

export interface Queue {
  readonly view: RequestView;
  readonly counts: ViewCounts;
  readonly requests: readonly DeskRequest[];
  /** The page that is shown, from 1; the last one when a later page was asked for. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
  /** How many can be paged through: fewer than the count says where very many filings lie there. */
  readonly reachable: number;
  /** What to take up next; null when nothing runs that is free. */
  readonly next: string | null;
}

export interface AskedQueue {
  readonly portals: readonly DeskPortal[];
  readonly view: RequestView;
  readonly sort: SortKey;
  readonly isDescending: boolean;
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

/** Confirmed requests are few: one of an account at most, and each needs its mailbox. */
const CONFIRMED_READ = 2000;
/** Of filings, which anybody can make, and of ended requests the newest are listed; a search finds the others. */
const OTHERS_READ = 500;

/** One page of a view. The list is not answered when the look at it cannot be recorded (SEC-Q02). */
export async function viewQueue(ports: Ports, caller: Caller, session: LiveSession, asked: AskedQueue): Promise<Outcome<Queue>> {
  const { portals, view, sort, isDescending, page: wanted, size } = asked;
  const ids = portals.map(({ id }) => id);
  const entered = await enterDesk(ports, caller, session, ids);
  if (!entered.ok) return entered;
  const { role, scope } = entered.value;
  const { read } = ports.store;
  const staff = session.account.id;
  const confirmed = await confirmedRequests(ports, scope, portals, caller.at);
  const counts = viewCounts(await read.requestCounts(scope), confirmed, staff);
  const others = await read.queuedRequests(scope, VIEW_READS[view], OTHERS_READ);
  const shown = [...confirmed, ...timed(others, portals, caller.at)].filter((request) => isInView(view, request, staff));
  const pages = Math.max(1, Math.ceil(shown.length / size));
  const page = Math.min(wanted, pages);
  const found = sortedRequests(shown, sort, isDescending).slice((page - 1) * size, page * size);
  const requests = await withPresence(ports, found, staff, caller.at);
  const receipts = found.map(({ receipt }) => receipt);
  await ports.store.record([
    byStaff(caller, session.account, { type: 'recovery.list-viewed', role, portals: ids, view, page, shown: receipts }),
  ]);
  const next = nextRequest(confirmed, staff, caller.at, null);
  return done({ view, counts, requests, page, pages, reachable: shown.length, next });
}

/** For a page that stands open: numbers alone, nobody's data. */
export async function countQueue(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly DeskPortal[],
): Promise<Outcome<ViewCounts>> {
  const entered = await enterDesk(
    ports,
    caller,
    session,
    portals.map(({ id }) => id),
  );
  if (!entered.ok) return entered;
  const { scope } = entered.value;
  const confirmed = await confirmedRequests(ports, scope, portals, caller.at);
  return done(viewCounts(await ports.store.read.requestCounts(scope), confirmed, session.account.id));
}

/** The receipt of what to take up next; `after` was just done with. Null when nothing runs that is free, or for whoever sees nothing. */
export async function findNextRequest(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly DeskPortal[],
  after: string | null,
): Promise<string | null> {
  const entered = await enterDesk(
    ports,
    caller,
    session,
    portals.map(({ id }) => id),
  );
  if (!entered.ok) return null;
  const confirmed = await confirmedRequests(ports, entered.value.scope, portals, caller.at);
  return nextRequest(confirmed, session.account.id, caller.at, after);
}

type TimedRequest = QueuedRequest & { readonly timer: Timer };

async function confirmedRequests(
  ports: Ports,
  scope: RequestScope,
  portals: readonly DeskPortal[],
  at: Instant,
): Promise<readonly TimedRequest[]> {
  return timed(await ports.store.read.queuedRequests(scope, CLAIMABLE_STATES, CONFIRMED_READ), portals, at);
}

export function timed(requests: readonly QueuedRequest[], portals: readonly DeskPortal[], at: Instant): readonly TimedRequest[] {
  return requests.flatMap((request) => {
    const portal = portals.find(({ id }) => id === request.portal);
    if (portal === undefined) return [];
    const plan = request.company?.plan ?? 'standard';
    return [{ ...request, timer: timerOf({ ...request, plan }, portal.responseTimes, portal.deskCalendar, at) }];
  });
}

/** As the pages show them: who else is there, the name masked, and nothing of the events. */
export async function withPresence(
  ports: Ports,
  requests: readonly TimedRequest[],
  staff: string,
  at: Instant,
): Promise<readonly DeskRequest[]> {
  const there = await ports.store.read.deskPresence(
    requests.map(({ id }) => id),
    at - PRESENCE_FOR,
  );
  return requests.map(({ name, steps: _steps, ...request }) => ({
    ...request,
    maskedName: maskedName(name),
    others: there.filter((presence) => presence.requestId === request.id && presence.staff.id !== staff),
  }));
}
