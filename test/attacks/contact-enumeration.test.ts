/** Whoever is signed in cannot find out, by asking for a new mail address, who else has an account: not by the page, not by its time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { expectAlike } from '../support/alike.ts';
import { postContact } from '../support/contact.ts';
import { signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

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
    await world.addAccount({ email: 'taken@success.example' });
    for (const email of ['taken@success.example', 'freed@success.example']) {
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
    const ask = (index: number, isKnown: boolean): Promise<number> => timed((isKnown ? known : free)(index));
    await expectAlike('a new mail address', ask, (index) => world.addAccount({ email: known(index), company: null }));
  }, 300_000);
});
