/** Bad input in the other fields: the device's name, the method, the choice about the recommendation, the wish of the fresh check. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROUTES, routesOf } from '../../src/http/routes.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { fieldValue } from '../http/screens/reading.ts';
import { beginEnrolment, codeNow, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';
import { expectFieldError, expectNoFault, inLanguage } from './form-answer.ts';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await signIn(visitor);
});
afterEach(() => world.close());

const HOSTILE = [
  '',
  ' ',
  '\u3000',
  '１２３',
  '😀',
  '\u202Etotp',
  'totp\u0000',
  'TOTP',
  '<b>totp</b>',
  "' or 1=1 --",
  '9'.repeat(50_000),
];

describe('the name of the device', () => {
  const CONFIRM = '/success/enrolment/code';
  const TOO_LONG = {
    ja: '端末の名前は20文字以内で入力してください',
    en: 'The name of the device must be 20 characters or fewer',
  };

  test('U-11 SEC-N01 one that is too long is told at its field in both languages and comes back, the code does not', async () => {
    const secret = await beginEnrolment(visitor);
    for (const name of ['あ'.repeat(21), '😀'.repeat(21), '<b>bold</b>'.repeat(3), 'x'.repeat(50_000)]) {
      for (const language of ['ja', 'en'] as const) {
        const answer = await visitor.post(inLanguage(CONFIRM, language), { code: codeNow(world, secret), device_name: name });
        expect(answer.status).toBe(422);
        expectFieldError(answer, 'device-name', TOO_LONG[language], language, name.slice(0, 30));
        expect(fieldValue(answer, 'code')).toBeNull();
        expect(answer.html).toContain(`value="${name.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`);
      }
    }
    expect(await world.query("select id from authenticator where state = 'bound'")).toEqual([]);
  });

  const NAMES: readonly (readonly [string, string, string])[] = [
    ['nothing', '', '認証アプリ'],
    ['an ideographic space', '\u3000', '認証アプリ'],
    ['direction marks only', '\u202E\u2066\u200F', '認証アプリ'],
    ['zero-width characters only', '\u200B\u2060\u00AD', '認証アプリ'],
    ['twenty emoji', '😀'.repeat(20), '😀'.repeat(20)],
    ['full-width digits', '端末１２３', '端末１２３'],
    ['a family emoji with its joiners', '👩‍👩‍👧', '👩‍👩‍👧'],
    ['a null byte and a line end', 'My\u0000phone\r\nBcc: x', 'My phone Bcc: x'],
    ['an override in the middle', 'a\u202Ebcd', 'a bcd'],
    ['HTML', '<b onclick=x>&amp;', '<b onclick=x>&amp;'],
    ['SQL', "'; drop table x;--", "'; drop table x;--"],
    ['blanks around and inside', '  会社の   iPhone ', '会社の iPhone'],
    ['a formula', '=cmd|1', '=cmd|1'],
  ];

  test.each(NAMES)('SEC-N01 SEC-N06 with %s it is stored as one visible line, and shown as text', async (_what, typed, stored) => {
    const secret = await beginEnrolment(visitor);
    const answer = await visitor.post(CONFIRM, { code: codeNow(world, secret), device_name: typed });
    expect(answer.location).toBe('/success/enrolment/completed');
    expect(await world.query("select name from authenticator where state = 'bound'")).toEqual([{ name: stored }]);
    for (const path of ['/success/enrolment/completed', '/success/account', '/success/dashboard']) {
      const page = await visitor.get(path);
      expect(page.text, path).toContain(stored);
      expect(page.html, path).not.toMatch(/<b[ >]/u);
    }
    const letters = await world.letters();
    expect(letters.every((letter) => !/[\r\n]/u.test(letter.subject) && !letter.html.includes('<b '))).toBe(true);
  });
});

describe('a choice among given ones', () => {
  test('S-14 U-11 a method that is none is told at the choice in both languages and begins nothing', async () => {
    await visitor.get('/success/enrolment/method');
    for (const method of HOSTILE) {
      for (const [language, said] of [
        ['ja', '二要素認証の方法を選んでください'],
        ['en', 'Choose a second factor'],
      ] as const) {
        const answer = await visitor.post(inLanguage('/success/enrolment/method', language), { method });
        expect(answer.status, method.slice(0, 20)).toBe(422);
        expectNoFault(answer, method.slice(0, 20));
        expect(answer.text).toContain(said);
        expect(answer.html).toContain('<a href="#method-totp">');
        expect(answer.html).toMatch(/<fieldset[^>]*aria-describedby="method-error"/u);
      }
    }
    expect(await world.query('select id from authenticator')).toEqual([]);
  });

  test('G-18 SEC-N01 a choice about the recommendation that is none hides nothing', async () => {
    await visitor.get('/success/dashboard');
    for (const choice of [...HOSTILE, 'LATER', 'later ', 'always']) {
      const answer = await visitor.post('/success/dashboard/recommendation', { choice });
      expect([answer.status, answer.location], choice.slice(0, 20)).toEqual([303, '/success/dashboard']);
    }
    expect((await visitor.post('/success/dashboard/recommendation', {})).location).toBe('/success/dashboard');
    expect((await visitor.get('/success/dashboard')).html).toContain('<dialog');
    expect(await world.query("select * from audit_event where type = 'recommendation.hidden'")).toEqual([]);
  });

  test('SEC-E09 a wish of the fresh check that is none leads back to the settings', async () => {
    for (const then of [...HOSTILE.filter((text) => text.length < 5000), 'enrolment/../x', 'ENROLMENT']) {
      const path = `/success/confirmation?then=${encodeURIComponent(then)}`;
      expect((await visitor.get(path)).status, then).toBe(200);
      const answer = await visitor.post(path, { password: PASSWORD, then });
      expect([answer.status, answer.location], then).toEqual([303, '/success/account#two-factor']);
    }
  });
});

describe('the shape of a form', () => {
  const POSTS = PRESETS.flatMap((portal) =>
    routesOf(portal)
      .filter((route) => route.method === 'POST')
      .map(({ path, fields = [], json = false }) => ({ path: `/${portal.id}/${path.replace(/:[a-z]+/u, 'x')}`, fields, json })),
  );
  const state = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all(
        ['session', 'pending_sign_in', 'authenticator', 'account', 'attempt_counter', 'outbox', 'audit_event'].map((table) =>
          world.query(`select * from ${table}`),
        ),
      ),
    );

  test('SEC-N01 a repeated, nested, unknown or misspelt field is a 400 on every route in both languages, and changes nothing', async () => {
    const before = await state();
    for (const { path, fields } of POSTS) {
      const token = `form_token=${encodeURIComponent(visitor.formToken())}`;
      const bodies = [
        `${token}&${token}`,
        `${token}&extra=1`,
        `${token}&__proto__=1`,
        `${token}&constructor[prototype]=1`,
        `${token}&=1`,
        ...fields.flatMap((field) => [
          `${token}&${field}=a&${field}=b`,
          `${token}&${field}[]=a`,
          `${token}&${field}[0]=a`,
          `${token}&${field}.x=a`,
          `${token}&${field.toUpperCase()}=a`,
          `${token}&${field}%00=a`,
          `${token}&%20${field}=a`,
        ]),
      ];
      for (const [index, body] of bodies.entries()) {
        const answer = await visitor.post(inLanguage(path, index % 2 === 0 ? 'ja' : 'en'), body);
        expect(answer.status, `${path} ${body}`).toBe(400);
        expect(answer.text, path).toContain(index % 2 === 0 ? '受け取れない内容です' : 'We could not read what was sent');
        expectNoFault(answer, `${path} ${body}`);
      }
    }
    expect(await state()).toBe(before);
  });

  test('SEC-N01 a repeated or unknown key of the address is a 400 on every route', async () => {
    for (const route of ROUTES.filter(({ kind, method }) => method === 'GET' && kind !== 'desk')) {
      const path = `/success/${route.path.replace(/:[a-z]+/u, 'x')}`;
      for (const query of [
        'lang=ja&lang=en',
        'x=1',
        'lang[]=ja',
        '__proto__=1',
        ...(route.query ?? []).map((key) => `${key}=1&${key}=2`),
      ]) {
        const answer = await visitor.get(`${path}?${query}`);
        expect(answer.status, `${path}?${query}`).toBe(400);
        expectNoFault(answer, path);
      }
    }
  });

  test('SEC-N01 any bytes at any route that takes a form are answered without a fault', async () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc
        .array(
          fc.tuple(fc.constantFrom('email', 'password', 'code', 'device_name', 'method', 'choice'), fc.string({ unit: 'binary' })),
        )
        .map((pairs) => Buffer.from(new URLSearchParams(pairs).toString())),
    );
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://portal.test' };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...POSTS), body, async ({ path, json }, bytes) => {
        const answer = await visitor.copy().send(path, { method: 'POST', body: new Uint8Array(bytes), headers });
        expectNoFault(answer, `${path} ${bytes.toString('hex')}`, bytes.toString());
        // What is named in the path is not there; a company's page is its administrators', registration is closed.
        const nobodys = /\/(?:x|company|registration)/u.test(path) ? [404, 410] : [];
        const scripts = json ? [401, 429] : [];
        expect([200, 303, 400, 403, 422, ...nobodys, ...scripts], path).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
  });

  test('SEC-N01 any path and any query are answered without a fault', async () => {
    const part = fc.oneof(fc.webSegment(), fc.constantFrom('%00', '%FF', '%ED%A0%80', '..', '%2e%2e', '%5c', '%0d%0a', 'あ', '%'));
    const start = fc.constantFrom(
      '/success/cases/',
      '/success/sign-in/confirmation/',
      '/success/sign-in/browser/',
      '/success/',
      '/',
      '/assets/',
    );
    await fc.assert(
      fc.asyncProperty(start, fc.array(part, { maxLength: 3 }), fc.webQueryParameters(), async (prefix, parts, query) => {
        const path = `${prefix}${parts.join('/')}?${query}`;
        const answer = await visitor.copy().get(path);
        expectNoFault(answer, path, prefix);
      }),
      { numRuns: 200 },
    );
  });
});
