/** When a session is over, and when a proof in it is fresh enough for a security change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from './account.ts';
import type { BoundAuthenticator } from './authenticator.ts';
import { CUSTOMER_SESSION, STAFF_SESSION } from './policy.ts';
import { isFresh, isSessionOver, type LiveSession, type Session } from './session.ts';
import { hours, type Instant, minutes, seconds } from './time.ts';

const START: Instant = Date.UTC(2026, 10, 23, 12);

const ACCOUNT: Account = {
  id: 'hanako',
  portal: 'success',
  email: 'hanako@success.example',
  canonicalEmail: 'hanako@success.example',
  name: '山田 花子',
  phone: null,
  company: null,
  role: 'holder',
  language: 'ja',
  status: 'active',
  createdAt: 0,
  passwordSetAt: 0,
  languageChosen: false,
  notificationAddresses: [],
  passwordCompromisedAt: null,
  passwordSetVia: 'import',
  lastSignedInAt: null,
  recommendationHiddenUntil: null,
  passwordOnlyClosedAt: null,
  recoveryFrozenUntil: null,
  staffSince: null,
  quarantinedUntil: null,
  lockedAt: null,
  securityVersion: 1,
};

const PHONE: BoundAuthenticator = {
  id: 'phone',
  accountId: 'hanako',
  kind: 'totp',
  name: 'Phone',
  sealedSecret: 'v1.k.n.c',
  lastStep: 1,
  drift: 0,
  boundAt: 0,
  lastUsedAt: null,
};

function session(changes: Partial<LiveSession> = {}): LiveSession {
  return {
    id: 'session',
    portal: 'success',
    accountId: 'hanako',
    createdAt: START,
    lastSeenAt: START,
    expiresAt: START + hours(24),
    passwordAt: START,
    secondFactorAt: null,
    methods: ['password'],
    account: ACCOUNT,
    authenticators: [],
    ...changes,
  };
}

describe('the end of a session', () => {
  it.each([
    ['customer', CUSTOMER_SESSION, minutes(60), hours(24)],
    ['staff', STAFF_SESSION, minutes(15), hours(12)],
  ])('SEC-G03 comes for %s after the idle time and after the overall time', (_who, limits, idle, overall) => {
    expect(limits).toEqual({ idleFor: idle, absoluteFor: overall });
    const idling: Session = session({ expiresAt: START + overall });
    expect(isSessionOver(idling, limits, START + idle - seconds(1))).toBe(false);
    expect(isSessionOver(idling, limits, START + idle)).toBe(true);
    expect(isSessionOver(idling, limits, START + idle + seconds(1))).toBe(true);
    const busy = (now: Instant): Session => session({ expiresAt: START + overall, lastSeenAt: now });
    expect(isSessionOver(busy(START + overall - seconds(1)), limits, START + overall - seconds(1))).toBe(false);
    expect(isSessionOver(busy(START + overall), limits, START + overall)).toBe(true);
    expect(isSessionOver(busy(START + overall + seconds(1)), limits, START + overall + seconds(1))).toBe(true);
  });

  it('SEC-G03 comes by the shorter of what was written into it and what is configured now', () => {
    const limits = { idleFor: hours(2), absoluteFor: hours(2) };
    expect(isSessionOver(session({ expiresAt: START + hours(24) }), limits, START + hours(2))).toBe(true);
    expect(isSessionOver(session({ expiresAt: START + hours(1) }), limits, START + hours(1))).toBe(true);
  });

  it('SEC-G03 once come, it stays', () => {
    const time = fc.integer({ min: 0, max: hours(48) });
    fc.assert(
      fc.property(time, time, time, (lastSeen, now, later) => {
        const one = session({ lastSeenAt: START + lastSeen });
        if (isSessionOver(one, CUSTOMER_SESSION, START + now)) {
          expect(isSessionOver(one, CUSTOMER_SESSION, START + now + later)).toBe(true);
        }
      }),
    );
  });
});

describe('a fresh check', () => {
  const TEN = minutes(10);

  it('SEC-H01 is good for ten minutes and not a millisecond longer', () => {
    const one = session({ authenticators: [PHONE], secondFactorAt: START });
    expect(isFresh(one, TEN, START)).toBe(true);
    expect(isFresh(one, TEN, START + seconds(600))).toBe(true);
    expect(isFresh(one, TEN, START + seconds(600) + 1)).toBe(false);
    expect(isFresh(one, TEN, START + seconds(601))).toBe(false);
  });

  it('SEC-H01 T-23 is the second factor where one is bound: a fresh password does not replace it', () => {
    const one = session({ authenticators: [PHONE], passwordAt: START + hours(1), secondFactorAt: START });
    expect(isFresh(one, TEN, START + hours(1))).toBe(false);
    expect(isFresh(session({ authenticators: [PHONE], secondFactorAt: null }), TEN, START)).toBe(false);
  });

  it('SEC-H01 G-37 T-22 is the password where no second factor is bound', () => {
    const one = session({ passwordAt: START });
    expect(isFresh(one, TEN, START + TEN)).toBe(true);
    expect(isFresh(one, TEN, START + TEN + 1)).toBe(false);
    expect(isFresh(session({ passwordAt: START, secondFactorAt: START + hours(1) }), TEN, START + hours(1))).toBe(false);
  });
});
