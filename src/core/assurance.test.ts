/** The one policy decision about what a correct password still lacks, over all its inputs. */
import { describe, expect, it } from 'vitest';
import { assuranceLevel, nextStep } from './assurance.ts';
import type { BoundAuthenticator } from './authenticator.ts';

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

describe('after a correct password', () => {
  it.each([
    ['no authenticator', false, 'session', []],
    ['no authenticator', true, 'enrol', []],
    ['one authenticator', false, 'code', [PHONE]],
    ['one authenticator', true, 'code', [PHONE]],
    ['two authenticators', false, 'code', [PHONE, { ...PHONE, id: 'tablet' }]],
    ['two authenticators', true, 'code', [PHONE, { ...PHONE, id: 'tablet' }]],
  ] as const)(
    'SEC-E05 T-39 with %s and two-factor required: %s, the next step is "%s"',
    (_what, twoFactorRequired, step, authenticators) => {
      expect(nextStep({ authenticators, twoFactorRequired, passwordOnlyClosedAt: null })).toBe(step);
    },
  );

  it.each([
    ['no authenticator', false, 'closed', []],
    ['no authenticator', true, 'closed', []],
    ['one authenticator', false, 'code', [PHONE]],
    ['one authenticator', true, 'code', [PHONE]],
  ] as const)(
    'SEC-E05 SEC-P04 closed by "not me", with %s and two-factor required: %s, the next step is "%s"',
    (_what, twoFactorRequired, step, authenticators) => {
      for (const passwordOnlyClosedAt of [0, 1, Date.UTC(2026, 9, 8)])
        expect(nextStep({ authenticators, twoFactorRequired, passwordOnlyClosedAt })).toBe(step);
    },
  );
});

describe('the assurance level', () => {
  it('T-39 comes from what the session proved', () => {
    expect(assuranceLevel({ secondFactorAt: null })).toBe('AAL1');
    expect(assuranceLevel({ secondFactorAt: 1 })).toBe('AAL2');
    expect(assuranceLevel({ secondFactorAt: 0 })).toBe('AAL2');
  });
});
