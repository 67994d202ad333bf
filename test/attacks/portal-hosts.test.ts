/**
 * A portal with a host of its own: it answers there and nowhere else, its letters and forms belong to that host, and neither a
 * poisoned header nor the neighbouring host changes that.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DESK_PORTAL, SUCCESS_PORTAL, SUPPORT_PORTAL } from '../../src/portals/presets.ts';
import { enrol, postPassword, signIn } from '../support/steps.ts';
import { openVisitor, type Visitor, type VisitorOptions } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

const DESK = 'https://desk.test';
const SUPPORT = 'https://support.test';
const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };
const HOLDER = { portal: 'support', email: 'jiro@support.example' };

let world: World;
const at = (origin: string, options?: VisitorOptions): Visitor => openVisitor(world.service.app, origin, options);
beforeEach(async () => {
  world = await openWorld({
    portals: [SUCCESS_PORTAL, { ...SUPPORT_PORTAL, host: 'support.test' }, { ...DESK_PORTAL, host: 'desk.test' }],
  });
});
afterEach(() => world.close());

describe('where a portal answers', () => {
  test('SEC-N07 on its own host, at the same paths, and the start of the host leads there', async () => {
    const visitor = at(DESK);
    const start = await visitor.get('/');
    expect(start).toMatchObject({ status: 303, location: '/desk/' });
    expect((await visitor.follow(start)).text).toContain('サポートデスク');
    expect((await visitor.get('/desk/help')).status).toBe(200);
    expect((await visitor.get('/healthz')).status).toBe(200);
    expect((await visitor.get('/readyz')).status).toBe(200);
  });

  test('its style and script come from the same host', async () => {
    const page = await at(DESK).get('/desk/sign-in');
    const files = [...page.html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/gu)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect((await at(DESK).get(file)).status).toBe(200);
  });

  test.each([
    '/desk',
    '/desk/',
    '/desk/sign-in',
    '/desk/sign-in/code',
    '/desk/help',
    '/desk/nothing',
    '/%64esk/sign-in',
    '/desk%2Fsign-in',
  ])('SEC-N07 %s of another host is as unknown as any path', async (path) => {
    const unknown = await at(ORIGIN).get('/nothing-of-the-kind');
    for (const origin of [ORIGIN, SUPPORT]) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await at(origin).send(path, { method });
        expect(answer.status, `${method} ${origin}${path}`).toBe(404);
        if (method === 'GET') expect(answer.text).toBe(unknown.text);
      }
    }
  });

  test('SEC-N07 portals of the site are not on the host of one portal, and unknown hosts stay misdirected', async () => {
    expect((await at(DESK).get('/success/sign-in')).status).toBe(404);
    expect((await at(DESK).get('/support/sign-in')).status).toBe(404);
    expect((await at('https://evil.test').get('/desk/sign-in')).status).toBe(421);
    expect((await at('https://www.desk.test').get('/desk/sign-in')).status).toBe(421);
  });

  test('the front page leads to a customer portal on its host and is silent about a desk that has one', async () => {
    const home = await at(ORIGIN).get('/');
    expect(home.html).toContain(`href="${SUPPORT}/support/sign-in"`);
    expect(home.html).toContain('href="/success/sign-in"');
    expect(home.html).not.toContain('desk');
  });
});

describe('letters of a portal with a host', () => {
  test.each([
    {},
    { forwarded: 'host=evil.example;proto=http' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    { 'x-forwarded-host': 'portal.test' },
    { 'x-original-host': 'evil.example', origin: 'null' },
  ])('T-15 SEC-N07 %j as the first request never changes the host of a link', async (headers) => {
    await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
    await world.addAccount({ ...HOLDER, plan: 'paid' });
    await world.addAccount();
    expect((await postPassword(at(DESK, { headers }), STAFF)).location).toBe('/desk/sign-in/confirmation');
    const holder = at(SUPPORT, { headers });
    await signIn(holder, HOLDER);
    await enrol(world, holder, 'support');
    const other = at(ORIGIN, { headers });
    await signIn(other);
    await enrol(world, other);

    const letters = await world.letters();
    const hosts = letters.map(({ to, text, html }) => {
      const links = `${text}\n${html}`.match(/https?:\/\/[^\s"<>]+/gu) ?? [];
      return [to, ...new Set(links.map((link) => new URL(link).origin))];
    });
    const expected: Readonly<Record<string, string>> = {
      [STAFF.email]: DESK,
      [HOLDER.email]: SUPPORT,
      'hanako@success.example': ORIGIN,
    };
    expect(new Set(letters.map(({ to }) => to))).toEqual(new Set(Object.keys(expected)));
    expect(hosts).toEqual(letters.map(({ to }) => [to, expected[to]]));
  });
});

describe('forms and cookies of a portal with a host', () => {
  test('T-47 SEC-N02 a form of the site, or of another portal, is not one of this host', async () => {
    await world.addAccount({ ...HOLDER, plan: 'paid' });
    const visitor = at(SUPPORT);
    await visitor.get('/support/sign-in');
    const token = visitor.formToken();
    const body = new URLSearchParams({ email: HOLDER.email, password: 'x', form_token: token }).toString();
    const post = (origin: string) =>
      visitor.send('/support/sign-in', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
      });
    for (const origin of [ORIGIN, DESK, 'https://evil.test', 'http://support.test', 'https://support.test:444']) {
      expect((await post(origin)).status, origin).toBe(403);
    }
    expect((await post(SUPPORT)).status).toBe(422);
  });

  test('SEC-G01 its cookies are of this host alone, and a session of it opens nothing elsewhere', async () => {
    await world.addAccount({ ...HOLDER, plan: 'paid' });
    const visitor = at(SUPPORT);
    await visitor.get('/support/sign-in');
    const answer = await postPassword(visitor, HOLDER);
    expect(answer.setCookies.length).toBeGreaterThan(0);
    for (const line of answer.setCookies) {
      expect(line).toMatch(/^__Host-/u);
      expect(line).toMatch(/; Path=\/(?:;|$)/u);
      expect(line).not.toMatch(/domain=/iu);
    }
    expect((await visitor.get('/support/dashboard')).status).toBe(200);
    const stolen = openVisitor(world.service.app, ORIGIN, {}, visitor.cookies);
    expect((await stolen.get('/support/dashboard')).status).toBe(404);
    expect((await stolen.get('/success/dashboard')).status).toBe(303);
  });
});
