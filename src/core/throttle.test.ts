/** The three attempt schedules under a clock that the test moves, and what holds over any sequence of attempts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AttemptCounter,
  type AttemptSchedule,
  attemptsLeft,
  decideAttempt,
  EMPTY_COUNTER,
  NETWORK_SCHEDULE,
  PASSWORD_SCHEDULE,
  SECOND_FACTOR_SCHEDULE,
  withoutCharge,
} from './throttle.ts';
import { days, hours, type Instant, minutes, seconds } from './time.ts';

const START: Instant = Date.UTC(2026, 10, 23, 12);

/** A counter in the hands of somebody who only ever fails. */
function attacker(schedule: AttemptSchedule) {
  const evaluated: Instant[] = [];
  let counter: AttemptCounter = EMPTY_COUNTER;
  return {
    evaluated,
    counter: () => counter,
    /** Until when nothing is evaluated; null when this attempt was. */
    tryAt(at: Instant): Instant | null {
      const decision = decideAttempt(counter, schedule, at);
      if (!decision.allowed) return decision.retryAt;
      counter = decision.next;
      evaluated.push(at);
      return null;
    },
  };
}

/** The pause that begins with each of the first `count` failures, trying again at the very end of each. */
function pausesOf(schedule: AttemptSchedule, count: number): number[] {
  const someone = attacker(schedule);
  let now = START;
  return Array.from({ length: count }, () => {
    expect(someone.tryAt(now)).toBeNull();
    const after = decideAttempt(someone.counter(), schedule, now);
    const pause = after.allowed ? 0 : after.retryAt - now;
    if (!after.allowed) expect(someone.tryAt(after.retryAt - 1)).toBe(after.retryAt);
    now += Math.max(pause, 1);
    return pause;
  });
}

describe('wrong passwords of one account', () => {
  it('SEC-F01 cost waiting time from the fifth on, 30 seconds doubling to one hour', () => {
    const expected = [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920].map(seconds);
    expect(pausesOf(PASSWORD_SCHEDULE, 99)).toEqual([...expected, ...Array<number>(88).fill(hours(1))]);
  });

  it('SEC-F01 are not evaluated any more after 100 in a row, however long one waits', () => {
    const someone = attacker(PASSWORD_SCHEDULE);
    for (let now = START; now < START + days(365); now += hours(1)) someone.tryAt(now);
    expect(someone.evaluated).toHaveLength(100);
    expect(decideAttempt(someone.counter(), PASSWORD_SCHEDULE, START + days(3650))).toMatchObject({
      allowed: false,
      reason: 'exhausted',
    });
  });

  it('SEC-F01 are evaluated at the instant the pause ends and not a millisecond before', () => {
    const paused: AttemptCounter = { failures: 5, recent: [START], lockedUntil: START + seconds(30) };
    expect(decideAttempt(paused, PASSWORD_SCHEDULE, START + seconds(30) - 1)).toEqual({
      allowed: false,
      reason: 'paused',
      retryAt: START + seconds(30),
    });
    expect(decideAttempt(paused, PASSWORD_SCHEDULE, START + seconds(30)).allowed).toBe(true);
  });
});

describe('wrong codes of one account', () => {
  it('SEC-F02 pause the step for 15 minutes after 5, for an hour after 10 and 15, for a day after 20 within one', () => {
    const pauses = pausesOf(SECOND_FACTOR_SCHEDULE, 20);
    const paused = pauses.flatMap((pause, index) => (pause === 0 ? [] : [[index + 1, pause]]));
    expect(paused).toEqual([
      [5, minutes(15)],
      [10, hours(1)],
      [15, hours(1)],
      [20, days(1)],
    ]);
  });

  it('SEC-F02 give at most 50 guesses in 30 days of constant attack, and none after', () => {
    const someone = attacker(SECOND_FACTOR_SCHEDULE);
    for (let now = START; now < START + days(30); now += seconds(10)) someone.tryAt(now);
    expect(someone.evaluated.length).toBeLessThanOrEqual(50);
    expect(decideAttempt(someone.counter(), SECOND_FACTOR_SCHEDULE, START + days(400))).toMatchObject({ reason: 'exhausted' });
  });

  it('SEC-F02 T-06 do not become fewer by spreading them over the day', () => {
    const someone = attacker(SECOND_FACTOR_SCHEDULE);
    for (let now = START; now < START + days(1); now += minutes(16)) someone.tryAt(now);
    expect(someone.evaluated.length).toBeLessThanOrEqual(20);
  });

  it.each([
    [0, 5],
    [1, 4],
    [4, 1],
    [5, 0],
    [6, 4],
    [9, 1],
    [46, 4],
    [49, 1],
    [50, 0],
  ])('tell after %i failures that %i attempts are left', (failures, left) => {
    expect(attemptsLeft({ failures, recent: [START], lockedUntil: null }, SECOND_FACTOR_SCHEDULE)).toBe(left);
  });

  it('tell what the day still allows when that is less', () => {
    const recent = Array.from({ length: 18 }, (_, index) => START + index);
    expect(attemptsLeft({ failures: 21, recent, lockedUntil: null }, SECOND_FACTOR_SCHEDULE)).toBe(2);
  });
});

