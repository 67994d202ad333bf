import { describe, expect, it } from 'vitest';
import { REQUEST_STATES } from './recovery-request.ts';
import { VIEW_STATES, viewCounts } from './request-view.ts';

describe("the views of the desk's list", () => {
  it.each(REQUEST_STATES)('D-05 a request that is %s is either under way or over', (state) => {
    expect([VIEW_STATES.all, VIEW_STATES.ended].filter((states) => states.includes(state))).toHaveLength(1);
  });

  it('D-05 what is under way is either unconfirmed or confirmed', () => {
    expect([...VIEW_STATES.unconfirmed, ...VIEW_STATES.confirmed].toSorted()).toEqual(VIEW_STATES.all.toSorted());
  });

  it('D-05 a view counts the requests of its states, and a state without any counts nothing', () => {
    expect(viewCounts({ opened: 4, evidence: 2, frozen: 1, vetoed: 3, expired: 5 })).toEqual({
      all: 7,
      unconfirmed: 4,
      confirmed: 3,
      ended: 8,
    });
    expect(viewCounts({})).toEqual({ all: 0, unconfirmed: 0, confirmed: 0, ended: 0 });
  });
});
