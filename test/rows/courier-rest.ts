/** The courier looks for letters after each change. Statements past the store, which wait for SQLite's lock without yielding, come after it. */
import { setImmediate } from 'node:timers/promises';
import type { World } from '../support/world.ts';

/** Delivers what is due and lets the courier's own look come to its end: on SQLite all of it happens before the next turn of the loop. */
export async function courierAtRest(world: World): Promise<void> {
  await world.letters();
  await setImmediate();
}
