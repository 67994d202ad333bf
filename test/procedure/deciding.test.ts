/** The commands of staff and of company administrators: what each needs, and what is refused when it is missing (desk.md sections 2 to 4). */
import { describe, expect, it } from 'vitest';
import type { RecoveryCommand } from '../../src/core/recovery-command.ts';
import { decide } from '../../src/core/recovery-request.ts';
import { fold, LIVE_STATES, type RecoveryRequest } from '../../src/core/recovery-state.ts';
import { days, hours, minutes } from '../../src/core/time.ts';
import { asStaff, CALM, COMMANDS, FACTS, KAORI, NOW, POLICY, REMARK, RISKY, requestIn, staff } from '../support/procedure.ts';

/** Answers the types of the events, or the code of the refusal. */
function give(request: RecoveryRequest, command: object, at = NOW, policy = POLICY): string {
  const decided = decide(request, { ...command, version: request.version } as RecoveryCommand, policy, at);
  return decided.ok ? decided.value.map(({ detail }) => detail.type).join(' ') : decided.refusal.code;
}

/** The request after it; the test fails when it is refused. */
function take(request: RecoveryRequest, command: object, at = NOW, policy = POLICY): RecoveryRequest {
  const decided = decide(request, { ...command, version: request.version } as RecoveryCommand, policy, at);
  if (!decided.ok) throw new Error(decided.refusal.code);
  const next = fold(decided.value, request);
  if (next === null) throw new Error('gone');
  return next;
}

const EVIDENCE = requestIn('evidence');
const PROPOSED = requestIn('proposed');
const without = (request: RecoveryRequest, ...kinds: string[]): RecoveryRequest => ({
  ...request,
  evidence: request.evidence.filter(({ kind }) => !kinds.includes(kind)),
});

describe('the voucher (command 4)', () => {
  it.each([
    ['SEC-J06 the subject', { ...KAORI, sameAs: ['kaori', 'hanako'] }, 'not-permitted'],
    ['SEC-J06 a stale session', { ...KAORI, provenAt: NOW - minutes(11) }, 'step-up-needed'],
    ['SEC-J06 nobody proven', { ...KAORI, provenAt: null }, 'step-up-needed'],
    ['SEC-J06 another company', { ...KAORI, isOfCompany: false }, 'not-permitted'],
    ['SEC-J06 one whose authenticator is young', { ...KAORI, isSeasoned: false }, 'voucher-unfit'],
    ['SEC-J06 one whom the subject appointed', { ...KAORI, wasAppointedBySubject: true }, 'voucher-unfit'],
  ])('%s is refused', (_name, administrator, code) => {
    expect(give(EVIDENCE, { ...COMMANDS.vouch, administrator })).toBe(code);
  });

  it('SEC-J06 needs the code that the colleague reads out, and counts once', () => {
    expect(give(EVIDENCE, { ...COMMANDS.vouch, isCodeRight: false })).toBe('call-code-wrong');
    expect(give(EVIDENCE, COMMANDS.vouch)).toBe('EvidenceAdded');
    expect(give(take(EVIDENCE, COMMANDS.vouch), COMMANDS.vouch)).toBe('recorded-already');
  });

  it('raises the risk when both read one mailbox', () => {
    const facts = { ...FACTS, risk: { ...CALM, voucherReadsSameMailbox: true } };
    expect(give(take(EVIDENCE, COMMANDS.vouch), { ...COMMANDS.assess, facts })).toBe('RiskAssessed');
  });
});

