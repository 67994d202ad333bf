/**
 * SEC-F06: a lock keeps strangers out and nobody else. Who has the password and guesses codes closes the code step to the world; the
 * holder's living sessions go on, and a browser that signed in before has attempts of its own, which replace no factor.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signInWithCode, wrongCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const CODE = '/success/sign-in/code';

let world: World;
let secret: Uint8Array;
/** The holder's own browser, signed in; another one stays signed out. */
let holder: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  secret = (await enrolledAccount(world)).secret;
  holder = world.visitor();
  await signInWithCode(world, holder, secret);
  world.advance(STEP);
});
afterEach(() => world.close());

const stranger = (): Visitor => world.visitor({ address: '198.51.100.66' });

async function guess(visitor: Visitor): Promise<Answer> {
  await postPassword(visitor);
  await visitor.get(CODE);
  return visitor.post(CODE, { code: wrongCode(world, secret) });
}

async function lockCodes(): Promise<void> {
  for (let count = 0; count < 5; count += 1) await guess(stranger());
  const late = stranger();
  await postPassword(late);
  expect((await late.get(CODE)).status).toBe(429);
}

async function leave(visitor: Visitor): Promise<void> {
  await visitor.get('/success/dashboard');
  await visitor.post('/success/sign-out');
}

describe('wrong codes of a stranger with the password', () => {
  test('SEC-F06 SEC-G06 end no living session and shut no fresh check in it', async () => {
    await lockCodes();
    expect((await holder.get('/success/dashboard')).status).toBe(200);
    await holder.get('/success/two-factor');
    expect((await holder.post('/success/two-factor', { code: codeNow(world, secret) })).location).toBe(
      '/success/two-factor/result',
    );
  });

  test('SEC-F06 leave the holder’s own browser its attempts, and the right code opens the step again for all', async () => {
    await leave(holder);
    await lockCodes();
    world.advance(STEP);
    expect((await signInWithCode(world, holder, secret)).location).toBe('/success/dashboard');
    world.advance(STEP);
    expect((await signInWithCode(world, stranger(), secret)).location).toBe('/success/dashboard');
  });

  test('SEC-F06 T-34 the cookie of such a browser replaces neither the password nor the code', async () => {
    await leave(holder);
    await lockCodes();
    expect((await postPassword(holder, { password: 'not the password' })).status).toBe(422);
    await postPassword(holder);
    expect((await holder.get('/success/dashboard')).location).toContain('/success/sign-in');
  });

  test('SEC-F06 SEC-F02 such a browser has five attempts of its own, no more, and takes none from others', async () => {
    await leave(holder);
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await guess(holder)).status);
    expect(statuses).toEqual([422, 422, 422, 422, 429, 429]);
    world.advance(STEP);
    expect((await signInWithCode(world, stranger(), secret)).location).toBe('/success/dashboard');
  });

  test('SEC-F06 T-34 thirty days after the last complete sign-in it is a browser like any other', async () => {
    await leave(holder);
    world.advance(days(30) + minutes(1));
    await lockCodes();
    await postPassword(holder);
    expect((await holder.get(CODE)).status).toBe(429);
  });

  test('SEC-F02 SEC-F06 what stops the authenticator for good stops it in every browser', async () => {
    await leave(holder);
    for (let count = 0; count < 50; count += 1) {
      await guess(stranger());
      world.advance(count % 5 === 4 ? days(1) : minutes(1));
    }
    await postPassword(holder);
    expect((await holder.get(CODE)).text).toContain('認証アプリでのログインを止めています');
  });
});
