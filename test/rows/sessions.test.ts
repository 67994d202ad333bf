/** SEC-G01, G03 to G05, H01, H04: the session's cookie, its ends for customers and staff, its way out, and fresh checks. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Duration, hours, minutes, seconds } from '../../src/core/time.ts';
import { routesOf } from '../../src/http/routes.ts';
import type { PortalDefinition } from '../../src/portals/definition.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { codeNow, enrolledAccount, postPassword, STEP, secretOn, signIn, signInWithCode, wrongCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };

/** A signed-in browser of each portal, the desk's with its compulsory second factor. */
async function signedIn(portal: string): Promise<Visitor> {
  const visitor = world.visitor();
  if (portal !== 'desk') {
    const email = `someone@${portal}.example`;
    await world.addAccount({ portal, email });
    await signIn(visitor, { portal, email });
    return visitor;
  }
  await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
  await postPassword(visitor, STAFF);
  const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  await visitor.get(link);
  await visitor.follow(await visitor.post(link));
  await visitor.post('/desk/sign-in/confirmation');
  const secret = secretOn(await visitor.get('/desk/sign-in/enrolment'));
  await visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
  return visitor;
}

describe('the cookie', () => {
  test.each(['success', 'support', 'desk'])(
    'SEC-G01 of %s has every attribute, and its value stands in no page or address',
    async (portal) => {
      const visitor = await signedIn(portal);
      const name = `__Host-genkan-${portal}-session`;
      const token = visitor.cookies.get(name) ?? '';
      expect(token).toMatch(/^[\w-]{16}\.[\w-]{43}$/u);
      for (const page of routesOf(definitionOf(portal))) {
        if (page.method !== 'GET') continue;
        const answer = await visitor.get(`/${portal}/${page.path.replace(/:[a-z]+/u, 'x')}`);
        expect(answer.html + answer.location, page.path).not.toContain(token.split('.')[1]);
      }
      const again = world.visitor();
      if (portal === 'desk') return;
      const answer = await postPassword(again, { portal, email: `someone@${portal}.example` });
      const line = answer.setCookies.find((each) => each.startsWith(name)) ?? '';
      expect(line.replace(/=[^;]+/u, '=…')).toBe(`${name}=…; Path=/; HttpOnly; SameSite=Lax; Secure`);
    },
  );

  test('SEC-G01 of the desk is SameSite=Strict, and each sign-in has 256 new bits', async () => {
    await world.addAccount();
    const secrets = new Set<string>();
    for (let count = 0; count < 20; count += 1) {
      const visitor = world.visitor();
      await signIn(visitor);
      secrets.add((visitor.cookies.get('__Host-genkan-success-session') ?? '').split('.')[1] ?? '');
    }
    expect(secrets.size).toBe(20);
    await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
    const staff = world.visitor();
    const lines = (await postPassword(staff, STAFF)).setCookies;
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toContain('; SameSite=Strict; Secure');
  });
});

describe('the end', () => {
  test.each<readonly [string, Duration, Duration]>([
    ['success', minutes(60), hours(24)],
    ['support', minutes(60), hours(24)],
    ['desk', minutes(15), hours(12)],
  ])('SEC-G03 of %s comes after its idle time and after its overall time, to the second', async (portal, idle, overall) => {
    const visitor = await signedIn(portal);
    const begun = world.now();
    world.advance(idle - seconds(1));
    expect((await visitor.get(`/${portal}/dashboard`)).status).toBe(200);
    while (world.now() + idle - seconds(1) < begun + overall) {
      world.advance(idle - seconds(1));
      expect((await visitor.get(`/${portal}/dashboard`)).status).toBe(200);
    }
    world.advance(begun + overall - seconds(1) - world.now());
    expect((await visitor.get(`/${portal}/dashboard`)).status).toBe(200);
    world.advance(seconds(1));
    expect((await visitor.get(`/${portal}/dashboard`)).status).toBe(303);
  });

  test.each<readonly [string, Duration]>([
    ['success', minutes(60)],
    ['desk', minutes(15)],
  ])(
    'SEC-G03 SEC-G04 an idle session of %s is over for good: no page, no poll and no password brings it back',
    async (portal, idle) => {
      const visitor = await signedIn(portal);
      const old = visitor.copy();
      world.advance(idle);
      for (const path of [`/${portal}/dashboard`, `/${portal}/account`, `/${portal}/sign-in`, `/${portal}/help`])
        await visitor.get(path);
      expect((await visitor.get(`/${portal}/dashboard`)).location).toContain(`/${portal}/sign-in`);
      const email = portal === 'desk' ? STAFF.email : `someone@${portal}.example`;
      await postPassword(visitor, { portal, email });
      expect((await old.get(`/${portal}/dashboard`)).location).toContain(`/${portal}/sign-in`);
    },
  );

  test('SEC-G03 health checks and static files are no activity', async () => {
    const visitor = await signedIn('success');
    for (let count = 0; count < 6; count += 1) {
      world.advance(minutes(10));
      for (const path of ['/healthz', '/readyz', '/', '/robots.txt', '/assets/x']) await visitor.get(path);
    }
    expect((await visitor.get('/success/dashboard')).status).toBe(303);
  });
});

