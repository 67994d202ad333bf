/**
 * The end of a pause as people and browsers read it: a clock time in Japan, and seconds in Retry-After. Rounded up to the
 * whole minute, so that whoever comes back at the time named is let in.
 */
import { type Instant, minutes, seconds } from '../core/time.ts';
import { formatClock, formatDate, formatDateTimeWithZone } from '../i18n/dates.ts';
import type { Visit } from './visit.ts';

export type Moment = Pick<Visit, 'language' | 'words'> & { readonly caller: Pick<Visit['caller'], 'at'> };

/** 10:45(日本時間) / 10:45 (Japan time); with the date when it is not today. */
export function clockTime({ caller, language, words }: Moment, until: Instant): string {
  const shown = Math.ceil(until / minutes(1)) * minutes(1);
  if (formatDate(language, shown) !== formatDate(language, caller.at)) return formatDateTimeWithZone(language, shown);
  const clock = formatClock(language, shown);
  return language === 'ja' ? `${clock}(${words.common.japanTime})` : `${clock} (${words.common.japanTime})`;
}

/** Headers of an answer 429: how many whole seconds to wait, at least one. */
export function retryAfter({ caller }: Moment, until: Instant): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.max(1, Math.ceil((until - caller.at) / seconds(1)))) };
}
