/** The hours of a desk in Japan, and what they make of minutes. */
import { describe, expect, it } from 'vitest';
import {
  addBusinessMinutes,
  type BusinessCalendar,
  businessDayLength,
  businessMinutesBetween,
  isOpen,
  readCalendarDay,
  USUAL_CALENDAR,
} from './business-calendar.ts';
import { hours, minutes } from './time.ts';

const japan = (text: string): number => Date.parse(`${text}:00+09:00`);
const changed = (changes: Partial<BusinessCalendar>): BusinessCalendar => ({ ...USUAL_CALENDAR, ...changes });
const CLOSED_WEEK = { sun: null, mon: null, tue: null, wed: null, thu: null, fri: null, sat: null };

describe('a desk that is open on working days from nine to six', () => {
  it.each([
    ['2026-11-26T09:00', true, 'the first minute'],
    ['2026-11-26T08:59', false, 'the minute before'],
    ['2026-11-26T17:59', true, 'the last minute'],
    ['2026-11-26T18:00', false, 'the minute after'],
    ['2026-11-28T12:00', false, 'a Saturday'],
    ['2026-11-23T12:00', false, 'a holiday'],
    ['2024-05-06T12:00', false, 'the day in the place of a holiday'],
    ['2026-09-22T12:00', false, 'the day between two holidays'],
  ])('D-09 at %s: %s (%s)', (at, expected) => {
    expect(isOpen(USUAL_CALENDAR, japan(at))).toBe(expected);
  });

  it.each([
    [changed({ holidays: 'none' }), '2026-11-23T12:00', true, 'holidays do not count'],
    [changed({ closed: ['2026-12-30'] }), '2026-12-30T12:00', false, 'closed on one day'],
    [changed({ closed: ['2026-12-30'] }), '2027-12-30T12:00', true, 'of that year only'],
    [changed({ closed: ['12-30'] }), '2027-12-30T12:00', false, 'closed every year'],
    [changed({ open: ['2026-11-28'] }), '2026-11-28T17:59', true, 'a Saturday at the usual hours'],
    [changed({ open: ['2026-11-28'] }), '2026-11-28T18:00', false, 'and not longer'],
    [changed({ open: ['2026-11-23'] }), '2026-11-23T12:00', true, 'a holiday'],
    [changed({ open: ['2026-11-28'], closed: ['11-28'] }), '2026-11-28T12:00', false, 'both: closed'],
    [
      changed({ hours: { ...USUAL_CALENDAR.hours, sat: { from: hours(10), to: hours(24) } } }),
      '2026-11-28T23:59',
      true,
      'until midnight',
    ],
    [
      changed({ hours: { ...USUAL_CALENDAR.hours, sat: { from: hours(10), to: hours(24) } } }),
      '2026-11-29T00:00',
      false,
      'and not beyond',
    ],
  ])('D-09 has days and hours of its own: %#', (calendar, at, expected) => {
    expect(isOpen(calendar, japan(at))).toBe(expected);
  });
});

describe('business minutes', () => {
  it.each([
    ['2026-11-26T10:00', 30, '2026-11-26T10:30', 'within a day'],
    ['2026-11-26T10:00', 480, '2026-11-26T18:00', 'to its last moment'],
    ['2026-11-26T10:00', 540, '2026-11-27T10:00', 'into the next day'],
    ['2026-11-27T17:00', 240, '2026-11-30T12:00', 'over a weekend'],
    ['2026-11-22T03:00', 1, '2026-11-24T09:01', 'from a Sunday over a holiday'],
    ['2026-11-26T20:00', 60, '2026-11-27T10:00', 'from an evening'],
    ['2026-04-28T17:30', 60, '2026-04-30T09:30', 'over a holiday in the week'],
    ['2026-05-01T17:30', 60, '2026-05-07T09:30', 'over Golden Week'],
  ])('D-09 %s and %s minutes: %s (%s)', (from, count, expected) => {
    expect(addBusinessMinutes(USUAL_CALENDAR, japan(from), count)).toBe(japan(expected));
    expect(businessMinutesBetween(USUAL_CALENDAR, japan(from), japan(expected))).toBe(count);
    expect(businessMinutesBetween(USUAL_CALENDAR, japan(expected), japan(from))).toBe(-count);
  });

  it('D-09 a closed night, weekend or holiday holds none', () => {
    expect(businessMinutesBetween(USUAL_CALENDAR, japan('2026-11-20T18:00'), japan('2026-11-24T09:00'))).toBe(0);
  });

  it('D-09 adding and counting are one thing, wherever one begins', () => {
    for (let at = japan('2026-12-25T00:07'); at < japan('2027-01-06T00:00'); at += minutes(97)) {
      for (const count of [1, 45, 540, 1621]) {
        const due = addBusinessMinutes(USUAL_CALENDAR, at, count);
        expect(due).not.toBeNull();
        expect(businessMinutesBetween(USUAL_CALENDAR, at, due ?? 0)).toBe(count);
      }
    }
  });

  it('D-09 a day lasts as long as the first open weekday; a desk that never opens has none and is never due', () => {
    expect(businessDayLength(USUAL_CALENDAR)).toBe(hours(9));
    expect(businessDayLength(changed({ hours: { ...CLOSED_WEEK, sat: { from: hours(10), to: hours(12) } } }))).toBe(hours(2));
    expect(businessDayLength(changed({ hours: CLOSED_WEEK }))).toBe(0);
    expect(addBusinessMinutes(changed({ hours: CLOSED_WEEK }), japan('2026-11-26T10:00'), 1)).toBeNull();
  });
});

it.each([
  ['2026-12-29', true],
  ['12-29', true],
  ['02-29', true],
  ['2026-02-29', false],
  ['2028-02-29', true],
  ['13-01', false],
  ['12-32', false],
  ['1-1', false],
  ['2026-12-29T00', false],
])('D-09 %s is a day: %s', (text, expected) => {
  expect(readCalendarDay(text)).toBe(expected ? text : undefined);
});
