/** T-01 to T-03: one code opens one door once, whoever is faster and however the clock stands. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeAt, timeStep } from '../../src/core/totp.ts';
import { codeNow, enrol, enrolledAccount, postPassword, STEP, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const CODE = '/success/sign-in/code';

describe('replay', () => {
  test('T-01 SEC-B04 a code that opened one session is refused in a second browser, said as used and logged as replay', async () => {
    const { secret } = await enrolledAccount(world);
    const code = codeNow(world, secret);
    const holder = world.visitor();
    const thief = world.visitor({ address: '198.51.100.66' });
    await postPassword(holder);
    await postPassword(thief);
    expect((await holder.post(CODE, { code })).location).toBe('/success/dashboard');
    await thief.get(CODE);
    const second = await thief.post(CODE, { code });
    expect(second.status).toBe(422);
    expect(second.text).toContain('このコードは使用済みです');
    expect((await thief.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await world.audit()).join()).toContain('code-replayed');
  });

  test('T-01 SEC-B04 the code that switched two-factor on does not sign in', async () => {
    const visitor = world.visitor();
    await postPassword(visitor);
    const other = world.visitor();
    const secret = await enrol(world, visitor);
    await postPassword(other);
    await other.get(CODE);
    expect((await other.post(CODE, { code: codeNow(world, secret) })).text).toContain('使用済み');
  });

  test('T-02 SEC-B04 after the code of step n the code of n-1 stays refused, now and one step later', async () => {
    const { secret } = await enrolledAccount(world);
    world.advance(3 * STEP);
    const step = timeStep(world.now());
    expect((await signInWithCode(world, world.visitor(), secret)).location).toBe('/success/dashboard');
    const thief = world.visitor();
    await postPassword(thief);
    await thief.get(CODE);
    for (const old of [step - 1, step]) {
      expect((await thief.post(CODE, { code: codeAt(secret, old) })).text).toContain('使用済み');
    }
    world.advance(STEP);
    expect((await thief.post(CODE, { code: codeAt(secret, step) })).text).toContain('使用済み');
    expect((await thief.post(CODE, { code: codeAt(secret, step + 1) })).location).toBe('/success/dashboard');
  });

  test('SEC-B03 only the step before, the current and the next are accepted', async () => {
    for (const offset of [-2, 2]) {
      const { secret } = await enrolledAccount(world, { email: await another(world) });
      world.advance(5 * STEP);
      const visitor = world.visitor();
      await postPassword(visitor, { email: lastEmail });
      await visitor.get(CODE);
      const answer = await visitor.post(CODE, { code: codeAt(secret, timeStep(world.now()) + offset) });
      expect(answer.status, `offset ${offset}`).toBe(422);
    }
    for (const offset of [-1, 0, 1]) {
      const { secret } = await enrolledAccount(world, { email: await another(world) });
      world.advance(5 * STEP);
      const visitor = world.visitor();
      await postPassword(visitor, { email: lastEmail });
      await visitor.get(CODE);
      const answer = await visitor.post(CODE, { code: codeAt(secret, timeStep(world.now()) + offset) });
      expect(answer.location, `offset ${offset}`).toBe('/success/dashboard');
    }
  });

  test('SEC-B05 a device 25 seconds slow keeps working over 30 sign-ins, and wrong codes move nothing', async () => {
    const { secret } = await enrolledAccount(world);
    for (let round = 0; round < 30; round += 1) {
      world.advance(4 * STEP);
      const visitor = world.visitor();
      await postPassword(visitor);
      await visitor.get(CODE);
      await visitor.post(CODE, { code: codeAt(secret, timeStep(world.now()) + 8) });
      const answer = await visitor.post(CODE, { code: codeAt(secret, timeStep(world.now() - 25_000)) });
      expect(answer.location, `round ${round}`).toBe('/success/dashboard');
    }
  });

  test('SEC-H04 a code spent at sign-in is not good for turning two-factor off', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    const code = codeNow(world, secret);
    await signInWithCode(world, visitor, secret);
    await visitor.get('/success/two-factor');
    const answer = await visitor.post('/success/two-factor', { code });
    expect(answer.text).toContain('使用済み');
    expect((await visitor.get('/success/account')).text).toContain('有効');
  });
});

let lastEmail = '';
let count = 0;

async function another(on: World): Promise<string> {
  count += 1;
  lastEmail = `person${count}@success.example`;
  await on.addAccount({ email: lastEmail });
  return lastEmail;
}
