/** Turning two-factor off: the review page, its refusals, the result, and who is told that it is not possible. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../../src/core/time.ts';
import { REQUIRED_POLICY } from '../../../src/core/two-factor-policy.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { addSecond, boundOf, plantPasskey } from '../../support/authenticator-steps.ts';
import { codeNow, enrol, postPassword, STEP, secretOn, signIn, wrongCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { exhaust } from './exhaustion.ts';
import { errorAt, hasButton, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const JIRO = { portal: 'support', email: 'jiro@support.example' };
const PATH = '/success/two-factor';

let world: World;
let secret: Uint8Array;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await world.addAccount({ ...JIRO, company: null });
  visitor = world.visitor();
  await signIn(visitor);
  secret = await enrol(world, visitor);
  world.advance(STEP);
});
afterEach(() => world.close());

describe('the review page', () => {
  test('Z-12 S-40 G-16 U-48 [無効] leads here: consequence first, then a fresh code, then the way out', async () => {
    const settings = await visitor.get('/success/account');
    expect(settings.html).toMatch(/<form method="get" action="\/success\/two-factor">/u);
    const page = await visitor.get(PATH);
    expect(titleOf(page)).toBe('二要素認証を無効にする – ビジネスサクセスポータル');
    const parts = [
      '不正ログインの危険が高まります',
      'ほかの端末はログアウトされます',
      '今のコードを入力してください',
      'id="code"',
      'キャンセル',
    ];
    const order = parts.map((part) => page.html.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(page.html).toMatch(/id="code"[^>]*autocomplete="one-time-code"/u);
    expect(linkTo(page, 'キャンセル')).toBe('/success/account?notice=unchanged');
    expect((await visitor.get(linkTo(page, 'キャンセル'))).text).toContain('設定は変更されていません');
  });

  test('Z-12 G-33 says it in English, in the other portal with its own way back', async () => {
    const jiro = world.visitor();
    await jiro.get('/support/sign-in?lang=en');
    await signIn(jiro, JIRO);
    await enrol(world, jiro, 'support');
    const page = await jiro.get('/support/two-factor');
    expect(titleOf(page)).toBe('Turn off two-factor authentication – Business Support Portal');
    expect(page.text).toContain('If you turn this off, a password alone will open your account');
    expect(hasButton(page, 'Turn off')).toBe(true);
    expect(linkTo(page, 'Cancel')).toBe('/support/profile?notice=unchanged');
  });

  test.each([
    ['', '認証コードを入力してください'],
    ['12345', '認証コードは6桁の数字です。入力した文字数を確認してください'],
    ['１２３４５a', '認証コードは数字だけです。6桁の数字を入力してください'],
  ])('U-16 %j is told at the field and turns nothing off', async (code, message) => {
    await visitor.get(PATH);
    const page = await visitor.post(PATH, { code });
    expect([page.status, errorAt(page, 'code')]).toEqual([422, message]);
    expect((await postPassword(world.visitor())).location).toBe('/success/sign-in/code');
  });

  test('U-19 SEC-H04 wrong codes count like those of the sign-in, down to the pause with its clock time', async () => {
    await visitor.get(PATH);
    const first = await visitor.post(PATH, { code: wrongCode(world, secret) });
    expect([first.status, errorAt(first, 'code')]).toEqual([
      422,
      '認証コードが一致しません。アプリに今表示されているコードを入力してください',
    ]);
    const second = await visitor.post(PATH, { code: wrongCode(world, secret) });
    expect(summaryOf(second)).toContain('あと 3回 間違えると、15分間ログインできなくなります');
    for (let count = 0; count < 2; count += 1) await visitor.post(PATH, { code: wrongCode(world, secret) });
    const page = await visitor.post(PATH, { code: wrongCode(world, secret) });
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '900']);
    expect(errorAt(page, 'code')).toBe('認証コードの間違いが続いたため、10:16(日本時間)までログインできません');
    expect((await visitor.post(PATH, { code: codeNow(world, secret) })).status).toBe(429);
    await postPassword(visitor.copy());
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
  });

  test('G-07 SEC-H04 a used code says so with the seconds to wait', async () => {
    await visitor.get('/success/confirmation');
    await visitor.post('/success/confirmation', { code: codeNow(world, secret) });
    world.advance(seconds(5));
    await visitor.get(PATH);
    const page = await visitor.post(PATH, { code: codeNow(world, secret) });
    expect(errorAt(page, 'code')).toBe('このコードは使用済みです。25秒後に表示される次のコードを入力してください');
  });

  test('SEC-F02 a disabled authenticator says that two-factor stays on and whom to ask', async () => {
    await exhaust(world);
    await visitor.get(PATH);
    const page = await visitor.post(PATH, { code: codeNow(world, secret) });
    expect(page.status).toBe(403);
    expect(errorAt(page, 'code')).toContain('この認証アプリではログインできません');
    expect(summaryOf(page)).toContain('ご契約の窓口にご連絡ください');
  });

  test('A6 a stale form is shown again by 403 and turns nothing off', async () => {
    await visitor.get(PATH);
    const page = await visitor.post(PATH, { code: codeNow(world, secret), form_token: 'x' });
    expect([page.status, headingOf(page)]).toEqual([403, '二要素認証を無効にする']);
    expect(errorAt(page, 'code')).toContain('もう一度送信してください');
    expect((await visitor.get(PATH)).status).toBe(200);
  });
});

describe('the result', () => {
  test('Z-13 S-42 says that it is off, that the old registration is void, and how to turn it on again', async () => {
    await visitor.get(PATH);
    const off = await visitor.post(PATH, { code: codeNow(world, secret) });
    expect([off.status, off.location]).toEqual([303, '/success/two-factor/result']);
    const page = await visitor.follow(off);
    expect(titleOf(page)).toBe('二要素認証を無効にしました – ビジネスサクセスポータル');
    expect(page.text).toContain('次回のログインから、パスワードだけでログインできます。');
    expect(page.text).toContain('以前の登録は使えません');
    expect(linkTo(page, '二要素認証をもう一度有効にする')).toBe('/success/account#two-factor');
    expect(linkTo(page, 'ダッシュボードに戻る')).toBe('/success/dashboard');
    expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
    expect((await world.letters()).some(({ subject }) => subject.includes('無効'))).toBe(true);
    const again = await visitor.get(PATH);
    expect([again.status, headingOf(again)]).toEqual([200, '二要素認証は無効です']);
    expect(again.html).not.toContain('id="code"');
  });

  test('G-16 every other session ends, this one goes on with a new token', async () => {
    const other = world.visitor();
    await postPassword(other);
    await other.get('/success/sign-in/code');
    expect((await other.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
    world.advance(STEP);
    await visitor.get(PATH);
    const before = new Map(visitor.cookies);
    await visitor.post(PATH, { code: codeNow(world, secret) });
    expect(visitor.cookies.get('__Host-genkan-success-session')).not.toBe(before.get('__Host-genkan-success-session'));
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
    expect((await other.get('/success/dashboard')).location).toMatch(/notice=session-ended/u);
  });

  test('the result page opens for nobody whose two-factor is on', async () => {
    expect((await visitor.get('/success/two-factor/result')).location).toBe('/success/account#two-factor');
  });
});

test('G-17 U-49 where a rule requires two-factor there is a sentence and a way to ask, by GET and POST, in both languages', async () => {
  await world.close();
  const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, twoFactorPolicy: REQUIRED_POLICY } : portal));
  world = await openWorld({ portals });
  await world.addAccount();
  const holder = world.visitor();
  await postPassword(holder);
  const link = /\/success\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  await holder.get(link);
  await holder.follow(await holder.post(link));
  const enrolment = await holder.follow(await holder.post('/success/sign-in/confirmation'));
  await holder.follow(
    await holder.post('/success/sign-in/enrolment/code', { code: codeNow(world, secretOn(enrolment)), device_name: '' }),
  );
  for (const page of [await holder.get(PATH), await holder.post(PATH, { code: '123456' })]) {
    expect([page.status, headingOf(page)]).toEqual([403, '二要素認証を無効にする']);
    expect(page.text).toContain('二要素認証はビジネスサクセスポータルの決まりで必須のため、無効にできません。');
    expect(page.html).not.toContain('id="code"');
    expect(linkTo(page, 'お問い合わせの窓口を見る')).toBe('/success/help#contact');
  }
  expect((await holder.get(`${PATH}?lang=en`)).text).toContain('Business Success Portal requires two-factor authentication');
});

describe('other authenticators than one app', () => {
  test('SEC-H05 two apps end together, by the code of either', async () => {
    const second = await addSecond(world, visitor);
    world.advance(STEP);
    await visitor.get(PATH);
    expect((await visitor.post(PATH, { code: codeNow(world, second) })).location).toBe('/success/two-factor/result');
    expect(await boundOf(world)).toEqual([]);
  });

  test('SEC-H04 SEC-H05 an account with passkeys only needs the fresh check and no code, which it does not have', async () => {
    await plantPasskey(world);
    const [app] = await boundOf(world);
    await visitor.get(`/success/account/authenticators/${app?.id}/removal`);
    await visitor.post(`/success/account/authenticators/${app?.id}/removal`);
    const page = await visitor.get(PATH);
    expect([headingOf(page), page.html.includes('id="code"')]).toEqual(['二要素認証を無効にする', false]);
    const stale = await visitor.post(PATH, { form_token: 'x' });
    expect([stale.status, summaryOf(stale).includes('もう一度送信してください')]).toEqual([403, true]);
    expect((await visitor.post(PATH)).location).toBe('/success/two-factor/result');
    expect(await boundOf(world)).toEqual([]);
    expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
  });

  test('SEC-H02 a passkey beside the app does not replace the code', async () => {
    await plantPasskey(world);
    await visitor.get(PATH);
    const page = await visitor.post(PATH);
    expect([page.status, errorAt(page, 'code')]).toEqual([422, '認証コードを入力してください']);
    expect(await boundOf(world)).toHaveLength(2);
  });

  test('SEC-H01 after ten minutes the review page asks for the fresh check first, and POST is answered by it', async () => {
    await visitor.get(PATH);
    world.advance(minutes(11));
    expect((await visitor.get(PATH)).location).toBe('/success/confirmation?then=two-factor');
    const answer = await visitor.post(PATH, { code: codeNow(world, secret) });
    expect([answer.status, headingOf(answer)]).toEqual([403, '本人確認']);
    expect(await boundOf(world)).toHaveLength(1);
  });
});
