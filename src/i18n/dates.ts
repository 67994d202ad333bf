/** Times as people read them: always Japan time, and the zone is said where a clock time matters. */
import type { Language } from '../core/language.ts';
import type { Instant } from '../core/time.ts';

const ZONE = 'Asia/Tokyo';
const LOCALE: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' };

/** Making one takes a millisecond, a hundred times as long as using it. There are as many as ways to write a time below. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, at: Instant, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE[language], { timeZone: ZONE, ...options });
  formats.set(key, known);
  return known.format(at);
}

/** 2026年10月8日 / 8 October 2026 */
export function formatDate(language: Language, at: Instant): string {
  return format(language, at, { year: 'numeric', month: 'long', day: 'numeric' });
}

/** 8:20 / 08:20 */
export function formatClock(language: Language, at: Instant): string {
  return format(language, at, { hour: language === 'ja' ? 'numeric' : '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** 2026年10月8日(木) 10:14 / Thu, 8 October 2026, 10:14 — without the zone. */
export function formatDateTime(language: Language, at: Instant): string {
  const date = formatDate(language, at);
  const weekday = format(language, at, { weekday: 'short' });
  const clock = formatClock(language, at);
  return language === 'ja' ? `${date}(${weekday}) ${clock}` : `${weekday}, ${date}, ${clock}`;
}

/** 10月8日(木) 10:14 / 8 Oct, 10:14: for lists of the last days, whose year everybody knows. */
export function formatDayAndClock(language: Language, at: Instant): string {
  const clock = formatClock(language, at);
  if (language === 'en') return `${format(language, at, { month: 'short', day: 'numeric' })}, ${clock}`;
  return `${format(language, at, { month: 'long', day: 'numeric' })}(${format(language, at, { weekday: 'short' })}) ${clock}`;
}

/** The same with the zone: 2026年10月8日(木) 10:14(日本時間) / Thu, 8 October 2026, 10:14 (Japan time). */
export function formatDateTimeWithZone(language: Language, at: Instant): string {
  const text = formatDateTime(language, at);
  return language === 'ja' ? `${text}(日本時間)` : `${text} (Japan time)`;
}

/** 2026-10-08, the same in both languages: for the names of files. */
export function formatIsoDate(at: Instant): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(at);
}
