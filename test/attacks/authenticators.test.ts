/**
 * T-22 to T-24, T-33, T-09: changes of authenticators from a stolen session, from a weak one, of somebody else's device, and what
 * every such change does to the sessions that were there before. Tried on every route that changes one.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/core/time.ts';
import { AUTHENTICATORS_ROUTES } from '../../src/http/routes/authenticators.ts';
import { ROUTES } from '../../src/http/routes.ts';
import {
  addSecond,
  beginReplacement,
  boundOf,
  plantPasskey,
  REPLACEMENT,
  sendCode,
  settled,
} from '../support/authenticator-steps.ts';
import { codeNow, enrol, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const PATH = '/success/account/authenticators';
const TARO = { email: 'taro@success.example' };

let world: World;
let secret: Uint8Array;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await signIn(visitor);
  secret = await enrol(world, visitor);
  world.advance(STEP);
});
afterEach(() => world.close());

/** Every POST that changes an authenticator of its caller, tried on the one with this id. */
const CHANGES: readonly (readonly [string, (who: Visitor, id: string) => Promise<Answer>])[] = [
  ['one more', (who) => who.post('/success/enrolment')],
  ['a replacement', (who, id) => who.post(REPLACEMENT, { authenticator: id })],
  ['another name', (who, id) => who.post(`${PATH}/${id}`, { device_name: 'owned' })],
  ['its end', (who, id) => who.post(`${PATH}/${id}/removal`)],
  ['turning off', (who) => who.post('/success/two-factor', { code: '123456' })],
];

async function state(): Promise<unknown> {
  return world.query('select id, state, name, account_id from authenticator order by id');
}

describe.each(CHANGES)('%s', (_, change) => {
  test('T-22 SEC-H02 is refused to a stolen session that is older than the step-up age by a second', async () => {
    await addSecond(world, visitor);
    const [first] = await boundOf(world);
    world.advance(minutes(10) + seconds(1));
    await visitor.get('/success/account');
    const before = await state();
    const answer = await change(visitor.copy(), first?.id ?? '');
    expect([403, 303]).toContain(answer.status);
    if (answer.status === 303) expect(answer.location).toMatch(/^\/success\/(?:confirmation\?then=enrolment|enrolment)$/u);
    expect(await state()).toEqual(before);
  });

  test('T-23 SEC-H03 is refused with 403 to a session that proved a password only, however fresh', async () => {
    await plantPasskey(world);
    const [first] = await boundOf(world);
    await visitor.get('/success/account');
    await settled(world);
    await world.query(
      `update session set second_factor_at = null, methods = '["password"]', password_at = ${world.now()} returning id`,
    );
    const before = await state();
    const answer = await change(visitor, first?.id ?? '');
    if (answer.status === 303) expect(answer.location).toBe('/success/confirmation?then=enrolment');
    else expect(answer.status).toBe(403);
    expect(await state()).toEqual(before);
  });
});

describe('the device of somebody else', () => {
  test('T-24 SEC-K03 is not found by its id on any route, and stays as it is', async () => {
    await world.addAccount({ ...TARO, name: '田中 太郎' });
    const taro = world.visitor();
    await signIn(taro, TARO);
    await enrol(world, taro);
    await addSecond(world, visitor);
    const [his] = await boundOf(world, 'account-2');
    const before = await state();
    for (const path of [`${PATH}/${his?.id}`, `${PATH}/${his?.id}/removal`]) {
      expect((await visitor.get(path)).status).toBe(404);
      expect((await visitor.post(path, path.endsWith('removal') ? {} : { device_name: 'owned' })).status).toBe(404);
    }
    expect((await visitor.post(REPLACEMENT, { authenticator: his?.id ?? '' })).status).toBe(422);
    expect(await state()).toEqual(before);
    world.advance(STEP);
    expect((await taro.get('/success/dashboard')).status).toBe(200);
  });

  test.each(['x', '0', "'", 'a'.repeat(32), '..%2F..%2Fenrolment', 'replacement%00'])('T-24 neither is the id %j', async (id) => {
    for (const path of [`${PATH}/${id}`, `${PATH}/${id}/removal`]) expect((await visitor.get(path)).status).toBe(404);
  });
});

describe('the sessions from before', () => {
  /** Each begins with the phone of `visitor` and a spare one; answers nothing, but has changed something. */
  const EVENTS: readonly (readonly [string, boolean, () => Promise<unknown>])[] = [
    ['one more app', true, () => addSecond(world, visitor, '三台目')],
    [
      'a replacement',
      true,
      async () => sendCode(world, visitor, await beginReplacement(visitor, (await boundOf(world))[0]?.id), '新'),
    ],
    ['the end of one of several', true, async () => visitor.post(`${PATH}/${(await boundOf(world))[1]?.id}/removal`)],
    ['turning off', true, () => visitor.post('/success/two-factor', { code: codeNow(world, secret) })],
    ['another name', false, async () => visitor.post(`${PATH}/${(await boundOf(world))[0]?.id}`, { device_name: '別の名前' })],
  ];

  test.each(EVENTS)('T-33 SEC-G06 SEC-G02 after %s end: %s', async (_, ends, change) => {
    await plantPasskey(world);
    const other = world.visitor();
    await signInWithCode(world, other, secret);
    world.advance(STEP);
    await visitor.get('/success/account');
    const old = visitor.copy();
    await change();
    // A name lets nobody in and shuts nobody out: it ends nothing, and the same token goes on.
    expect((await other.get('/success/dashboard')).status).toBe(ends ? 303 : 200);
    expect((await old.get('/success/dashboard')).status).toBe(ends ? 303 : 200);
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
    const known = await world.query("select account_id from known_browser_account where account_id = 'account-1'");
    expect(known.length).toBe(ends ? 1 : 2);
  });
});

describe('a lock', () => {
  test('T-09 SEC-F02 of the second factor holds on each path that takes a code, in a session begun before it', async () => {
    await addSecond(world, visitor);
    const thief = world.visitor();
    await postPassword(thief);
    await thief.get('/success/sign-in/code');
    for (let count = 0; count < 5; count += 1) await thief.post('/success/sign-in/code', { code: '000000' });
    world.advance(STEP);
    const code = codeNow(world, secret);
    await visitor.get('/success/two-factor');
    expect((await visitor.post('/success/two-factor', { code })).status).toBe(429);
    expect((await visitor.post('/success/confirmation', { code })).status).toBe(429);
    expect(await boundOf(world)).toHaveLength(2);
  });

  test('T-09 SEC-E05 a suspended account changes nothing in a session begun before', async () => {
    await addSecond(world, visitor);
    const [first] = await boundOf(world);
    await visitor.get('/success/account');
    await world.service.store.setAccountStatus('account-1', 'suspended', world.now());
    const before = await state();
    for (const [what, change] of CHANGES) {
      const answer = await change(visitor, first?.id ?? '');
      expect([answer.status, answer.location?.split('?')[0]], what).toEqual([303, '/success/sign-in']);
    }
    expect(await state()).toEqual(before);
  });
});

test('SEC-H02 every route of this feature that changes an authenticator asks for a fresh check in the table itself', () => {
  const lax = AUTHENTICATORS_ROUTES.filter((route) => route.entry !== 'session' || route.fresh !== true);
  expect(lax.map(({ path }) => path)).toEqual(['dashboard/check-up', 'dashboard/check-up/postponement']);
  const turningOff = ROUTES.filter(({ path }) => path === 'two-factor');
  expect(turningOff.map((route) => route.entry === 'session' && route.fresh === true)).toEqual([true, true]);
});
