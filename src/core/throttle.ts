/**
 * May this attempt be evaluated, and what does the counter say once it is charged? Pure: the store applies the answer with
 * one guarded update. An attempt is charged before it is compared, so parallel requests cannot exceed a limit (SEC-F04).
 */
import { type Duration, days, hours, type Instant, minutes, seconds } from './time.ts';

/** `recent` holds the newest instants of charges in order of time, at most the schedule's window limit. */
export interface AttemptCounter {
  readonly failures: number;
  readonly recent: readonly Instant[];
  readonly lockedUntil: Instant | null;
}

export interface AttemptSchedule {
  /** Pause that begins when the n-th charge in a row is made; 0 = none. */
  readonly pauseAfter: (failuresInARow: number) => Duration;
  /** At most `limit` charges within any window of this length; `pauseFor` begins with the charge that fills one. */
  readonly window?: { readonly limit: number; readonly within: Duration; readonly pauseFor?: Duration };
  /** From this many charges in a row nothing is evaluated any more. */
  readonly exhaustedAt?: number;
}

export type AttemptDecision =
  | { readonly allowed: true; readonly next: AttemptCounter }
  | { readonly allowed: false; readonly reason: 'paused' | 'exhausted'; readonly retryAt: Instant };

export const EMPTY_COUNTER: AttemptCounter = { failures: 0, recent: [], lockedUntil: null };

/** SEC-F01: waits from the fifth failure on, 30 s doubling to one hour; exhausted at 100. */
export const PASSWORD_SCHEDULE: AttemptSchedule = {
  pauseAfter: (n) => (n < 5 ? 0 : Math.min(seconds(30) * 2 ** (n - 5), hours(1))),
  exhaustedAt: 100,
};

/** SEC-F02: 5 in a row pause 15 minutes, each further 5 one hour, 20 within 24 hours a day; exhausted at 50. */
export const SECOND_FACTOR_SCHEDULE: AttemptSchedule = {
  pauseAfter: (n) => (n === 0 || n % 5 !== 0 ? 0 : n === 5 ? minutes(15) : hours(1)),
  window: { limit: 20, within: days(1), pauseFor: days(1) },
  exhaustedAt: 50,
};

/** SEC-F05: failed sign-ins per network. */
export const NETWORK_SCHEDULE: AttemptSchedule = {
  pauseAfter: () => 0,
  window: { limit: 20, within: minutes(10) },
};

/** Whether the attempt may be evaluated at `at`, with the counter as it stands once it is charged, or when to come back. */
export function decideAttempt(counter: AttemptCounter, schedule: AttemptSchedule, at: Instant): AttemptDecision {
  if (schedule.exhaustedAt !== undefined && counter.failures >= schedule.exhaustedAt) {
    return { allowed: false, reason: 'exhausted', retryAt: Number.MAX_SAFE_INTEGER };
  }
  if (counter.lockedUntil !== null && at < counter.lockedUntil) {
    return { allowed: false, reason: 'paused', retryAt: counter.lockedUntil };
  }
  const windowEnd = windowOpensAt(counter.recent, schedule, at);
  if (windowEnd !== null) return { allowed: false, reason: 'paused', retryAt: windowEnd };

  const failures = counter.failures + 1;
  // In order of time, not of arrival: two nodes whose clocks differ must not widen the window.
  const recent = [...counter.recent, at].toSorted((a, b) => a - b).slice(-(schedule.window?.limit ?? 1));
  const isWindowFull = windowOpensAt(recent, schedule, at) !== null;
  const pause = Math.max(schedule.pauseAfter(failures), isWindowFull ? (schedule.window?.pauseFor ?? 0) : 0);
  return { allowed: true, next: { failures, recent, lockedUntil: pause > 0 ? at + pause : null } };
}

/** When the sliding window has room again, or null when it has room now. */
function windowOpensAt(recent: readonly Instant[], schedule: AttemptSchedule, at: Instant): Instant | null {
  if (schedule.window === undefined || recent.length < schedule.window.limit) return null;
  const oldest = recent[recent.length - schedule.window.limit];
  if (oldest === undefined) return null;
  const opensAt = oldest + schedule.window.within;
  return at < opensAt ? opensAt : null;
}

/** Charges left before the next pause or the end, counted from the state after a charge. */
export function attemptsLeft(counter: AttemptCounter, schedule: AttemptSchedule): number {
  const ceiling = Math.min((schedule.exhaustedAt ?? counter.failures + 100) - counter.failures, windowRoom(counter, schedule));
  for (let more = 0; more <= ceiling; more += 1) {
    if (schedule.pauseAfter(counter.failures + more) > 0) return more;
  }
  return Math.max(0, ceiling);
}

/** Length of the pause that begins once those charges are used up; null when nothing is evaluated after them any more. */
export function pauseAhead(counter: AttemptCounter, schedule: AttemptSchedule): Duration | null {
  const left = attemptsLeft(counter, schedule);
  const failures = counter.failures + left;
  if (schedule.exhaustedAt !== undefined && failures >= schedule.exhaustedAt) return null;
  const fillsWindow = left >= windowRoom(counter, schedule);
  return Math.max(schedule.pauseAfter(failures), fillsWindow ? (schedule.window?.pauseFor ?? 0) : 0);
}

/** Charges the window still takes at the instant of the newest one. */
function windowRoom({ recent }: AttemptCounter, { window }: AttemptSchedule): number {
  const newest = recent.at(-1);
  if (window === undefined) return Number.MAX_SAFE_INTEGER;
  if (newest === undefined) return window.limit;
  return window.limit - recent.filter((at) => newest - at < window.within).length;
}

/**
 * The counter without its charge of that instant: that attempt was never evaluated or was right. A pause ends with it when
 * the charge was the newest one, because then it was the charge that began the pause.
 */
export function withoutCharge(counter: AttemptCounter, chargedAt: Instant): AttemptCounter {
  const index = counter.recent.lastIndexOf(chargedAt);
  const isNewest = index >= 0 && index === counter.recent.length - 1;
  return {
    failures: Math.max(0, counter.failures - 1),
    recent: index < 0 ? counter.recent : counter.recent.toSpliced(index, 1),
    lockedUntil: isNewest ? null : counter.lockedUntil,
  };
}
