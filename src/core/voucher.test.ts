import { describe, expect, it } from 'vitest';
import { DEFAULT_RECOVERY } from './recovery-policy.ts';
import { days } from './time.ts';
import { type VoucherFacts, type VoucherHindrance, voucherHindrance } from './voucher.ts';

const NOW = days(1000);
const AGED: VoucherFacts = {
  administratorSince: NOW - days(30),
  appointedBy: 'kaori',
  authenticatorSince: NOW - days(30),
  passwordByMailedLinkAt: NOW - days(3),
  lastSecondFactorAt: NOW - days(2),
  quarantinedUntil: NOW,
};

describe('SEC-J06 a voucher is the word of somebody seasoned', () => {
  it('nothing stands against an administrator of thirty days with the same app for thirty days', () => {
    expect(voucherHindrance(AGED, ['hanako'], DEFAULT_RECOVERY, NOW)).toBeNull();
  });

  it.each<[string, Partial<VoucherFacts>, VoucherHindrance]>([
    ['without a second factor', { authenticatorSince: null, lastSecondFactorAt: null }, 'no-second-factor'],
    ['a moment short of thirty days in the role', { administratorSince: NOW - days(30) + 1 }, 'too-new'],
    ['with an app that is a moment too young', { authenticatorSince: NOW - days(30) + 1 }, 'authenticator-too-new'],
    ['whose password was set by mail since', { passwordByMailedLinkAt: NOW - days(2) }, 'password-by-mail'],
    ['in quarantine', { quarantinedUntil: NOW + 1 }, 'quarantined'],
    ['made administrator by the subject', { appointedBy: 'hanako' }, 'appointed-by-subject'],
    ['made administrator by the same person under another account', { appointedBy: 'hanako-support' }, 'appointed-by-subject'],
  ])('refuses one %s', (_title, changes, expected) => {
    const facts = { ...AGED, ...changes };
    expect(voucherHindrance(facts, ['hanako', 'hanako-support'], DEFAULT_RECOVERY, NOW)).toBe(expected);
  });
});
