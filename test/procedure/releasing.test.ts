/** From the accepted notices to the new authenticator, and what undoes it (desk.md section 4, commands 17 to 22, 25, 27 and 30). */
import { describe, expect, it } from 'vitest';
import type { RecoveryCommand } from '../../src/core/recovery-command.ts';
import { expectedWait } from '../../src/core/recovery-release.ts';
import { decide } from '../../src/core/recovery-request.ts';
import { fold, type RecoveryRequest } from '../../src/core/recovery-state.ts';
import { days, hours, minutes } from '../../src/core/time.ts';
import { COMMANDS, FACTS, NOW, POLICY, requestIn, staff } from '../support/procedure.ts';

function give(request: RecoveryRequest | null, command: object, at = NOW): string {
  const decided = decide(request, { ...command, version: request?.version ?? 0 } as RecoveryCommand, POLICY, at);
  return decided.ok ? decided.value.map(({ detail }) => detail.type).join(' ') : decided.refusal.code;
}

function take(request: RecoveryRequest | null, command: object, at = NOW): RecoveryRequest {
  const decided = decide(request, { ...command, version: request?.version ?? 0 } as RecoveryCommand, POLICY, at);
  const next = decided.ok ? fold(decided.value, request) : null;
  if (next === null) throw new Error(decided.ok ? 'gone' : decided.refusal.code);
  return next;
}

describe('the waiting period (commands 17 and 18)', () => {
  const approved = requestIn('approved');

  it('begins when the relay took every notice', () => {
    expect(give(approved, { ...COMMANDS['notices-accepted'], outstanding: 1 })).toBe('notices-outstanding');
    expect(take(approved, COMMANDS['notices-accepted']).waitUntil).toBe(NOW + hours(24));
  });

  it('D-24 SEC-J07 is three days when an address was struck or the risk is high, else one', () => {
    expect(take(approved, { ...COMMANDS['notices-accepted'], struck: 1 }).waitUntil).toBe(NOW + hours(72));
    const waits = (['low', 'medium', 'high'] as const).map((level) => {
      const raised = { ...approved, raisedTo: level === 'low' ? null : level };
      return expectedWait(raised, FACTS, POLICY, NOW);
    });
    expect(waits).toEqual([hours(24), hours(24), hours(72)]);
  });

  it('D-26 SEC-J07 is zero with a voucher and a call, and only then', () => {
    const voucher = { key: 30, kind: 'voucher', at: NOW, by: 'kaori', role: null } as const;
    const both = { ...approved, evidence: [...approved.evidence, voucher] };
    expect(take(both, COMMANDS['notices-accepted']).waitUntil).toBe(NOW);
    const pressed = take({ ...both, isPressed: true }, COMMANDS['notices-accepted']);
    expect(pressed.waitUntil).toBe(NOW + hours(48));
  });

  it('SEC-J07 no pass a moment too early, while mail is outstanding, or with the stop switch set', () => {
    const waiting = requestIn('waiting', { waitUntil: NOW + 1 });
    expect(give(waiting, COMMANDS.release)).toBe('wait-not-over');
    expect(give(waiting, COMMANDS.release, NOW + 1)).toBe('Released PassMailed');
    expect(give(waiting, { ...COMMANDS.release, isStopped: true }, NOW + 1)).toBe('desk-stopped');
    expect(give(waiting, { ...COMMANDS.release, outstanding: 1 }, NOW + 1)).toBe('notices-outstanding');
  });
});

describe('the registration pass (commands 19 to 21)', () => {
  const released = requestIn('released');

  it('SEC-J11 opens an enrolment in the claim browser, for a day and five tries', () => {
    expect(give(released, COMMANDS['redeem-begin'])).toBe('RedemptionBegun');
    expect(give(released, { ...COMMANDS['redeem-begin'], isClaimBrowser: false })).toBe('other-browser');
    expect(give(released, { ...COMMANDS['redeem-begin'], wrongTries: 5 })).toBe('pass-dead');
    expect(give(released, { ...COMMANDS['redeem-begin'], passId: 'pass-0' })).toBe('pass-dead');
    expect(give(released, COMMANDS['redeem-begin'], NOW + hours(23))).toBe('pass-dead');
    expect(give(take(released, COMMANDS['spend-pass']), COMMANDS['redeem-begin'])).toBe('pass-dead');
  });

  it('another browser takes the request over once, and loses what was proven beside the first one', () => {
    const elsewhere = take(released, COMMANDS['redeem-elsewhere']);
    expect([elsewhere.state, elsewhere.claimBrowserId, elsewhere.pass, elsewhere.approvals]).toEqual([
      'evidence',
      'browser-3',
      null,
      [],
    ]);
    expect(elsewhere.evidence.map(({ kind }) => kind)).toEqual(['mailbox', 'password']);
    expect(give({ ...released, wasTakenElsewhere: true }, COMMANDS['redeem-elsewhere'])).toBe('other-browser');
  });

  it('is sent anew once, within a week after it died', () => {
    const dead = NOW + hours(23);
    expect(give(released, COMMANDS['renew-pass'])).toBe('not-in-this-state');
    expect(give(released, COMMANDS['renew-pass'], dead)).toBe('PassMailed');
    expect(give(released, COMMANDS['renew-pass'], dead + days(7))).toBe('not-in-this-state');
    expect(give(released, { ...COMMANDS['renew-pass'], isClaimBrowser: false }, dead)).toBe('other-browser');
    const renewed = take(released, COMMANDS['renew-pass'], dead);
    expect(give(renewed, { ...COMMANDS['renew-pass'], passId: 'pass-3' }, dead + hours(24))).toBe('pass-renewed-already');
  });
});

