/** The sign-in page: its words, what it says to every kind of bad input, what it keeps, and where it leads. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../../src/core/time.ts';
import { enrolledAccount, postPassword, signIn, signInWithCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { fieldValue, linkTo, summaryOf, titleOf } from './reading.ts';

const EMAIL = 'hanako@success.example';
const PATH = '/success/sign-in';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
});
afterEach(() => world.close());

describe('the page', () => {
  test.each([
    ['success', 'ja', 'ログイン – ビジネスサクセスポータル', 'ビジネスサクセスポータルアカウントを使用します。'],
    ['support', 'ja', 'ログイン – ビジネスサポートポータル', 'ビジネスサポートポータルアカウントを使用します。'],
    ['success', 'en', 'Sign in – Business Success Portal', 'Use your Business Success Portal account.'],
    ['support', 'en', 'Sign in – Business Support Portal', 'Use your Business Support Portal account.'],
  ])(
    'Z-01 S-05 U-02 U-03 %s in %s names the portal in full and whose account it asks for',
    async (portal, language, title, lead) => {
      const page = await world.visitor({ language }).get(`/${portal}/sign-in`);
      expect(page.status).toBe(200);
      expect(titleOf(page)).toBe(title);
      expect(page.text).toContain(lead);
      expect(page.html).toContain(`<html lang="${language}"`);
      expect(page.text).not.toContain('BSP');
    },
  );

  test('Z-01 U-09 U-13 U-25 is one form to see, with the tokens a password manager looks for, then help, then the languages', async () => {
    const { html } = await visitor.get(PATH);
    const seen = html.replace(/<div class="passkey-way"[^>]*hidden="">.*?<\/div>/u, '');
    expect(seen.match(/<form\b/gu)).toHaveLength(1);
    expect(html).toMatch(/<form method="post" action="\/success\/sign-in" novalidate/u);
    expect(html).toMatch(/<input[^>]*id="email"[^>]*name="email"[^>]*type="email"[^>]*autocomplete="username webauthn"/u);
    expect(html).toMatch(/<input[^>]*id="password"[^>]*name="password"[^>]*type="password"[^>]*autocomplete="current-password"/u);
    const order = ['<h1>', '<form', '</form>', '/success/help', 'hreflang="ja"'].map((part) => html.indexOf(part));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  test('U-04 the language links keep the page asked for', async () => {
    const page = await visitor.get(`${PATH}?return_to=%2Fsuccess%2Fcases`);
    const english = await visitor.get(linkTo(page, 'English'));
    expect(titleOf(english)).toBe('Sign in – Business Success Portal');
    expect(english.html).toContain('<input type="hidden" name="return_to" value="/success/cases"/>');
  });
});

describe('bad input', () => {
  const long = `${'a'.repeat(243)}@example.com`;
  const CASES: readonly (readonly [string, string, string, string, string])[] = [
    ['no address', '', PASSWORD, 'メールアドレスを入力してください', 'Enter your email address'],
    ['an ideographic space', '\u3000', PASSWORD, 'メールアドレスを入力してください', 'Enter your email address'],
    ['no at sign', 'hanako', PASSWORD, 'name@example.com の形で', 'in the form name@example.com'],
    ['two words', 'hanako @success.example', PASSWORD, 'name@example.com の形で', 'in the form name@example.com'],
    ['a null byte', 'hana\u0000ko@success.example', PASSWORD, 'name@example.com の形で', 'in the form name@example.com'],
    ['a right-to-left mark', 'hana\u202Eko@success.example', PASSWORD, 'name@example.com の形で', 'in the form name@example.com'],
    ['255 characters', long, PASSWORD, '254文字以内', '254 characters or fewer'],
    ['no password', EMAIL, '', 'パスワードを入力してください', 'Enter your password'],
    ['a password of 1,025 bytes', EMAIL, 'a'.repeat(1_025), '1,024バイト以内', '1,024 bytes or fewer'],
    ['a password of 342 kanji', EMAIL, '漢'.repeat(342), '1,024バイト以内', '1,024 bytes or fewer'],
  ];

  test.each(CASES)(
    'U-11 U-16 SEC-N01 %s is told at the field in both languages and costs nothing',
    async (_what, email, password, ja, en) => {
      for (const [language, expected] of [
        ['ja', ja],
        ['en', en],
      ] as const) {
        const page = await postPassword(world.visitor({ language }), { email, password });
        expect(page.status).toBe(422);
        expect(summaryOf(page)).toContain(expected);
        expect(titleOf(page)).toMatch(language === 'ja' ? /^エラー: ログイン/u : /^Error: Sign in/u);
        expect(page.html.match(/aria-invalid="true"/gu)).toHaveLength(1);
        expect(fieldValue(page, 'password')).toBeNull();
      }
      expect(await world.query('select * from attempt_counter')).toEqual([]);
    },
  );

  test('U-11 both fields empty are two messages, each linked to its field', async () => {
    const page = await postPassword(visitor, { email: '', password: '' });
    expect(page.html).toContain('<a href="#email">メールアドレスを入力してください</a>');
    expect(page.html).toContain('<a href="#password">パスワードを入力してください</a>');
  });

  test('U-11 a wrong password says one thing about both, keeps the address and empties the password', async () => {
    const page = await postPassword(visitor, { password: 'not the password at all' });
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain('メールアドレスまたはパスワードが一致しません。もう一度入力してください');
    expect(page.html).toMatch(new RegExp(`id="email"[^>]*value="${EMAIL}"`, 'u'));
    expect(page.html).not.toContain('not the password at all');
    const english = await postPassword(world.visitor({ language: 'en' }), { password: 'not the password at all' });
    expect(summaryOf(english)).toContain('The email address or password does not match. Enter them again');
  });

  test('G-38 a suspended account hears what a wrong password hears, and never sees the code page', async () => {
    await world.addAccount({ email: 'left@success.example', status: 'suspended', company: null });
    const page = await postPassword(visitor, { email: 'left@success.example' });
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain('メールアドレスまたはパスワードが一致しません');
  });

  test.each([
    ' hanako@success.example ',
    'HANAKO@Success.Example',
    'ｈａｎａｋｏ＠ｓｕｃｃｅｓｓ．ｅｘａｍｐｌｅ',
    'hanako@success.example\u3000',
  ])('U-15 SEC-P07 the address may be typed as %j', async (email) => {
    expect((await postPassword(visitor, { email })).location).toBe('/success/dashboard');
  });

  test('SEC-N06 what was typed comes back as text', async () => {
    const page = await postPassword(visitor, { email: '"><img src=x>@example.com', password: 'x' });
    expect(page.html).not.toContain('<img');
    expect(page.html).toContain('&quot;&gt;&lt;img src=x&gt;@example.com');
  });

  test('A6 a stale form is shown again by 403 with the address typed and the sentence about cookies', async () => {
    const answer = await visitor.post(PATH, { email: EMAIL, password: PASSWORD, form_token: 'x' });
    expect(answer.status).toBe(403);
    expect(summaryOf(answer)).toContain('もう一度送信してください');
    expect(summaryOf(answer)).toContain('Cookieを許可してください');
    expect(answer.html).toContain(`value="${EMAIL}"`);
    expect(visitor.cookies.has('__Host-genkan-success-session')).toBe(false);
  });
});

describe('pauses', () => {
  async function failFiveTimes(who: Visitor) {
    for (let count = 0; count < 4; count += 1) await postPassword(who, { password: 'wrong wrong wrong' });
    return postPassword(who, { password: 'wrong wrong wrong' });
  }

  test('U-12 Z-20 the fifth wrong password says the clock time in Japan, what can be done now, and Retry-After', async () => {
    const page = await failFiveTimes(visitor);
    expect(page.status).toBe(429);
    expect(page.headers.get('retry-after')).toBe('30');
    expect(summaryOf(page)).toContain('パスワードの間違いが続いたため、10:01(日本時間)までログインできません');
    expect(summaryOf(page)).toContain('ログイン中のほかの端末はそのまま使えます');
    expect(page.html).toContain(`value="${EMAIL}"`);
    world.advance(seconds(30));
    expect((await postPassword(visitor)).location).toBe('/success/dashboard');
  });

  test('U-12 U-19 the same in English, with two-digit hours and the zone said', async () => {
    const page = await failFiveTimes(world.visitor({ language: 'en' }));
    expect(summaryOf(page)).toContain('Sign-in is paused until 10:01 (Japan time) because of too many wrong passwords');
  });

  test('SEC-F05 a paused network says so in its own words', async () => {
    for (let count = 0; count < 20; count += 1)
      await postPassword(visitor, { email: `nobody${count}@success.example`, password: 'x' });
    const page = await postPassword(visitor);
    expect(page.status).toBe(429);
    expect(summaryOf(page)).toContain('同じ接続元からのログインの失敗が続いたため、10:10(日本時間)まで');
  });
});

describe('where it leads', () => {
  test.each([
    ['S-10 S-16', 'success', '/success/enrolment/method'],
    ['S-20 S-36', 'support', '/support/profile'],
  ])('%s signed-out access to a page of %s leads to the sign-in and back', async (_ids, portal, path) => {
    if (portal === 'support') await world.addAccount({ portal, email: 'jiro@support.example', company: null });
    const email = portal === 'support' ? 'jiro@support.example' : EMAIL;
    const sent = await visitor.get(path);
    expect(sent.status).toBe(303);
    expect(sent.location).toBe(`/${portal}/sign-in?return_to=${encodeURIComponent(path)}`);
    await visitor.follow(sent);
    const answer = await visitor.post(`/${portal}/sign-in`, { email, password: PASSWORD, return_to: path });
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(path);
  });

  test('S-01 an account without two-factor reaches the portal with the password alone', async () => {
    const page = await signIn(visitor);
    expect(page.status).toBe(200);
    expect(titleOf(page)).toBe('ダッシュボード – ビジネスサクセスポータル');
  });

  test('S-30 S-33 S-36 with two-factor on the password leads to the code page, and the code to the page asked for', async () => {
    const { secret, visitor: holder } = await enrolledAccount(world);
    await holder.get(`${PATH}?return_to=%2Fsuccess%2Fcases`);
    const password = await holder.post(PATH, { email: EMAIL, password: PASSWORD, return_to: '/success/cases' });
    expect(password.location).toBe('/success/sign-in/code');
    expect(holder.cookies.has('__Host-genkan-success-session')).toBe(false);
    const page = await holder.get('/success/sign-in/code');
    expect(page.status).toBe(200);
    world.advance(minutes(1));
    expect((await signInWithCode(world, world.visitor(), secret)).location).toBe('/success/dashboard');
  });

  test('an unknown notice or page asked for is as if it were not there', async () => {
    const page = await visitor.get(`${PATH}?notice=hacked&return_to=https%3A%2F%2Fevil.example`);
    expect(page.status).toBe(200);
    expect(page.html).not.toMatch(/return_to"|hacked" value|<div[^>]*role="status"/u);
  });
});
