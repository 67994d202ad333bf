/**
 * The views of the desk's queue (D-05): which requests each of them shows, in which order, and which one comes next. A view is a link
 * with a count; every request is in "all" or in "ended", and in exactly one of the two. Who may see which request is not decided here.
 */
import type { AccountId } from './account.ts';
import { CLAIMABLE_STATES, isHeldBy, type RequestClaim } from './desk-claim.ts';
import type { RequestChannel } from './recovery-event.ts';
import { RISK_LEVELS, type RiskLevel } from './recovery-policy.ts';
import { REQUEST_STATES, type RequestState, STOPPABLE_STATES } from './recovery-state.ts';
import { compareTimers, type Timer } from './response-times.ts';
import { type Duration, days, type Instant } from './time.ts';

export const REQUEST_VIEWS = ['all', 'untouched', 'mine', 'customer', 'second', 'waiting', 'overdue', 'ended'] as const;
export type RequestView = (typeof REQUEST_VIEWS)[number];

/** How long a request that is over stays in the list. */
export const ENDED_SHOWN_FOR: Duration = days(7);

export const ENDED_STATES: readonly RequestState[] = REQUEST_STATES.filter((state) => !STOPPABLE_STATES.includes(state));

/** What has to be read for a view beside the confirmed requests, which every count is made of. */
export const VIEW_READS: Readonly<Record<RequestView, readonly RequestState[]>> = {
  all: ['opened'],
  untouched: [],
  mine: [],
  customer: ['opened'],
  second: [],
  waiting: [],
  overdue: [],
  ended: ENDED_STATES,
};

export type StateCounts = Readonly<Partial<Record<RequestState, number>>>;

/** A request as the views and their order know it. */
export interface ViewedRequest {
  readonly receipt: string;
  readonly company: { readonly name: string } | null;
  readonly channel: RequestChannel;
  readonly risk: RiskLevel | null;
  readonly state: RequestState;
  readonly owner: { readonly id: AccountId; readonly name: string } | null;
  readonly claim: RequestClaim | null;
  readonly timer: Timer;
}

export function isInView(view: RequestView, { state, owner, timer }: ViewedRequest, staff: AccountId): boolean {
  switch (view) {
    case 'all':
      return STOPPABLE_STATES.includes(state);
    case 'untouched':
      return state === 'evidence' && owner === null;
    case 'mine':
      return owner?.id === staff && CLAIMABLE_STATES.includes(state);
    case 'customer':
      return state === 'opened' || state === 'released';
    case 'second':
      return state === 'proposed';
    case 'waiting':
      return state === 'approved' || state === 'waiting';
    case 'overdue':
      return timer.kind === 'running' && timer.urgency === 'overdue';
    case 'ended':
      return ENDED_STATES.includes(state);
  }
}

/** How many requests each view shows: filings and ended ones as the database counts them, the others one by one. */
export function viewCounts(
  counts: StateCounts,
  confirmed: readonly ViewedRequest[],
  staff: AccountId,
): Readonly<Record<RequestView, number>> {
  const opened = counts.opened ?? 0;
  const shown = (view: RequestView) => confirmed.filter((request) => isInView(view, request, staff)).length;
  const entries = REQUEST_VIEWS.map((view) => [view, shown(view)] as const);
  const found = new Map<RequestView, number>(entries);
  const count = (view: RequestView) => found.get(view) ?? 0;
  return {
    all: count('all') + opened,
    untouched: count('untouched'),
    mine: count('mine'),
    customer: count('customer') + opened,
    second: count('second'),
    waiting: count('waiting'),
    overdue: count('overdue'),
    ended: ENDED_STATES.reduce((total, state) => total + (counts[state] ?? 0), 0),
  };
}

export const SORT_KEYS = ['due', 'receipt', 'company', 'channel', 'risk', 'state', 'owner'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** By this column; what is equal in it, and everything by custom, by the next breach. */
export function sortedRequests<R extends ViewedRequest>(requests: readonly R[], by: SortKey, isDescending: boolean): readonly R[] {
  const way = isDescending ? -1 : 1;
  return requests.toSorted(
    (one, other) => way * compareBy(by, one, other) || compareTimers(one.timer, other.timer) || byText(one.receipt, other.receipt),
  );
}

function compareBy(by: SortKey, one: ViewedRequest, other: ViewedRequest): number {
  switch (by) {
    case 'due':
      return compareTimers(one.timer, other.timer);
    case 'receipt':
      return byText(one.receipt, other.receipt);
    case 'company':
      return byText(one.company?.name ?? '', other.company?.name ?? '');
    case 'channel':
      return byText(one.channel, other.channel);
    case 'risk':
      return riskRank(one) - riskRank(other);
    case 'state':
      return REQUEST_STATES.indexOf(one.state) - REQUEST_STATES.indexOf(other.state);
    case 'owner':
      // Nobody's work stands last, either way round it is one block.
      return byText(one.owner?.name ?? '\uFFFF', other.owner?.name ?? '\uFFFF');
  }
}

function riskRank({ risk }: ViewedRequest): number {
  return risk === null ? -1 : RISK_LEVELS.indexOf(risk);
}

/** By code unit: the same everywhere, whatever the host's locale. */
function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * What to take up next (D-11): of what runs, what is due first, own work before nobody's, and nothing that somebody else is in charge
 * of or holds. `after` was just done with.
 */
export function nextRequest(
  requests: readonly ViewedRequest[],
  staff: AccountId,
  at: Instant,
  after: string | null,
): string | null {
  const free = requests.filter(
    ({ receipt, timer, owner, claim }) =>
      receipt !== after &&
      timer.kind === 'running' &&
      (owner === null || owner.id === staff) &&
      (claim === null || at >= claim.until || isHeldBy(claim, staff, at)),
  );
  const sorted = sortedRequests(free, 'due', false);
  return (sorted.find(({ owner }) => owner !== null) ?? sorted[0])?.receipt ?? null;
}
