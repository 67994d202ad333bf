/** Against the lists that the Cabinet Office publishes (国民の祝日について), and what is known of later years. */
import { describe, expect, it } from 'vitest';
import { dayNumber, isJapaneseHoliday, japaneseHolidays, weekdayIndex } from './japanese-holidays.ts';
import { days } from './time.ts';

const PUBLISHED: Readonly<Record<number, string>> = {
  2024: '01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23',
  2025: '01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24',
  2026: '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  2027: '01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
};

const text = (day: number): string => new Date(days(day)).toISOString().slice(0, 10);
const on = (date: string): number => Date.parse(`${date}T00:00:00Z`) / days(1);
const YEARS = Array.from({ length: 76 }, (_, index) => 2024 + index);

describe('the public holidays of Japan', () => {
  it.each(Object.entries(PUBLISHED))('D-09 of %s are those that were published', (year, list) => {
    const found = [...japaneseHolidays(Number(year))].toSorted((a, b) => a - b).map(text);
    expect(found).toEqual(list.split(' ').map((day) => `${year}-${day}`));
  });

  it.each([
    ['2030-05-06', true, 'the day after 5 May on a Sunday'],
    ['2031-05-06', true, 'the first free day after 4 May on a Sunday'],
    ['2029-05-07', false, 'no day of that Golden Week is a Sunday'],
    ['2032-09-21', true, 'the day between the third Monday and the equinox'],
    ['2033-03-21', true, 'the day after an equinox on a Sunday'],
    ['2037-05-06', true, 'the first free day after 3 May on a Sunday'],
    ['2050-03-20', true, 'the equinox'],
    ['2092-03-19', true, 'the equinox, earlier by then'],
    ['2099-09-23', true, 'the equinox'],
    ['2026-11-24', false, 'an ordinary Tuesday'],
    ['2026-12-31', false, 'the end of the year is a custom, not a holiday'],
  ])('D-09 %s: %s (%s)', (date, expected) => {
    expect(isJapaneseHoliday(on(date))).toBe(expected);
  });

  it('D-09 keeps what the Act fixes in every year: sixteen named days, Mondays where it says so, no Sunday without a substitute', () => {
    for (const year of YEARS) {
      const all = japaneseHolidays(year);
      expect(all.size).toBeGreaterThanOrEqual(16);
      for (const day of all) expect(text(day).startsWith(`${year}-`)).toBe(true);
      for (const sunday of [...all].filter((day) => weekdayIndex(day) === 0)) expect(all.has(sunday + 1)).toBe(true);
      expect([19, 20, 21].some((day) => all.has(dayNumber(year, 3, day)))).toBe(true);
      expect([22, 23].some((day) => all.has(dayNumber(year, 9, day)))).toBe(true);
    }
  });
});
