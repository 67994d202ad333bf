/** Levels, dates and companies against each other: which rule holds, who made it, and from when on a password alone is not enough. */
import { describe, expect, it, test } from 'vitest';
import { days, hours } from './time.ts';
import {
  graceEnd,
  isTwoFactorRequired,
  OPTIONAL_POLICY,
  policyDate,
  REQUIRED_POLICY,
  readPolicyDate,
  readTypedDate,
  type TwoFactorPolicy,
  twoFactorRuleOf,
} from './two-factor-policy.ts';

const NOW = Date.UTC(2026, 10, 23, 1, 0, 0);
const customer = (twoFactorPolicy: TwoFactorPolicy) => ({ kind: 'customer', twoFactorPolicy }) as const;
const company = (twoFactorPolicy: TwoFactorPolicy) => ({ twoFactorPolicy });
const required = (requiredFrom: number): TwoFactorPolicy => ({ level: 'required', requiredFrom });

const POLICIES: Readonly<Record<string, TwoFactorPolicy>> = {
  optional: OPTIONAL_POLICY,
  recommended: { level: 'recommended', requiredFrom: null },
  'required tomorrow': required(NOW + days(1)),
  'required in a week': required(NOW + days(7)),
  'required now': required(NOW),
  'required always': REQUIRED_POLICY,
};
const STRICTNESS = Object.keys(POLICIES);
/** A later date is laxer than an earlier one. */
const ORDER = ['optional', 'recommended', 'required in a week', 'required tomorrow', 'required now', 'required always'];

describe('A-09 the rule over an account', () => {
  const pairs = STRICTNESS.flatMap((portal) => [null, ...STRICTNESS].map((firm) => [portal, firm] as const));

  it.each(pairs)(
    'SEC-E05 of a portal that says "%s" and a company that says "%s" is the stricter, with the earlier date',
    (portal, firm) => {
      const rule = twoFactorRuleOf(
        customer(POLICIES[portal] ?? OPTIONAL_POLICY),
        firm === null ? null : company(POLICIES[firm] ?? OPTIONAL_POLICY),
      );
      const tightens = firm !== null && ORDER.indexOf(firm) > ORDER.indexOf(portal);
      const expected = POLICIES[tightens ? firm : portal];
      expect({ level: rule.level, requiredFrom: rule.requiredFrom }).toEqual(expected);
      expect(rule.setBy).toBe(tightens ? 'company' : portal === 'optional' ? null : 'portal');
    },
  );

  it.each(pairs)(
    'SEC-E05 of a portal that says "%s" and a company that says "%s" is never laxer than the portal alone',
    (portal, firm) => {
      const alone = customer(POLICIES[portal] ?? OPTIONAL_POLICY);
      const both = firm === null ? null : company(POLICIES[firm] ?? OPTIONAL_POLICY);
      for (const at of [NOW - 1, NOW, NOW + hours(30), NOW + days(30)]) {
        if (isTwoFactorRequired(alone, null, at)) expect(isTwoFactorRequired(alone, both, at)).toBe(true);
      }
    },
  );

  it('A-09 begins at its date, to the millisecond', () => {
    const portal = customer(required(NOW));
    expect(isTwoFactorRequired(portal, null, NOW - 1)).toBe(false);
    expect(isTwoFactorRequired(portal, null, NOW)).toBe(true);
    expect(graceEnd(required(NOW), NOW - 1)).toBe(NOW);
    expect(graceEnd(required(NOW), NOW)).toBeNull();
    expect(graceEnd(OPTIONAL_POLICY, NOW)).toBeNull();
  });

  it('SEC-K01 is always required at the desk, whatever is written for it', () => {
    const desk = { kind: 'desk', twoFactorPolicy: OPTIONAL_POLICY } as const;
    expect(twoFactorRuleOf(desk, company(OPTIONAL_POLICY))).toEqual({ level: 'required', requiredFrom: 0, setBy: 'desk' });
    expect(isTwoFactorRequired(desk, null, 0)).toBe(true);
  });

  it('A-09 deadlines are re-capped when a policy tightens: the same account, the same moment, another answer', () => {
    const portal = customer(OPTIONAL_POLICY);
    const relaxed = company(required(NOW + days(30)));
    const tightened = company(required(NOW));
    expect(isTwoFactorRequired(portal, relaxed, NOW)).toBe(false);
    expect(isTwoFactorRequired(portal, tightened, NOW)).toBe(true);
  });
});

describe('a date of a policy', () => {
  it('A-09 is the beginning of that day in Japan', () => {
    expect(readPolicyDate('2026-12-01')).toBe(Date.UTC(2026, 10, 30, 15, 0, 0));
    expect(policyDate(Date.UTC(2026, 10, 30, 15, 0, 0))).toBe('2026-12-01');
    expect(policyDate(Date.UTC(2026, 10, 30, 14, 59, 59))).toBe('2026-11-30');
  });

  test.each(['2026-12-01', '2026-12-1', '2026/12/1', '2026年12月1日', '２０２６年１２月１日', ' 2026 - 12 - 01 '])(
    'A-09 is typed as %j as well',
    (text) => expect(readTypedDate(text)).toBe(readPolicyDate('2026-12-01')),
  );

  test.each(['', '12/1', '2026-12-01-01', '2026-02-30', 'tomorrow', '1-12-2026'])('A-09 is not typed as %j', (text) =>
    expect(readTypedDate(text)).toBeUndefined(),
  );

  test.each(['2026-02-30', '2026-13-01', '2026-1-1', '01.12.2026', '', 'tomorrow', '2026-12-01T00:00', '２０２６-12-01'])(
    'A-09 is not %j',
    (text) => expect(readPolicyDate(text)).toBeUndefined(),
  );
});