describe('calls and meetings (commands 6 to 8)', () => {
  it('D-10 needs the claim on the request and a number that may be used', () => {
    expect(give(EVIDENCE, { ...COMMANDS['start-call'], holdsClaim: false })).toBe('request-not-claimed');
    const facts = { ...FACTS, numberOnFile: 'none' };
    expect(give(EVIDENCE, { ...COMMANDS['start-call'], facts })).toBe('number-unusable');
    expect(give(EVIDENCE, { ...COMMANDS['start-call'], for: 'in-person', facts })).toBe('CallStarted');
  });

  it('SEC-J05 is recorded by who placed this call, in its ten minutes, with its code', () => {
    expect(give(EVIDENCE, COMMANDS.record)).toBe('EvidenceRecorded');
    expect(give(EVIDENCE, { ...COMMANDS.record, actor: asStaff('ryoko'), staff: staff('ryoko', 'reviewer') })).toBe(
      'not-permitted',
    );
    expect(give(EVIDENCE, { ...COMMANDS.record, callId: 'call-9' })).toBe('not-permitted');
    expect(give(EVIDENCE, { ...COMMANDS.record, isCodeRight: false })).toBe('call-code-wrong');
    expect(give(EVIDENCE, COMMANDS.record, NOW + minutes(9))).toBe('call-over');
    expect(give(take(EVIDENCE, COMMANDS.record), COMMANDS.record)).toBe('recorded-already');
  });

  it('SEC-J05 one call is not evidence: only two people make it count', () => {
    const one = { ...EVIDENCE, evidence: EVIDENCE.evidence.filter(({ by }) => by !== 'sachiko') };
    const proposed = take(one, COMMANDS.propose);
    expect(proposed.state).toBe('proposed');
    expect(give(proposed, COMMANDS.approve)).toBe('evidence-missing');
    const approver = { actor: asStaff('sachiko'), staff: staff('sachiko', 'supervisor') };
    const called = take(proposed, { ...COMMANDS['start-call'], ...approver, callId: 'call-s' });
    const recorded = take(called, { ...COMMANDS.record, ...approver, callId: 'call-s' });
    expect(give(recorded, COMMANDS.approve)).toBe('Approved');
  });

  it('a document counts when two saw it together, one of them a supervisor', () => {
    const base = without(EVIDENCE, 'call-back');
    const seen = (minutesApart: number, second: 'supervisor' | 'reviewer') => ({
      ...base,
      evidence: [
        ...base.evidence,
        { key: 20, kind: 'in-person', at: NOW - minutes(minutesApart), by: 'itsuki', role: 'intake' } as const,
        { key: 21, kind: 'in-person', at: NOW, by: 'sumire', role: second } as const,
      ],
    });
    expect(give({ ...PROPOSED, evidence: seen(5, 'supervisor').evidence }, COMMANDS.approve)).toBe('Approved');
    expect(give({ ...PROPOSED, evidence: seen(31, 'supervisor').evidence }, COMMANDS.approve)).toBe('evidence-missing');
    expect(give({ ...PROPOSED, evidence: seen(5, 'reviewer').evidence }, COMMANDS.approve)).toBe('evidence-missing');
  });

  it('D-27 T-52 somebody who was told to read the code out stops the request and the account', () => {
    const command = { ...COMMANDS['record-attempt'], outcome: 'suspicious', remark: REMARK };
    expect(give(EVIDENCE, command)).toBe('ContactTried Frozen RecoveryFrozen');
    expect(give(EVIDENCE, COMMANDS['record-attempt'])).toBe('ContactTried');
  });

  it('T-52 nobody acts on their own request, a new member only reads, an auditor only looks', () => {
    const acting = (changes: object) =>
      give(EVIDENCE, { ...COMMANDS['start-call'], staff: { ...COMMANDS['start-call'].staff, ...changes } });
    expect(acting({ sameAs: ['ichiro', 'hanako'] })).toBe('not-permitted');
    expect(acting({ readsOnly: true })).toBe('staff-reads-only');
    expect(acting({ role: 'auditor' })).toBe('not-permitted');
    expect(acting({ role: 'administrator' })).toBe('not-permitted');
  });
});

describe('revoking evidence (command 9)', () => {
  it('is for the one who recorded, the one who vouched and a supervisor, with a reason', () => {
    expect(give(EVIDENCE, COMMANDS['revoke-evidence'])).toBe('EvidenceRevoked');
    const by = (id: string, role: 'intake' | 'reviewer') => ({
      ...COMMANDS['revoke-evidence'],
      actor: asStaff(id),
      by: staff(id, role),
    });
    expect(give(EVIDENCE, by('itsuki', 'intake'))).toBe('EvidenceRevoked');
    expect(give(EVIDENCE, by('ryoko', 'reviewer'))).toBe('not-permitted');
    expect(give(EVIDENCE, { ...COMMANDS['revoke-evidence'], remark: 'short' })).toBe('remark-length');
    expect(give(EVIDENCE, { ...COMMANDS['revoke-evidence'], key: 3 })).toBe('no-such-evidence');
  });

  it('SEC-J01 takes proposal, approval, wait and pass with it', () => {
    for (const state of LIVE_STATES) {
      const next = take(requestIn(state), COMMANDS['revoke-evidence']);
      expect([next.state, next.proposal, next.approvals, next.waitUntil, next.pass]).toEqual(['evidence', null, [], null, null]);
    }
  });
});

