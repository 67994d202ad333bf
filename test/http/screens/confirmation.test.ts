/** The fresh check before a security change: when it is asked, with what, in which words, and where it leads. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/core/audit-event.ts';
import { done } from '../../../src/core/outcome.ts';
import { minutes, seconds } from '../../../src/core/time.ts';
import { codeNow, enrol, STEP, secretOn, signIn, wrongCode } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { errorAt, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const PATH = '/success/confirmation?then=enrolment';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await signIn(visitor);
});
afterEach(() => world.close());

/** A session as another window could leave it: two-factor on, this session's own proof a password. */
async function forgetSecondFactor(who: Visitor): Promise<void> {
  const { store } = world.service;
  const id = (who.cookies.get('__Host-genkan-success-session') ?? '').slice(0, 16);
  const session = await store.read.session('success', id);
  if (session === undefined) throw new Error('no session');
  const { digest, passwordAt, accountId } = session;
  const event: AuditEvent = {
    at: world.now(),
    portal: 'success',
    address: null,
    requestId: null,
    actor: { kind: 'system', id: null },
    accountId,
    detail: { type: 'session.stepped-up', sessionHash: 'test', method: 'password' },
  };
  const outcome = await store.write([event], async (tx) =>
    done(await tx.rotateSession(id, digest, { digest, passwordAt, secondFactorAt: null, methods: ['password'] })),
  );
  if (!outcome.ok) throw new Error(outcome.refusal.code);
}

async function post(password: string, who = visitor): Promise<Answer> {
  await who.get(PATH);
  return who.post(PATH, { password });
}

describe('with the password', () => {
  test('G-37 SEC-H01 ten minutes after the sign-in an enrolment asks first, then goes on to the QR code', async () => {
    world.advance(minutes(10));
    await visitor.get('/success/enrolment/method');
    expect((await visitor.post('/success/enrolment/method', { method: 'totp' })).location).toBe('/success/enrolment');
    await visitor.get('/success/enrolment');
    await visitor.post('/success/enrolment/cancellation');
    world.advance(seconds(1));
    await visitor.get('/success/enrolment/method');
    const asked = await visitor.post('/success/enrolment/method', { method: 'totp' });
    expect(asked.location).toBe(PATH);
    const page = await visitor.follow(asked);
    expect(titleOf(page)).toBe('本人確認 – ビジネスサクセスポータル');
    expect(page.text).toContain('設定を変更する前に、パスワードをもう一度入力してください。');
    expect(page.html).toMatch(/id="password"[^>]*autocomplete="current-password"/u);
    expect(linkTo(page, 'キャンセル')).toBe('/success/account?notice=unchanged');
    const before = visitor.cookies.get('__Host-genkan-success-session');
    const done = await visitor.post(PATH, { password: PASSWORD });
    expect([done.status, done.location]).toEqual([303, '/success/enrolment']);
    expect(visitor.cookies.get('__Host-genkan-success-session')).not.toBe(before);
    expect(secretOn(await visitor.follow(done))).toHaveLength(20);
  });

  test('G-33 says it in English', async () => {
    const page = await visitor.get(`${PATH}&lang=en`);
    expect(titleOf(page)).toBe('Confirm it is you – Business Success Portal');
    expect(page.text).toContain('Enter your password again before you change a setting.');
  });

  test.each([
    ['', 'パスワードを入力してください'],
    ['a'.repeat(1_025), 'パスワードは1,024バイト以内で入力してください'],
    ['wrong wrong wrong', 'パスワードが一致しません。もう一度入力してください'],
  ])('U-16 a password %# is told at the field and never comes back', async (password, message) => {
    const page = await post(password);
    expect([page.status, errorAt(page, 'password')]).toEqual([422, message]);
    expect(/<input[^>]*id="password"[^>]*>/u.exec(page.html)?.[0]).not.toContain('value');
    expect(page.html).toContain('action="/success/confirmation?then=enrolment"');
  });

  test('SEC-F07 T-10 wrong passwords here cost the same waits, said with the clock time', async () => {
    for (let count = 0; count < 4; count += 1) await post('wrong wrong wrong');
    const page = await post('wrong wrong wrong');
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '30']);
    expect(errorAt(page, 'password')).toBe('パスワードの間違いが続いたため、10:01(日本時間)までログインできません');
  });

  test('A6 a stale form is shown again by 403 and renews nothing', async () => {
    await visitor.get(PATH);
    const before = visitor.cookies.get('__Host-genkan-success-session');
    const page = await visitor.post(PATH, { password: PASSWORD, form_token: 'x' });
    expect([page.status, headingOf(page)]).toEqual([403, '本人確認']);
    expect(summaryOf(page)).toContain('もう一度送信してください');
    expect(visitor.cookies.get('__Host-genkan-success-session')).toBe(before);
  });

  test.each(['', '?then=', '?then=elsewhere'])('T-44 without a wish it knows (%j) it leads back to the settings', async (query) => {
    await visitor.get(`/success/confirmation${query}`);
    expect((await visitor.post(`/success/confirmation${query}`, { password: PASSWORD })).location).toBe(
      '/success/account#two-factor',
    );
  });
});

describe('with the code', () => {
  test('S-42 SEC-H03 a session without second factor proves it before the review page, and then sees that page', async () => {
    const secret = await enrol(world, visitor);
    await forgetSecondFactor(visitor);
    world.advance(STEP);
    const asked = await visitor.get('/success/two-factor');
    expect(asked.location).toBe('/success/confirmation?then=two-factor');
    const page = await visitor.follow(asked);
    expect(page.text).toContain('設定を変更する前に、認証アプリの今のコードを入力してください。');
    expect(page.html).not.toContain('id="password"');
    expect((await visitor.post('/success/confirmation?then=two-factor', { password: PASSWORD })).status).toBe(422);
    const wrong = await visitor.post('/success/confirmation?then=two-factor', { code: wrongCode(world, secret) });
    expect(errorAt(wrong, 'code')).toBe('認証コードが一致しません。アプリに今表示されているコードを入力してください');
    const done = await visitor.post('/success/confirmation?then=two-factor', { code: codeNow(world, secret) });
    expect(done.location).toBe('/success/two-factor');
    expect(headingOf(await visitor.follow(done))).toBe('二要素認証を無効にする');
  });

  test('G-11 an enrolment that another window finished leads to "already on"', async () => {
    const secret = await enrol(world, visitor);
    world.advance(STEP);
    await visitor.get(PATH);
    const done = await visitor.post(PATH, { code: codeNow(world, secret) });
    expect(headingOf(await visitor.follow(done))).toBe('二要素認証は有効です');
  });
});
