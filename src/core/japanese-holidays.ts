/**
 * The public holidays of Japan for any year from 2024 to 2099, by the Act on National Holidays as it stands since 2022: the days that
 * it names (article 2), the day that follows one on a Sunday, and the day between two (article 3). The Act leaves the equinoxes to the
 * almanac; the formula here gives its days from 1980 to 2099. Days are counted from 1970-01-01 in the calendar, without a clock.
 */
import { days } from './time.ts';

/** Whole days since 1970-01-01; `month` from 1. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / days(1);
}

/** 0 for Sunday; 1970-01-01 was a Thursday. */
export function weekdayIndex(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isJapaneseHoliday(day: number): boolean {
  return japaneseHolidays(new Date(days(day)).getUTCFullYear()).has(day);
}

/** What follows from the year alone is worked out once. */
const known = new Map<number, ReadonlySet<number>>();

export function japaneseHolidays(year: number): ReadonlySet<number> {
  const found = known.get(year);
  if (found !== undefined) return found;
  const named = new Set(namedHolidays(year));
  const all = new Set([...named, ...substitutes(named), ...between(named)]);
  known.set(year, all);
  return all;
}

/** Article 2. */
function namedHolidays(year: number): readonly number[] {
  return [
    dayNumber(year, 1, 1),
    nthMonday(year, 1, 2),
    dayNumber(year, 2, 11),
    dayNumber(year, 2, 23),
    dayNumber(year, 3, equinox(year, 20.8431)),
    dayNumber(year, 4, 29),
    dayNumber(year, 5, 3),
    dayNumber(year, 5, 4),
    dayNumber(year, 5, 5),
    nthMonday(year, 7, 3),
    dayNumber(year, 8, 11),
    nthMonday(year, 9, 3),
    dayNumber(year, 9, equinox(year, 23.2488)),
    nthMonday(year, 10, 2),
    dayNumber(year, 11, 3),
    dayNumber(year, 11, 23),
  ];
}

/** Article 3 paragraph 2: one on a Sunday makes the next day that is none a holiday. */
function substitutes(named: ReadonlySet<number>): readonly number[] {
  return [...named]
    .filter((day) => weekdayIndex(day) === 0)
    .map((sunday) => {
      let next = sunday + 1;
      while (named.has(next)) next += 1;
      return next;
    });
}

/** Article 3 paragraph 3: a day whose eve and morrow are both named. */
function between(named: ReadonlySet<number>): readonly number[] {
  return [...named].map((day) => day + 1).filter((day) => !named.has(day) && named.has(day + 1));
}

function nthMonday(year: number, month: number, nth: number): number {
  const first = dayNumber(year, month, 1);
  return first + ((8 - weekdayIndex(first)) % 7) + (nth - 1) * 7;
}

/** The day of March or September. `base` is that of 1980, to which a year adds 0.242194 days and a leap day takes one. */
function equinox(year: number, base: number): number {
  const years = year - 1980;
  return Math.floor(base + 0.242194 * years - Math.floor(years / 4));
}