describe('binding (command 22)', () => {
  const released = requestIn('released');

  it('SEC-J02 needs the ticket of this browser and everything that was proven, at this very moment', () => {
    expect(give(released, COMMANDS.bind)).toBe('Redeemed SessionsEnded');
    expect(give(released, { ...COMMANDS.bind, ticketId: 'ticket-0' })).toBe('ticket-over');
    expect(give(released, COMMANDS.bind, NOW + minutes(9))).toBe('ticket-over');
    expect(give(released, { ...COMMANDS.bind, isActive: false })).toBe('account-suspended');
    expect(give(released, { ...COMMANDS.bind, facts: { ...FACTS, left: ['itsuki'] } })).toBe('evidence-fell-short');
    expect(give(take(released, COMMANDS.veto), COMMANDS.bind)).toBe('not-in-this-state');
  });
});

describe('after it (commands 25 and 27)', () => {
  const redeemed = requestIn('redeemed');
  const at = redeemed.redeemedAt ?? 0;

  it('is disowned once, within 72 hours, and locks the account', () => {
    expect(give(redeemed, COMMANDS.disown)).toBe('AccountLocked SessionsEnded Closed');
    expect(give(redeemed, COMMANDS.disown, at + hours(72))).toBe('link-spent');
    expect(give(take(redeemed, COMMANDS.disown), COMMANDS.disown)).toBe('not-in-this-state');
  });

  it('closes by itself', () => {
    expect(give(redeemed, COMMANDS.close, at + hours(72) - 1)).toBe('not-in-this-state');
    expect(give(redeemed, COMMANDS.close, at + hours(72))).toBe('Closed');
  });
});

describe('a dispute (command 30)', () => {
  const OPEN = COMMANDS['open-dispute'];

  it('is opened by a supervisor where there is one, with a voucher', () => {
    expect(give(null, OPEN)).toBe('Filed Matched AccountLocked');
    expect(give(null, { ...OPEN, by: staff('ryoko', 'reviewer') })).toBe('not-permitted');
    expect(give(null, { ...OPEN, isDisputed: false })).toBe('no-dispute');
    expect(give(null, { ...OPEN, isVouched: false })).toBe('voucher-needed');
    expect(give(null, { ...OPEN, hasOtherLive: true })).toBe('recovery-request-open-already');
  });

  it('ignores the freeze, is of high risk, and needs a document whatever else there is', () => {
    const opened = take(null, OPEN);
    const confirmed = take(opened, { ...COMMANDS['confirm-mailbox'], isActive: false, frozenUntil: NOW + days(1) });
    expect(confirmed.risk).toEqual({ level: 'high', because: ['dispute'] });
    const full = requestIn('evidence', { dispute: true });
    const voucher = { key: 30, kind: 'voucher', at: NOW, by: 'kaori', role: null } as const;
    const without = { ...full, evidence: [...full.evidence, voucher] };
    expect(give(without, COMMANDS.propose)).toBe('evidence-missing');
    const seen = { key: 31, kind: 'in-person', at: NOW, by: 'sachiko', role: 'supervisor' } as const;
    expect(give({ ...without, evidence: [...without.evidence, seen] }, COMMANDS.propose)).toBe('RiskAssessed Proposed');
  });

  it('unlocks the account when it is redeemed, and by nothing else', () => {
    const high = { level: 'high', because: ['dispute'] } as const;
    const pieces = [
      { key: 30, kind: 'voucher', at: NOW, by: 'kaori', role: null },
      { key: 31, kind: 'in-person', at: NOW, by: 'sachiko', role: 'supervisor' },
      { key: 32, kind: 'in-person', at: NOW, by: 'itsuki', role: 'intake' },
    ] as const;
    const base = requestIn('released', { dispute: true, risk: high });
    const approvals = [...base.approvals, { by: 'rina', role: 'reviewer', at: NOW } as const];
    const released = { ...base, approvals, evidence: [...base.evidence, ...pieces] };
    expect(give(released, COMMANDS.bind)).toBe('Redeemed SessionsEnded AccountUnlocked');
  });
});
