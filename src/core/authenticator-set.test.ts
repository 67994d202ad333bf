/** How many apps an account has, which names are the same to a reader, which one is the last, which one is asked for. */
import { describe, expect, test } from 'vitest';
import type { BoundApp, BoundPasskey } from './authenticator.ts';
import { APPS_MAX, CHECK_UP, freeName, isLast, isNameTaken, mayAddApp, unprovenApps } from './authenticator-set.ts';

const NOW = Date.UTC(2026, 10, 23);
const bound = { accountId: 'hanako', boundAt: NOW, lastUsedAt: null };

function app(id: string, name = id, changes: Partial<BoundApp> = {}): BoundApp {
  return { ...bound, id, kind: 'totp', name, sealedSecret: '', lastStep: 0, drift: 0, ...changes };
}

function passkey(id: string, name = id): BoundPasskey {
  const flags = { backupEligible: false, backedUp: false, userVerifying: true };
  return { ...bound, id, kind: 'passkey', name, credentialId: id, sealedKey: '', signCount: 0, transports: [], ...flags };
}

test('G-14 U-47 an account has two apps at most; passkeys do not count', () => {
  expect(APPS_MAX).toBe(2);
  expect(mayAddApp([])).toBe(true);
  expect(mayAddApp([app('a'), passkey('p'), passkey('q')])).toBe(true);
  expect(mayAddApp([app('a'), app('b')])).toBe(false);
});

describe('U-47 a name', () => {
  const held = [app('a', '会社のiPhone'), passkey('p', 'Laptop')];

  test.each(['会社のiPhone', '会社のｉＰｈｏｎｅ', '会社の IPHONE', '会社の\u200BiPhone', 'laptop', 'Ｌａｐｔｏｐ'])(
    'U-47 %j is taken, whatever kind has it',
    (name) => {
      expect(isNameTaken(held, name, null)).toBe(true);
    },
  );

  test.each(['会社のiPhone 2', '私物のiPhone', 'Lap-top', ''])('U-47 %j is free', (name) => {
    expect(isNameTaken(held, name, null)).toBe(false);
  });

  test('U-47 may stay with the one that has it', () => {
    expect(isNameTaken(held, '会社のiPhone', 'a')).toBe(false);
    expect(isNameTaken(held, '会社のiPhone', 'p')).toBe(true);
  });

  test('U-47 nobody gave gets a number when it is taken', () => {
    expect(freeName(held, '認証アプリ', null)).toBe('認証アプリ');
    expect(freeName([app('a', '認証アプリ')], '認証アプリ', null)).toBe('認証アプリ 2');
    expect(freeName([app('a', '認証アプリ'), app('b', '認証アプリ2')], '認証アプリ', null)).toBe('認証アプリ 3');
    expect(freeName([app('a', '認証アプリ')], '認証アプリ', 'a')).toBe('認証アプリ');
  });
});

test('SEC-H05 the last one is the one without another beside it, of either kind', () => {
  expect(isLast([app('a')], 'a')).toBe(true);
  expect(isLast([app('a'), passkey('p')], 'a')).toBe(false);
  expect(isLast([passkey('p')], 'p')).toBe(true);
});

describe('U-50 the check-up', () => {
  test('U-50 asks for an app from the third day to the twenty-eighth, the first instant in, the last one out', () => {
    const held = [app('a')];
    const asked = [CHECK_UP.from - 1, CHECK_UP.from, CHECK_UP.until - 1, CHECK_UP.until].map(
      (age) => unprovenApps(held, NOW + age).length,
    );
    expect(asked).toEqual([0, 1, 1, 0]);
  });

  test('U-50 asks for no app that was used, and for no passkey; the eldest first', () => {
    const at = NOW + CHECK_UP.from;
    expect(unprovenApps([app('a', 'a', { lastUsedAt: NOW }), passkey('p')], at)).toEqual([]);
    expect(unprovenApps([app('a'), app('b')], at).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(unprovenApps([app('a', 'a', { lastUsedAt: NOW }), app('b')], at).map(({ id }) => id)).toEqual(['b']);
  });
});
