/** T-18 to T-21, T-35 to T-37: half a sign-in opens nothing but its own next step, and belongs to one account. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROUTES } from '../../src/http/routes.ts';
import { codeNow, enrolledAccount, postPassword, signIn, signInWithCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const CODE = '/success/sign-in/code';
const PENDING = '__Host-genkan-success-pending';
const SESSION = '__Host-genkan-success-session';
const pathOf = (path: string): string => `/success/${path.replace(':token', 'x'.repeat(16)).replace(':number', 'TM-00000001')}`;

/** Routes that look at a pending sign-in and let everybody in. */
const LOOKING = ROUTES.filter(({ pending }) => pending === true).map(({ method, path }) => `${method} ${pathOf(path)}`);

/** What an answer tells apart from its random values. */
const shape = ({ status, location, text }: Answer) => ({ status, location, text });

async function crawl(visitor: Visitor): Promise<readonly (readonly [string, ReturnType<typeof shape>])[]> {
  const results: (readonly [string, ReturnType<typeof shape>])[] = [];
  for (const route of ROUTES) {
    if (route.entry === 'pending' || route.kind === 'desk') continue;
    const path = pathOf(route.path);
    const answer = route.method === 'GET' ? await visitor.copy().get(path) : await visitor.copy().post(path, {}, { bare: true });
    results.push([`${route.method} ${path}`, shape(answer)]);
  }
  return results;
}

test('T-18 T-19 SEC-E01 SEC-K02 a pending sign-in opens no route but its own: every other answers as to a stranger', async () => {
  await enrolledAccount(world);
  const visitor = world.visitor();
  await postPassword(visitor);
  const onlyPending = visitor.copy();
  for (const name of [...onlyPending.cookies.keys()]) if (name !== PENDING) onlyPending.cookies.delete(name);
  const stranger = world.visitor();
  const expected = new Map(await crawl(stranger));
  for (const [route, answer] of await crawl(onlyPending)) {
    if (route === 'GET /success/') continue;
    // The ways back in are arranged by it, and open to everybody (G-31, I-2).
    if (LOOKING.includes(route)) expect(answer.status, route).toBe(expected.get(route)?.status);
    else expect(answer, route).toEqual(expected.get(route));
  }
});

test('T-34 SEC-G08 after the password no cookie but the pending one matters, and none of them is a session', async () => {
  await enrolledAccount(world);
  const visitor = world.visitor();
  const answer = await postPassword(visitor);
  expect(answer.setCookies.map((line) => line.split('=')[0]).sort()).toEqual([PENDING]);
  for (const name of visitor.cookies.keys()) {
    const thief = visitor.copy();
    for (const other of [...thief.cookies.keys()]) if (other !== name) thief.cookies.delete(other);
    expect((await thief.get('/success/dashboard')).location, name).toContain('/success/sign-in');
  }
});

test('T-20 SEC-E01 fields, step names and booleans that no form has are refused and change nothing', async () => {
  await enrolledAccount(world);
  const visitor = world.visitor();
  await postPassword(visitor);
  await visitor.get(CODE);
  for (const extra of ['verified=true', 'step=session', 'account=account-1', 'two_factor=off', 'success=1']) {
    const answer = await visitor.post(CODE, `code=000000&form_token=${encodeURIComponent(visitor.formToken())}&${extra}`);
    expect(answer.status, extra).toBe(400);
  }
  expect((await visitor.get('/success/dashboard')).location).toContain('/success/sign-in');
});

