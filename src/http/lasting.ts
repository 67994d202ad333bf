/** Durations as people read them: 7 days, 24 hours, 10 seconds. The numbers are the operator's, so no text may hold them. */
import { type Duration, days, hours, minutes, seconds } from '../core/time.ts';
import type { Words } from '../i18n/catalog.ts';

/** Up to three days are said in hours. */
const HOURS_UP_TO = hours(72);

/** The largest unit that says it whole; never less than a second. */
export function lasting({ common }: Words, duration: Duration): string {
  const units = common.lasting;
  if (duration > HOURS_UP_TO && duration % days(1) === 0) return units.days(duration / days(1));
  if (duration >= hours(1) && duration % hours(1) === 0) return units.hours(duration / hours(1));
  if (duration >= minutes(1) && duration % minutes(1) === 0) return units.minutes(duration / minutes(1));
  return units.seconds(Math.max(1, Math.ceil(duration / seconds(1))));
}
