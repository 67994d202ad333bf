/** SEC-M06, SEC-N05: a token of one kind is nothing anywhere else, and no address tells who is signing in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routesOf } from '../../src/http/routes.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { beginEnrolment, codeNow, enrolledAccount, postPassword, STEP, secretOn, signIn } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };
const cookie = (use: string): string => `__Host-genkan-desk-${use}`;

describe('the tokens of one portal', () => {
  /** One good token of each kind of the desk. */
  async function tokens(): Promise<Readonly<Record<'session' | 'pending' | 'browser' | 'link', string>>> {
    await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
    const visitor = world.visitor();
    await postPassword(visitor, STAFF);
    const link = /\/desk\/sign-in\/confirmation\/(\S+)/u.exec((await world.letters()).at(-1)?.text ?? '')?.[1] ?? '';
    const pending = visitor.cookies.get(cookie('pending')) ?? '';
    const other = world.visitor();
    await postPassword(other, STAFF);
    const second = /\/desk\/sign-in\/confirmation\/(\S+)/u.exec((await world.letters()).at(-1)?.text ?? '')?.[1] ?? '';
    await other.get(`/desk/sign-in/confirmation/${second}`);
    await other.follow(await other.post(`/desk/sign-in/confirmation/${second}`));
    await other.post('/desk/sign-in/confirmation');
    const secret = secretOn(await other.get('/desk/sign-in/enrolment'));
    await other.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    const held = { session: other.cookies.get(cookie('session')) ?? '', browser: other.cookies.get(cookie('browser')) ?? '' };
    const found = { ...held, pending, link };
    for (const token of Object.values(found)) expect(token).toMatch(/^[\w-]{16}\.[\w-]{43}$/u);
    return found;
  }

  test('SEC-M06 T-36 each kind at every other place is nothing: no page, no step, no link', async () => {
    const found = await tokens();
    for (const [kind, token] of Object.entries(found)) {
      const stranger = world.visitor();
      for (const use of ['session', 'pending', 'browser'].filter((each) => each !== kind)) stranger.cookies.set(cookie(use), token);
      for (const path of ['dashboard', 'account', 'enrolment', 'two-factor', 'confirmation']) {
        const answer = await stranger.get(`/desk/${path}`);
        expect([answer.status, answer.location?.startsWith('/desk/sign-in')], `${kind} at ${path}`).toEqual([303, true]);
      }
      if (kind !== 'pending') {
        for (const step of ['code', 'confirmation', 'enrolment']) {
          expect((await stranger.get(`/desk/sign-in/${step}`)).location, `${kind} at ${step}`).toMatch(/^\/desk\/sign-in(?:\?|$)/u);
        }
      }
      for (const place of kind === 'link' ? ['browser'] : ['browser', 'confirmation']) {
        const path = `/desk/sign-in/${place}/${token}`;
        await stranger.get(path);
        expect((await stranger.post(path)).status, `${kind} at ${path}`).toBeGreaterThanOrEqual(400);
      }
      expect(stranger.cookies.get(cookie('session')) ?? token, kind).toBe(token);
    }
    const events = await world.query("select type from audit_event where type = 'link.confirmed'");
    expect(events).toHaveLength(1);
  });

  test('SEC-M06 what the database holds of a token is no token', async () => {
    await tokens();
    for (const [table, use] of [
      ['session', 'session'],
      ['pending_sign_in', 'pending'],
      ['known_browser', 'browser'],
    ] as const) {
      for (const row of await world.query(`select id, digest from ${table}`)) {
        for (const value of [`${String(row['id'])}.${String(row['digest'])}`, String(row['digest']), String(row['id'])]) {
          const thief = world.visitor();
          thief.cookies.set(cookie(use), value);
          expect((await thief.get('/desk/dashboard')).location, table).toContain('/desk/sign-in');
          expect((await thief.get('/desk/sign-in/code')).location, table).toContain('/desk/sign-in');
        }
      }
    }
  });
});

