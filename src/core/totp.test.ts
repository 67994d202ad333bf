/** Which time steps are accepted, how a slow device is followed, and what is said about a clock that is far off. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from './time.ts';
import { codeAt, driftMinutes, matchCode, timeStep } from './totp.ts';

const SECRET = new TextEncoder().encode('12345678901234567890');
const NOON = Date.UTC(2026, 10, 23, 12, 0, 0);
const STEP = seconds(30);
const codeOf = (offset: number, at = NOON) => codeAt(SECRET, timeStep(at) + offset);

describe('the acceptance window', () => {
  it.each([
    [-3, false],
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
    [3, false],
  ])('SEC-B03 a code %i steps from server time is accepted: %s', (offset, accepted) => {
    for (const within of [0, 1, seconds(15), STEP - 1]) {
      const expected = accepted ? { step: timeStep(NOON) + offset, drift: offset } : undefined;
      expect(matchCode(SECRET, codeOf(offset), NOON + within, 0, 1)).toEqual(expected);
    }
  });

  it.each([
    [-1, -3, false],
    [-1, -2, true],
    [-1, 1, true],
    [-1, 2, false],
    [-2, -3, false],
    [-2, -2, true],
    [-2, 0, true],
    [-2, 2, false],
    [1, 3, false],
    [1, 2, true],
    [1, -2, false],
    [2, 3, false],
    [2, 2, true],
    [2, -1, true],
    [2, -2, false],
  ])('SEC-B03 SEC-B05 with a learned drift of %i a code %i steps away is accepted: %s', (drift, offset, accepted) => {
    const expected = accepted ? { step: timeStep(NOON) + offset, drift: offset } : undefined;
    expect(matchCode(SECRET, codeOf(offset), NOON, drift, 1)).toEqual(expected);
  });

  it.each([
    [0, -1, false],
    [0, 0, true],
    [0, 1, false],
    [1, 1, true],
    [1, -1, false],
    [-2, -1, true],
    [-2, -2, false],
  ])(
    'SEC-B03 a window narrowed to 0, with a learned drift of %i: a code %i steps away is accepted: %s',
    (drift, offset, accepted) => {
      const expected = accepted ? { step: timeStep(NOON) + offset, drift: offset } : undefined;
      expect(matchCode(SECRET, codeOf(offset), NOON, drift, 0)).toEqual(expected);
    },
  );

  it.each([-1000, -3, 3, 1000, Number.NaN])(
    'SEC-B05 a stored drift of %d, which cannot be, never widens it past two steps',
    (drift) => {
      for (const offset of [-4, -3, 3, 4]) expect(matchCode(SECRET, codeOf(offset), NOON, drift, 1)).toBeUndefined();
    },
  );

  // Steps of this secret that share a code, found by search.
  it.each([
    ['neighbouring steps', 59_061_241, -1, 0, '963181'],
    ['the two outer steps', 61_331_810, -1, 1, '768734'],
  ])('SEC-B04 takes the highest step when %s have the same code', (_what, step, lower, higher, code) => {
    expect([codeAt(SECRET, step + lower), codeAt(SECRET, step + higher)]).toEqual([code, code]);
    expect(matchCode(SECRET, code, step * STEP, 0, 1)).toEqual({ step: step + higher, drift: higher });
  });

  it('works in the first minute of 1970', () => {
    expect(matchCode(SECRET, codeAt(SECRET, 0), 0, -2, 1)).toEqual({ step: 0, drift: 0 });
  });

  it('SEC-B03 accepts another text only when it is the code of an accepted step', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 6 }),
      fc.string({ maxLength: 9 }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: -2, max: 2 }), (code, drift) => {
        const match = matchCode(SECRET, code, NOON, drift, 1);
        if (match === undefined) expect([-1, 0, 1].map((offset) => codeOf(offset))).not.toContain(code);
        else expect(codeAt(SECRET, match.step)).toBe(code);
      }),
    );
  });
});

/** What the store keeps of one authenticator, with the rule of its conditional update. */
function remembered() {
  const state = { lastStep: -1, drift: 0 };
  return {
    state,
    signIn(code: string, at: number): boolean {
      const match = matchCode(SECRET, code, at, state.drift, 1);
      if (match === undefined || match.step <= state.lastStep) return false;
      Object.assign(state, { lastStep: match.step, drift: match.drift });
      return true;
    },
  };
}

describe('learned drift', () => {
  it('SEC-B05 a device 25 seconds slow keeps working over 30 sign-ins at every phase of a step', () => {
    const authenticator = remembered();
    for (let day = 0; day < 30; day += 1) {
      const shownAt = NOON + minutes(24 * 60) * day + seconds(day);
      const typedAt = shownAt + seconds(day % 5);
      expect(authenticator.signIn(codeAt(SECRET, timeStep(shownAt - seconds(25))), typedAt)).toBe(true);
      expect(Math.abs(authenticator.state.drift)).toBeLessThanOrEqual(1);
    }
  });

  it('SEC-B05 follows a device that loses seconds from day to day, but not past two steps', () => {
    const authenticator = remembered();
    const worked: number[] = [];
    for (let lag = 0; lag <= 120; lag += 5) {
      // Half-way through a step of server time, so that the lag alone decides.
      const at = NOON + minutes(60) * lag + seconds(15);
      if (authenticator.signIn(codeAt(SECRET, timeStep(at - seconds(lag))), at)) worked.push(lag);
    }
    // 75 s slow is two steps and a half-filled one; 80 s slow shows the third.
    expect(worked).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75]);
    expect(authenticator.state.drift).toBe(-2);
  });

  it('SEC-B05 is not moved by wrong codes, and forgotten once the device is right again', () => {
    const authenticator = remembered();
    expect(authenticator.signIn(codeOf(-1), NOON)).toBe(true);
    for (const offset of [-3, 2, 3, 10]) {
      expect(authenticator.signIn(codeOf(offset), NOON)).toBe(false);
      expect(authenticator.state.drift).toBe(-1);
    }
    expect(authenticator.signIn(codeOf(0, NOON + STEP * 4), NOON + STEP * 4)).toBe(true);
    expect(authenticator.signIn(codeOf(-2, NOON + STEP * 8), NOON + STEP * 8)).toBe(false);
  });
});

describe('what is said about a clock that is far off', () => {
  it.each([
    [-11, undefined],
    [-10, -5],
    [-9, -5],
    [-8, -4],
    [-3, -2],
    [-2, -1],
    [-1, undefined],
    [0, undefined],
    [1, undefined],
    [2, 1],
    [3, 2],
    [6, 3],
    [10, 5],
    [11, undefined],
  ])('a code %i steps away is said to be %s minutes off', (offset, told) => {
    expect(driftMinutes(SECRET, codeOf(offset), NOON, 1)).toBe(told);
  });

  it('G-06 what a narrowed window no longer accepts is said to be off', () => {
    expect(driftMinutes(SECRET, codeOf(1), NOON, 0)).toBe(1);
    expect(driftMinutes(SECRET, codeOf(0), NOON, 0)).toBeUndefined();
  });

  it.each(['', '12345', '1234567', '１２３４５６', 'abcdef'])('nothing is said about %j', (code) => {
    expect(driftMinutes(SECRET, code, NOON, 1)).toBeUndefined();
  });

  it('SEC-B03 what is recognised is not accepted', () => {
    for (const offset of [-10, -5, -2, 2, 5, 10]) {
      expect(driftMinutes(SECRET, codeOf(offset), NOON, 1)).not.toBeUndefined();
      expect(matchCode(SECRET, codeOf(offset), NOON, 0, 1)).toBeUndefined();
    }
  });
});
