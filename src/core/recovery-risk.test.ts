/** The risk of a request follows from facts, each with its reason (desk.md section 3). */
import { describe, expect, it } from 'vitest';
import { assessRisk, type RiskFacts } from './recovery-risk.ts';
import { days, seconds } from './time.ts';

const NOW = Date.UTC(2026, 10, 23);
const POLICY = { contactUnchangedFor: days(30) };
const CALM: RiskFacts = {
  contactChangedAt: null,
  passwordByMailedLinkAt: null,
  requestFiledAt: NOW - days(1),
  lastSecondFactorAt: NOW - days(2),
  isCompanyAdministrator: false,
  voucherReadsSameMailbox: false,
  earlierEndings: [],
  confirmedOfCompany: 1,
  secondFactorFailures: 0,
  isOutsideHours: false,
  isNewPlace: false,
};

describe('the risk of a request', () => {
  it('is low when nothing speaks against it', () => {
    expect(assessRisk(CALM, POLICY, NOW)).toEqual({ risk: 'low', because: [] });
  });

  it.each<[string, Partial<RiskFacts>, string]>([
    [
      'the password came by a mailed link and no second factor followed',
      { passwordByMailedLinkAt: NOW - days(2) },
      'password-by-mailed-link',
    ],
    [
      'the password came by a mailed link and there never was a second factor',
      { passwordByMailedLinkAt: NOW - days(400), lastSecondFactorAt: null },
      'password-by-mailed-link',
    ],
    ['contact data changed 29 days ago', { contactChangedAt: NOW - days(29) }, 'contact-changed'],
    ['contact data changed a second less than 30 days ago', { contactChangedAt: NOW - days(30) + seconds(1) }, 'contact-changed'],
    [
      'the password came by a mailed link while the request was open, whatever was proven since',
      { passwordByMailedLinkAt: NOW - days(1), lastSecondFactorAt: NOW },
      'password-by-mailed-link',
    ],
    ['the subject administers the company', { isCompanyAdministrator: true }, 'company-administrator'],
    ['an earlier request ended badly 89 days ago', { earlierEndings: [NOW - days(89)] }, 'earlier-request'],
  ])('SEC-J14 is high when %s', (_name, facts, reason) => {
    expect(assessRisk({ ...CALM, ...facts }, POLICY, NOW)).toEqual({ risk: 'high', because: [reason] });
  });

  it.each<[string, Partial<RiskFacts>, string]>([
    ['it is the third of one company within a day', { confirmedOfCompany: 3 }, 'many-of-company'],
    ['ten codes failed within a week', { secondFactorFailures: 10 }, 'second-factor-failures'],
    ['it comes from a new place', { isNewPlace: true }, 'new-place'],
  ])('SEC-J14 is medium when %s', (_name, facts, reason) => {
    expect(assessRisk({ ...CALM, ...facts }, POLICY, NOW)).toEqual({ risk: 'medium', because: [reason] });
  });

  it('is the highest of all reasons and names every one of them', () => {
    const risk = assessRisk({ ...CALM, isCompanyAdministrator: true, isNewPlace: true }, POLICY, NOW);
    expect(risk).toEqual({ risk: 'high', because: ['company-administrator', 'new-place'] });
  });

  it('forgets a mailed password once the second factor was used, and an earlier request after 90 days', () => {
    const facts = { ...CALM, passwordByMailedLinkAt: NOW - days(3), earlierEndings: [NOW - days(90)] };
    expect(assessRisk(facts, POLICY, NOW).risk).toBe('low');
  });

  it('SEC-J14 forgets a change of contact data after 30 days, or what is configured', () => {
    const facts = { ...CALM, contactChangedAt: NOW - days(30) };
    expect(assessRisk(facts, POLICY, NOW).risk).toBe('low');
    expect(assessRisk(facts, { contactUnchangedFor: days(31) }, NOW).risk).toBe('high');
  });

  it('does not count two of one company or nine wrong codes', () => {
    expect(assessRisk({ ...CALM, confirmedOfCompany: 2, secondFactorFailures: 9 }, POLICY, NOW).risk).toBe('low');
  });
});
