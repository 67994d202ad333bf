/** How one request stands by the targets of its plan: running, paused, in the waiting period, done; in time, soon, over. */
import { describe, expect, it } from 'vitest';
import { USUAL_CALENDAR } from './business-calendar.ts';
import { REQUEST_STATES } from './recovery-state.ts';
import { compareTimers, type RequestStep, type TimedRequest, type Timer, timerOf, USUAL_RESPONSE_TIMES } from './response-times.ts';
import { hours, minutes } from './time.ts';

const japan = (text: string): number => Date.parse(`2026-${text}:00+09:00`);
/** A Thursday, ten o'clock. */
const START = japan('11-26T10:00');
const step = (type: string, at: number, isByStaff = true): RequestStep => ({ type, at, isByStaff });
const request = (changes: Partial<TimedRequest> = {}): TimedRequest => ({
  state: 'evidence',
  plan: 'standard',
  filedAt: START - minutes(30),
  confirmedAt: START,
  stateSince: START,
  waitUntil: null,
  steps: [],
  ...changes,
});
const timer = (changes: Partial<TimedRequest>, now: number): Timer =>
  timerOf(request(changes), USUAL_RESPONSE_TIMES, USUAL_CALENDAR, now);

describe('the first contact', () => {
  it.each([
    ['standard', '11-26T10:00', 'calm', hours(4)],
    ['standard', '11-26T12:59', 'calm', minutes(61)],
    ['standard', '11-26T13:00', 'soon', minutes(60)],
    ['standard', '11-26T13:59', 'soon', minutes(1)],
    ['standard', '11-26T14:00', 'overdue', 0],
    ['standard', '11-26T14:18', 'overdue', -minutes(18)],
    ['standard', '11-27T09:30', 'overdue', -minutes(270)],
    ['paid', '11-26T10:22', 'calm', minutes(8)],
    ['paid', '11-26T10:23', 'soon', minutes(7)],
    ['paid', '11-26T10:30', 'overdue', 0],
  ] as const)('D-07 D-08 %s at %s: %s', (plan, now, urgency, left) => {
    const dueAt = plan === 'paid' ? japan('11-26T10:30') : japan('11-26T14:00');
    expect(timer({ plan }, japan(now))).toEqual({ kind: 'running', target: 'firstContact', dueAt, left, urgency });
  });

  it('D-09 is due within business hours: four of them from Friday evening end on Monday', () => {
    const confirmedAt = japan('11-27T17:00');
    expect(timer({ confirmedAt }, japan('11-29T12:00'))).toMatchObject({
      dueAt: japan('11-30T12:00'),
      left: hours(3),
      urgency: 'calm',
    });
  });

  it('D-07 is made by a staff member who tried to reach somebody; what the system or the holder does is none', () => {
    const told = (steps: readonly RequestStep[]) => timer({ steps }, japan('11-26T11:00'));
    expect(told([step('EvidenceAdded', START, false)])).toMatchObject({ target: 'firstContact' });
    expect(told([step('CallStarted', START, false)])).toMatchObject({ target: 'firstContact' });
    expect(told([step('ContactTried', START)])).toMatchObject({ target: 'decision', dueAt: japan('11-27T10:00'), left: hours(8) });
  });
});

describe('the decision', () => {
  const contacted = [step('ContactTried', START)];

  it.each([
    ['11-26T16:44', 'calm', minutes(136)],
    ['11-26T16:45', 'soon', minutes(135)],
    ['11-26T18:30', 'soon', hours(1)],
    ['11-27T08:59', 'soon', hours(1)],
    ['11-27T09:59', 'soon', minutes(1)],
    ['11-27T10:00', 'overdue', 0],
    ['11-27T10:18', 'overdue', -minutes(18)],
  ] as const)('D-08 at %s: %s', (now, urgency, left) => {
    expect(timer({ steps: contacted, state: 'proposed' }, japan(now))).toMatchObject({ target: 'decision', urgency, left });
  });

  it('D-08 the time of a freeze, and of a waiting period that was given back, does not count', () => {
    const steps = [...contacted, step('Frozen', japan('11-26T11:00')), step('Resumed', japan('11-26T13:00'))];
    expect(timer({ steps }, japan('11-26T14:00'))).toMatchObject({ dueAt: japan('11-27T12:00'), left: hours(7) });
    const again = [...steps, step('WaitStarted', japan('11-26T15:00'), false), step('Released', japan('11-26T15:30'), false)];
    const back = [...again, step('EvidenceRevoked', japan('11-26T16:00'), false), step('Returned', japan('11-26T16:30'))];
    expect(timer({ steps: back }, japan('11-26T17:00'))).toMatchObject({ dueAt: japan('11-27T13:00'), left: hours(5) });
  });
});

