/**
 * SEC-K01, the part of this version: staff have no way in but password and authenticator, and whoever has none bound reaches
 * nothing but its enrolment. Tried over the whole route table of the desk, for each role, at each step of the first sign-in.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STAFF_ROLES } from '../../src/core/account.ts';
import type { Route } from '../../src/http/route.ts';
import { routesOf } from '../../src/http/routes.ts';
import { DESK_PORTAL } from '../../src/portals/presets.ts';
import { enrolStaff, staffEmail } from '../support/staff.ts';
import { postPassword, STEP } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const ROUTES = routesOf(DESK_PORTAL);
const WAIT = '/desk/sign-in/confirmation';
const ENROL = '/desk/sign-in/enrolment';

/** Any path of the route; a token or number in it is one that never was. */
const pathOf = ({ path }: Route): string => `/desk/${path.replace(/:[a-z]+/u, 'AAAAAAAAAAAAAAAA')}`;

function ask(visitor: Visitor, route: Route): Promise<Answer> {
  return route.method === 'GET' ? visitor.get(pathOf(route)) : visitor.post(pathOf(route), {});
}

async function openWithoutSession(visitor: Visitor): Promise<readonly string[]> {
  const opened: string[] = [];
  for (const route of ROUTES.filter(({ entry }) => entry === 'session')) {
    const { status, location } = await ask(visitor, route);
    const isShut = route.json === true ? status === 401 : status === 303 && location?.startsWith('/desk/sign-in') === true;
    if (!isShut) opened.push(`${route.method} ${route.path}: ${status}`);
  }
  return opened;
}

describe.each(STAFF_ROLES)('%s without a bound authenticator', (role) => {
  const credentials = { portal: 'desk', email: staffEmail(role) };

  test('G-35 SEC-K01 D-01 the right password opens no page of a session, before the mailbox is confirmed and after', async () => {
    await world.addAccount({ ...credentials, role, company: null });
    const visitor = world.visitor();
    expect((await postPassword(visitor, credentials)).location).toBe(WAIT);
    expect(await openWithoutSession(visitor)).toEqual([]);
    expect((await visitor.get(ENROL)).location).toBe(WAIT);

    const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? 'no-link';
    await visitor.get(link);
    await visitor.post(link);
    expect(await openWithoutSession(visitor)).toEqual([]);
    expect((await visitor.get('/desk/sign-in/code')).location).toBe(ENROL);
    expect((await visitor.get('/desk/')).location).toBe('/desk/sign-in');
    await visitor.get(WAIT);
    expect((await visitor.post(WAIT)).location).toBe(ENROL);
    expect((await visitor.get(ENROL)).text).toContain('ステップ 3/3');
    expect(await openWithoutSession(visitor)).toEqual([]);
    expect(await world.query('select id from session')).toEqual([]);
  });
});

describe.each(STAFF_ROLES)('%s with an authenticator', (role) => {
  test('G-35 SEC-K01 the password alone opens nothing, and two-factor cannot be turned off', async () => {
    const { visitor } = await enrolStaff(world, role);
    await visitor.get('/desk/account');
    expect((await visitor.post('/desk/two-factor', { code: '123456' })).status).not.toBe(200);
    expect((await visitor.get('/desk/two-factor')).text).toContain('必須のため、無効にできません');
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
    world.advance(STEP);
    const again = world.visitor();
    expect((await postPassword(again, { portal: 'desk', email: staffEmail(role) })).location).toBe('/desk/sign-in/code');
    expect(await openWithoutSession(again)).toEqual([]);
    expect((await again.get(ENROL)).location).toBe('/desk/sign-in/code');
    expect(await world.query('select id from session')).toHaveLength(1);
  });
});

test('SEC-K01 the desk has pages to try', () => {
  expect(ROUTES.filter(({ entry }) => entry === 'session').length).toBeGreaterThan(15);
});
