import { describe, expect, it } from 'vitest';
import type { RecoveryEventDetail } from './recovery-event.ts';
import { stepOf } from './recovery-step.ts';

const told = (...details: readonly RecoveryEventDetail[]) => stepOf(details.map((detail) => ({ detail })));

describe('what a step of a request is told as', () => {
  it('the freeze, not the call that led to it', () => {
    const frozen = { type: 'Frozen', because: 'suspicious-call' } as const;
    expect(told({ type: 'ContactTried', outcome: 'suspicious' }, frozen, { type: 'RecoveryFrozen', until: 0 })).toBe('stopped');
  });

  it('an approval only when it is the last one that was needed', () => {
    const approved = { type: 'Approved', by: 'staff-1', role: 'reviewer' } as const;
    expect([told({ ...approved, isEnough: false }), told({ ...approved, isEnough: true })]).toEqual([null, 'approved']);
  });

  it('a taken-over request as that, although evidence was revoked with it', () => {
    const spent = { type: 'PassSpent', because: 'other-browser' } as const;
    expect(told({ type: 'ClaimBrowserSet', browserId: 'b' }, spent, { type: 'EvidenceRevoked', keys: [1] })).toBe(
      'taken-elsewhere',
    );
  });

  it('nothing of what only the desk looks at', () => {
    expect(
      told({ type: 'RiskAssessed', risk: 'low', because: [] }, { type: 'CallStarted', kind: 'call-back', callId: 'c' }),
    ).toBeNull();
  });
});
