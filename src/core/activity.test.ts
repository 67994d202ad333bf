/** What of the log a holder is told, by whom it was done, and what counts as a repetition. */
import { describe, expect, test } from 'vitest';
import { type ActivityKind, activityActor, activityKind, isRepeated, TOLD_TYPES } from './activity.ts';
import type { AuditContext, AuditEventType } from './audit-event.ts';

const HIDDEN: readonly AuditEventType[] = [
  'recovery.list-viewed',
  'recovery.list-refused',
  'recovery.letter-wanted',
  'recovery.letter-answered',
  'desk-set-up.opened',
  'audit.head-replaced',
  'case.imported',
  'password.rehashed',
];

describe('what is told', () => {
  test('Z-25 U-58 sign-ins, refused ones, factors, the password, requests and what the host did have a sentence', () => {
    const sentences = [
      activityKind('sign-in.refused', { type: 'sign-in.refused', step: 'password', refusal: 'wrong-password' }),
      activityKind('sign-in.refused', { type: 'sign-in.refused', step: 'code', refusal: 'code-wrong' }),
      activityKind('sign-in.refused', { type: 'sign-in.refused', step: 'password', refusal: 'too-many-attempts' }),
      activityKind('authenticator.invalidated', {
        type: 'authenticator.invalidated',
        authenticatorId: 'a',
        reason: 'turned-off',
      }),
      activityKind('session.ended', { type: 'session.ended', sessionHash: 'h', reason: 'ended-by-holder' }),
      activityKind('account.status-changed', { type: 'account.status-changed', status: 'suspended', reason: 'left' }),
      activityKind('sessions.ended-by-host', { type: 'sessions.ended-by-host', reason: 'incident' }),
    ];
    expect(sentences).toEqual([
      'password-refused',
      'second-factor-refused',
      'sign-in-held-off',
      'two-factor-off',
      'session-ended',
      'account-suspended',
      'sessions-ended-by-host',
    ]);
  });

  test('SEC-K04 of a request the holder is told what concerns the holder, and nothing the desk thinks of it', () => {
    const told = (event: 'Matched' | 'MailboxConfirmed' | 'EvidenceAdded' | 'RiskAssessed' | 'LaidAside' | 'ClaimBrowserSet') =>
      activityKind('recovery.event', { type: 'recovery.event', requestId: 'r', version: 1, event, digest: 'd' });
    expect([told('Matched'), told('MailboxConfirmed')]).toEqual(['recovery-filed', 'recovery-confirmed']);
    for (const event of ['EvidenceAdded', 'RiskAssessed', 'LaidAside', 'ClaimBrowserSet'] as const)
      expect(told(event), event).toBeNull();
  });

  test('what is hidden is not even asked for, and what strangers cause at will is asked for apart', () => {
    const asked = [...TOLD_TYPES.others, ...TOLD_TYPES.byAnybody];
    expect(asked.filter((type) => HIDDEN.includes(type))).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toContain('sign-in.completed');
    expect(TOLD_TYPES.others.filter((type) => TOLD_TYPES.byAnybody.includes(type))).toEqual([]);
  });
});

describe('by whom', () => {
  const by = (kind: AuditContext['actor']['kind'], id: string | null) =>
    activityActor({ actor: { kind, id }, accountId: 'hanako' });

  test('SEC-P02 staff are the holders of their own accounts, and anonymous in those of others', () => {
    expect(by('holder', 'hanako')).toBe('holder');
    expect(by('staff', 'hanako')).toBe('holder');
    expect(by('staff', 'reviewer')).toBe('desk');
    expect(by('holder', 'kaori')).toBe('colleague');
    expect(by('claimant', null)).toBe('claimant');
    expect([by('system', 'host'), by('system', null)]).toEqual(['host', 'system']);
  });
});

describe('repetitions', () => {
  interface Line {
    readonly kind: ActivityKind;
    readonly at: number;
    readonly since: number;
    readonly address: string;
  }
  const newer: Line = { kind: 'password-refused', at: 100, since: 90, address: '203.0.113.7' };

  test('the same mistake from the same place soon before is one', () => {
    expect(isRepeated({ ...newer, at: 80, since: 80 }, newer, 10)).toBe(true);
    expect(isRepeated({ ...newer, at: 79, since: 79 }, newer, 10)).toBe(false);
  });

  test('another place, another mistake and a sign-in are none', () => {
    expect(isRepeated({ ...newer, at: 85, since: 85, address: '198.51.100.1' }, newer, 10)).toBe(false);
    expect(isRepeated<Line>({ ...newer, kind: 'second-factor-refused', at: 85 }, newer, 10)).toBe(false);
    const signedIn = { ...newer, kind: 'signed-in' } as const;
    expect(isRepeated({ ...signedIn, at: 85, since: 85 }, signedIn, 10)).toBe(false);
  });
});
