/** The one policy decision about what a correct password still lacks, over all its inputs. */
import { describe, expect, it } from 'vitest';
import { assuranceLevel, nextStep } from './assurance.ts';
import type { BoundApp, BoundPasskey } from './authenticator.ts';
import type { ProofMethod } from './session.ts';

const PHONE: BoundApp = {
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

const KEY: BoundPasskey = {
  id: 'key',
  accountId: 'hanako',
  kind: 'passkey',
  name: 'Laptop',
  credentialId: 'credential',
  sealedKey: 'v1.k.n.c',
  signCount: 0,
  transports: [],
  backupEligible: false,
  backedUp: false,
  userVerifying: true,
  boundAt: 0,
  lastUsedAt: null,
};

const OPEN = { passwordOnlyClosedAt: null, passwordCompromisedAt: null } as const;

describe('after a correct password', () => {
  it.each([
    ['no authenticator', false, 'session', []],
    ['no authenticator', true, 'enrol', []],
    ['one authenticator', false, 'code', [PHONE]],
    ['one authenticator', true, 'code', [PHONE]],
    ['two authenticators', false, 'code', [PHONE, { ...PHONE, id: 'tablet' }]],
    ['a passkey', false, 'code', [KEY]],
    ['a passkey and an app', true, 'code', [KEY, PHONE]],
    ['two authenticators', true, 'code', [PHONE, { ...PHONE, id: 'tablet' }]],
  ] as const)(
    'SEC-E05 T-39 with %s and two-factor required: %s, the next step is "%s"',
    (_what, twoFactorRequired, step, authenticators) => {
      expect(nextStep({ proven: ['password'], authenticators, account: OPEN, twoFactorRequired })).toBe(step);
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
        expect(
          nextStep({ proven: ['password'], authenticators, account: { ...OPEN, passwordOnlyClosedAt }, twoFactorRequired }),
        ).toBe(step);
    },
  );
});

describe('with a second factor proven', () => {
  const ways: readonly (readonly ProofMethod[])[] = [
    ['password', 'totp'],
    ['password', 'passkey'],
    ['password', 'recovery-code'],
    ['passkey'],
  ];

  it.each(ways.map((proven) => [proven.join(' + '), proven] as const))(
    'SEC-E05 %s is a session, whatever the rule says',
    (_what, proven) => {
      for (const twoFactorRequired of [false, true])
        for (const authenticators of [[], [PHONE], [KEY], [PHONE, KEY]])
          for (const passwordOnlyClosedAt of [null, 5])
            expect(nextStep({ proven, authenticators, account: { ...OPEN, passwordOnlyClosedAt }, twoFactorRequired })).toBe(
              'session',
            );
    },
  );

  it.each([['password'] as const, ...ways].map((proven) => [proven.join(' + '), proven] as const))(
    'SEC-A08 %s leads to another password where the password is known to strangers',
    (_what, proven) => {
      for (const authenticators of [[], [PHONE], [KEY]])
        expect(nextStep({ proven, authenticators, account: { ...OPEN, passwordCompromisedAt: 5 }, twoFactorRequired: true })).toBe(
          'replace-password',
        );
    },
  );

  it('SEC-E05 nothing proven opens nothing', () => {
    expect(nextStep({ proven: [], authenticators: [], account: OPEN, twoFactorRequired: false })).toBe('closed');
    expect(nextStep({ proven: [], authenticators: [PHONE], account: OPEN, twoFactorRequired: false })).toBe('closed');
  });
});

describe('the assurance level', () => {
  it('T-39 comes from what the session proved', () => {
    expect(assuranceLevel({ secondFactorAt: null })).toBe('AAL1');
    expect(assuranceLevel({ secondFactorAt: 1 })).toBe('AAL2');
    expect(assuranceLevel({ secondFactorAt: 0 })).toBe('AAL2');
  });
});
