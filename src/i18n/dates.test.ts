/** Times as people read them: in Japan, in both languages, whatever the zone of the machine. */
import { describe, expect, it } from 'vitest';
import { formatClock, formatDate, formatDateTime, formatDateTimeWithZone, formatDayAndClock } from './dates.ts';

/** 10:14 on Thursday, 8 October 2026 in Japan; the day before in America. */
const THURSDAY = Date.UTC(2026, 9, 8, 1, 14, 59, 999);

describe('a time on a page or in a letter', () => {
  it('is Japan time, written as each language writes it', () => {
    expect(formatDate('ja', THURSDAY)).toBe('2026年10月8日');
    expect(formatDate('en', THURSDAY)).toBe('8 October 2026');
    expect(formatDateTime('ja', THURSDAY)).toBe('2026年10月8日(木) 10:14');
    expect(formatDateTime('en', THURSDAY)).toBe('Thu, 8 October 2026, 10:14');
  });

  it('says its zone where the clock time matters', () => {
    expect(formatDateTimeWithZone('ja', THURSDAY)).toBe('2026年10月8日(木) 10:14(日本時間)');
    expect(formatDateTimeWithZone('en', THURSDAY)).toBe('Thu, 8 October 2026, 10:14 (Japan time)');
  });

  it('is shorter in a list of the last days', () => {
    expect(formatDayAndClock('ja', THURSDAY)).toBe('10月8日(木) 10:14');
    expect(formatDayAndClock('en', THURSDAY)).toBe('8 Oct, 10:14');
  });

  it('begins the day at 0:00 in Japan, which is 15:00 UTC', () => {
    const midnight = Date.UTC(2026, 11, 31, 15);
    expect(formatDateTime('ja', midnight)).toBe('2027年1月1日(金) 0:00');
    expect(formatDateTime('en', midnight)).toBe('Fri, 1 January 2027, 00:00');
    expect(formatDateTime('ja', midnight - 1)).toBe('2026年12月31日(木) 23:59');
  });

  it('is never a twelve-hour clock', () => {
    const evening = Date.UTC(2026, 9, 8, 11, 5);
    expect([formatClock('ja', evening), formatClock('en', evening)]).toEqual(['20:05', '20:05']);
    const morning = Date.UTC(2026, 9, 7, 23, 20);
    expect([formatClock('ja', morning), formatClock('en', morning)]).toEqual(['8:20', '08:20']);
  });

  it('knows no summer time', () => {
    expect(formatClock('en', Date.UTC(2026, 6, 1, 0, 0))).toBe('09:00');
    expect(formatClock('en', Date.UTC(2026, 0, 1, 0, 0))).toBe('09:00');
  });
});
