/**
 * The numbers of the charts about signing in (D-38), by the definitions of the field: code success is what was accepted of all codes
 * sent; first-try success is sign-ins whose first code was accepted of all that sent one; self-recovery is what recovery codes did of all
 * recoveries. Counted from the audit log, week by week.
 */
import { type ChartPeriod, dayOf, isAlarming, shareOf, WEEKS, weekIndex } from './chart-weeks.ts';
import { days, type Instant, minutes } from './time.ts';

export const SIGN_IN_COUNTS = [
  'password-accepted',
  'password-refused',
  'code-accepted',
  'code-wrong',
  'code-replayed',
  'recovery-code',
  'locked',
  'redeemed',
] as const;
export type SignInCount = (typeof SIGN_IN_COUNTS)[number];

/** So many of one kind on one day in Japan. */
export interface CountedDay {
  readonly day: Instant;
  readonly what: SignInCount;
  readonly count: number;
}

/** Of one account, in order: a right password, then what was sent as a code. */
export interface CodeAttempt {
  readonly accountId: string;
  readonly at: Instant;
  readonly what: 'password' | 'accepted' | 'refused';
}

type Weekly = readonly (number | null)[];

export interface SignInCharts {
  readonly passwordSuccess: Weekly;
  readonly codeSuccess: Weekly;
  readonly firstTry: Weekly;
  readonly wrong: Weekly;
  readonly replayed: Weekly;
  readonly locked: Weekly;
  /** Of the thirteen weeks, in percent. */
  readonly selfRecovery: { readonly now: number | null; readonly before: number | null };
  readonly alarming: readonly ('wrong' | 'replayed' | 'locked')[];
}

export function signInCharts(
  counted: readonly CountedDay[],
  attempts: readonly CodeAttempt[],
  period: ChartPeriod,
  now: Instant,
): SignInCharts {
  const sum = (week: number, ...what: readonly SignInCount[]): number =>
    counted
      .filter((each) => what.includes(each.what) && weekIndex(period, each.day) === week)
      .reduce((total, { count }) => total + count, 0);
  const weekly = (of: (week: number) => number | null): Weekly => Array.from({ length: WEEKS }, (_, week) => of(week));
  const tries = firstTries(attempts);
  const share = (weeks: readonly number[]): number | null => {
    const own = weeks.reduce((total, week) => total + sum(week, 'recovery-code'), 0);
    const byDesk = weeks.reduce((total, week) => total + sum(week, 'redeemed'), 0);
    return shareOf(own, own + byDesk);
  };
  const today = dayOf(now);
  const daily = (...what: readonly SignInCount[]): readonly number[] =>
    Array.from({ length: 8 }, (_, index) =>
      counted
        .filter((each) => what.includes(each.what) && each.day === today - (7 - index) * days(1))
        .reduce((total, { count }) => total + count, 0),
    );
  const alarms = { wrong: daily('code-wrong'), replayed: daily('code-replayed'), locked: daily('locked') };
  return {
    passwordSuccess: weekly((week) => shareOf(sum(week, 'password-accepted'), sum(week, 'password-accepted', 'password-refused'))),
    codeSuccess: weekly((week) => shareOf(sum(week, 'code-accepted'), sum(week, 'code-accepted', 'code-wrong', 'code-replayed'))),
    firstTry: weekly((week) => {
      const own = tries.filter(({ at }) => weekIndex(period, at) === week);
      return shareOf(own.filter(({ isRight }) => isRight).length, own.length);
    }),
    wrong: weekly((week) => sum(week, 'code-wrong')),
    replayed: weekly((week) => sum(week, 'code-replayed')),
    locked: weekly((week) => sum(week, 'locked')),
    selfRecovery: { now: share(Array.from({ length: WEEKS }, (_, week) => week)), before: share([-1]) },
    alarming: (['wrong', 'replayed', 'locked'] as const).filter((name) => isAlarming(alarms[name])),
  };
}

/** As long as a begun sign-in lives at most. */
const SAME_SIGN_IN = minutes(30);

/** The first code after each right password; a sign-in without one is none. */
function firstTries(attempts: readonly CodeAttempt[]): readonly { readonly at: Instant; readonly isRight: boolean }[] {
  const begun = new Map<string, Instant>();
  const tries: { readonly at: Instant; readonly isRight: boolean }[] = [];
  for (const { accountId, at, what } of attempts) {
    const since = begun.get(accountId);
    if (what === 'password') begun.set(accountId, at);
    if (what === 'password' || since === undefined) continue;
    if (at - since <= SAME_SIGN_IN) tries.push({ at, isRight: what === 'accepted' });
    begun.delete(accountId);
  }
  return tries;
}

/** How far clocks of devices were off, in minutes: up to one, two, five, and more. */
export const DRIFT_STEPS = [1, 2, 5] as const;

export function driftHistogram(drifts: readonly { readonly minutes: number; readonly count: number }[]): readonly number[] {
  const slots = [...DRIFT_STEPS.map(() => 0), 0];
  for (const { minutes: off, count } of drifts) {
    const index = DRIFT_STEPS.findIndex((step) => Math.abs(off) <= step);
    const slot = index < 0 ? DRIFT_STEPS.length : index;
    slots[slot] = (slots[slot] ?? 0) + count;
  }
  return slots;
}
