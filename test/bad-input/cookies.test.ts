/**
 * Every cookie missing, cut, foreign, expired or of the twin portal, at every kind of page: where it leads, what is said, what
 * is kept. That none of them opens a door is shown in test/attacks/broken-cookies.test.ts.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { fieldValue, summaryOf, titleOf } from '../http/screens/reading.ts';
import { beginEnrolment, enrolledAccount, postPassword, signIn, signInWithCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';
import { CODE_FORMS } from './code-forms.ts';
import { expectNoFault, inLanguage } from './form-answer.ts';

const EMAIL = 'hanako@success.example';
const cookie = (use: string, portal = 'success'): string => `__Host-genkan-${portal}-${use}`;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** What can be wrong with a cookie: the value it has then, given the good one and the twin portal's; undefined without it. */
const WRONG: readonly (readonly [string, (good: string, twin: string) => string | undefined])[] = [
  ['missing', () => undefined],
  ['truncated', (good) => good.slice(0, 30)],
  ['foreign', () => `${'Z'.repeat(16)}.${'z'.repeat(43)}`],
  ['of the twin portal', (_good, twin) => twin],
  ['of another kind', () => 'GS1.2.1234567890.1234567890'],
];

function spoil(visitor: Visitor, name: string, value: string | undefined): void {
  if (value === undefined) visitor.cookies.delete(name);
  else visitor.cookies.set(name, value);
}

async function twinCookie(use: 'session' | 'pending'): Promise<string> {
  await world.addAccount({ portal: 'support', email: 'jiro@support.example', company: null });
  const jiro = { portal: 'support', email: 'jiro@support.example' };
  if (use === 'pending') {
    const { visitor } = await enrolledAccount(world, jiro);
    await postPassword(visitor, jiro);
    return visitor.cookies.get(cookie('pending', 'support')) ?? 'none';
  }
  const visitor = world.visitor();
  await signIn(visitor, jiro);
  return visitor.cookies.get(cookie('session', 'support')) ?? 'none';
}

describe('the session cookie', () => {
  const GETS = ['dashboard', 'cases', 'cases/TM-00000001', 'account', 'profile', 'enrolment/method', 'enrolment', 'two-factor'];
  const POSTS: readonly (readonly [string, Readonly<Record<string, string>>, string | null])[] = [
    ['sign-out', {}, null],
    ['dashboard/recommendation', { choice: 'never' }, 'dashboard'],
    ['enrolment/method', { method: 'totp' }, 'enrolment/method'],
    ['enrolment', {}, 'enrolment'],
    ['enrolment/code', { code: '123456', device_name: 'x' }, 'enrolment'],
    ['enrolment/cancellation', {}, 'enrolment'],
    ['confirmation?then=enrolment', { password: PASSWORD }, null],
    ['two-factor', { code: '123456' }, 'two-factor'],
  ];

  test.each([...WRONG, ['expired', (good: string) => good] as const])(
    'T-50 G-20 %s leads every page and every form to the sign-in, which says why and leads back',
    async (what, value) => {
      await world.addAccount();
      const holder = world.visitor();
      await signIn(holder);
      const wrong = value(holder.cookies.get(cookie('session')) ?? '', await twinCookie('session'));
      if (what === 'expired') world.advance(hours(24));
      const before = JSON.stringify(await world.query('select * from authenticator'));
      const asked: readonly (readonly [string, string | null, (visitor: Visitor) => Promise<Answer>])[] = [
        ...GETS.map((path) => [path, path, (visitor: Visitor) => visitor.get(`/success/${path}`)] as const),
        ...POSTS.map(
          ([path, fields, back]) => [path, back, (visitor: Visitor) => visitor.post(`/success/${path}`, fields)] as const,
        ),
      ];
      for (const [path, back, ask] of asked) {
        const visitor = holder.copy();
        await visitor.get('/success/sign-in');
        spoil(visitor, cookie('session'), wrong);
        const answer = await ask(visitor);
        expect(answer.status, path).toBe(303);
        const query = new URL(answer.location ?? '', 'https://x.test').searchParams;
        expect(answer.location, path).toMatch(/^\/success\/sign-in(?:\?|$)/u);
        expect(query.get('notice'), path).toBe(wrong === undefined ? null : 'session-ended');
        expect(query.get('return_to'), path).toBe(back === null ? null : `/success/${back}`);
        const page = await visitor.follow(answer);
        expect(page.status, path).toBe(200);
        expect(page.text.includes('ログインの有効期間が終わりました'), path).toBe(wrong !== undefined);
        expect(fieldValue(page, 'return_to'), path).toBe(back === null ? null : `/success/${back}`);
        expect(page.html, path).not.toContain('123456');
      }
      expect(JSON.stringify(await world.query('select * from authenticator'))).toBe(before);
    },
  );

  test('I-2 the help page and the sign-in do not care', async () => {
    for (const [what, value] of WRONG) {
      const visitor = world.visitor();
      spoil(visitor, cookie('session'), value('a'.repeat(60), 'b'.repeat(60)));
      spoil(visitor, cookie('pending'), value('a'.repeat(60), 'b'.repeat(60)));
      for (const path of ['/success/help', '/success/sign-in', '/']) expect((await visitor.get(path)).status, what).toBe(200);
    }
  });
});

