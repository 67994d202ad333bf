/** How long the courier waits before it tries a letter again. */
import { type Duration, minutes, seconds } from '../core/time.ts';
import type { Random } from '../ports.ts';

const FIRST = seconds(20);
const LONGEST = minutes(30);

/**
 * Doubles with every attempt up to half an hour, and the half of it is left to chance: letters that failed together do not
 * come back together.
 */
export function backOff(attempts: number, random: Random): Duration {
  const whole = Math.min(FIRST * 2 ** Math.max(0, attempts - 1), LONGEST);
  const [high = 0, low = 0] = random.bytes(2);
  const share = (high * 256 + low) / 65_536;
  return Math.round(whole / 2 + (whole / 2) * share);
}