test('SEC-N05 in both procedures no address holds a name, a mail address, a code or a secret', async () => {
  await world.addAccount();
  const answers: Answer[] = [];
  const visitor = world.visitor();
  answers.push(await visitor.get('/success/cases'));
  answers.push(await visitor.get('/success/sign-in?return_to=%2Fsuccess%2Fcases'));
  answers.push(await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: 'wrong' }));
  answers.push(await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD }));
  const secret = await beginEnrolment(visitor);
  answers.push(await visitor.get('/success/enrolment'));
  answers.push(await visitor.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: '会社のiPhone' }));
  answers.push(await visitor.get('/success/enrolment/completed'), await visitor.get('/success/dashboard'));
  answers.push(await visitor.post('/success/sign-out'));
  world.advance(STEP);
  answers.push(await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD }));
  answers.push(await visitor.get('/success/sign-in/code'));
  answers.push(await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) }));
  const addresses = answers.flatMap(({ html, location }) => [
    location ?? '',
    // The names of static files hold a digest of their content, which may look like a code.
    ...[...html.matchAll(/(?:href|action|src)="(?!\/assets\/)([^"]*)"/gu)].map(([, address = '']) => address),
  ]);
  expect(addresses.length).toBeGreaterThan(60);
  for (const address of addresses.filter((each) => !each.startsWith('otpauth:') && !each.startsWith('mailto:'))) {
    expect(decodeURIComponent(address)).not.toMatch(/@|hanako|山田|さくら|iPhone|[A-Z2-7]{16}|\d{6}/u);
  }
});

describe.each(['success', 'support', 'desk'])('the routes of %s', (portal) => {
  const someone = { portal, email: `someone@${portal}.example` };
  const routes = PRESETS.filter(({ id }) => id === portal).flatMap((definition) => routesOf(definition));
  const pathOf = (path: string): string => `/${portal}/${path.replace(':receipt', 'R-2026-7H3K-X9').replace(/:[a-z]+/u, 'x')}`;

  test('SEC-E01 SEC-K02 to half a sign-in every route but its own steps answers as to a stranger', async () => {
    await world.addAccount({ ...someone, role: portal === 'desk' ? 'supervisor' : 'holder', company: null });
    if (portal !== 'desk') await enrolledAccount(world, someone);
    const half = world.visitor();
    await postPassword(half, someone);
    const stranger = world.visitor();
    for (const route of routes) {
      if (route.entry !== 'session') continue;
      const ask = (visitor: typeof half) =>
        route.method === 'GET'
          ? visitor.copy().get(pathOf(route.path))
          : visitor.copy().post(pathOf(route.path), {}, { bare: true });
      const [given, expected] = [await ask(half), await ask(stranger)];
      expect([given.status, given.location, given.text], route.path).toEqual([expected.status, expected.location, expected.text]);
    }
  });

  test('SEC-N02 T-47 a form of another site or without this browser’s token changes nothing on any route', async () => {
    await world.addAccount({ ...someone, role: portal === 'desk' ? 'supervisor' : 'holder', company: null });
    const visitor = world.visitor();
    if (portal === 'desk') await postPassword(visitor, someone);
    else await signIn(visitor, someone);
    await visitor.get(`/${portal}/sign-in`);
    const tables = [
      'recovery_request',
      'session',
      'pending_sign_in',
      'authenticator',
      'account',
      'mailed_link',
      'outbox',
      'attempt_counter',
    ];
    const state = async () => JSON.stringify(await Promise.all(tables.map((table) => world.query(`select * from ${table}`))));
    await world.letters();
    const before = await state();
    for (const route of routes.filter(({ method }) => method === 'POST')) {
      const foreign = { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } };
      const fields = { form_token: visitor.formToken() };
      expect((await visitor.copy().post(pathOf(route.path), fields, foreign)).status, route.path).toBe(403);
      for (const form_token of ['', 'x', 'A'.repeat(43)]) {
        const answer = await visitor.copy().post(pathOf(route.path), { form_token });
        // 401: a script's question. 404: what is named is not there, or closed. 410: a link of nobody's shows no form at all. 422: the lost-device form needs no token, and is empty here (I-2).
        expect(route.path === 'lost-device' ? [422] : [200, 303, 401, 403, 404, 410], `${route.path} ${answer.location}`).toContain(
          answer.status,
        );
      }
    }
    expect(await state()).toBe(before);
  });
});
