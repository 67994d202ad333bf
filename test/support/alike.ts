/**
 * Whether the time of an answer tells who has an account (SEC-E04): known and unknown addresses are asked about in random order,
 * so that neither kind always follows the other, and the times are compared by rank.
 */
import { expect } from 'vitest';
import { median, rankTest } from './rank-test.ts';

/** Of each kind and draw. */
const SAMPLES = 500;
const WARM = 10;
/** One unlucky draw in a hundred is no difference; three draws in a row are. */
const DRAWS = 3;

/** Milliseconds that the question took. `index` is never the same twice for one kind. */
export type Ask = (index: number, isKnown: boolean) => Promise<number>;

/** Has the account that a question about a known address asks about; called once for each, before any of its draw is asked. */
export type Prepare = (index: number) => Promise<unknown>;

/** Fails when the times differ in every draw; prints what it measured. */
export async function expectAlike(name: string, ask: Ask, prepare: Prepare): Promise<void> {
  for (let index = 0; index < WARM; index += 1) {
    await prepare(index);
    for (const isKnown of [true, false]) await ask(index, isKnown);
  }
  for (let draw = 0; ; draw += 1) {
    const from = WARM + draw * SAMPLES;
    for (let index = from; index < from + SAMPLES; index += 1) await prepare(index);
    const times = await timesOf(ask, from);
    const p = rankTest(times.known, times.unknown);
    const apart = Math.abs(median(times.known) - median(times.unknown)).toFixed(2);
    process.stdout.write(`${name}: p = ${p.toFixed(3)}, medians ${apart} ms apart (draw ${draw + 1})\n`);
    if (p > 0.01) return;
    expect(draw + 1, `the time of ${name} tells known from unknown: p = ${p}, medians ${apart} ms apart`).toBeLessThan(DRAWS);
  }
}

async function timesOf(ask: Ask, from: number): Promise<Readonly<Record<'known' | 'unknown', readonly number[]>>> {
  const order = Array.from({ length: SAMPLES * 2 }, (_, index) => ({ index: from + (index >> 1), isKnown: index % 2 === 0 }));
  const shuffled = order.map((each) => ({ ...each, at: Math.random() })).sort((left, right) => left.at - right.at);
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  for (const { index, isKnown } of shuffled) times[isKnown ? 'known' : 'unknown'].push(await ask(index, isKnown));
  return times;
}
