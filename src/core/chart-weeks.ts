/** The weeks of the charts (D-37): Monday to Sunday in Japan, the last thirteen with the running one, and the thirteen before. */
import { type Duration, days, hours, type Instant } from './time.ts';

export const WEEKS = 13;
const WEEK: Duration = days(7);
/** 5 January 1970 was a Monday; Japan is nine hours ahead and has no summer time. */
const FIRST_MONDAY: Instant = days(4) - hours(9);

export interface ChartPeriod {
  /** Begin of each week, oldest first; the last one is not over. */
  readonly weeks: readonly Instant[];
  /** Begin of the thirteen weeks before. */
  readonly previousFrom: Instant;
}

export function chartPeriod(now: Instant): ChartPeriod {
  const last = weekOf(now);
  const weeks = Array.from({ length: WEEKS }, (_, index) => last - (WEEKS - 1 - index) * WEEK);
  return { weeks, previousFrom: last - (2 * WEEKS - 1) * WEEK };
}

export function weekOf(at: Instant): Instant {
  return FIRST_MONDAY + Math.floor((at - FIRST_MONDAY) / WEEK) * WEEK;
}

/** Index of the week of the period, -1 for the thirteen before, null for anything else. */
export function weekIndex({ weeks, previousFrom }: ChartPeriod, at: Instant): number | null {
  const index = weeks.indexOf(weekOf(at));
  if (index >= 0) return index;
  return at >= previousFrom && at < (weeks[0] ?? 0) ? -1 : null;
}

/** Midnight in Japan. */
export function dayOf(at: Instant): Instant {
  const japan = hours(9);
  return Math.floor((at + japan) / days(1)) * days(1) - japan;
}

/** The value below which this share of them lies, by nearest rank; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** In percent; null where there is nothing to divide by. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}

/** At least so many: two instead of one says nothing. */
const ALERT_FLOOR = 5;

/** Today against twice the median of the seven days before (D-38). `daily` is oldest first, its last one today. */
export function isAlarming(daily: readonly number[]): boolean {
  const today = daily.at(-1) ?? 0;
  const median = percentile(daily.slice(-8, -1), 0.5) ?? 0;
  return today >= ALERT_FLOOR && today > 2 * median;
}