test('T-21 SEC-H02 a pending sign-in of an enrolled account can begin no enrolment by any route', async () => {
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  await postPassword(visitor);
  await visitor.get(CODE);
  const posts = ['enrolment', 'enrolment/method', 'enrolment/code', 'two-factor', 'sign-in/enrolment', 'sign-in/confirmation'];
  for (const path of posts) {
    const answer = await visitor.post(`/success/${path}`, {});
    expect(answer.html, path).not.toMatch(/otpauth:/u);
    expect(answer.location ?? '', path).not.toMatch(/^[^?]*enrolment$/u);
  }
  expect(await world.query("select id from authenticator where state = 'pending'")).toHaveLength(0);
  expect((await visitor.post(CODE, { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
});

describe('whose sign-in', () => {
  test("T-36 SEC-E02 another account's code does not complete this sign-in", async () => {
    await enrolledAccount(world);
    await world.addAccount({ email: 'taro@success.example' });
    const taro = await enrolledAccount(world, { email: 'taro@success.example' });
    const visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get(CODE);
    expect((await visitor.post(CODE, { code: codeNow(world, taro.secret) })).status).toBe(422);
    const injected = await visitor.post(CODE, { code: codeNow(world, taro.secret), email: 'taro@success.example' });
    expect(injected.status).toBe(400);
  });

  test('T-36 SEC-M06 a token of one kind works as no other, nor shortened, nor with another half', async () => {
    await enrolledAccount(world);
    const visitor = world.visitor();
    await postPassword(visitor);
    const pending = visitor.cookies.get(PENDING) ?? '';
    const stranger = world.visitor();
    for (const name of [SESSION, '__Host-genkan-success-browser', '__Host-genkan-success-form'])
      stranger.cookies.set(name, pending);
    expect((await stranger.get('/success/dashboard')).location).toContain('/success/sign-in');
    const other = world.visitor();
    await postPassword(other);
    const [id] = pending.split('.');
    const [, secret] = (other.cookies.get(PENDING) ?? '').split('.');
    for (const forged of [pending.slice(0, -1), `${pending}A`, `${id}.${secret}`, id ?? '', pending.toUpperCase()]) {
      const thief = world.visitor();
      thief.cookies.set(PENDING, forged);
      expect((await thief.get(CODE)).location, forged).toContain('/success/sign-in');
    }
    expect((await visitor.get(CODE)).status).toBe(200);
  });

  test('T-37 SEC-E02 the password of an abandoned sign-in stands nowhere in the database', async () => {
    await enrolledAccount(world);
    await postPassword(world.visitor());
    const { readFileSync, readdirSync } = await import('node:fs');
    for (const file of readdirSync(world.directory)) {
      expect(readFileSync(`${world.directory}/${file}`).includes(Buffer.from(PASSWORD)), file).toBe(false);
    }
    expect(world.log.join('')).not.toContain(PASSWORD);
  });
});

describe('fixation', () => {
  test('T-35 SEC-G02 identifiers set by an attacker are never adopted, and each step has a new one', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    const planted = `${'A'.repeat(16)}.${'B'.repeat(43)}`;
    for (const name of [PENDING, SESSION]) visitor.cookies.set(name, planted);
    await postPassword(visitor);
    const pending = visitor.cookies.get(PENDING);
    expect(pending).not.toBe(planted);
    await visitor.get(CODE);
    await visitor.post(CODE, { code: codeNow(world, secret) });
    const session = visitor.cookies.get(SESSION);
    expect(session).toBeDefined();
    expect([planted, pending]).not.toContain(session);
    expect(visitor.cookies.has(PENDING)).toBe(false);
  });

  test('T-35 SEC-G02 the pending token is dead after the code, the session token after each fresh check', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await postPassword(visitor);
    const before = visitor.copy();
    await visitor.get(CODE);
    await visitor.post(CODE, { code: codeNow(world, secret) });
    expect((await before.get(CODE)).location).toContain('/success/sign-in');
    const old = visitor.copy();
    world.advance(60_000);
    await visitor.get('/success/confirmation?then=two-factor');
    expect((await visitor.post('/success/confirmation?then=two-factor', { code: codeNow(world, secret) })).status).toBe(303);
    expect((await old.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
  });

  test('SEC-G02 signing in again in the same browser ends the session that was there', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const old = visitor.copy();
    await world.addAccount({ email: 'taro@success.example', name: '田中 太郎' });
    await postPassword(visitor, { email: 'taro@success.example' });
    expect((await old.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await visitor.get('/success/account')).text).toContain('田中 太郎');
  });
});

test('SEC-E05 with two-factor on, every way to a session passes the code', async () => {
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  expect((await postPassword(visitor)).location).toBe(CODE);
  await visitor.post('/success/sign-in/cancellation');
  expect((await postPassword(visitor)).location).toBe(CODE);
  expect((await signInWithCode(world, visitor, secret)).location).toBe('/success/dashboard');
});
