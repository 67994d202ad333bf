/** A known browser is no factor, but it is worth something to a thief: attempts of its own, and silence (SEC-G06, SEC-G08). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeNow, enrol, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const browserLetters = async (): Promise<number> =>
  (await world.letters()).filter(({ subject }) => subject.includes('新しいブラウザー')).length;

test('SEC-G06 T-34 switching two-factor on makes every other browser a new one: its next sign-in is told', async () => {
  const thief = world.visitor({ address: '198.51.100.66' });
  await signIn(thief);
  const holder = world.visitor();
  await signIn(holder);
  const secret = await enrol(world, holder);
  expect(await browserLetters()).toBe(2);
  world.advance(STEP);
  // With a code that the holder was talked into reading out.
  await signInWithCode(world, thief, secret);
  expect(await browserLetters()).toBe(3);
});

test('SEC-G06 SEC-F06 and takes the attempts of its own from it, not from the browser at hand', async () => {
  const thief = world.visitor({ address: '198.51.100.66' });
  await signIn(thief);
  const holder = world.visitor();
  await signIn(holder);
  await enrol(world, holder);
  await holder.get('/success/dashboard');
  await holder.post('/success/sign-out');
  for (let count = 0; count < 5; count += 1) {
    await postPassword(world.visitor({ address: '192.0.2.1' }), { password: 'not the password' });
  }
  expect((await postPassword(thief)).status).toBe(429);
  expect((await postPassword(holder)).location).toBe('/success/sign-in/code');
});

test('SEC-G06 T-34 turning it off does the same', async () => {
  const holder = world.visitor();
  await signIn(holder);
  const secret = await enrol(world, holder);
  const other = world.visitor({ address: '198.51.100.66' });
  world.advance(STEP);
  await signInWithCode(world, other, secret);
  expect(await browserLetters()).toBe(2);
  world.advance(STEP);
  await holder.get('/success/two-factor');
  expect((await holder.post('/success/two-factor', { code: codeNow(world, secret) })).location).toBe('/success/two-factor/result');
  await signIn(other);
  expect(await browserLetters()).toBe(3);
  await holder.get('/success/dashboard');
  await holder.post('/success/sign-out');
  await signIn(holder);
  expect(await browserLetters()).toBe(3);
});