describe('the risk (commands 10 and 11)', () => {
  it('SEC-J14 rises by one person, with a reason, and takes back what was decided for less', () => {
    expect(give(EVIDENCE, COMMANDS['raise-risk'])).toBe('RiskRaised');
    expect(give(PROPOSED, COMMANDS['raise-risk'])).toBe('RiskRaised EvidenceFellShort');
    expect(give(requestIn('waiting'), { ...COMMANDS['raise-risk'], to: 'medium' })).toBe('RiskRaised EvidenceFellShort');
    expect(give(PROPOSED, { ...COMMANDS['raise-risk'], to: 'medium' })).toBe('RiskRaised');
    expect(give(EVIDENCE, { ...COMMANDS['raise-risk'], to: 'low' })).toBe('risk-not-higher');
  });

  it('pressing doubles the wait, also one that runs, and is counted once', () => {
    const waiting = requestIn('waiting', { waitUntil: NOW + hours(23), stateSince: NOW - hours(1) });
    expect(take(waiting, COMMANDS.press).waitUntil).toBe(NOW + hours(47));
    expect(give(take(EVIDENCE, COMMANDS.press), COMMANDS.press)).toBe('recorded-already');
    expect(take(requestIn('released'), COMMANDS.press).state).toBe('evidence');
    const approved = take({ ...requestIn('approved'), isPressed: true }, COMMANDS['notices-accepted']);
    expect(approved.waitUntil).toBe(NOW + hours(48));
  });

  it('falls one step by two people, who do not approve then', () => {
    const raised = take(EVIDENCE, COMMANDS['raise-risk']);
    const asked = take(raised, { ...COMMANDS.ask, what: 'lower-risk' });
    expect(give(raised, COMMANDS['lower-risk'])).toBe('ask-needed');
    expect(give(asked, { ...COMMANDS['lower-risk'], actor: asStaff('sachiko'), staff: staff('sachiko', 'supervisor') })).toBe(
      'same-person-cannot-approve',
    );
    expect(give(asked, { ...COMMANDS['lower-risk'], staff: staff('ryoko', 'reviewer', { provenAt: null }) })).toBe(
      'step-up-needed',
    );
    expect(give(asked, COMMANDS['lower-risk'], NOW + minutes(30))).toBe('ask-needed');
    const lowered = take(asked, COMMANDS['lower-risk']);
    expect(lowered.lowered?.to).toBe('medium');
    expect(lowered.excluded).toEqual(['sachiko', 'ryoko']);
  });

  it('never falls for a mailed password, a changed contact or an administrator', () => {
    for (const because of ['password-by-mailed-link', 'contact-changed', 'company-administrator'] as const) {
      const facts =
        because === 'password-by-mailed-link'
          ? RISKY
          : because === 'contact-changed'
            ? { ...FACTS, risk: { ...CALM, contactChangedAt: NOW - days(1) } }
            : { ...FACTS, risk: { ...CALM, isCompanyAdministrator: true } };
      expect(give(EVIDENCE, { ...COMMANDS.ask, what: 'lower-risk', facts })).toBe('risk-not-lowerable');
    }
    const facts = { ...FACTS, risk: { ...CALM, earlierEndings: [NOW - days(60)] } };
    expect(give(EVIDENCE, { ...COMMANDS.ask, what: 'lower-risk', facts })).toBe('RiskAssessed Asked');
  });
});

