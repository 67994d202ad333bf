/** Small parts of the screens by themselves: clock times, names of devices, the QR drawing, where every refusal leads. */
import fc from 'fast-check';
import { encode } from 'uqr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEVICE_NAME_MAX } from '../../../src/core/authenticator.ts';
import { attemptsLeft, decideAttempt, EMPTY_COUNTER, pauseAhead, SECOND_FACTOR_SCHEDULE } from '../../../src/core/throttle.ts';
import { days, hours, minutes, seconds } from '../../../src/core/time.ts';
import { isDeviceNameTooLong, readDeviceName } from '../../../src/http/device-name.ts';
import { clockTime, type Moment, retryAfter } from '../../../src/http/pause.ts';
import { qrSvg } from '../../../src/http/qr-code.ts';
import { wordsFor } from '../../../src/i18n/catalog.ts';
import { signIn } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';
import { hasButton, headingOf, linkTo, summaryOf } from './reading.ts';

const MORNING = Date.UTC(2026, 10, 23, 1, 0, 0);

describe('U-19 the end of a pause', () => {
  test('G-08 is a clock time in Japan with the zone said, rounded up to the minute', () => {
    expect(shown('ja', minutes(15))).toBe('10:15(日本時間)');
    expect(shown('en', seconds(1))).toBe('10:01 (Japan time)');
    expect(shown('ja', minutes(1))).toBe('10:01(日本時間)');
  });

  test('G-08 on another day in Japan it has its date', () => {
    expect(shown('ja', hours(14) - seconds(1))).toBe('2026年11月24日(火) 0:00(日本時間)');
    expect(shown('en', days(1))).toBe('Tue, 24 November 2026, 10:00 (Japan time)');
  });

  test('Z-20 Retry-After is whole seconds, at least one, and never too early', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 100_000_000 }), (wait) => {
        const value = Number(retryAfter(visitAt('ja'), MORNING + wait)['retry-after']);
        expect(Number.isInteger(value) && value >= 1 && value * seconds(1) >= wait).toBe(true);
      }),
    );
  });

  function shown(language: 'ja' | 'en', wait: number): string {
    return clockTime(visitAt(language), MORNING + wait);
  }
  function visitAt(language: 'ja' | 'en'): Moment {
    return { language, words: wordsFor(language), caller: { at: MORNING } };
  }
});

describe('U-47 the name of a device', () => {
  test.each([
    ['  会社の iPhone ', '会社の iPhone'],
    ['a\u0000b\r\nc\u2028d', 'a b c d'],
    ['abc\u202Ecba', 'abc cba'],
    ['\u3000', ''],
    ['e\u0301', '\u00E9'],
    ['\uD800x', '\uFFFDx'],
  ])('%j becomes %j', (typed, name) => {
    expect(readDeviceName(typed)).toBe(name);
  });

  test('SEC-N06 whatever is typed is one line without anything unseen, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const name = readDeviceName(typed);
        expect(name).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]|^\s|\s$/u);
        expect(readDeviceName(name)).toBe(name);
      }),
    );
  });

  test('twenty characters are counted as people see code points', () => {
    expect(isDeviceNameTooLong('📱'.repeat(DEVICE_NAME_MAX))).toBe(false);
    expect(isDeviceNameTooLong('📱'.repeat(DEVICE_NAME_MAX + 1))).toBe(true);
  });
});

describe('U-34 the QR drawing', () => {
  test('SEC-B10 draws exactly the dark modules, with a quiet zone of four all round', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 400 }), (text) => {
        const svg = qrSvg(text);
        const { data, size } = encode(text, { ecc: 'L', border: 4 });
        const dark = new Set<string>();
        for (const [, x, y, run] of (svg.split('fill="#000"')[1] ?? '').matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
          for (let offset = 0; offset < Number(run); offset += 1) dark.add(`${Number(x) + offset},${y}`);
        }
        const expected = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])));
        expect([...dark].toSorted()).toEqual(expected.toSorted());
        expect(svg).toContain(`viewBox="0 0 ${size} ${size}"`);
        expect([...dark].every((at) => at.split(',').every((n) => Number(n) >= 4 && Number(n) < size - 4))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

test('G-08 SEC-F02 the pause that is announced is the pause that comes, at every count of failures', () => {
  let counter = EMPTY_COUNTER;
  let at = MORNING;
  const announced: { in: number; pause: number | null } = { in: 0, pause: null };
  for (let failure = 1; failure <= 50; failure += 1) {
    const decision = decideAttempt(counter, SECOND_FACTOR_SCHEDULE, at);
    if (!decision.allowed) throw new Error(`failure ${failure} was not evaluated`);
    counter = decision.next;
    if (announced.in === failure) {
      const pause = counter.failures >= 50 ? null : (counter.lockedUntil ?? at) - at;
      expect(pause).toBe(announced.pause);
    }
    if (counter.lockedUntil === null) {
      announced.in = failure + attemptsLeft(counter, SECOND_FACTOR_SCHEDULE);
      announced.pause = pauseAhead(counter, SECOND_FACTOR_SCHEDULE);
    }
    at = counter.lockedUntil ?? at + minutes(1);
  }
  expect(announced).toEqual({ in: 50, pause: null });
});

test('G-08 the sentence about the pause ahead has its own words for minutes, hours and the end', () => {
  const say = (language: 'ja' | 'en', minutesAhead: number | null) => {
    const { before, number, after } = wordsFor(language).code.left(3, minutesAhead);
    return `${before}${number}${after}`;
  };
  expect([say('ja', 15), say('ja', 60), say('ja', 1_440), say('ja', null)]).toEqual([
    'あと3回間違えると、15分間ログインできなくなります',
    'あと3回間違えると、1時間ログインできなくなります',
    'あと3回間違えると、24時間ログインできなくなります',
    'あと3回間違えると、この認証アプリではログインできなくなります',
  ]);
  expect([say('en', 15), say('en', 60), say('en', 1_440), say('en', null)]).toEqual([
    '3 tries left before sign-in is paused for 15 minutes',
    '3 tries left before sign-in is paused for 1 hour',
    '3 tries left before sign-in is paused for 24 hours',
    '3 tries left before this authenticator app can no longer be used to sign in',
  ]);
});

describe('signed in at the sign-in page', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    await world.addAccount();
  });
  afterEach(() => world.close());

  test('S-10 says as whom, leads on to the page asked for, and offers sign-out', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const page = await visitor.get('/success/sign-in?return_to=%2Fsuccess%2Faccount');
    expect(headingOf(page)).toBe('ログイン中です');
    expect(page.text).toContain('山田 花子 様 会社名 株式会社さくら商事 メールアドレス hanako@success.example');
    expect(linkTo(page, '続ける')).toBe('/success/account');
    expect(hasButton(page, 'ログアウト')).toBe(true);
    expect(page.html).not.toContain('id="password"');
    expect(headingOf(await visitor.get('/success/sign-in?lang=en'))).toBe('You are signed in');
  });

  test('SEC-G05 A6 a stale sign-out ends nothing and is offered again; a fresh one ends the session', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const stale = await visitor.post('/success/sign-out', { form_token: 'x' });
    expect([stale.status, headingOf(stale)]).toEqual([403, 'ログイン中です']);
    expect(summaryOf(stale)).toContain('もう一度送信してください');
    const out = await visitor.post('/success/sign-out');
    expect([out.status, out.location]).toEqual([303, '/success/sign-in?notice=signed-out']);
    expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect((await visitor.follow(out)).text).toContain('ログアウトしました。');
  });
});