describe('what does not run', () => {
  it('D-08 every state has a timer', () => {
    const kinds = Object.fromEntries(REQUEST_STATES.map((state) => [state, timer({ state }, START).kind]));
    expect(kinds).toEqual({
      opened: 'paused',
      evidence: 'running',
      proposed: 'running',
      approved: 'standby',
      waiting: 'standby',
      released: 'paused',
      frozen: 'paused',
      redeemed: 'done',
      closed: 'done',
      refused: 'done',
      vetoed: 'done',
      withdrawn: 'done',
      expired: 'done',
    });
  });

  it('D-08 a filing waits since it was filed, a released one since it was released, the waiting period until its end', () => {
    expect(timer({ state: 'opened', confirmedAt: null }, START)).toEqual({ kind: 'paused', since: START - minutes(30) });
    expect(timer({ state: 'released', stateSince: START + hours(1) }, START)).toEqual({ kind: 'paused', since: START + hours(1) });
    expect(timer({ state: 'waiting', waitUntil: START + hours(24) }, START)).toEqual({ kind: 'standby', until: START + hours(24) });
  });

  it.each([
    ['approved in time, redeemed days later', [step('Approved', japan('11-27T10:00'))], false],
    ['approved too late', [step('Approved', japan('11-27T10:01'))], true],
    ['refused too late', [step('Refused', japan('11-30T10:00'))], true],
    ['approved a second time in time', [step('Approved', japan('11-26T11:00')), step('Approved', japan('11-26T15:00'))], false],
    [
      'frozen for a day first',
      [step('Frozen', japan('11-26T11:00')), step('Resumed', japan('11-27T11:00')), step('Approved', japan('11-27T18:00'))],
      false,
    ],
    ['ended after the day without a decision', [], true],
    [
      'approved in time, given back, and never again',
      [step('Approved', japan('11-26T11:00')), step('Returned', japan('11-26T12:00'))],
      true,
    ],
  ] as const)('D-08 done: %s', (_name, steps, wasOverdue) => {
    expect(timer({ state: 'closed', stateSince: japan('12-01T10:00'), steps }, japan('12-02T10:00'))).toEqual({
      kind: 'done',
      at: japan('12-01T10:00'),
      wasOverdue,
    });
  });

  it('D-08 a filing that nobody confirmed was never overdue', () => {
    expect(timer({ state: 'expired', confirmedAt: null, stateSince: START + hours(72) }, START + hours(80))).toMatchObject({
      wasOverdue: false,
    });
  });
});

it('D-05 the next breach comes first, then what waits for the customer, then the waiting period, then what is over', () => {
  const running = (left: number): Timer => ({ kind: 'running', target: 'decision', dueAt: START + left, left, urgency: 'calm' });
  const sorted: readonly Timer[] = [
    running(-minutes(5)),
    running(minutes(1)),
    { ...running(0), kind: 'running', target: 'decision', dueAt: null, left: 0, urgency: 'calm' },
    { kind: 'paused', since: START },
    { kind: 'paused', since: START + 1 },
    { kind: 'standby', until: null },
    { kind: 'standby', until: START },
    { kind: 'done', at: START, wasOverdue: true },
    { kind: 'done', at: START - 1, wasOverdue: false },
  ];
  expect(sorted.toReversed().toSorted(compareTimers)).toEqual(sorted);
});
