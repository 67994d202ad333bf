/**
 * How soon the desk answers, and how one request stands by that (D-07, D-08, D-09): a first contact and a decision, in business time
 * of the portal's calendar, counted from the moment the mailbox was confirmed. The clock stops while the desk can do nothing. What is
 * due when a target is missed, and who sees it, is not decided here.
 */
import type { SupportPlan } from './account.ts';
import { addBusinessMinutes, type BusinessCalendar, businessDayLength, businessMinutesBetween } from './business-calendar.ts';
import type { RequestState } from './recovery-state.ts';
import { type Duration, hours, type Instant, minutes } from './time.ts';

/** A day is what the calendar calls one. */
export type BusinessTime = { readonly unit: 'minutes' | 'days'; readonly count: number };

export interface ResponseTargets {
  /** Until a staff member first tried to reach the person, or decided. */
  readonly firstContact: BusinessTime;
  /** Until approval or refusal. */
  readonly decision: BusinessTime;
}

export type ResponseTimes = Readonly<Record<SupportPlan, ResponseTargets>>;

export const USUAL_RESPONSE_TIMES: ResponseTimes = {
  standard: { firstContact: { unit: 'minutes', count: hours(4) / minutes(1) }, decision: { unit: 'days', count: 1 } },
  paid: { firstContact: { unit: 'minutes', count: 30 }, decision: { unit: 'days', count: 1 } },
};

/** What happened to a request, as far as the clock asks. `type` is that of a recovery event; those it does not know mean nothing. */
export interface RequestStep {
  readonly type: string;
  readonly at: Instant;
  readonly isByStaff: boolean;
}

export interface TimedRequest {
  readonly state: RequestState;
  readonly plan: SupportPlan;
  readonly filedAt: Instant;
  readonly confirmedAt: Instant | null;
  readonly stateSince: Instant;
  readonly waitUntil: Instant | null;
  /** In order. */
  readonly steps: readonly RequestStep[];
}

export type ResponseTarget = keyof ResponseTargets;

export type Timer =
  /** `left` is business time, negative once it is over; `dueAt` is null where the desk never opens again. */
  | {
      readonly kind: 'running';
      readonly target: ResponseTarget;
      readonly dueAt: Instant | null;
      readonly left: Duration;
      readonly urgency: 'calm' | 'soon' | 'overdue';
    }
  /** Waits for the customer, or for what stopped it. */
  | { readonly kind: 'paused'; readonly since: Instant }
  /** The waiting period; null while its notices are not accepted yet. */
  | { readonly kind: 'standby'; readonly until: Instant | null }
  | { readonly kind: 'done'; readonly at: Instant; readonly wasOverdue: boolean };

/** Amber from the last quarter of a target on (D-08). */
const SOON = 0.25;

const CONTACTS: readonly string[] = ['CallStarted', 'ContactTried', 'EvidenceRecorded', 'Proposed', 'Approved', 'Refused'];
const DECISIONS: readonly string[] = ['Approved', 'Refused'];
/** From here on the desk waits, until one of the others gives the request back to it. */
const PAUSES: readonly string[] = ['Frozen', 'WaitStarted', 'Released'];
const RESUMES: readonly string[] = ['Resumed', 'Returned', 'EvidenceRevoked', 'EvidenceFellShort'];

export function timerOf(request: TimedRequest, targets: ResponseTimes, calendar: BusinessCalendar, now: Instant): Timer {
  const { state, stateSince, confirmedAt } = request;
  switch (state) {
    case 'opened':
      return { kind: 'paused', since: request.filedAt };
    case 'released':
    case 'frozen':
      return { kind: 'paused', since: stateSince };
    case 'approved':
    case 'waiting':
      return { kind: 'standby', until: request.waitUntil };
    case 'evidence':
    case 'proposed':
      return running(request, confirmedAt ?? request.filedAt, targets[request.plan], calendar, now);
    default:
      return { kind: 'done', at: stateSince, wasOverdue: wasOverdue(request, targets[request.plan], calendar) };
  }
}

