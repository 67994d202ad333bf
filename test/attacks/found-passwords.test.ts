/** Attempts that must not shut an honest holder out: in the own browser after a hundred failures, and when the service is busy. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../src/core/outcome.ts';
import { days, hours, minutes } from '../../src/core/time.ts';
import type { PasswordHasher } from '../../src/ports.ts';
import { postPassword, signIn } from '../support/steps.ts';
import { openHasher, openWorld, type World } from '../support/world.ts';

/** The real hasher, which can be as good as full. */
const hasher = openHasher();
let isFull = false;
const passwords: PasswordHasher = {
  admit: (work) => work(),
  hash: (password) => hasher.hash(password),
  verify: (password, record) =>
    isFull ? Promise.reject(new Fault('overloaded', 'the hashing queue is full')) : hasher.verify(password, record),
};

let world: World;
beforeEach(async () => {
  isFull = false;
  world = await openWorld({ compose: { passwords } });
  await world.addAccount();
});
afterEach(() => world.close());

const browserLink = async (): Promise<string> => {
  const letters = await world.letters();
  return /\/success\/sign-in\/browser\/\S+/u.exec(letters.at(-1)?.text ?? '')?.[0] ?? '';
};

describe('a hundred wrong passwords in the own browser', () => {
  test('SEC-F01 SEC-F06 the mailed link opens this browser again, too', async () => {
    const holder = world.visitor();
    await signIn(holder);
    await holder.post('/success/sign-out');
    for (let count = 0; count < 100; count += 1) {
      await postPassword(holder, { password: 'not the password' });
      world.advance(hours(1));
    }
    expect((await postPassword(holder)).text).toContain('100回');
    const path = await browserLink();
    await holder.get(path);
    expect((await holder.post(path)).location).toBe('/success/sign-in?notice=browser-confirmed');
    expect((await postPassword(holder)).location).toBe('/success/dashboard');
  });
});

describe('a service that is too busy to compare a password', () => {
  test('SEC-R03 SEC-F04 charges neither the account nor the network for what it never compared', async () => {
    const holder = world.visitor();
    isFull = true;
    for (let count = 0; count < 25; count += 1) expect((await postPassword(holder)).status).toBe(503);
    isFull = false;
    expect((await postPassword(holder)).location).toBe('/success/dashboard');
  });

  test('SEC-R03 SEC-H04 a fresh check is not charged either', async () => {
    const holder = world.visitor();
    await signIn(holder);
    world.advance(minutes(11));
    await holder.get('/success/confirmation?then=enrolment');
    const form_token = holder.formToken();
    isFull = true;
    for (let count = 0; count < 6; count += 1) {
      const answer = await holder.post('/success/confirmation?then=enrolment', { password: 'correct horse 電池', form_token });
      expect(answer.status).toBe(503);
    }
    isFull = false;
    const checked = await holder.post('/success/confirmation?then=enrolment', { password: 'correct horse 電池', form_token });
    expect(checked.location).toBe('/success/enrolment');
  });

  test('SEC-F01 wrong passwords before it still count', async () => {
    const stranger = world.visitor();
    for (let count = 0; count < 4; count += 1) await postPassword(stranger, { password: 'not the password' });
    isFull = true;
    await postPassword(stranger, { password: 'not the password' });
    isFull = false;
    expect((await postPassword(stranger, { password: 'not the password' })).status).toBe(429);
  });
});

describe('a stranger behind the same address', () => {
  const failFromThere = async (): Promise<void> => {
    for (let count = 0; count < 20; count += 1) {
      await postPassword(world.visitor(), { email: `nobody${count}@success.example`, password: 'not the password' });
    }
  };

  test('SEC-F06 SEC-F05 closes the network to strangers, not to a browser its holder signed in with before', async () => {
    const holder = world.visitor();
    await signIn(holder);
    await holder.post('/success/sign-out');
    await failFromThere();
    expect((await postPassword(world.visitor())).status).toBe(429);
    expect((await postPassword(holder)).location).toBe('/success/dashboard');
  });

  test('SEC-F05 SEC-F06 such a browser tries no other account past the closed network, and its own only so often', async () => {
    await world.addAccount({ email: 'kaori@success.example', company: null });
    const holder = world.visitor();
    await signIn(holder);
    await holder.post('/success/sign-out');
    await failFromThere();
    expect((await postPassword(holder, { email: 'kaori@success.example' })).status).toBe(429);
    for (let count = 0; count < 5; count += 1) await postPassword(holder, { password: 'not the password' });
    expect((await postPassword(holder)).status).toBe(429);
  });
});

describe('a browser that was known once', () => {
  test('SEC-F06 T-34 a copied cookie gives no attempts of its own once 30 days have passed on the server', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    world.advance(days(30) + 1);
    for (let count = 0; count < 5; count += 1) {
      await postPassword(world.visitor({ address: '198.51.100.1' }), { password: 'not the password' });
    }
    expect((await postPassword(visitor)).status).toBe(429);
  });
});
