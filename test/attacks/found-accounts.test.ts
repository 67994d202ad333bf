/** What an account's holder or operator did must outlast what a stranger had begun: suspension, and the language of warnings. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { codeNow, enrolledAccount, postPassword } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function suspendAndRelease(): Promise<void> {
  const { store } = world.service;
  await store.setAccountStatus('account-1', 'suspended', world.now());
  world.advance(minutes(1));
  await store.setAccountStatus('account-1', 'active', world.now());
}

test('SEC-E01 SEC-G06 a pending sign-in does not survive a suspension that is lifted again', async () => {
  await world.addAccount();
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  await postPassword(visitor);
  await visitor.get('/success/sign-in/code');
  await suspendAndRelease();
  const late = await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) });
  expect(late.location).toMatch(/^\/success\/sign-in(?:\?|$)/u);
  expect(visitor.cookies.has('__Host-genkan-success-session')).toBe(false);
});

test('T-21 SEC-D07 nor may who confirmed the mailed link before it enrol afterwards', async () => {
  const staff = { portal: 'desk', email: 'reviewer@desk.example' };
  await world.addAccount({ ...staff, role: 'reviewer', company: null });
  const visitor = world.visitor();
  await postPassword(visitor, staff);
  const path = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  await visitor.get(path);
  await visitor.post(path);
  await visitor.get('/desk/sign-in/confirmation');
  await suspendAndRelease();
  await visitor.post('/desk/sign-in/confirmation');
  expect((await visitor.get('/desk/sign-in/enrolment')).html).not.toContain('otpauth:');
  expect(await world.query('select id from authenticator')).toHaveLength(0);
});

test('SEC-P04 X-7 a stranger who knows only the address does not choose the language of the letter to its holder', async () => {
  await world.addAccount({ language: 'ja' });
  for (let count = 0; count < 100; count += 1) {
    await postPassword(world.visitor({ address: `10.0.${count}.1` }), { password: 'not the password' });
    world.advance(hours(1));
  }
  const stranger = world.visitor({ language: 'en' });
  await stranger.get('/success/sign-in?lang=en');
  await postPassword(stranger, { password: 'not the password' });
  expect((await world.letters()).map(({ language }) => language)).toEqual(['ja']);
});
