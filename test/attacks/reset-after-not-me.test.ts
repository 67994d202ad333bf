/**
 * Somebody reads the holder's mailbox and nothing else. "Not me" on a notice sets aside what was bound since; a reset sets a password:
 * one after the other they must not be a way in (ADR 0022, ADR 0030, desk.md section 4).
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NEW_PASSWORD, resetByMail } from '../support/forgotten-password.ts';
import { codeNow, enrol, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const TURNED_ON = '二要素認証を有効にしました';
const NEW_BROWSER = '新しいブラウザーからログインがありました';

async function pressNotMe(said: string): Promise<void> {
  const letter = (await world.letters()).find(({ text }) => text.includes(said) && text.includes('/not-me/'));
  const link = /\/success\/not-me\/\S+/u.exec(letter?.text ?? '')?.[0] ?? '';
  const reader = world.visitor({ address: '192.0.2.66' });
  await reader.get(link);
  expect((await reader.post(link)).status).toBe(303);
}

/** The holder signs in, turns two-factor on and goes on working. */
async function holderWithApp(): Promise<{ readonly holder: Visitor; readonly secret: Uint8Array }> {
  const holder = world.visitor();
  await signIn(holder);
  world.advance(STEP);
  const secret = await enrol(world, holder);
  world.advance(STEP);
  return { holder, secret };
}

const signInAsThief = (): Promise<Answer> => postPassword(world.visitor({ address: '192.0.2.66' }), { password: NEW_PASSWORD });
const closed = async (): Promise<unknown> => (await world.query('select password_only_closed_at, set_aside_since from account'))[0];

describe('a reader of the mailbox', () => {
  test.each([
    ['the notice that two-factor is on', TURNED_ON],
    ['an older notice, of a browser', NEW_BROWSER],
  ])('SEC-E07 SEC-P04 T-11 who objects to %s and then resets the password is not let in with it', async (_what, said) => {
    await holderWithApp();
    await pressNotMe(said);
    const thief = world.visitor({ address: '192.0.2.66' });
    const reset = await resetByMail(world, thief);
    expect(reset.location).toBe('/success/sign-in?notice=password-reset-closed');
    expect((await thief.follow(reset)).text).toContain('ログインの停止は、まだ続いています');
    for (let round = 0; round < 3; round += 1) {
      const answer = await signInAsThief();
      expect([answer.status, answer.location]).toEqual([422, null]);
      await resetByMail(world, world.visitor({ address: '192.0.2.66' }));
    }
    expect(await world.query('select id from session where ended_at is null')).toEqual([]);
    expect(await closed()).toMatchObject({ password_only_closed_at: expect.any(Number), set_aside_since: expect.any(Number) });
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
  });

  test('SEC-E07 repeating it, with the notice of the reset itself, opens nothing either', async () => {
    await holderWithApp();
    await pressNotMe(TURNED_ON);
    await resetByMail(world, world.visitor());
    await pressNotMe('パスワードを再設定しました');
    await resetByMail(world, world.visitor());
    expect((await signInAsThief()).status).toBe(422);
  });

  test('SEC-E07 objecting after the reset, in the other order, closes and opens nothing', async () => {
    const { secret } = await holderWithApp();
    await resetByMail(world, world.visitor());
    expect((await signInAsThief()).location).toBe('/success/sign-in/code');
    await pressNotMe(TURNED_ON);
    expect((await signInAsThief()).status).toBe(422);
    await world.service.store.reopenAccount('account-1', 'called back', world.now());
    world.advance(STEP);
    const holder = world.visitor();
    expect((await signInWithCode(world, holder, secret, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
  });
});

describe('the holder', () => {
  test('desk.md section 4: without a second factor a reset by mail opens again what "not me" closed', async () => {
    await signIn(world.visitor());
    await pressNotMe(NEW_BROWSER);
    expect((await postPassword(world.visitor())).status).toBe(422);
    const holder = world.visitor();
    expect((await resetByMail(world, holder)).location).toBe('/success/sign-in?notice=password-reset');
    expect(await closed()).toEqual({ password_only_closed_at: null, set_aside_since: null });
    await signIn(holder, { password: NEW_PASSWORD });
    expect(await world.query('select id from account where recovery_frozen_until is not null')).toHaveLength(1);
    // What is bound from now on counts at once.
    const secret = await enrol(world, holder);
    await holder.get('/success/dashboard');
    await holder.post('/success/sign-out');
    world.advance(STEP);
    expect((await postPassword(holder, { password: NEW_PASSWORD })).location).toBe('/success/sign-in/code');
    await holder.get('/success/sign-in/code');
    expect((await holder.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
  });

  test('SEC-E07 with an authenticator from before the notice the reset opens again, and the code is asked for', async () => {
    const { holder, secret } = await holderWithApp();
    await holder.get('/success/dashboard');
    await holder.post('/success/sign-out');
    world.advance(STEP);
    const elsewhere = world.visitor({ address: '198.51.100.20' });
    await signInWithCode(world, elsewhere, secret);
    const letter = (await world.letters()).findLast(({ text }) => text.includes(NEW_BROWSER));
    const link = /\/success\/not-me\/\S+/u.exec(letter?.text ?? '')?.[0] ?? '';
    await elsewhere.get(link);
    await elsewhere.post(link);
    await resetByMail(world, holder);
    expect(await closed()).toEqual({ password_only_closed_at: null, set_aside_since: null });
    world.advance(STEP);
    expect((await postPassword(holder, { password: NEW_PASSWORD })).location).toBe('/success/sign-in/code');
    await holder.get('/success/sign-in/code');
    expect((await holder.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
  });
});
