/**
 * Forms take turns (SEC-R03): the work of one request rarely waits for anything, so that a flood which arrives at one moment
 * would be answered in one turn of the event loop, and whoever only reads a page or asks for the health would wait for its end.
 */
import { setImmediate } from 'node:timers/promises';
import type { Duration } from '../core/time.ts';

/** Milliseconds of forms before everything else is heard. */
const LONGEST_TURN: Duration = 10;

/** Resolves when the form that asks may go on: first come first served. */
export function openTurns(): () => Promise<void> {
  let beganAt = 0;
  let last = Promise.resolve();

  async function begin(): Promise<void> {
    if (performance.now() - beganAt < LONGEST_TURN) return;
    await setImmediate();
    beganAt = performance.now();
  }

  return () => {
    last = last.then(begin);
    return last;
  };
}
