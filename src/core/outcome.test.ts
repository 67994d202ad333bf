/** The list of refusals is closed, and four of them speak to the visitor with one voice. */
import { describe, expect, it } from 'vitest';
import { done, Fault, publicCode, type RefusalCode, refuse } from './outcome.ts';

/** Every code once; the compiler refuses one too many or one too few. */
const CODES: Readonly<Record<RefusalCode, true>> = {
  'no-such-account': true,
  'wrong-password': true,
  'account-suspended': true,
  'account-locked': true,
  'password-only-closed': true,
  'code-wrong': true,
  'code-replayed': true,
  'too-many-attempts': true,
  'password-held': true,
  'pending-sign-in-expired': true,
  'session-expired': true,
  'no-such-session': true,
  'session-over': true,
  'step-up-needed': true,
  'enrolment-expired': true,
  'already-enrolled': true,
  'not-enrolled': true,
  'no-such-authenticator': true,
  'name-taken': true,
  'last-authenticator': true,
  'authenticator-disabled': true,
  'clock-untrusted': true,
  'link-spent': true,
  'other-browser': true,
  'not-permitted': true,
  'filing-incomplete': true,
  'not-in-this-state': true,
  'request-changed': true,
  'recovery-request-open-already': true,
  'recovery-frozen': true,
  'recovery-quota-reached': true,
  'address-taken': true,
  'address-unchanged': true,
  'address-kept': true,
  'too-many-addresses': true,
  'recovery-request-live': true,
  'no-such-company': true,
  'company-exists': true,
  'case-exists': true,
  'password-set-already': true,
  'no-password': true,
  'password-compromised': true,
  'administrator-exists': true,
  'last-administrator': true,
  'codes-issued-already': true,
  'password-refused': true,
  'challenge-spent': true,
  'passkey-unknown': true,
  'passkey-refused': true,
  'passkey-counter-went-back': true,
  'passkey-synced': true,
  'passkeys-full': true,
  'request-claimed': true,
  'same-person-cannot-approve': true,
  'staff-reads-only': true,
  'remark-length': true,
  'ask-needed': true,
  'no-dispute': true,
  'voucher-needed': true,
  'voucher-unfit': true,
  'recorded-already': true,
  'call-code-wrong': true,
  'call-over': true,
  'request-not-claimed': true,
  'number-unusable': true,
  'no-such-evidence': true,
  'risk-not-higher': true,
  'risk-not-lowerable': true,
  'agent-quota-reached': true,
  'single-person-cannot': true,
  'evidence-missing': true,
  'evidence-fell-short': true,
  'notices-outstanding': true,
  'wait-not-over': true,
  'desk-stopped': true,
  'pass-dead': true,
  'pass-renewed-already': true,
  'ticket-over': true,
  'page-stale': true,
  'pass-wrong': true,
  quarantined: true,
};
const isCode = (text: string): text is RefusalCode => text in CODES;
const ALL = Object.keys(CODES).filter(isCode);
const SECRET: readonly RefusalCode[] = ['no-such-account', 'wrong-password', 'account-suspended', 'password-only-closed'];

describe('what the visitor is told', () => {
  it('SEC-E03 is the same for an unknown address, a wrong password, a suspended account and one closed to a password alone', () => {
    expect(new Set(SECRET.map(publicCode))).toEqual(new Set(['not-accepted']));
  });

  it.each(ALL)('is known for every refusal: %s', (code) => {
    expect(publicCode(code)).toBe(SECRET.includes(code) ? 'not-accepted' : code);
  });
});

describe('an outcome', () => {
  it('is a value or a refusal', () => {
    expect(done(3)).toEqual({ ok: true, value: 3 });
    expect(refuse({ code: 'link-spent' })).toEqual({ ok: false, refusal: { code: 'link-spent' } });
  });
});

describe('a fault', () => {
  it('is thrown with a stable code, a message for the log and its cause', () => {
    const cause = new Error('disk');
    const fault = new Fault('store-unavailable', 'no database', cause);
    expect(fault).toBeInstanceOf(Error);
    expect(fault).toMatchObject({ name: 'Fault', code: 'store-unavailable', message: 'no database', cause });
    expect('cause' in new Fault('overloaded', 'full')).toBe(false);
  });
});
