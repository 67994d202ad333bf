/** Whoever is signed in cannot find out, by asking for a new mail address, who else has an account: not by the page, not by its time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { postContact } from '../support/contact.ts';
import { median, rankTest } from '../support/rank-test.ts';
import { signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

/** Of each kind and draw; in random order, so that neither kind always follows the other. */
const SAMPLES = 500;
const WARM = 10;
/** One unlucky draw in a hundred is no difference; three draws in a row are. */
const DRAWS = 3;
/** A session that outlives the test: each account may ask five times an hour, so the clock moves on between two. */
const LASTING = { idleFor: days(900), absoluteFor: days(900) };

const known = (index: number): string => `holder-${index}@success.example`;
const free = (index: number): string => `nobody-${index}@success.example`;

let world: World;
let thief: Visitor;
beforeAll(async () => {
  world = await openWorld({
    portals: PRESETS.map((portal) => ({ ...portal, session: LASTING })),
    durations: { stepUpFor: days(300) },
  });
  await world.addAccount();
  for (let index = 0; index < DRAWS * SAMPLES + WARM; index += 1) await world.addAccount({ email: known(index), company: null });
  thief = world.visitor();
  await signIn(thief);
  await thief.get('/success/account/email');
}, 300_000);
afterAll(() => world.close());

async function timed(email: string): Promise<number> {
  world.advance(minutes(13));
  const form_token = thief.formToken();
  const began = performance.now();
  const answer = await thief.copy().post('/success/account/email', { email, form_token });
  const took = performance.now() - began;
  expect(answer.location).toBe('/success/account/email/requested');
  return took;
}

describe('asking for the address of somebody who has an account', () => {
  test('SEC-E03 T-41 is answered in every byte like asking for one that is free', async () => {
    const answers: string[] = [];
    for (const email of [known(0), free(0)]) {
      world.advance(minutes(13));
      const posted = await postContact(thief, 'email', { email });
      const page = await thief.get('/success/account/email/requested');
      const cookies = posted.setCookies.length;
      const shape = page.html
        .replaceAll(email, 'EMAIL')
        .replace(/value="[\w.-]{20,}"/gu, 'TOKEN')
        .replace(/data-session-\w+="\d+"|\d{1,2}:\d\d|\d+日/gu, 'TIME');
      answers.push(`${posted.status} ${posted.location} ${cookies} ${shape}`);
    }
    expect(answers[0]).toBe(answers[1]);
  });

  test('SEC-E04 takes no longer or shorter, by rank over 1,000 interleaved samples', async () => {
    for (let index = 0; index < WARM; index += 1) for (const email of [known, free]) await timed(email(DRAWS * SAMPLES + index));
    for (let draw = 1; ; draw += 1) {
      const { p, apart } = await compare((draw - 1) * SAMPLES);
      process.stdout.write(`new mail address: p = ${p.toFixed(3)}, medians ${apart.toFixed(2)} ms apart (draw ${draw})\n`);
      if (p > 0.01) break;
      expect(draw, `the time tells known from unknown: p = ${p}`).toBeLessThan(DRAWS);
    }
  }, 300_000);
});

async function compare(from: number): Promise<{ readonly p: number; readonly apart: number }> {
  const order = Array.from({ length: SAMPLES * 2 }, (_, index) => ({ index: from + (index >> 1), isKnown: index % 2 === 0 }));
  const shuffled = order.map((each) => ({ ...each, at: Math.random() })).sort((left, right) => left.at - right.at);
  const times: { known: number[]; free: number[] } = { known: [], free: [] };
  for (const { index, isKnown } of shuffled) {
    if (isKnown) times.known.push(await timed(known(index)));
    else times.free.push(await timed(free(index)));
  }
  return { p: rankTest(times.known, times.free), apart: Math.abs(median(times.known) - median(times.free)) };
}
