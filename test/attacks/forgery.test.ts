/** T-47: nothing changes by a request that another site made the browser send, nor by a GET. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROUTES } from '../../src/http/routes.ts';
import { beginEnrolment, codeNow, enrol, postPassword, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
});
afterEach(() => world.close());

const POSTS = ROUTES.filter((route) => route.method === 'POST' && route.kind !== 'desk').map(
  (route) => `/success/${route.path.replace(':token', 'x')}`,
);

/** Everything a request could have changed. */
async function state(): Promise<string> {
  const tables = ['session', 'pending_sign_in', 'authenticator', 'account', 'attempt_counter', 'outbox'];
  const rows = await Promise.all(tables.map((table) => world.query(`select * from ${table}`)));
  return JSON.stringify(rows, (key, value: unknown) => (key === 'last_seen_at' ? undefined : value));
}

describe('a form on another site', () => {
  test.each([
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'https://sister.portal.test' },
  ])('T-47 SEC-N02 %j posts to no route of a signed-in visitor', async (headers) => {
    await signIn(visitor);
    await visitor.get('/success/account');
    const before = await state();
    for (const path of POSTS)
      expect((await visitor.copy().post(path, { form_token: visitor.formToken() }, { headers })).status, path).toBe(403);
    expect(await state()).toBe(before);
  });

  test('T-47 SEC-N02 an old browser that sends a foreign Origin only is refused too', async () => {
    await signIn(visitor);
    await visitor.get('/success/account');
    const init = {
      method: 'POST',
      body: `form_token=${visitor.formToken()}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
    };
    for (const path of POSTS) expect((await visitor.copy().send(path, init)).status, path).toBe(403);
  });
});

describe('a form without its token', () => {
  test('T-47 SEC-N02 a missing, foreign or twin-portal token changes nothing on any route', async () => {
    await signIn(visitor);
    const other = world.visitor();
    await other.get('/success/sign-in');
    await other.get('/support/sign-in');
    const before = await state();
    for (const form_token of ['', 'x', other.formToken()]) {
      for (const path of POSTS) {
        const answer = await visitor.copy().post(path, { form_token });
        // 401: a script's question. 404 and 410: a number or link of nobody's. 422: the lost-device form needs no token, and is empty here (I-2).
        const refused = path.endsWith('/lost-device') ? [422] : [200, 303, 401, 403, 404, 410];
        expect(refused, `${path} ${answer.location}`).toContain(answer.status);
      }
    }
    expect(await state()).toBe(before);
  });

  test("SEC-N02 an attacker's own sign-in cannot be planted: the form needs this browser's token", async () => {
    const attacker = world.visitor();
    await attacker.get('/success/sign-in');
    await visitor.get('/success/sign-in');
    const answer = await visitor.post('/success/sign-in', {
      email: 'hanako@success.example',
      password: PASSWORD,
      form_token: attacker.formToken(),
    });
    expect(answer.status).toBe(403);
    expect(answer.setCookies.some((line) => line.includes('-session='))).toBe(false);
    expect(answer.html).toContain('value="hanako@success.example"');
    expect(answer.html).not.toContain(PASSWORD);
  });

  test('A6 a sign-in form left open overnight is shown again with the address typed, one sentence, and works then', async () => {
    await visitor.get('/success/sign-in');
    visitor.cookies.clear();
    const again = await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD });
    expect(again.status).toBe(403);
    expect(again.text).toContain('もう一度送信してください');
    expect(again.html).toContain('value="hanako@success.example"');
    expect((await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD })).location).toBe(
      '/success/dashboard',
    );
  });
});

test('T-47 SEC-N02 no GET changes anything, with a session or a pending sign-in', async () => {
  await signIn(visitor);
  await beginEnrolment(visitor);
  const before = await state();
  for (const route of ROUTES) {
    if (route.method !== 'GET' || route.kind === 'desk') continue;
    await visitor.get(`/success/${route.path.replace(/:[a-z]+/u, 'x')}`);
  }
  expect(await state()).toBe(before);
});

test('T-47 a GET to a route that only takes POST is a 405 that names what it takes', async () => {
  await signIn(visitor);
  const answer = await visitor.get('/success/sign-out');
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('POST');
  expect((await visitor.get('/success/dashboard')).status).toBe(200);
});

test('SEC-N02 the token of one session is useless in the next', async () => {
  await signIn(visitor);
  await visitor.get('/success/account');
  const form_token = visitor.formToken();
  await visitor.post('/success/sign-out');
  await postPassword(visitor);
  const answer = await visitor.post('/success/enrolment', { form_token });
  expect(answer.status).toBe(403);
  expect(await world.query('select id from authenticator')).toHaveLength(0);
  const secret = await enrol(world, visitor);
  expect(codeNow(world, secret)).toMatch(/^\d{6}$/u);
});