describe('failed sign-ins of one network', () => {
  it('SEC-F05 are 20 in any 10 minutes, and one more as each grows old', () => {
    const someone = attacker(NETWORK_SCHEDULE);
    for (let index = 0; index < 20; index += 1) expect(someone.tryAt(START + seconds(index))).toBeNull();
    expect(someone.tryAt(START + seconds(20))).toBe(START + minutes(10));
    expect(someone.tryAt(START + minutes(10) - 1)).toBe(START + minutes(10));
    expect(someone.tryAt(START + minutes(10))).toBeNull();
    expect(someone.tryAt(START + minutes(10))).toBe(START + minutes(10) + seconds(1));
  });
});

describe('any sequence of attempts', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: hours(3) }), { maxLength: 150 });

  it.each([
    ['SEC-F02', SECOND_FACTOR_SCHEDULE],
    ['SEC-F05', NETWORK_SCHEDULE],
  ])('%s never has more evaluated ones in any window than its limit', (_id, schedule) => {
    const { limit, within } = schedule.window ?? expect.fail('no window');
    fc.assert(
      fc.property(gaps, (waits) => {
        const someone = attacker(schedule);
        let now = START;
        for (const wait of waits) {
          now += wait;
          someone.tryAt(now);
        }
        for (const from of someone.evaluated) {
          expect(someone.evaluated.filter((at) => at >= from && at < from + within).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('SEC-F04 is never allowed more by nodes whose clocks differ', () => {
    const { limit, within } = NETWORK_SCHEDULE.window ?? expect.fail('no window');
    const attempt = fc.tuple(fc.integer({ min: 0, max: seconds(45) }), fc.integer({ min: 0, max: minutes(2) }));
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 60, maxLength: 120 }), (attempts) => {
        const someone = attacker(NETWORK_SCHEDULE);
        let now = START;
        for (const [wait, ahead] of attempts) {
          now += wait;
          someone.tryAt(now + ahead);
        }
        for (const from of someone.evaluated) {
          expect(someone.evaluated.filter((at) => at >= from && at < from + within).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('says when to come back, and it is right: evaluated then, refused a millisecond before', () => {
    fc.assert(
      fc.property(gaps, fc.constantFrom(PASSWORD_SCHEDULE, SECOND_FACTOR_SCHEDULE, NETWORK_SCHEDULE), (waits, schedule) => {
        const someone = attacker(schedule);
        let now = START;
        for (const wait of waits) {
          now += wait;
          const retryAt = someone.tryAt(now);
          if (retryAt === null || retryAt === Number.MAX_SAFE_INTEGER) continue;
          expect(retryAt).toBeGreaterThan(now);
          expect(decideAttempt(someone.counter(), schedule, retryAt - 1).allowed).toBe(false);
          expect(decideAttempt(someone.counter(), schedule, retryAt).allowed).toBe(true);
        }
      }),
    );
  });

  it('keeps the instants in order of time, not of arrival', () => {
    const someone = attacker(NETWORK_SCHEDULE);
    for (const at of [START + seconds(4), START, START + seconds(2)]) someone.tryAt(at);
    expect(someone.counter().recent).toEqual([START, START + seconds(2), START + seconds(4)]);
  });

  it('remembers no more instants than its window needs', () => {
    const someone = attacker(SECOND_FACTOR_SCHEDULE);
    for (let now = START; now < START + days(10); now += hours(1)) someone.tryAt(now);
    expect(someone.counter().recent.length).toBe(20);
    const other = attacker(PASSWORD_SCHEDULE);
    for (let now = START; now < START + days(10); now += hours(2)) other.tryAt(now);
    expect(other.counter().recent.length).toBe(1);
  });
});

describe('a charge that is taken back', () => {
  const charged = (at: Instant, from: AttemptCounter, schedule = SECOND_FACTOR_SCHEDULE): AttemptCounter => {
    const decision = decideAttempt(from, schedule, at);
    return decision.allowed ? decision.next : expect.fail('not allowed');
  };

  it('leaves the counter as it was', () => {
    const before = charged(START, EMPTY_COUNTER);
    expect(withoutCharge(charged(START + 1, before), START + 1)).toEqual(before);
    expect(withoutCharge(before, START)).toEqual(EMPTY_COUNTER);
  });

  it('ends the pause it began', () => {
    const four: AttemptCounter = { failures: 4, recent: [START], lockedUntil: null };
    const fifth = charged(START + 1, four);
    expect(fifth.lockedUntil).toBe(START + 1 + minutes(15));
    expect(withoutCharge(fifth, START + 1)).toEqual(four);
  });

  it('SEC-F04 ends no pause that another attempt began in the meantime', () => {
    const paused: AttemptCounter = { failures: 5, recent: [START, START + 1], lockedUntil: START + minutes(15) };
    expect(withoutCharge(paused, START)).toEqual({ failures: 4, recent: [START + 1], lockedUntil: START + minutes(15) });
  });

  it('SEC-F03 never makes the count negative, and of an instant that is gone only the count is taken back', () => {
    expect(withoutCharge(EMPTY_COUNTER, START)).toEqual(EMPTY_COUNTER);
    const counter: AttemptCounter = { failures: 3, recent: [START], lockedUntil: START + 1 };
    expect(withoutCharge(counter, START - 5)).toEqual({ failures: 2, recent: [START], lockedUntil: START + 1 });
  });
});
