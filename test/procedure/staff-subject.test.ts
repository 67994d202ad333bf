/**
 * Somebody of the desk lost the device (desk.md section 6, row *staff*): mailbox, password and the document seen by two others, one of them
 * a supervisor, who are also the ones who propose and approve; 72 hours; at a desk of one person the host alone.
 */
import { describe, expect, it } from 'vitest';
import type { RecoveryCommand } from '../../src/core/recovery-command.ts';
import type { Evidence } from '../../src/core/recovery-evidence.ts';
import { decide } from '../../src/core/recovery-request.ts';
import { fold, type RecoveryRequest } from '../../src/core/recovery-state.ts';
import { hours, minutes } from '../../src/core/time.ts';
import { asStaff, COMMANDS, FACTS, NOW, POLICY, requestIn, staff } from '../support/procedure.ts';

const OF_STAFF = { ...FACTS, isStaff: true };

function give(request: RecoveryRequest, command: object, policy = POLICY): string {
  const decided = decide(request, { ...command, version: request.version } as RecoveryCommand, policy, NOW);
  return decided.ok ? decided.value.map(({ detail }) => detail.type).join(' ') : decided.refusal.code;
}

function take(request: RecoveryRequest, command: object, policy = POLICY): RecoveryRequest {
  const decided = decide(request, { ...command, version: request.version } as RecoveryCommand, policy, NOW);
  if (!decided.ok) throw new Error(decided.refusal.code);
  const next = fold(decided.value, request);
  if (next === null) throw new Error('gone');
  return next;
}

const byEach = (role: 'reviewer' | 'supervisor', id: string, key: number, at = NOW): Evidence => ({
  key,
  kind: 'in-person',
  at,
  by: id,
  role,
});
const RYOKO = byEach('reviewer', 'ryoko', 901);
const SACHIKO = byEach('supervisor', 'sachiko', 902);
const SEIJI = byEach('reviewer', 'seiji', 903);

/** Mailbox and password, and the document seen by these. */
function seenBy(...records: readonly Evidence[]): RecoveryRequest {
  const request = requestIn('evidence');
  const system = request.evidence.filter(({ kind }) => kind === 'mailbox' || kind === 'password');
  expect(system.map(({ kind }) => kind).toSorted()).toEqual(['mailbox', 'password']);
  return { ...request, evidence: [...system, ...records] };
}

const propose = (id: string, role: 'reviewer' | 'supervisor') => ({
  ...COMMANDS.propose,
  actor: asStaff(id),
  staff: staff(id, role),
  facts: OF_STAFF,
});
const approve = (id: string, role: 'reviewer' | 'supervisor') => ({
  ...COMMANDS.approve,
  actor: asStaff(id),
  staff: staff(id, role),
  facts: OF_STAFF,
});

describe('somebody of the desk', () => {
  it('SEC-K01 is restored by the two who saw the document, one of them a supervisor, after 72 hours', () => {
    const proposed = take(seenBy(RYOKO, SACHIKO), propose('ryoko', 'reviewer'));
    const approved = take(proposed, approve('sachiko', 'supervisor'));
    expect(approved.state).toBe('approved');
    expect(take(approved, { ...COMMANDS['notices-accepted'], facts: OF_STAFF }).waitUntil).toBe(NOW + hours(72));
  });

  it('SEC-K01 is proposed while the second record is missing, and approved only with it', () => {
    const proposed = take(seenBy(SACHIKO), propose('sachiko', 'supervisor'));
    expect(give(proposed, approve('ryoko', 'reviewer'))).toBe('evidence-missing');
  });

  it('SEC-K01 SEC-K06 by nobody who did not see it, nor by two who are no supervisors, nor who saw it apart', () => {
    expect(give(seenBy(RYOKO, SACHIKO), propose('seiji', 'reviewer'))).toBe('not-permitted');
    const proposed = take(seenBy(RYOKO, SACHIKO), propose('ryoko', 'reviewer'));
    expect(give(proposed, approve('seiji', 'reviewer'))).toBe('not-permitted');
    expect(give(proposed, approve('ryoko', 'reviewer'))).toBe('same-person-cannot-approve');
    // The supervisor saw it too, but the two who decide are reviewers.
    const three = take(seenBy(RYOKO, SEIJI, SACHIKO), propose('ryoko', 'reviewer'));
    expect(give(three, approve('seiji', 'reviewer'))).toBe('not-permitted');
    const two = take(seenBy(RYOKO, SEIJI), propose('ryoko', 'reviewer'));
    expect(give(two, approve('seiji', 'reviewer'))).toBe('evidence-missing');
    const apart = take(seenBy(byEach('reviewer', 'ryoko', 901, NOW - minutes(31)), SACHIKO), propose('ryoko', 'reviewer'));
    expect(give(apart, approve('sachiko', 'supervisor'))).toBe('evidence-missing');
  });

  it.each(['mailbox', 'password'] as const)('SEC-K01 not without %s, whatever else there is', (kind) => {
    const request = seenBy(RYOKO, SACHIKO);
    const short = { ...request, evidence: request.evidence.filter((piece) => piece.kind !== kind) };
    expect(give(short, propose('ryoko', 'reviewer'))).toBe('evidence-missing');
  });

  it('SEC-K01 not by calls, which suffice for a customer', () => {
    const calls = requestIn('evidence');
    expect(give(calls, COMMANDS.propose)).toBe('Proposed');
    expect(give(calls, { ...COMMANDS.propose, facts: OF_STAFF })).toBe('evidence-missing');
  });

  it('SEC-K01 loses approval and wait when one of the two was put out', () => {
    const approved = take(take(seenBy(RYOKO, SACHIKO), propose('ryoko', 'reviewer')), approve('sachiko', 'supervisor'));
    const left = { ...OF_STAFF, left: ['ryoko'] };
    expect(take(approved, { ...COMMANDS.assess, facts: left }).state).toBe('evidence');
  });

  it('SEC-K01 at a desk of one person is not restored at the desk at all', () => {
    const policy = { ...POLICY, singlePerson: true };
    expect(give(seenBy(RYOKO, SACHIKO), propose('ryoko', 'reviewer'), policy)).toBe('single-person-cannot');
  });
});