describe('the cookie of a pending sign-in', () => {
  const STEPS: readonly (readonly [string, (visitor: Visitor) => Promise<Answer>])[] = [
    ['GET code', (visitor) => visitor.get('/success/sign-in/code')],
    ['POST code', (visitor) => visitor.post('/success/sign-in/code', { code: '123456' })],
    ['POST cancellation', (visitor) => visitor.post('/success/sign-in/cancellation')],
    ['GET confirmation', (visitor) => visitor.get('/success/sign-in/confirmation')],
    ['POST confirmation', (visitor) => visitor.post('/success/sign-in/confirmation')],
    ['GET enrolment', (visitor) => visitor.get('/success/sign-in/enrolment')],
    ['POST enrolment', (visitor) => visitor.post('/success/sign-in/enrolment')],
    ['POST enrolment code', (visitor) => visitor.post('/success/sign-in/enrolment/code', { code: '123456', device_name: 'x' })],
  ];

  test.each([...WRONG, ['expired', (good: string) => good] as const])(
    'T-50 G-20 %s leads every step back to the sign-in, with what is known filled in',
    async (what, value) => {
      await world.addAccount();
      await enrolledAccount(world);
      const holder = world.visitor();
      await holder.get('/success/sign-in?return_to=%2Fsuccess%2Fcases');
      await holder.post('/success/sign-in', { email: EMAIL, password: PASSWORD, return_to: '/success/cases' });
      await holder.get('/success/sign-in/code');
      const wrong = value(holder.cookies.get(cookie('pending')) ?? '', await twinCookie('pending'));
      if (what === 'expired') world.advance(minutes(10));
      for (const [step, ask] of STEPS) {
        const visitor = holder.copy();
        await visitor.get('/success/sign-in');
        spoil(visitor, cookie('pending'), wrong);
        const answer = await ask(visitor);
        expect([answer.status, answer.location], step).toEqual([
          303,
          wrong === undefined ? '/success/sign-in' : '/success/sign-in?notice=sign-in-expired',
        ]);
        const page = await visitor.follow(answer);
        expect(page.status, step).toBe(200);
        expect(page.text.includes('時間が経過したため、もう一度ログインしてください'), step).toBe(wrong !== undefined);
        const isKnown = what === 'expired';
        expect(fieldValue(page, 'email'), step).toBe(isKnown ? EMAIL : null);
        expect(fieldValue(page, 'return_to'), step).toBe(isKnown ? '/success/cases' : null);
      }
    },
  );

  test('G-20 only a form that is filled in says so', async () => {
    const visitor = world.visitor();
    spoil(visitor, cookie('pending'), `${'Z'.repeat(16)}.${'z'.repeat(43)}`);
    for (const [language, said] of [
      ['ja', 'メールアドレスは残っています'],
      ['en', 'your email is still filled in'],
    ] as const) {
      const page = await visitor.follow(await visitor.get(inLanguage('/success/sign-in/code', language)));
      expect(fieldValue(page, 'email')).toBeNull();
      expect(page.text).not.toContain(said);
    }
  });
});

