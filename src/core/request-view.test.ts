/** Which requests a view shows, in which order they stand, and which of them comes next. */
import { describe, expect, it } from 'vitest';
import { REQUEST_STATES } from './recovery-state.ts';
import {
  isInView,
  nextRequest,
  REQUEST_VIEWS,
  type RequestView,
  SORT_KEYS,
  sortedRequests,
  type ViewedRequest,
  viewCounts,
} from './request-view.ts';
import type { Timer } from './response-times.ts';

const running = (dueAt: number, urgency: 'calm' | 'soon' | 'overdue' = 'calm'): Timer => ({
  kind: 'running',
  target: 'decision',
  dueAt,
  left: 0,
  urgency,
});
const ME = { id: 'me', name: '中村' };
const OTHER = { id: 'other', name: '佐々木' };
const request = (receipt: string, changes: Partial<ViewedRequest> = {}): ViewedRequest => ({
  receipt,
  company: null,
  channel: 'web',
  risk: 'low',
  state: 'evidence',
  owner: null,
  claim: null,
  timer: running(100),
  ...changes,
});
const shownIn = (changes: Partial<ViewedRequest>): readonly RequestView[] =>
  REQUEST_VIEWS.filter((view) => isInView(view, request('R', changes), 'me'));

describe("the views of the desk's queue", () => {
  it('D-05 every state stands in "all" or in "ended", and in exactly one of the two', () => {
    for (const state of REQUEST_STATES) {
      const views = shownIn({ state });
      expect([views.includes('all'), views.includes('ended')].filter(Boolean), state).toHaveLength(1);
    }
  });

  it.each([
    [{}, ['all', 'untouched']],
    [{ owner: ME }, ['all', 'mine']],
    [{ owner: OTHER }, ['all']],
    [{ state: 'opened' }, ['all', 'customer']],
    [{ state: 'released', owner: ME }, ['all', 'mine', 'customer']],
    [{ state: 'proposed', owner: OTHER }, ['all', 'second']],
    [{ state: 'approved' }, ['all', 'waiting']],
    [{ state: 'waiting' }, ['all', 'waiting']],
    [{ state: 'frozen' }, ['all']],
    [{ timer: running(1, 'overdue'), owner: OTHER }, ['all', 'overdue']],
    [{ state: 'redeemed', owner: ME }, ['ended']],
    [{ state: 'refused' }, ['ended']],
  ] satisfies readonly (readonly [Partial<ViewedRequest>, readonly RequestView[]])[])('D-05 %j stands in %j', (changes, views) => {
    expect(shownIn(changes)).toEqual(views);
  });

  it('D-05 counts filings and ended requests as the database does, the others one by one', () => {
    const confirmed = [request('1', { owner: ME }), request('2'), request('3', { state: 'released' })];
    expect(viewCounts({ opened: 7, evidence: 2, released: 1, redeemed: 1, expired: 2 }, confirmed, 'me')).toEqual({
      all: 10,
      untouched: 1,
      mine: 1,
      customer: 8,
      second: 0,
      waiting: 0,
      overdue: 0,
      ended: 3,
    });
  });
});

describe('the order', () => {
  const rows = [
    request('R-3', {
      timer: running(30),
      company: { name: 'い' },
      risk: 'high',
      state: 'proposed',
      owner: OTHER,
      channel: 'phone',
    }),
    request('R-1', { timer: running(10), company: { name: 'あ' }, risk: 'low', owner: ME }),
    request('R-2', { timer: running(20), risk: null, state: 'opened' }),
  ];
  const order = (by: (typeof SORT_KEYS)[number], isDescending = false) =>
    sortedRequests(rows, by, isDescending).map(({ receipt }) => receipt);

  it.each([
    ['due', ['R-1', 'R-2', 'R-3']],
    ['receipt', ['R-1', 'R-2', 'R-3']],
    ['company', ['R-2', 'R-1', 'R-3']],
    ['channel', ['R-3', 'R-1', 'R-2']],
    ['risk', ['R-2', 'R-1', 'R-3']],
    ['state', ['R-2', 'R-1', 'R-3']],
    ['owner', ['R-1', 'R-3', 'R-2']],
  ] as const)('D-06 by %s is %j, and the other way round', (by, expected) => {
    expect(order(by)).toEqual(expected);
    if (by !== 'channel') expect(order(by, true)).toEqual(expected.toReversed());
  });

  it('D-06 what is equal in a column stands by its next breach, either way', () => {
    expect(order('channel', true)).toEqual(['R-1', 'R-2', 'R-3']);
  });

  it('every column but none twice can be sorted by', () => {
    expect(new Set(SORT_KEYS).size).toBe(SORT_KEYS.length);
  });
});

describe('what comes next', () => {
  const of = (rows: readonly ViewedRequest[], after: string | null = null) => nextRequest(rows, 'me', 50, after);

  it("D-11 is what is due first, own work before nobody's", () => {
    expect(of([request('late', { timer: running(90) }), request('early', { timer: running(60) })])).toBe('early');
    expect(of([request('early', { timer: running(60) }), request('own', { timer: running(90), owner: ME })])).toBe('own');
  });

  it('D-11 is nothing that somebody else is in charge of or holds, that waits, or that was just done with', () => {
    expect(of([request('theirs', { owner: OTHER })])).toBeNull();
    expect(of([request('held', { claim: { by: 'other', until: 51 } })])).toBeNull();
    expect(of([request('free again', { claim: { by: 'other', until: 50 } })])).toBe('free again');
    expect(of([request('waits', { timer: { kind: 'paused', since: 1 } })])).toBeNull();
    expect(of([request('done with'), request('next')], 'done with')).toBe('next');
    expect(of([])).toBeNull();
  });
});