describe('the way out', () => {
  test.each(['success', 'support', 'desk'])(
    'SEC-G05 every signed-in page of %s has it, and none may be kept by the browser',
    async (portal) => {
      const visitor = await signedIn(portal);
      let pages = 0;
      for (const route of routesOf(definitionOf(portal))) {
        if (route.method !== 'GET' || route.entry !== 'session') continue;
        const answer = await visitor.get(`/${portal}/${route.path.replace(/:[a-z]+/u, 'TM-00000001')}`);
        expect(answer.headers.get('cache-control'), route.path).toBe('no-store');
        if (answer.status === 303 || route.json === true) continue;
        pages += 1;
        expect(answer.html, route.path).toContain(`<form method="post" action="/${portal}/sign-out"`);
        expect(answer.text, route.path).toContain('ログアウト');
      }
      expect(pages).toBeGreaterThan(3);
    },
  );

  test('SEC-G05 T-46 who signs in next on the same browser inherits nothing', async () => {
    await world.addAccount({ name: '山田 花子' });
    await world.addAccount({ email: 'taro@success.example', name: '田中 太郎', company: '富士見工業株式会社' });
    const visitor = world.visitor();
    await visitor.get('/success/sign-in?return_to=%2Fsuccess%2Fcases');
    await signIn(visitor);
    await visitor.get('/success/enrolment/method');
    await visitor.post('/success/enrolment');
    await visitor.get('/success/dashboard');
    await visitor.post('/success/sign-out');
    const next = await postPassword(visitor, { email: 'taro@success.example' });
    expect(next.location).toBe('/success/dashboard');
    for (const path of ['/success/dashboard', '/success/account', '/success/enrolment', '/success/sign-in']) {
      const page = await visitor.follow(await visitor.get(path));
      expect(page.html, path).not.toMatch(/山田|さくら商事|hanako|otpauth:/u);
    }
    expect(await world.query("select id from authenticator where state = 'pending'")).toEqual([]);
  });
});

describe('a fresh check', () => {
  const BEGINS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['success', 'enrolment', {}],
    ['success', 'enrolment/method', { method: 'totp' }],
    ['support', 'enrolment', {}],
  ];

  test.each(BEGINS)(
    'SEC-H01 in %s the route %s takes a session 600 seconds after its password, and none after 601',
    async (portal, path, fields) => {
      const visitor = await signedIn(portal);
      world.advance(seconds(601));
      await visitor.get(`/${portal}/dashboard`);
      const late = await visitor.post(`/${portal}/${path}`, fields);
      expect([late.status, late.location]).toEqual([303, `/${portal}/confirmation?then=enrolment`]);
      expect(await world.query('select id from authenticator')).toEqual([]);
      await visitor.get(`/${portal}/confirmation?then=enrolment`);
      const checked = await visitor.post(`/${portal}/confirmation?then=enrolment`, { password: PASSWORD });
      expect(checked.location).toBe(`/${portal}/enrolment`);
      await visitor.get(`/${portal}/enrolment`);
      await visitor.post(`/${portal}/enrolment/cancellation`);
      world.advance(seconds(599));
      await visitor.get(`/${portal}/dashboard`);
      expect((await visitor.post(`/${portal}/${path}`, fields)).location).toBe(`/${portal}/enrolment`);
    },
  );

  test('SEC-H01 SEC-H03 turning off asks for a code of now, however fresh the session is', async () => {
    await world.addAccount();
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    await visitor.get('/success/two-factor');
    expect((await visitor.post('/success/two-factor', {})).status).toBe(422);
    expect((await visitor.post('/success/two-factor', { password: PASSWORD })).status).toBe(400);
    expect((await visitor.post('/success/confirmation', { password: PASSWORD })).status).toBe(422);
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
  });

  test('SEC-H04 T-05 a code spent at sign-in is refused, failures count with those of the sign-in, and the pause holds here', async () => {
    await world.addAccount();
    const { secret, visitor } = await enrolledAccount(world);
    const code = codeNow(world, secret);
    await signInWithCode(world, visitor, secret);
    const path = '/success/confirmation?then=two-factor';
    await visitor.get(path);
    expect((await visitor.post(path, { code })).text).toContain('このコードは使用済みです');
    for (let count = 0; count < 3; count += 1) await visitor.post(path, { code: wrongCode(world, secret) });
    const other = world.visitor();
    await postPassword(other);
    await other.get('/success/sign-in/code');
    expect((await other.post('/success/sign-in/code', { code: wrongCode(world, secret) })).status).toBe(429);
    world.advance(STEP);
    expect((await visitor.post(path, { code: codeNow(world, secret) })).status).toBe(429);
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
  });
});

function definitionOf(portal: string): PortalDefinition {
  const definition = PRESETS.find(({ id }) => id === portal);
  if (definition === undefined) throw new Error(`no portal ${portal}`);
  return definition;
}