describe('proposing and approving (commands 12 to 14)', () => {
  it('SEC-J05 is refused until the evidence of the risk is there', () => {
    expect(give(EVIDENCE, COMMANDS.propose)).toBe('Proposed');
    expect(give(without(EVIDENCE, 'call-back'), COMMANDS.propose)).toBe('evidence-missing');
    expect(give(without(EVIDENCE, 'password'), COMMANDS.propose)).toBe('evidence-missing');
    expect(give(EVIDENCE, { ...COMMANDS.propose, facts: { ...FACTS, numberOnFile: 'shared' } })).toBe('evidence-missing');
    expect(give(EVIDENCE, { ...COMMANDS.propose, facts: { ...FACTS, requiresVoucher: true } })).toBe('evidence-missing');
    expect(give(EVIDENCE, { ...COMMANDS.propose, facts: RISKY })).toBe('evidence-missing');
    expect(give(EVIDENCE, { ...COMMANDS.propose, staff: staff('ichiro', 'intake') })).toBe('not-permitted');
  });

  const approver = (id: string, role: 'reviewer' | 'supervisor', changes = {}) => ({
    ...COMMANDS.approve,
    actor: asStaff(id),
    staff: staff(id, role, changes),
  });

  it.each([
    ['the proposer', PROPOSED, approver('ryoko', 'reviewer')],
    ['the opener', { ...PROPOSED, openedBy: 'seiji' }, approver('seiji', 'supervisor')],
    [
      'who has the voucher’s address',
      take(PROPOSED, COMMANDS.vouch),
      approver('seiji', 'supervisor', { sameAs: ['seiji', 'kaori'] }),
    ],
    ['who lowered the risk', { ...PROPOSED, excluded: ['seiji'] }, approver('seiji', 'supervisor')],
  ])('SEC-J08 %s is not an approver', (_name, request, command) => {
    expect(give(request as RecoveryRequest, command)).toBe('same-person-cannot-approve');
  });

  it('SEC-J08 the subject never is, with whichever account', () => {
    expect(give(PROPOSED, approver('seiji', 'supervisor', { sameAs: ['seiji', 'hanako'] }))).toBe('not-permitted');
  });

  it('needs a check of the last ten minutes', () => {
    expect(give(PROPOSED, approver('seiji', 'supervisor', { provenAt: NOW - minutes(11) }))).toBe('step-up-needed');
  });

  it('SEC-J08 high risk needs two people, one of them a supervisor', () => {
    const high = take(take(EVIDENCE, COMMANDS.vouch), COMMANDS['raise-risk']);
    const proposed = take(high, COMMANDS.propose);
    const first = take(proposed, approver('rina', 'reviewer'));
    expect([first.state, first.approvals.length]).toEqual(['proposed', 1]);
    expect(give(first, approver('rina', 'reviewer'))).toBe('same-person-cannot-approve');
    const second = take(first, approver('rokuro', 'reviewer'));
    expect(second.state).toBe('proposed');
    expect(take(second, approver('seiji', 'supervisor')).state).toBe('approved');
    expect(take(first, approver('seiji', 'supervisor')).state).toBe('approved');
  });

  it('an approval before the last change of evidence does not count', () => {
    const high = take(take(take(EVIDENCE, COMMANDS.vouch), COMMANDS['raise-risk']), COMMANDS.propose);
    const first = take(high, approver('rina', 'reviewer'));
    expect(take(first, COMMANDS.record).approvals).toEqual([]);
  });

  it('a policy that changed half-way voids the proposal', () => {
    const policy = { ...POLICY, version: 'other' };
    expect(give(PROPOSED, COMMANDS.approve, NOW, policy)).toBe('evidence-fell-short');
    expect(take(requestIn('released'), COMMANDS.assess, NOW, policy).state).toBe('evidence');
  });

  it('somebody whose role was taken away does not count any more', () => {
    const facts = { ...FACTS, left: ['seiji'] };
    for (const state of ['approved', 'waiting', 'released'] as const) {
      expect(give(requestIn(state), { ...COMMANDS.assess, facts })).toBe('EvidenceFellShort');
    }
    const recorder = { ...FACTS, left: ['itsuki'] };
    expect(take(requestIn('waiting'), { ...COMMANDS.assess, facts: recorder }).state).toBe('evidence');
  });

  it('SEC-J14 the sixth proposal or approval waits for another supervisor', () => {
    expect(give(EVIDENCE, { ...COMMANDS.propose, staff: staff('ryoko', 'reviewer', { recent: 5 }) })).toBe('agent-quota-reached');
    expect(give(PROPOSED, approver('sachiko', 'supervisor', { recent: 5 }))).toBe('agent-quota-reached');
    const asked = take(EVIDENCE, COMMANDS.ask);
    const granted = take(asked, COMMANDS.grant);
    expect(granted.proposal?.by).toBe('sachiko');
    expect(give(asked, { ...COMMANDS.grant, actor: asStaff('sachiko'), staff: staff('sachiko', 'supervisor') })).toBe(
      'same-person-cannot-approve',
    );
    expect(give(asked, { ...COMMANDS.grant, staff: staff('seiji', 'reviewer') })).toBe('not-permitted');
    const approval = take(PROPOSED, { ...COMMANDS.ask, what: 'approve' });
    expect(take(approval, COMMANDS.grant).state).toBe('approved');
  });

  it('D-22 D-29 a proposal or an approval may say why: with ten characters, or with nothing', () => {
    for (const [request, command] of [
      [EVIDENCE, COMMANDS.propose],
      [PROPOSED, COMMANDS.approve],
    ] as const) {
      const does = give(request, command);
      expect(give(request, { ...command, remark: '123456789' })).toBe('remark-length');
      for (const remark of ['', ' ', '1234567890']) expect(give(request, { ...command, remark })).toBe(does);
    }
    expect([give(EVIDENCE, COMMANDS.propose), give(PROPOSED, COMMANDS.approve)]).toEqual(['Proposed', 'Approved']);
  });

  it('D-22 a refusal names its reason and says ten characters', () => {
    expect(give(EVIDENCE, COMMANDS.refuse)).toBe('Refused');
    expect(give(EVIDENCE, { ...COMMANDS.refuse, remark: '123456789' })).toBe('remark-length');
  });
});

