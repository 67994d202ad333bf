/** Weeks, shares and alarms of the charts at their edges. */
import { describe, expect, it } from 'vitest';
import { chartPeriod, isAlarming, percentile, shareOf, weekIndex, weekOf } from './chart-weeks.ts';
import { driftHistogram, signInCharts } from './sign-in-charts.ts';
import { days, hours, minutes } from './time.ts';

/** Tuesday 24 November 2026, 10:00 in Japan. */
const NOW = Date.UTC(2026, 10, 24, 1);
const MONDAY = Date.UTC(2026, 10, 22, 15);

describe('weeks', () => {
  it('D-37 begin on Monday at midnight in Japan', () => {
    expect(weekOf(NOW)).toBe(MONDAY);
    expect([weekOf(MONDAY), weekOf(MONDAY - 1)]).toEqual([MONDAY, MONDAY - days(7)]);
  });

  it('D-37 are thirteen with the running one, and thirteen before', () => {
    const period = chartPeriod(NOW);
    expect([period.weeks.length, period.weeks.at(-1), period.weeks[0]]).toEqual([13, MONDAY, MONDAY - 12 * days(7)]);
    const first = period.weeks[0] ?? 0;
    expect([NOW, first, first - 1, period.previousFrom, period.previousFrom - 1].map((at) => weekIndex(period, at))).toEqual([
      12,
      0,
      -1,
      -1,
      null,
    ]);
  });
});

describe('numbers', () => {
  it('D-37 percentiles are values that occurred; of nothing there is none', () => {
    expect([percentile([3, 1, 2], 0.5), percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9), percentile([], 0.5)]).toEqual([
      2,
      9,
      null,
    ]);
    expect([shareOf(1, 4), shareOf(0, 0)]).toEqual([25, null]);
  });

  it.each([
    [[3, 3, 3, 3, 3, 3, 3, 7], true],
    [[3, 3, 3, 3, 3, 3, 3, 6], false],
    [[0, 0, 0, 0, 0, 0, 0, 4], false],
    [[0, 0, 0, 0, 0, 0, 0, 5], true],
    [[100, 0, 0, 0, 0, 0, 0, 5], true],
    [[], false],
  ])('D-38 %j is alarming: %s', (daily, expected) => {
    expect(isAlarming(daily)).toBe(expected);
  });

  it('D-38 drifts of both directions are counted by size', () => {
    expect(
      driftHistogram([
        { minutes: -1, count: 2 },
        { minutes: 2, count: 1 },
        { minutes: 5, count: 1 },
        { minutes: -30, count: 4 },
      ]),
    ).toEqual([2, 1, 1, 4]);
  });

  it('D-38 the first code after a password is the first try, later ones and those of an older sign-in are none', () => {
    const at = (offset: number, what: 'password' | 'accepted' | 'refused', accountId = 'a') => ({
      accountId,
      at: NOW - hours(2) + offset,
      what,
    });
    const { firstTry } = signInCharts(
      [],
      [
        at(0, 'password'),
        at(minutes(1), 'refused'),
        at(minutes(2), 'accepted'),
        at(minutes(3), 'password', 'b'),
        at(minutes(4), 'accepted', 'b'),
        at(minutes(5), 'password', 'c'),
        at(minutes(50), 'refused', 'c'),
        at(minutes(51), 'accepted', 'd'),
      ],
      chartPeriod(NOW),
      NOW,
    );
    expect(firstTry.at(-1)).toBe(50);
  });
});
