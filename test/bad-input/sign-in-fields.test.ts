/** Bad addresses, passwords and return paths at the sign-in, and bad passwords at the fresh check: what is said, kept and stored. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorAt, fieldValue } from '../http/screens/reading.ts';
import { signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';
import { expectFieldError, expectNoFault, inLanguage, type Language } from './form-answer.ts';

const EMAIL = 'hanako@success.example';
const PATH = '/success/sign-in';
const LANGUAGES = ['ja', 'en'] as const;

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await visitor.get(PATH);
});
afterEach(() => world.close());

const SAID = {
  ja: {
    empty: 'メールアドレスを入力してください',
    shape: 'メールアドレスは name@example.com の形で入力してください',
    long: 'メールアドレスは254文字以内で入力してください',
    nobody: 'メールアドレスまたはパスワードが一致しません。もう一度入力してください',
    noPassword: 'パスワードを入力してください',
    longPassword: 'パスワードは1,024バイト以内で入力してください',
    wrongPassword: 'パスワードが一致しません。もう一度入力してください',
  },
  en: {
    empty: 'Enter your email address',
    shape: 'Enter an email address in the form name@example.com',
    long: 'The email address must be 254 characters or fewer',
    nobody: 'The email address or password does not match. Enter them again',
    noPassword: 'Enter your password',
    longPassword: 'The password must be 1,024 bytes or fewer',
    wrongPassword: 'The password does not match. Enter it again',
  },
} as const;

const ADDRESSES: readonly (readonly [string, string, keyof typeof SAID.ja])[] = [
  ['nothing', '', 'empty'],
  ['blanks', ' \t ', 'empty'],
  ['an ideographic space', '\u3000', 'empty'],
  ['a word', 'hanako', 'shape'],
  ['digits', '0123456789'.repeat(20), 'shape'],
  ['full-width digits', '１２３４５６', 'shape'],
  ['emoji', '😀', 'shape'],
  ['no local part', '@success.example', 'shape'],
  ['no domain', 'hanako@', 'shape'],
  ['a blank inside', 'hana ko@success.example', 'shape'],
  ['an ideographic space inside', 'hana\u3000ko@success.example', 'shape'],
  ['a line end inside', 'hanako@success.example\r\nBcc: x@evil.example', 'shape'],
  ['a list', 'hanako@success.example, x@evil.example', 'shape'],
  ['a null byte', 'hanako\u0000@success.example', 'shape'],
  ['a control character', 'hanako\u0007@success.example', 'shape'],
  ['a right-to-left override', 'hanako\u202E@success.example', 'shape'],
  ['a zero-width space', 'hanako\u200B@success.example', 'shape'],
  ['a private character', 'hanako\uE000@success.example', 'shape'],
  ['HTML', '<script>alert(1)</script>', 'shape'],
  ['SQL', "' or 1=1 --", 'shape'],
  ['a template', '{{7*7}}', 'shape'],
  ['255 characters', `${'a'.repeat(243)}@example.com`, 'long'],
  ['50,000 characters', `${'a'.repeat(50_000)}@example.com`, 'long'],
  ['6,000 ligatures that grow eighteenfold', 'ﷺ'.repeat(6_000), 'long'],
];

/** Of the right shape, of nobody: told like a wrong password. */
const STRANGERS: readonly (readonly [string, string])[] = [
  ['SQL of the right shape', "'or'1'='1'--@success.example"],
  ['HTML of the right shape', '"><svg/onload=x>@success.example'],
  ['a lookalike', 'hanаko@success.example'],
  ['a wildcard', '%@success.example'],
  ['a replacement character', '\uFFFDhanako@success.example'],
  ['two at signs', 'hanako@success.example@evil.example'],
  ['254 characters', `${'a'.repeat(242)}@example.com`],
  ['emoji of the right shape', '😀@success.example'],
];

/** As an attribute carries it: what the browser shows again in the field. */
const kept = (typed: string): string =>
  typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

describe('the address', () => {
  test('U-11 U-16 SEC-N01 A6 every bad one is told at its field in both languages, comes back as typed, and costs nothing', async () => {
    for (const language of LANGUAGES) {
      for (const [what, email, said] of ADDRESSES) {
        const answer = await visitor.post(inLanguage(PATH, language), { email, password: PASSWORD });
        expect(answer.status, what).toBe(422);
        expectFieldError(answer, 'email', SAID[language][said], language, `${language} ${what}`);
        if (email !== '') expect(answer.html, what).toContain(`value="${kept(email)}"`);
        expect(fieldValue(answer, 'password'), what).toBeNull();
        expect(answer.html, what).not.toContain(PASSWORD);
      }
    }
    expect(await world.query('select * from attempt_counter')).toEqual([]);
    expect(await world.audit()).toHaveLength(2);
  });

  test.each(STRANGERS)('SEC-N01 SEC-N06 %s is an address of nobody', async (what, email) => {
    const answer = await visitor.post(PATH, { email, password: PASSWORD });
    expect(answer.status, what).toBe(422);
    expectFieldError(answer, 'email', SAID.ja.nobody, 'ja', what);
    expect(answer.html, what).toContain(`value="${kept(email)}"`);
    expect(JSON.stringify(await world.query('select * from attempt_counter'))).not.toContain(email);
    expect(JSON.stringify(await world.query('select * from audit_event'))).not.toContain(email);
  });
});