describe('a single-person desk', () => {
  const policy = { ...POLICY, singlePerson: true };
  const one = { ...EVIDENCE, evidence: EVIDENCE.evidence.filter(({ by }) => by !== 'sachiko') };
  const proposed = take(one, COMMANDS.propose, NOW, policy);

  it('takes the voucher after the proposal as second record and as the one approval, and waits 72 hours', () => {
    expect(give(one, COMMANDS.vouch, NOW, policy)).toBe('not-in-this-state');
    expect(give(proposed, COMMANDS.approve, NOW, policy)).toBe('single-person-cannot');
    const approved = take(proposed, COMMANDS.vouch, NOW, policy);
    expect(approved.state).toBe('approved');
    expect(take(approved, COMMANDS['notices-accepted'], NOW, policy).waitUntil).toBe(NOW + hours(72));
  });

  it('refuses high risk and a company without another administrator', () => {
    expect(give(take(one, COMMANDS['raise-risk'], NOW, policy), COMMANDS.propose, NOW, policy)).toBe('single-person-cannot');
    expect(give(one, { ...COMMANDS.propose, facts: { ...FACTS, hasOtherAdministrator: false } }, NOW, policy)).toBe(
      'single-person-cannot',
    );
  });

  it('carries a request of low risk by mailbox, password and voucher, where no call was needed', () => {
    const nobody = without(one, 'call-back');
    expect(give(nobody, COMMANDS.propose, NOW, policy)).toBe('Proposed');
    const vouched = take(take(nobody, COMMANDS.propose, NOW, policy), COMMANDS.vouch, NOW, policy);
    // Mailbox, password and the colleague's voucher are what the low rule asks for.
    expect(vouched.state).toBe('approved');
  });
});

describe('stopping and resuming (commands 15 and 16)', () => {
  it('D-27 anybody of the desk stops with a reason; two others resume', () => {
    const frozen = take(PROPOSED, COMMANDS.stop);
    expect([frozen.state, frozen.frozen?.by]).toEqual(['frozen', 'ichiro']);
    expect(give(frozen, COMMANDS.resume)).toBe('ask-needed');
    const asked = take(frozen, { ...COMMANDS.ask, what: 'resume' });
    expect(give(asked, { ...COMMANDS.resume, hasOtherLive: true })).toBe('recovery-request-open-already');
    const resumed = take(asked, COMMANDS.resume);
    expect([resumed.state, resumed.approvals]).toEqual(['evidence', []]);
    const stoppedByAsker = take(PROPOSED, { ...COMMANDS.stop, actor: asStaff('sachiko'), by: staff('sachiko', 'supervisor') });
    expect(give(stoppedByAsker, { ...COMMANDS.ask, what: 'resume' })).toBe('same-person-cannot-approve');
  });

  it('SEC-J14 a second request within thirty days, or a burst of wrong codes, stops before the desk', () => {
    const opened = requestIn('opened');
    const confirm = (risk: object) =>
      give(opened, { ...COMMANDS['confirm-mailbox'], facts: { ...FACTS, risk: { ...CALM, ...risk } } });
    expect(confirm({ earlierEndings: [NOW - days(29)] })).toContain('Frozen RecoveryFrozen');
    expect(confirm({ earlierEndings: [NOW - days(31)] })).not.toContain('Frozen');
    expect(confirm({ secondFactorFailures: 30 })).toContain('Frozen RecoveryFrozen');
    expect(confirm({ secondFactorFailures: 29 })).not.toContain('Frozen');
  });
});
