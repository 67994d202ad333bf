/** Switching two-factor on: both portals' ways to the QR code, the page itself, wrong codes, cancelling, two tabs, the end. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { codeAt, timeStep } from '../../../src/core/totp.ts';
import { beginEnrolment, codeNow, enrol, postPassword, secretOn, signIn, wrongCode } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { errorAt, fieldValue, hasButton, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const JIRO = { portal: 'support', email: 'jiro@support.example' };

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await world.addAccount({ ...JIRO, name: '佐藤 次郎', company: null });
  visitor = world.visitor();
  await signIn(visitor);
});
afterEach(() => world.close());

async function english(portal = 'success'): Promise<Visitor> {
  const who = world.visitor();
  await who.get(`/${portal}/sign-in?lang=en`);
  await signIn(who, portal === 'support' ? JIRO : {});
  return who;
}

function postCode(code: string, name = '', who = visitor): Promise<Answer> {
  return who.post('/success/enrolment/code', { code, device_name: name });
}

describe('the way to the QR code', () => {
  test('Z-06 S-13 S-14 L03 L04 U-29 success asks for the method: without script one radio, already chosen, and a button of its own', async () => {
    const page = await visitor.get('/success/enrolment/method');
    expect(titleOf(page)).toBe('二要素認証の方法を選ぶ – ビジネスサクセスポータル');
    expect(page.text).toContain('ステップ 1/3');
    expect(page.text).toContain('二要素認証のアプリケーション');
    const shown = page.html.replace(/<div data-passkey-choice[^>]*hidden="">.*?<\/div>/u, '');
    expect(shown.match(/<input[^>]*type="radio"[^>]*>/gu)).toEqual([expect.stringContaining('checked=""')]);
    expect(hasButton(page, '選択')).toBe(true);
    expect(hasButton(page, 'キャンセル')).toBe(true);
    expect(linkTo(page, '認証アプリをまだお持ちでない場合(事前準備)')).toBe('/success/help#preparation');
    const chosen = await visitor.post('/success/enrolment/method', { method: 'totp' });
    expect([chosen.status, chosen.location]).toEqual([303, '/success/enrolment']);
  });

  test('Z-06 G-33 says it in English', async () => {
    const page = await (await english()).get('/success/enrolment/method');
    expect(headingOf(page)).toBe('Choose your second factor');
    expect(page.text).toContain('Authenticator application');
    expect(hasButton(page, 'Choose')).toBe(true);
  });

  test.each([
    [{}, '二要素認証の方法を選んでください'],
    [{ method: 'sms' }, '二要素認証の方法を選んでください'],
  ])('S-14 posting %j begins nothing and says what to choose', async (fields, message) => {
    await visitor.get('/success/enrolment/method');
    const page = await visitor.post('/success/enrolment/method', fields);
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain(message);
    expect((await visitor.get('/success/enrolment')).location).toBe('/success/enrolment/method');
  });

  test('X-2 X-3 X-4 S-22 S-24 support goes from [有効] to the choice that passkeys made necessary, then to the QR page', async () => {
    const jiro = world.visitor();
    await signIn(jiro, JIRO);
    expect((await jiro.get('/support/profile')).html).toContain('<form method="get" action="/support/enrolment/method"');
    const choice = await jiro.get('/support/enrolment/method');
    expect(choice.text).toContain('二要素認証のアプリケーション');
    expect((await jiro.post('/support/enrolment/method', { method: 'totp' })).location).toBe('/support/enrolment');
    const page = await jiro.get('/support/enrolment');
    expect(titleOf(page)).toBe('認証アプリを登録する – ビジネスサポートポータル');
    expect(page.text).toContain('ステップ 2/3');
    expect(decodeURIComponent(linkTo(page, 'この端末のアプリで開く'))).toContain('issuer=ビジネスサポートポータル&');
  });

  test('T-47 SEC-N02 U-40 opening the page begins nothing in either portal', async () => {
    const jiro = world.visitor();
    await signIn(jiro, JIRO);
    expect((await visitor.get('/success/enrolment')).location).toBe('/success/enrolment/method');
    expect((await jiro.get('/support/enrolment')).location).toBe('/support/enrolment/method');
    expect(await world.query('select id from authenticator')).toEqual([]);
  });

  test('A6 a stale form begins nothing and is shown again', async () => {
    await visitor.get('/success/enrolment/method');
    const method = await visitor.post('/success/enrolment/method', { method: 'totp', form_token: 'x' });
    expect([method.status, headingOf(method)]).toEqual([403, '二要素認証の方法を選ぶ']);
    const start = await visitor.post('/success/enrolment', { form_token: 'x' });
    expect([start.status, summaryOf(start).includes('もう一度送信してください')]).toEqual([403, true]);
    expect(hasButton(start, 'もう一度始める')).toBe(true);
    expect(await world.query('select id from authenticator')).toEqual([]);
  });
});

describe('the QR page', () => {
  test('Z-07 S-15 S-32 U-32 U-33 G-13 holds warning, steps, QR code, key in groups of four, link, issuer, account and type', async () => {
    const secret = await beginEnrolment(visitor);
    const page = await visitor.get('/success/enrolment');
    expect(page.text).toContain('ステップ 2/3');
    expect(page.text).toContain('登録すると、次回のログインから 認証アプリを入れた端末 が必要になります。');
    expect(page.html.indexOf('が必要になります')).toBeLessThan(page.html.indexOf('有効にする'));
    expect(linkTo(page, '事前準備')).toBe('/success/help#preparation');
    const uri = linkTo(page, 'この端末のアプリで開く');
    const groups = [...page.html.matchAll(/class="key-group">([A-Z2-7]{4}) </gu)].map(([, group]) => group);
    expect(groups).toHaveLength(8);
    expect(new URL(uri).searchParams.get('secret')).toBe(groups.join(''));
    expect(page.text).toContain('発行者 ビジネスサクセスポータル アカウント hanako@success.example 種類 時刻に基づく・6桁・30秒');
    expect(page.text).toContain('このQRコードは10:10(日本時間)まで使えます。');
    expect(secret).toHaveLength(20);
  });

  test('U-34 the QR code is inline, has whole pixels of at least 240 in all, and says what it is', async () => {
    await beginEnrolment(visitor);
    const { html } = await visitor.get('/success/enrolment');
    const [, width, modules] =
      /<svg[^>]*width="(\d+)" height="\1" viewBox="0 0 (\d+) \2"/u.exec(html.slice(html.indexOf('qr-code'))) ?? [];
    expect(Number(width)).toBeGreaterThanOrEqual(240);
    expect(Number(width) % Number(modules)).toBe(0);
    expect(html).toContain(
      'aria-label="ビジネスサクセスポータルのアカウント hanako@success.example を認証アプリに登録するQRコード。',
    );
    expect(html).not.toMatch(/<img|data:image|style=/u);
  });

  test('Z-07 G-33 says it in English, with the clock time in Japan', async () => {
    const who = await english();
    await beginEnrolment(who);
    const page = await who.get('/success/enrolment');
    expect(titleOf(page)).toBe('Add your authenticator app – Business Success Portal');
    expect(page.text).toContain('From your next sign-in you will need the device with your authenticator app');
    expect(page.text).toContain('This QR code works until 10:10 (Japan time).');
    expect(hasButton(page, 'Turn on')).toBe(true);
    expect(hasButton(page, 'Cancel')).toBe(true);
  });

  test('U-37 SEC-B09 no field of a form holds the secret', async () => {
    await beginEnrolment(visitor);
    const { html } = await visitor.get('/success/enrolment');
    const fields = html.match(/<input[^>]*>/gu) ?? [];
    expect(fields.length).toBeGreaterThan(2);
    for (const field of fields) expect(field).not.toMatch(/[A-Z2-7]{16}/u);
  });

  test('G-11 G-12 U-38 reloading and a second tab show the same secret', async () => {
    const secret = await beginEnrolment(visitor);
    world.advance(minutes(9));
    expect(secretOn(await visitor.get('/success/enrolment'))).toEqual(secret);
    await visitor.post('/success/enrolment/method', { method: 'totp' });
    expect(secretOn(await visitor.get('/success/enrolment'))).toEqual(secret);
  });
});

describe('codes that do not fit', () => {
  test('G-03 U-39 a wrong code keeps the QR code and the name, and says so at the field', async () => {
    const secret = await beginEnrolment(visitor);
    const page = await postCode(wrongCode(world, secret), '会社のiPhone');
    expect(page.status).toBe(422);
    expect(errorAt(page, 'code')).toBe('認証コードが一致しません。アプリに今表示されているコードを入力してください');
    expect(titleOf(page)).toMatch(/^エラー: /u);
    expect(secretOn(page)).toEqual(secret);
    expect(fieldValue(page, 'device_name')).toBe('会社のiPhone');
    expect(fieldValue(page, 'code')).toBeNull();
    expect(summaryOf(page)).not.toContain('ログインできなくなります');
    expect(page.html).toMatch(/<details class="disclosure"><summary>/u);
    expect((await postCode(wrongCode(world, secret))).html).toContain('<details class="disclosure" open="">');
  });

  test.each([
    ['', '認証コードを入力してください'],
    ['12345', '認証コードは6桁の数字です。入力した文字数を確認してください'],
    ['abcdef', '認証コードは数字だけです。6桁の数字を入力してください'],
  ])('G-05 %j keeps the QR code too', async (code, message) => {
    const secret = await beginEnrolment(visitor);
    const page = await postCode(code);
    expect([page.status, errorAt(page, 'code')]).toEqual([422, message]);
    expect(secretOn(page)).toEqual(secret);
  });

  test('G-06 a clock that is off is told', async () => {
    const secret = await beginEnrolment(visitor);
    expect(errorAt(await postCode(codeAt(secret, timeStep(world.now()) + 10)), 'code')).toContain('端末の時計が約5分ずれている');
  });

  test('Z-20 the tenth wrong code pauses the form for five minutes, with the clock time', async () => {
    const secret = await beginEnrolment(visitor);
    for (let count = 0; count < 10; count += 1) await postCode(wrongCode(world, secret));
    const page = await postCode(codeNow(world, secret), '会社のiPhone');
    expect(page.status).toBe(429);
    expect(page.headers.get('retry-after')).toBe('300');
    expect(errorAt(page, 'code')).toBe('認証コードの間違いが続いたため、10:05(日本時間)まで登録できません');
    expect(secretOn(page)).toEqual(secret);
    world.advance(minutes(5));
    expect((await postCode(codeNow(world, secret))).location).toBe('/success/enrolment/completed');
  });

  test('U-47 a name of 21 characters is told, 20 with emoji are kept; nothing invisible gets in', async () => {
    const secret = await beginEnrolment(visitor);
    const page = await postCode(codeNow(world, secret), 'あ'.repeat(21));
    expect([page.status, errorAt(page, 'device-name')]).toEqual([422, '端末の名前は20文字以内で入力してください']);
    expect(fieldValue(page, 'device_name')).toBe('あ'.repeat(21));
    await postCode(codeNow(world, secret), ` \u0000${'📱'.repeat(18)}\u202E\nA `);
    expect((await visitor.get('/success/enrolment/completed')).text).toContain(`端末の名前 ${'📱'.repeat(18)} A お知らせ`);
  });

  test('A6 a stale form keeps QR code and name, by 403, and binds nothing', async () => {
    const secret = await beginEnrolment(visitor);
    const page = await visitor.post('/success/enrolment/code', {
      code: codeNow(world, secret),
      device_name: '私物',
      form_token: 'x',
    });
    expect(page.status).toBe(403);
    expect(secretOn(page)).toEqual(secret);
    expect(fieldValue(page, 'device_name')).toBe('私物');
    const cancel = await visitor.post('/success/enrolment/cancellation', { form_token: 'x' });
    expect([cancel.status, secretOn(cancel)]).toEqual([403, secret]);
  });
});

describe('the end', () => {
  test('Z-08 S-16 S-32 G-01 U-42 U-43 a right code says on a page of its own what is on, since when, where, and mails it', async () => {
    const secret = await beginEnrolment(visitor);
    const bound = await postCode(codeNow(world, secret), '会社のiPhone');
    expect([bound.status, bound.location]).toEqual([303, '/success/enrolment/completed']);
    const page = await visitor.follow(bound);
    expect(titleOf(page)).toBe('二要素認証を有効にしました – ビジネスサクセスポータル');
    expect(page.text).toContain('ステップ 3/3');
    expect(page.text).toContain('次回のログインから、認証アプリのコードが必要です。');
    expect(page.text).toContain('状態 有効 有効にした日時 2026年11月23日(月) 10:00(日本時間) 端末の名前 会社のiPhone');
    expect(page.text).toContain('hanako@success.example に送信しました');
    expect(page.text).toContain('ログインには、認証アプリを入れた端末が必要になります。');
    expect(linkTo(page, 'あとで保存する')).toBe('/success/dashboard');
    expect((await world.letters()).at(-1)?.subject).toContain('【ビジネスサクセスポータル】');
  });

  test('Z-08 X-3 X-4 G-33 the other portal has as many steps and says it in English', async () => {
    const jiro = await english('support');
    await jiro.get('/support/profile');
    await jiro.post('/support/enrolment');
    const secret = secretOn(await jiro.get('/support/enrolment'));
    const page = await jiro.follow(await jiro.post('/support/enrolment/code', { code: codeNow(world, secret), device_name: '' }));
    expect(headingOf(page)).toBe('Two-factor authentication is on');
    expect(page.text).toContain('Step 3 of 3');
    expect(page.text).toContain('From your next sign-in you will need a code from your app.');
    expect(page.text).toContain('Turned on Mon, 23 November 2026, 10:00 (Japan time)');
    expect(page.text).toContain('Name of the device Authenticator app');
  });

  test('S-30 S-31 the running session goes on; the next sign-in asks for the code', async () => {
    await enrol(world, visitor);
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
    expect((await postPassword(world.visitor())).location).toBe('/success/sign-in/code');
  });

  test('G-11 G-12 U-38 Back, and the slower of two tabs, come to "already on" without an error or a QR code', async () => {
    const secret = await beginEnrolment(visitor);
    await postCode(codeNow(world, secret));
    await visitor.get('/success/enrolment/completed');
    for (const page of [await visitor.get('/success/enrolment'), await postCode('123456').then((sent) => visitor.follow(sent))]) {
      expect([page.status, headingOf(page)]).toEqual([200, '二要素認証は有効です']);
      expect(page.html).not.toMatch(/otpauth|qr-code/u);
    }
    expect((await visitor.get('/success/enrolment/method')).location).toBe('/success/enrolment');
  });

  test('G-10 U-41 cancelling throws the secret away and says that nothing was changed, in both languages', async () => {
    await beginEnrolment(visitor);
    const left = await visitor.post('/success/enrolment/cancellation');
    expect(left.location).toBe('/success/account?notice=unchanged');
    expect((await visitor.follow(left)).text).toContain('設定は変更されていません');
    expect((await visitor.get('/success/enrolment')).location).toBe('/success/enrolment/method');
    const who = await english();
    await beginEnrolment(who);
    expect((await who.follow(await who.post('/success/enrolment/cancellation'))).text).toContain('Nothing was changed');
  });

  test('Z-21 G-10 after ten minutes a code leads to a page that offers to begin again', async () => {
    const secret = await beginEnrolment(visitor);
    world.advance(minutes(10));
    const page = await postCode(codeNow(world, secret));
    expect(page.status).toBe(200);
    expect(page.text).toContain('登録の有効期間が終わりました。設定は変更されていません。もう一度始めてください。');
    expect(hasButton(page, 'もう一度始める')).toBe(true);
    expect(page.html).not.toContain('otpauth');
  });

  test('the page of the end opens for nobody without an authenticator', async () => {
    expect((await visitor.get('/success/enrolment/completed')).location).toBe('/success/account#two-factor');
  });
});