describe('the cookie of a form', () => {
  const SENTENCE = {
    ja: 'この画面は時間が経過したか、別の画面で状態が変わりました。内容を確認して、もう一度送信してください',
    en: 'This page was open for too long, or something changed in another window. Check what you entered and send it again',
  };
  const state = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all(
        ['session', 'pending_sign_in', 'authenticator', 'account', 'attempt_counter'].map((table) =>
          world.query(`select * from ${table}`),
        ),
      ),
      (key, value: unknown) => (key === 'last_seen_at' ? undefined : value),
    );

  interface Form {
    readonly path: string;
    readonly fields: Readonly<Record<string, string>>;
    /** Values that must come back, by field. */
    readonly kept: Readonly<Record<string, string>>;
  }

  async function expectShownAgain(holder: Visitor, form: Form, portal = 'success'): Promise<void> {
    const before = await state();
    const good = holder.cookies.get(cookie('form', portal));
    for (const value of [undefined, good?.slice(0, 9), 'Z'.repeat(16), holder.cookies.get(cookie('form', 'support')), '%00']) {
      for (const language of ['ja', 'en'] as const) {
        const visitor = holder.copy();
        spoil(visitor, cookie('form', portal), value);
        const answer = await visitor.post(inLanguage(form.path, language), { ...form.fields, form_token: holder.formToken() });
        const what = `${form.path} ${value} ${language}`;
        expectNoFault(answer, what);
        expect(answer.status, what).toBe(403);
        expect(summaryOf(answer), what).toContain(SENTENCE[language]);
        expect(titleOf(answer), what).toMatch(language === 'ja' ? /^エラー: /u : /^Error: /u);
        expect(answer.html, what).toContain(`action="${form.path.replace('&', '&amp;')}"`);
        for (const [name, typed] of Object.entries(form.kept)) expect(fieldValue(answer, name), what).toBe(typed);
        for (const secret of [PASSWORD, '246801']) expect(answer.html, what).not.toContain(secret);
      }
    }
    expect(await state()).toBe(before);
  }

  test('SEC-N02 A6 at the sign-in: the form again with the address and the page asked for', async () => {
    await world.addAccount();
    const visitor = world.visitor();
    await visitor.get('/support/sign-in');
    await visitor.get('/success/sign-in');
    await expectShownAgain(visitor, {
      path: '/success/sign-in',
      fields: { email: EMAIL, password: PASSWORD, return_to: '/success/cases' },
      kept: { email: EMAIL, return_to: '/success/cases' },
    });
  });

  test.each(CODE_FORMS)('SEC-N02 A6 at $name: the form again, the name of the device kept, the code not', async (form) => {
    const { visitor } = await form.open(world);
    const kept = 'device_name' in form.others ? form.others : {};
    await expectShownAgain(visitor, { path: form.path, fields: { code: '246801', ...form.others }, kept }, form.path.split('/')[1]);
  });

  test('SEC-N02 A6 at every other form of a session', async () => {
    await world.addAccount();
    const visitor = world.visitor();
    await signIn(visitor);
    for (const [page, path, fields] of [
      ['/success/dashboard', '/success/dashboard/recommendation', { choice: 'never' }],
      ['/success/enrolment/method', '/success/enrolment/method', { method: 'totp' }],
      ['/success/account', '/success/enrolment', {}],
      ['/success/confirmation?then=enrolment', '/success/confirmation?then=enrolment', { password: PASSWORD }],
      ['/success/account', '/success/sign-out', {}],
    ] as const) {
      await visitor.get(page);
      await expectShownAgain(visitor, { path, fields, kept: {} });
    }
    await beginEnrolment(visitor);
    await expectShownAgain(visitor, { path: '/success/enrolment/cancellation', fields: {}, kept: {} });
  });

  test('SEC-N02 A6 with cookies off the sign-in says what to allow, and keeps the address each time', async () => {
    await world.addAccount();
    const visitor = world.visitor();
    for (let count = 0; count < 3; count += 1) {
      visitor.cookies.clear();
      const answer = await visitor.post('/success/sign-in', { email: EMAIL, password: PASSWORD });
      expect(answer.status).toBe(403);
      expect(summaryOf(answer)).toContain('ブラウザーの設定でCookieを許可してください');
      expect(fieldValue(answer, 'email')).toBe(EMAIL);
    }
    const english = await visitor.post(inLanguage('/success/sign-in', 'en'), { email: EMAIL, password: PASSWORD, form_token: 'x' });
    expect(summaryOf(english)).toContain('allow cookies in the settings of your browser');
  });

  test('SEC-N02 A6 a sign-in form from before another window signed in is shown again and then works', async () => {
    await world.addAccount();
    await world.addAccount({ email: 'taro@success.example', name: '田中 太郎' });
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    const form_token = visitor.formToken();
    await signIn(visitor);
    const again = await visitor.post('/success/sign-in', { email: 'taro@success.example', password: PASSWORD, form_token });
    expect(again.status).toBe(403);
    expect(fieldValue(again, 'email')).toBe('taro@success.example');
    expect((await visitor.get('/success/account')).text).toContain('山田 花子');
    await visitor.get('/success/sign-in');
    const shown = await visitor.post('/success/sign-in', { email: 'taro@success.example', password: PASSWORD });
    expect(shown.location).toBe('/success/dashboard');
    expect((await visitor.get('/success/account')).text).toContain('田中 太郎');
  });
});

describe('the cookies that open nothing', () => {
  test.each(WRONG)('SEC-G08 the cookie of a known browser %s changes nothing but its own renewal', async (_what, value) => {
    await world.addAccount();
    const { secret, visitor } = await enrolledAccount(world);
    const good = visitor.cookies.get(cookie('browser')) ?? '';
    expect(good).not.toBe('');
    spoil(visitor, cookie('browser'), value(good, good.toUpperCase()));
    const answer = await signInWithCode(world, visitor, secret);
    expect(answer.location).toBe('/success/dashboard');
    const renewed = visitor.cookies.get(cookie('browser')) ?? '';
    expect(renewed).toMatch(/^[\w-]{16}\.[\w-]{43}$/u);
    expect(renewed).not.toBe(good);
  });

  test.each(['', 'fr', 'EN', 'ja; x', '%6a%61', '<b>', 'x'.repeat(3000)])(
    'T-50 the language cookie %j is no language',
    async (value) => {
      const name = '__Host-genkan-language';
      const page = await world.visitor({ language: 'en' }).get('/success/sign-in', { cookie: `${name}=${value}` });
      expect(page.status).toBe(200);
      expect(page.html).toContain(value.startsWith('ja;') ? '<html lang="ja"' : '<html lang="en"');
    },
  );
});