/** The earlier of the targets that are still open. */
function running(
  request: TimedRequest,
  from: Instant,
  targets: ResponseTargets,
  calendar: BusinessCalendar,
  now: Instant,
): Extract<Timer, { kind: 'running' }> {
  const isContacted = request.steps.some((step) => isContact(step));
  const open: readonly ResponseTarget[] = isContacted ? ['decision'] : ['firstContact', 'decision'];
  const paused = pausedMinutes(request.steps, calendar);
  const gone = businessMinutesBetween(calendar, from, now) - paused;
  const timers = open.map((target) => {
    const wanted = minutesOf(targets[target], calendar);
    return { target, wanted, left: wanted - gone };
  });
  const { target, wanted, left } = timers.reduce((one, other) => (other.left < one.left ? other : one));
  const dueAt = addBusinessMinutes(calendar, from, wanted + paused);
  // Minutes are whole: over is what the instant says.
  const isOverdue = dueAt !== null && now >= dueAt;
  const urgency = isOverdue ? 'overdue' : left <= wanted * SOON ? 'soon' : 'calm';
  return { kind: 'running', target, dueAt, left: minutes(left), urgency };
}

/** By the decision; a request that ended without one is measured by its end. */
function wasOverdue(
  { steps, confirmedAt, stateSince }: TimedRequest,
  targets: ResponseTargets,
  calendar: BusinessCalendar,
): boolean {
  if (confirmedAt === null) return false;
  const decision = steps.findLastIndex(({ type }) => DECISIONS.includes(type));
  // One that was given back is none.
  const isVoid = steps.slice(decision + 1).some(({ type }) => RESUMES.includes(type));
  const decidedAt = (isVoid ? undefined : steps[decision])?.at ?? stateSince;
  const before = steps.filter(({ at }) => at <= decidedAt);
  const dueAt = addBusinessMinutes(calendar, confirmedAt, minutesOf(targets.decision, calendar) + pausedMinutes(before, calendar));
  return dueAt !== null && decidedAt > dueAt;
}

function isContact({ type, isByStaff }: RequestStep): boolean {
  return isByStaff && CONTACTS.includes(type);
}

/** Business minutes of the pauses that are over; of one that goes on nothing runs anyway. */
function pausedMinutes(steps: readonly RequestStep[], calendar: BusinessCalendar): number {
  let total = 0;
  let since: Instant | null = null;
  for (const { type, at } of steps) {
    if (PAUSES.includes(type)) since ??= at;
    if (!RESUMES.includes(type) || since === null) continue;
    total += businessMinutesBetween(calendar, since, at);
    since = null;
  }
  return total;
}

function minutesOf({ unit, count }: BusinessTime, calendar: BusinessCalendar): number {
  return unit === 'minutes' ? count : (count * businessDayLength(calendar)) / minutes(1);
}

/** Next breach first: what runs, then what waits for somebody else, then the waiting period, then what is over, newest first. */
export function compareTimers(one: Timer, other: Timer): number {
  const [a, b] = [rankOf(one), rankOf(other)];
  return a.group - b.group || a.by - b.by;
}

function rankOf(timer: Timer): { readonly group: number; readonly by: number } {
  switch (timer.kind) {
    case 'running':
      return { group: 0, by: timer.dueAt ?? Number.MAX_SAFE_INTEGER };
    case 'paused':
      return { group: 1, by: timer.since };
    case 'standby':
      return { group: 2, by: timer.until ?? 0 };
    case 'done':
      return { group: 3, by: -timer.at };
  }
}

export interface DecisionTime {
  readonly at: Instant;
  /** From the receipt, as the charts count (D-37); a target runs from the confirmed mailbox. */
  readonly businessMinutes: number;
  readonly isLate: boolean;
}

/** The decision that stands; null where there is none, or it was taken back. */
export function decisionOf(request: TimedRequest, targets: ResponseTargets, calendar: BusinessCalendar): DecisionTime | null {
  const { steps, filedAt, confirmedAt } = request;
  const index = steps.findLastIndex(({ type }) => DECISIONS.includes(type));
  const decision = steps[index];
  const isVoid = steps.slice(index + 1).some(({ type }) => RESUMES.includes(type));
  if (decision === undefined || isVoid || confirmedAt === null) return null;
  return {
    at: decision.at,
    businessMinutes: businessMinutesBetween(calendar, filedAt, decision.at),
    isLate: wasOverdue({ ...request, steps: steps.slice(0, index + 1) }, targets, calendar),
  };
}