describe('the password', () => {
  const UNFIT: readonly (readonly [string, string, 'noPassword' | 'longPassword'])[] = [
    ['nothing', '', 'noPassword'],
    ['1,025 bytes', 'a'.repeat(1_025), 'longPassword'],
    ['257 emoji', '😀'.repeat(257), 'longPassword'],
    ['60,000 digits', '7'.repeat(60_000), 'longPassword'],
  ];
  const NEAR: readonly (readonly [string, string])[] = [
    ['a blank before', ` ${PASSWORD}`],
    ['a blank behind', `${PASSWORD} `],
    ['an ideographic space', PASSWORD.replace(' ', '\u3000')],
    ['full-width letters', PASSWORD.replace('horse', 'ｈｏｒｓｅ')],
    ['capital letters', PASSWORD.toUpperCase()],
    ['a null byte behind', `${PASSWORD}\u0000`],
    ['a null byte inside', PASSWORD.replace(' ', '\u0000')],
    ['a direction mark', `${PASSWORD}\u200F`],
    ['SQL', "' or 1=1 --"],
    ['HTML', '<b>x</b>'],
    ['emoji', '😀😀😀'],
    ['an ideographic space alone', '\u3000'],
  ];

  test('U-11 SEC-A02 A6 one that cannot be a password is told at its field, at the sign-in and at the fresh check', async () => {
    const holder = world.visitor();
    await signIn(holder);
    await holder.get('/success/confirmation');
    const before = JSON.stringify(await world.query('select * from attempt_counter'));
    for (const language of LANGUAGES) {
      for (const [what, password, said] of UNFIT) {
        const answer = await visitor.post(inLanguage(PATH, language), { email: EMAIL, password });
        expect(answer.status, what).toBe(422);
        expectFieldError(answer, 'password', SAID[language][said], language, what);
        expect(answer.html, what).toContain(`value="${EMAIL}"`);
        expect(fieldValue(answer, 'password'), what).toBeNull();
        const check = await holder.post(inLanguage('/success/confirmation', language), { password });
        expect(check.status, what).toBe(422);
        expectFieldError(check, 'password', SAID[language][said], language, what);
        expect(fieldValue(check, 'password'), what).toBeNull();
      }
    }
    expect(JSON.stringify(await world.query('select * from attempt_counter'))).toBe(before);
  });

  test.each(NEAR)('SEC-A02 SEC-A03 the right one with %s is a wrong one, and is not shown again', async (what, password) => {
    const answer = await visitor.post(PATH, { email: EMAIL, password });
    expect(answer.status, what).toBe(422);
    expectFieldError(answer, 'email', SAID.ja.nobody, 'ja', what);
    expect(fieldValue(answer, 'password'), what).toBeNull();
    expect(fieldValue(answer, 'email'), what).toBe(EMAIL);
  });

  test('U-11 A6 a wrong one at the fresh check is told in its own words and not shown again', async () => {
    await signIn(visitor);
    await visitor.get('/success/confirmation');
    for (const language of LANGUAGES) {
      const answer = await visitor.post(inLanguage('/success/confirmation', language), { password: 'canary-wrong-password' });
      expect(answer.status).toBe(422);
      expectFieldError(answer, 'password', SAID[language].wrongPassword, language, language);
      expect(answer.html).not.toContain('canary-wrong-password');
    }
  });
});

describe('where it leads', () => {
  const TARGETS = [
    '',
    ' ',
    '\u3000',
    '１２３',
    '😀',
    '\u202E/success/cases',
    '/success/cases\u0000',
    '<b>',
    "' or 1=1",
    '%FF',
    '//x',
  ];

  test('SEC-E09 a bad return path is dropped, from the page shown again as from the redirect', async () => {
    for (const target of [...TARGETS, '/'.repeat(20_000), `/success/cases?page=${'9'.repeat(20_000)}`]) {
      const what = target.slice(0, 30);
      const again = await visitor.post(PATH, { email: EMAIL, password: '', return_to: target });
      expect(again.status, what).toBe(422);
      expect(fieldValue(again, 'return_to'), what).toBeNull();
    }
    for (const target of TARGETS) {
      const stranger = world.visitor();
      expect((await stranger.get(`${PATH}?return_to=${encodeURIComponent(target)}`)).status, target).toBe(200);
      const answer = await stranger.post(PATH, { email: EMAIL, password: PASSWORD, return_to: target });
      expect([answer.status, answer.location], target).toEqual([303, '/success/dashboard']);
    }
  });

  test('U-11 A6 a good return path outlives any number of mistakes', async () => {
    for (const [email, password] of [
      ['', ''],
      ['x', PASSWORD],
      [EMAIL, 'wrong'],
      [EMAIL, 'x'.repeat(2000)],
    ] as const) {
      const again = await visitor.post(PATH, { email, password, return_to: '/success/cases?page=2' });
      expect(fieldValue(again, 'return_to')).toBe('/success/cases?page=2');
    }
  });
});

test('SEC-N01 any address and password are answered without a fault and open nothing', async () => {
  const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 20 }));
  const addresses = fc.oneof(
    texts,
    fc.tuple(texts, texts).map(([a, b]) => `${a}@${b}`),
  );
  let round = 0;
  await fc.assert(
    fc.asyncProperty(addresses, texts, async (email, password) => {
      round += 1;
      const stranger = world.visitor({ address: `198.51.${100 + Math.floor(round / 250)}.${round % 250}` });
      const language: Language = round % 2 === 0 ? 'ja' : 'en';
      await stranger.get(inLanguage(PATH, language));
      const answer = await stranger.post(PATH, { email, password, return_to: password });
      const what = JSON.stringify([email, password]);
      expectNoFault(answer, what, email);
      expect(answer.status, what).toBe(422);
      expect(errorAt(answer, 'email') + errorAt(answer, 'password'), what).not.toBe('');
      expect(stranger.cookies.has('__Host-genkan-success-session'), what).toBe(false);
    }),
    { numRuns: 80 },
  );
  expect(await world.query('select id from session')).toEqual([]);
});
