/** The code page: its words and order, five different messages, the tries left, the clock, the pause, and the ways out. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../../src/core/time.ts';
import { codeAt, timeStep } from '../../../src/core/totp.ts';
import { codeNow, enrolledAccount, postPassword, wrongCode } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { exhaust } from './exhaustion.ts';
import { errorAt, fieldValue, hasButton, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const PATH = '/success/sign-in/code';

let world: World;
let secret: Uint8Array;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  ({ secret } = await enrolledAccount(world));
  visitor = world.visitor();
  await postPassword(visitor);
});
afterEach(() => world.close());

async function post(code: string, who = visitor, path = PATH): Promise<Answer> {
  await who.get(path);
  return who.post(path, { code });
}

async function english(): Promise<Visitor> {
  const who = world.visitor();
  await who.get('/success/sign-in?lang=en');
  await postPassword(who);
  return who;
}

async function failTimes(count: number, who = visitor): Promise<Answer> {
  let last = await post(wrongCode(world, secret), who);
  for (let n = 1; n < count; n += 1) last = await post(wrongCode(world, secret), who);
  return last;
}

describe('the page', () => {
  test('Z-02 S-34 U-21 L11 says step, account and portal, and asks for one code', async () => {
    const page = await visitor.get(PATH);
    expect(titleOf(page)).toBe('認証コードの入力 – ビジネスサクセスポータル');
    expect(headingOf(page)).toBe('認証コードの入力');
    expect(page.text).toContain('ステップ 2/2');
    expect(page.text).toContain('h•••••@success.example');
    expect(page.html).not.toContain('hanako');
    expect(page.text).toContain('6桁の認証コード');
    expect(page.text).toContain('認証アプリを開き、「ビジネスサクセスポータル」に表示されている6桁の数字を入力します。');
    expect(page.text).toContain('コードが変わっても、入力済みのコードは少しの間使えます。');
    expect(linkTo(page, 'サポートにお問い合わせください')).toBe('/success/lost-device');
  });

  test('Z-02 G-33 says it in English', async () => {
    const page = await (await english()).get(PATH);
    expect(titleOf(page)).toBe('Enter your authentication code – Business Success Portal');
    expect(page.text).toContain('6-digit code');
    expect(page.text).toContain('Open your authenticator app and enter the 6 digits shown for');
    expect(page.text).toContain("I don't have my device");
    expect(linkTo(page, 'Contact support')).toBe('/success/lost-device');
  });

  test('Z-02 S-34 X-8 the twin portal says its own name and leads to its own help', async () => {
    await world.addAccount({ portal: 'support', email: 'jiro@support.example', company: null });
    const { visitor: jiro } = await enrolledAccount(world, { portal: 'support', email: 'jiro@support.example' });
    await postPassword(jiro, { portal: 'support', email: 'jiro@support.example' });
    const page = await jiro.get('/support/sign-in/code');
    expect(titleOf(page)).toBe('認証コードの入力 – ビジネスサポートポータル');
    expect(page.text).toContain('「ビジネスサポートポータル」に表示されている');
    expect(linkTo(page, 'サポートにお問い合わせください')).toBe('/support/lost-device');
  });

  test('U-14 U-24 U-25 one plain field, then the ways without the device from cheap to dear, support, help, languages', async () => {
    const { html } = await visitor.get(PATH);
    const field = /<input[^>]*id="code"[^>]*>/u.exec(html)?.[0] ?? '';
    for (const part of ['type="text"', 'inputmode="numeric"', 'autocomplete="one-time-code"', 'spellcheck="false"', 'autofocus']) {
      expect(field).toContain(part);
    }
    expect(field).not.toMatch(/maxlength|value=/u);
    const parts = ['<h1>', '別のアカウントでログイン', 'id="code"', '端末が手元にない場合', '別の端末を使う', '解除を依頼する'];
    const order = [...parts, 'サポートにお問い合わせください', 'hreflang="en"'].map((part) => html.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('S-42 S-50 there is no way on but the code: no switch, no skip, no session', async () => {
    const page = await visitor.get(PATH);
    expect(page.html.match(/<form[^>]*action="([^"]+)"/gu)).toEqual([
      '<form method="post" action="/success/sign-in/cancellation"',
      '<form method="post" action="/success/sign-in/code"',
    ]);
    for (const path of ['/success/account', '/success/two-factor', '/success/enrolment']) {
      expect((await visitor.get(path)).location).toMatch(/^\/success\/sign-in\?/u);
    }
  });
});

describe('messages', () => {
  test.each([
    ['', '認証コードを入力してください', 'Enter the 6-digit code'],
    ['\u3000', '認証コードを入力してください', 'Enter the 6-digit code'],
    ['12345', '認証コードは6桁の数字です。入力した文字数を確認してください', 'The code must be 6 digits'],
    ['1234567', '認証コードは6桁の数字です。入力した文字数を確認してください', 'The code must be 6 digits'],
    ['12a456', '認証コードは数字だけです。6桁の数字を入力してください', 'The code has only digits. Enter the 6 digits'],
    ['12\u0000456', '認証コードは数字だけです。6桁の数字を入力してください', 'The code has only digits. Enter the 6 digits'],
  ])('U-16 G-05 %j is told apart in both languages, beside the field as in the summary', async (code, ja, en) => {
    const page = await post(code);
    expect(page.status).toBe(422);
    expect(errorAt(page, 'code')).toBe(ja);
    expect(summaryOf(page)).toContain(ja);
    expect(titleOf(page)).toBe('エラー: 認証コードの入力 – ビジネスサクセスポータル');
    expect(errorAt(await post(code, await english()), 'code')).toBe(en);
  });

  test('G-04 a wrong code says what to do; the second opens the clock help and tells the three tries left', async () => {
    const first = await post(wrongCode(world, secret));
    expect(first.status).toBe(422);
    expect(errorAt(first, 'code')).toBe('認証コードが一致しません。アプリに今表示されているコードを入力してください');
    expect(summaryOf(first)).not.toContain('あと');
    expect(fieldValue(first, 'code')).toBeNull();
    expect(first.html).toMatch(/<details class="disclosure"><summary>.*?コードが合わない場合/su);
    const second = await post(wrongCode(world, secret));
    expect(summaryOf(second)).toContain('あと 3回 間違えると、15分間ログインできなくなります');
    expect(second.html).toMatch(/<details class="disclosure" open="">/u);
    expect(second.text).toContain('iOS 設定 → 一般 → 日付と時刻 → 自動設定');
    expect(second.text).toContain('Android 設定 → 日付と時刻 → 自動設定');
  });

  test('U-19 counts down from three, in English with the right number', async () => {
    const who = await english();
    expect(summaryOf(await failTimes(2, who))).toContain('3 tries left before sign-in is paused for 15 minutes');
    expect(summaryOf(await failTimes(1, who))).toContain('2 tries left before');
    expect(summaryOf(await failTimes(1, who))).toContain('1 try left before');
  });

  test('G-08 SEC-F02 after the first pause the next one is said to be an hour long', async () => {
    await failTimes(5);
    world.advance(minutes(15));
    await postPassword(visitor);
    expect(summaryOf(await failTimes(2))).toContain('あと 3回 間違えると、1時間ログインできなくなります');
  });

  test('G-06 U-17 a clock four minutes off is told, never accepted, and opens the clock help', async () => {
    const page = await post(codeAt(secret, timeStep(world.now()) - 8));
    expect(page.status).toBe(422);
    expect(errorAt(page, 'code')).toBe(
      '端末の時計が約4分ずれている可能性があります。日付と時刻を「自動設定」にしてから、もう一度お試しください',
    );
    expect(page.html).toMatch(/<details class="disclosure" open="">/u);
    const slow = await post(codeAt(secret, timeStep(world.now()) - 2), await english());
    expect(errorAt(slow, 'code')).toContain("Your phone's clock seems to be about 1 minute off");
    expect(await world.query("select * from audit_event where type = 'second-factor.drift'")).toHaveLength(2);
  });

  test('G-07 U-18 a used code has its own message, the seconds to wait, and a warning', async () => {
    const code = codeNow(world, secret);
    expect((await post(code)).location).toBe('/success/dashboard');
    world.advance(seconds(10));
    const other = world.visitor();
    await postPassword(other);
    const page = await post(code, other);
    expect(page.status).toBe(422);
    expect(errorAt(page, 'code')).toBe('このコードは使用済みです。20秒後に表示される次のコードを入力してください');
    expect(summaryOf(page)).toContain('ほかの人がコードを使った可能性があります');
    world.advance(seconds(19));
    const late = await english();
    expect(errorAt(await post(code, late), 'code')).toBe('That code has already been used. Wait 1 second and enter the next one');
  });

  test('A6 a stale form says so by 403 and charges nothing', async () => {
    await visitor.get(PATH);
    const page = await visitor.post(PATH, { code: codeNow(world, secret), form_token: 'x' });
    expect(page.status).toBe(403);
    expect(errorAt(page, 'code')).toContain('もう一度送信してください');
    expect((await post(codeNow(world, secret))).location).toBe('/success/dashboard');
  });
});

describe('forgiving', () => {
  const SPELLINGS: readonly (readonly [string, (code: string) => string])[] = [
    ['a space in the middle', (code) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['a hyphen', (code) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ['full-width digits', (code) => code.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
    ['an ideographic space', (code) => `\u3000${code}\u3000`],
  ];

  test.each(SPELLINGS)('U-15 G-05 the right code with %s signs in', async (_how, spell) => {
    expect((await post(spell(codeNow(world, secret)))).location).toBe('/success/dashboard');
  });

  test('G-09 the code of the step before still signs in', async () => {
    const code = codeNow(world, secret);
    world.advance(seconds(30));
    expect((await post(code)).location).toBe('/success/dashboard');
  });
});

describe('paused and stopped', () => {
  test('Z-20 G-08 the fifth wrong code shows the clock time, by 429 with Retry-After, and so does opening the page', async () => {
    const page = await failTimes(5);
    expect(page.status).toBe(429);
    expect(page.headers.get('retry-after')).toBe('900');
    expect(headingOf(page)).toBe('ログインを一時的に止めています');
    expect(page.text).toContain('認証コードの間違いが続いたため、10:16(日本時間)までログインできません');
    expect(page.html).not.toContain('id="code"');
    world.advance(minutes(1));
    const again = await visitor.get(PATH);
    expect(again.status).toBe(429);
    expect(again.headers.get('retry-after')).toBe('840');
    expect(linkTo(again, 'サポートにお問い合わせください')).toBe('/success/lost-device');
    expect(linkTo(again, 'ログイン画面へ')).toBe('/success/sign-in');
  });

  test('Z-20 G-33 says it in English, and a mistyped code does not hide it', async () => {
    const who = await english();
    await failTimes(5, who);
    const page = await post('12', who);
    expect(page.status).toBe(429);
    expect(headingOf(page)).toBe('Sign-in is paused');
    expect(page.text).toContain('Sign-in is paused until 10:16 (Japan time) because of too many wrong codes');
  });

  test('Z-20 a pause that ends on another day says the date', async () => {
    for (let round = 0; round < 4; round += 1) {
      await postPassword(visitor);
      const page = await failTimes(5);
      if (round === 3) expect(page.text).toContain('2026年11月24日(火)');
      world.advance(minutes(61));
    }
  });

  test('SEC-F02 a disabled authenticator says so by 403, and that two-factor is still on', async () => {
    await exhaust(world);
    const page = await visitor.get(PATH);
    expect(page.status).toBe(403);
    expect(headingOf(page)).toBe('認証アプリでのログインを止めています');
    expect(page.text).toContain('二要素認証は有効のままです');
    expect(page.html).not.toContain('id="code"');
  });
});

describe('leaving', () => {
  test('G-21 another account: the pending sign-in is dropped, its cookie too', async () => {
    const page = await visitor.get(PATH);
    expect(hasButton(page, '別のアカウントでログイン')).toBe(true);
    const left = await visitor.post('/success/sign-in/cancellation');
    expect(left.location).toBe('/success/sign-in?notice=other-account');
    expect((await visitor.follow(left)).text).toContain('別のアカウントでログインできます。設定は変更されていません。');
    expect((await visitor.get(PATH)).location).toBe('/success/sign-in');
  });

  test('G-20 U-20 after ten minutes a posted code leads to the sign-in with address and wanted page kept', async () => {
    const late = world.visitor();
    await late.get('/success/sign-in?return_to=%2Fsuccess%2Fcases');
    await late.post('/success/sign-in', {
      email: 'hanako@success.example',
      password: 'correct horse 電池',
      return_to: '/success/cases',
    });
    await late.get(PATH);
    world.advance(minutes(10));
    const sent = await late.post(PATH, { code: codeNow(world, secret) });
    expect(sent.location).toBe('/success/sign-in?notice=sign-in-expired');
    const page = await late.follow(sent);
    expect(page.text).toContain('時間が経過したため、もう一度ログインしてください。入力したメールアドレスは残っています');
    expect(fieldValue(page, 'email')).toBe('hanako@success.example');
    expect(fieldValue(page, 'return_to')).toBe('/success/cases');
  });

  test('I-3 U-22 the support link and Back leave the pending sign-in as it was', async () => {
    const page = await visitor.get(PATH);
    expect((await visitor.get(linkTo(page, 'サポートにお問い合わせください').replace(/#.*/u, ''))).status).toBe(200);
    expect((await post(codeNow(world, secret))).location).toBe('/success/dashboard');
  });

  test('who needs no code is not kept at the code page', async () => {
    const nobody = await world.visitor().get(PATH);
    expect(nobody.location).toBe('/success/sign-in');
    for (const path of ['/success/sign-in/confirmation', '/success/sign-in/enrolment']) {
      expect((await visitor.get(path)).location).toBe(PATH);
    }
  });
});
