/**
 * When a desk is open (D-09): hours of each weekday in Japan, public holidays, and days of its own. Japan keeps no summer time, so
 * its clock is UTC and nine hours. What is counted in business minutes, and what follows when nobody is there, is decided elsewhere.
 */
import { dayNumber, isJapaneseHoliday, weekdayIndex } from './japanese-holidays.ts';
import { type Duration, days, hours, type Instant, minutes } from './time.ts';

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Counted from midnight; at `to` it is closed again, at most 24 hours. */
export interface OpenHours {
  readonly from: Duration;
  readonly to: Duration;
}

/** `2026-12-29`, or `12-29` for that day of every year. */
export type CalendarDay = string;

export interface BusinessCalendar {
  /** Null: closed. */
  readonly hours: Readonly<Record<Weekday, OpenHours | null>>;
  /** `jp`: closed on the public holidays of Japan. */
  readonly holidays: 'jp' | 'none';
  readonly closed: readonly CalendarDay[];
  /** Open in spite of weekday and holiday, not of `closed`: at the hours of its weekday, or of the first open one from Monday. */
  readonly open: readonly CalendarDay[];
}

const NINE_TO_SIX: OpenHours = { from: hours(9), to: hours(18) };

export const USUAL_CALENDAR: BusinessCalendar = {
  hours: { sun: null, mon: NINE_TO_SIX, tue: NINE_TO_SIX, wed: NINE_TO_SIX, thu: NINE_TO_SIX, fri: NINE_TO_SIX, sat: null },
  holidays: 'jp',
  closed: [],
  open: [],
};

export function isOpen(calendar: BusinessCalendar, at: Instant): boolean {
  const day = dayInJapan(at);
  const open = spanOf(calendar, day);
  return open !== null && at >= open.from && at < open.to;
}

/** The instant at which so much business time has passed; null when the desk does not open for that long within ten years. */
export function addBusinessMinutes(calendar: BusinessCalendar, from: Instant, count: number): Instant | null {
  let left: Duration = minutes(count);
  const first = dayInJapan(from);
  for (let day = first; day < first + SEARCHED_DAYS; day += 1) {
    const open = spanOf(calendar, day);
    if (open === null || open.to <= from) continue;
    const begins = Math.max(open.from, from);
    if (open.to - begins >= left) return begins + left;
    left -= open.to - begins;
  }
  return null;
}

/** Whole minutes between the two in which the desk was open; negative when the second is the earlier one. */
export function businessMinutesBetween(calendar: BusinessCalendar, from: Instant, to: Instant): number {
  if (to < from) return -businessMinutesBetween(calendar, to, from);
  let total: Duration = 0;
  for (let day = dayInJapan(from); day <= dayInJapan(to); day += 1) {
    const open = spanOf(calendar, day);
    if (open !== null) total += Math.max(0, Math.min(open.to, to) - Math.max(open.from, from));
  }
  return Math.floor(total / minutes(1));
}

/** What one business day lasts: as long as the first open weekday from Monday; 0 when none is open. */
export function businessDayLength(calendar: BusinessCalendar): Duration {
  const usual = usualHours(calendar);
  return usual === null ? 0 : usual.to - usual.from;
}

/** What stands in a calendar as a day; undefined when there is no such day. `02-29` is one. */
export function readCalendarDay(text: string): CalendarDay | undefined {
  const [, year = '2024', month = '', day = ''] = /^(?:(\d{4})-)?(\d\d)-(\d\d)$/u.exec(text) ?? [];
  if (month === '') return undefined;
  const number = dayNumber(Number(year), Number(month), Number(day));
  return dayText(number) === `${year}-${month}-${day}` ? text : undefined;
}

const SEARCHED_DAYS = 3653;
const JAPAN: Duration = hours(9);

/** From when to when the desk is open on this day; null when it is not. */
function spanOf(calendar: BusinessCalendar, day: number): { readonly from: Instant; readonly to: Instant } | null {
  const open = hoursOn(calendar, day);
  const midnight = days(day) - JAPAN;
  return open === null ? null : { from: midnight + open.from, to: midnight + open.to };
}

function hoursOn(calendar: BusinessCalendar, day: number): OpenHours | null {
  if (stands(calendar.closed, day)) return null;
  const weekday = WEEKDAYS[weekdayIndex(day)] ?? 'sun';
  if (stands(calendar.open, day)) return calendar.hours[weekday] ?? usualHours(calendar);
  return calendar.holidays === 'jp' && isJapaneseHoliday(day) ? null : calendar.hours[weekday];
}

function usualHours({ hours: week }: BusinessCalendar): OpenHours | null {
  return week.mon ?? week.tue ?? week.wed ?? week.thu ?? week.fri ?? week.sat ?? week.sun;
}

function stands(list: readonly CalendarDay[], day: number): boolean {
  if (list.length === 0) return false;
  const text = dayText(day);
  return list.includes(text) || list.includes(text.slice(5));
}

function dayInJapan(at: Instant): number {
  return Math.floor((at + JAPAN) / days(1));
}

function dayText(day: number): string {
  return new Date(days(day)).toISOString().slice(0, 10);
}
