/** Statements of journeys.md that speak of what does not happen: between portals, sessions, half-finished steps and mails. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { headingOf } from '../http/screens/reading.ts';
import { beginEnrolment, codeNow, enrol, enrolledAccount, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const EMAIL = 'both@company.example';

test('S-05 S-30 who switches on in one portal signs in to the other as before, with the same address and password', async () => {
  await world.addAccount({ email: EMAIL });
  await world.addAccount({ portal: 'support', email: EMAIL });
  const { secret } = await enrolledAccount(world, { email: EMAIL });
  expect((await postPassword(world.visitor(), { email: EMAIL })).location).toBe('/success/sign-in/code');
  const visitor = world.visitor();
  expect((await postPassword(visitor, { portal: 'support', email: EMAIL })).location).toBe('/support/dashboard');
  expect((await visitor.get('/support/profile')).text).toContain('状態: 無効');
  await signInWithCode(world, visitor, secret, { email: EMAIL });
  expect((await visitor.get('/support/dashboard')).status).toBe(200);
});

test.each(['success', 'support'])('S-16 S-25 in %s a begun enrolment protects nothing until a right code', async (portal) => {
  const who = { portal, email: EMAIL };
  await world.addAccount(who);
  const visitor = world.visitor();
  await signIn(visitor, who);
  const secret = await beginEnrolment(visitor, portal);
  expect((await postPassword(world.visitor(), who)).location).toBe(`/${portal}/dashboard`);
  await visitor.post(`/${portal}/enrolment/code`, { code: '12345', device_name: '' });
  expect((await postPassword(world.visitor(), who)).location).toBe(`/${portal}/dashboard`);
  expect((await world.letters()).filter(({ subject }) => subject.includes('有効'))).toEqual([]);
  await visitor.post(`/${portal}/enrolment/code`, { code: codeNow(world, secret), device_name: '' });
  expect((await postPassword(world.visitor(), who)).location).toBe(`/${portal}/sign-in/code`);
});

test('S-31 S-32 the session that switched on goes on without a code, and was warned before and after', async () => {
  await world.addAccount();
  const visitor = world.visitor();
  await signIn(visitor);
  await beginEnrolment(visitor);
  expect((await visitor.get('/success/enrolment')).text).toContain('認証アプリを入れた端末 が必要になります');
  await enrol(world, visitor);
  expect((await visitor.get('/success/enrolment/completed')).text).toContain('認証アプリを入れた端末が必要になります');
  for (let count = 0; count < 5; count += 1) {
    world.advance(minutes(50));
    expect((await visitor.get('/success/cases')).status).toBe(200);
  }
});

test('S-33 S-42 a wrong password never reaches the code page, nor anything that turns two-factor off', async () => {
  await world.addAccount();
  await enrolledAccount(world);
  const visitor = world.visitor();
  const answer = await postPassword(visitor, { password: 'wrong' });
  expect([answer.status, answer.location]).toEqual([422, null]);
  for (const path of ['sign-in/code', 'two-factor', 'account', 'confirmation']) {
    expect((await visitor.get(`/success/${path}`)).location, path).toMatch(/^\/success\/sign-in(?:\?return_to=|$)/u);
  }
});

test('S-01 S-04 G-19 no page offers to remember this browser or to send a code; the next sign-in asks again', async () => {
  await world.addAccount();
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  for (let count = 0; count < 3; count += 1) {
    await visitor.get('/success/sign-in');
    expect((await postPassword(visitor)).location).toBe('/success/sign-in/code');
    const page = await visitor.get('/success/sign-in/code');
    expect(page.html).not.toMatch(/type="checkbox"|SMS|remember/iu);
    expect(page.text).not.toMatch(/記憶|再送|メールでコード/u);
    expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
    await visitor.get('/success/dashboard');
    await visitor.post('/success/sign-out');
    world.advance(STEP);
  }
  expect((await world.letters()).every(({ text }) => !/(?<![\d-])\d{6}(?![\d-])/u.test(text))).toBe(true);
});

describe('turning off', () => {
  test('G-16 erases the secret, ends other sessions, tells the holder what to do if it was not them', async () => {
    await world.addAccount();
    const { secret } = await enrolledAccount(world);
    const [here, elsewhere] = [world.visitor(), world.visitor()];
    await signInWithCode(world, elsewhere, secret);
    world.advance(STEP);
    await signInWithCode(world, here, secret);
    world.advance(STEP);
    await here.get('/success/two-factor');
    const answer = await here.post('/success/two-factor', { code: codeNow(world, secret) });
    expect(headingOf(await here.follow(answer))).toContain('二要素認証を無効にしました');
    expect(await world.query('select state, sealed_secret from authenticator')).toEqual([
      { state: 'invalidated', sealed_secret: null },
    ]);
    expect((await elsewhere.get('/success/dashboard')).status).toBe(303);
    expect((await here.get('/success/dashboard')).status).toBe(200);
    const letter = (await world.letters()).at(-1);
    expect(letter?.subject).toContain('無効');
    expect(letter?.text).toContain('ご自身の操作ではないとき');
    expect(letter?.text).toContain('https://portal.test/success/help');
    expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
  });

  test('G-12 G-16 a pending sign-in from before starts over, and the old secret never works again', async () => {
    await world.addAccount();
    const { secret } = await enrolledAccount(world);
    const [here, half] = [world.visitor(), world.visitor()];
    await signInWithCode(world, here, secret);
    await postPassword(half);
    await half.get('/success/sign-in/code');
    world.advance(STEP);
    await here.get('/success/two-factor');
    await here.post('/success/two-factor', { code: codeNow(world, secret) });
    world.advance(STEP);
    const answer = await half.post('/success/sign-in/code', { code: codeNow(world, secret) });
    expect(answer.location).toContain('/success/sign-in');
    expect(half.cookies.has('__Host-genkan-success-session')).toBe(false);
    const fresh = world.visitor();
    await signIn(fresh);
    const next = await beginEnrolment(fresh);
    expect(next).not.toEqual(secret);
    expect((await fresh.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: '' })).status).toBe(422);
  });
});

describe('a session somebody left open', () => {
  test('G-37 switches nothing on without the password once it is ten minutes old, and the owner is mailed when it does', async () => {
    await world.addAccount();
    const visitor = world.visitor();
    await signIn(visitor);
    world.advance(minutes(10) + 1);
    await visitor.get('/success/enrolment/method');
    expect((await visitor.post('/success/enrolment/method', { method: 'totp' })).location).toBe(
      '/success/confirmation?then=enrolment',
    );
    await visitor.get('/success/confirmation?then=enrolment');
    expect((await visitor.post('/success/confirmation?then=enrolment', { password: 'guess' })).status).toBe(422);
    expect(await world.query('select id from authenticator')).toEqual([]);
    await visitor.post('/success/confirmation?then=enrolment', { password: PASSWORD });
    await enrol(world, visitor);
    const letter = (await world.letters()).at(-1);
    expect([letter?.to, letter?.subject.includes('有効')]).toEqual(['hanako@success.example', true]);
  });
});

test('S-35 I-7 no incognito needed: help answers alike to nobody, half a sign-in, a session, an ended one and the twin’s', async () => {
  await world.addAccount();
  await world.addAccount({ portal: 'support', email: EMAIL });
  const { secret, visitor: ended } = await enrolledAccount(world);
  const [nobody, half, full] = [world.visitor(), world.visitor(), world.visitor()];
  const [twin, without] = [world.visitor(), world.visitor()];
  await postPassword(half);
  await signInWithCode(world, full, secret);
  await signIn(twin, { portal: 'support', email: EMAIL });
  await world.addAccount({ email: 'taro@success.example' });
  await signIn(without, { email: 'taro@success.example' });
  for (const visitor of [nobody, half, full, ended, twin, without]) {
    for (const language of ['ja', 'en']) {
      const page = await visitor.get(`/success/help?lang=${language}`);
      expect([page.status, page.location]).toEqual([200, null]);
      expect(page.text).toContain('0120-000-111');
      expect(page.text).not.toMatch(/シークレット|プライベート|incognito|private window/iu);
    }
  }
  await half.get('/success/sign-in/code');
  world.advance(STEP);
  expect((await half.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
});
