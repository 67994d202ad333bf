/** The lines of `genkan config check --effect`: whom a rule reaches, from when, and by whose rule. */
import { expect, test } from 'vitest';
import { OPTIONAL_POLICY, REQUIRED_POLICY, readPolicyDate, type TwoFactorPolicy } from './core/two-factor-policy.ts';
import { effectLines } from './policy-effect.ts';
import { DESK_PORTAL, SUCCESS_PORTAL, SUPPORT_PORTAL } from './portals/presets.ts';

const AT = Date.UTC(2026, 10, 23, 1, 0, 0);
const required = (date: string): TwoFactorPolicy => ({ level: 'required', requiredFrom: readPolicyDate(date) ?? 0 });
const company = (name: string, twoFactorPolicy = OPTIONAL_POLICY) =>
  ({ id: name, portal: 'success', name, plan: 'paid', twoFactorPolicy }) as const;
const success = (twoFactorPolicy: TwoFactorPolicy) => [{ ...SUCCESS_PORTAL, twoFactorPolicy }];
const COVERAGES = [
  { portal: 'success', company: null, people: 10, withSecondFactor: 2 },
  { portal: 'success', company: company('Sakura'), people: 30, withSecondFactor: 20 },
  { portal: 'success', company: company('Fujimi', required('2026-11-01')), people: 5, withSecondFactor: 4 },
];

test('A-12 says how many would enrol, by whose rule and since when', () => {
  expect(effectLines(success(required('2026-11-15')), COVERAGES, AT)).toEqual([
    'effect: portal success: 18 of 40 active accounts would enrol at the next sign-in (required by the portal since 2026-11-15)',
    'effect: portal success, company Fujimi: 1 of 5 active accounts would enrol at the next sign-in (required by the company since 2026-11-01)',
  ]);
  expect(effectLines(success(REQUIRED_POLICY), COVERAGES, AT)).toEqual([
    'effect: portal success: 19 of 45 active accounts would enrol at the next sign-in (required by the portal)',
  ]);
});

test('A-12 says from when, where there is still time, and that nobody must where nobody must', () => {
  expect(effectLines(success(required('2027-04-01')), COVERAGES.slice(0, 1), AT)).toEqual([
    'effect: portal success: 8 of 10 active accounts would enrol at the first sign-in from 2027-04-01 (required by the portal)',
  ]);
  expect(effectLines(success({ level: 'recommended', requiredFrom: null }), COVERAGES.slice(0, 1), AT)).toEqual([
    'effect: portal success: 8 of 10 active accounts see the recommendation on the dashboard (recommended by the portal)',
  ]);
  expect(effectLines(success(OPTIONAL_POLICY), COVERAGES.slice(0, 1), AT)).toEqual([
    'effect: portal success: nobody must enrol; 8 of 10 active accounts have no second factor',
  ]);
});

test('A-12 names every portal, and one that is not configured any more', () => {
  const lines = effectLines(
    [SUCCESS_PORTAL, SUPPORT_PORTAL, DESK_PORTAL],
    [{ portal: 'gone', company: null, people: 1, withSecondFactor: 0 }],
    AT,
  );
  expect(lines).toEqual([
    'effect: portal success: nobody must enrol; 0 of 0 active accounts have no second factor',
    'effect: portal support: nobody must enrol; 0 of 0 active accounts have no second factor',
    'effect: portal desk: 0 of 0 active accounts would enrol at the next sign-in (required by the desk)',
    'effect: portal gone is not configured; nobody signs in to its 1 active account',
  ]);
});
