/**
 * The views of the desk's list: which states each of them shows. A view is a link with a count, so that every request is in
 * "all" or in "ended", and in exactly one of the two. Who may see which request is not decided here.
 */
import { LIVE_STATES, REQUEST_STATES, type RequestState, STOPPABLE_STATES } from './recovery-request.ts';
import { type Duration, days } from './time.ts';

export const REQUEST_VIEWS = ['all', 'unconfirmed', 'confirmed', 'ended'] as const;
export type RequestView = (typeof REQUEST_VIEWS)[number];

/** How long a request that is over stays in the list. */
export const ENDED_SHOWN_FOR: Duration = days(7);

export const ENDED_STATES: readonly RequestState[] = REQUEST_STATES.filter((state) => !STOPPABLE_STATES.includes(state));

export const VIEW_STATES: Readonly<Record<RequestView, readonly RequestState[]>> = {
  all: STOPPABLE_STATES,
  unconfirmed: ['opened'],
  confirmed: [...LIVE_STATES, 'frozen'],
  ended: ENDED_STATES,
};

export type StateCounts = Readonly<Partial<Record<RequestState, number>>>;

/** How many requests each view shows, from how many there are in each state. */
export function viewCounts(counts: StateCounts): Readonly<Record<RequestView, number>> {
  const sum = (view: RequestView) => VIEW_STATES[view].reduce((total, state) => total + (counts[state] ?? 0), 0);
  return { all: sum('all'), unconfirmed: sum('unconfirmed'), confirmed: sum('confirmed'), ended: sum('ended') };
}
