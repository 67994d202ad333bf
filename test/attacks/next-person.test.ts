/**
 * T-46: one browser, two people. The first leaves, cleanly or with cookies lost on the way; whoever signs in next meets nothing of the
 * first, whichever cookie it was, and the first one's session is in nobody's hands.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COOKIE_USES } from '../../src/http/cookies.ts';
import { routesOf } from '../../src/http/routes.ts';
import { SUCCESS_PORTAL } from '../../src/portals/presets.ts';
import { enrolledAccount, postPassword, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount({ name: '山田 花子' });
  await world.addAccount({ email: 'taro@success.example', name: '田中 太郎', company: '富士見工業株式会社' });
});
afterEach(() => world.close());

const TARO = { email: 'taro@success.example' };
const SESSION = '__Host-genkan-success-session';

/** Hanako, with two-factor on, signed in at a browser that has a begun enrolment and pages of hers behind it. */
async function hanakoAtTheBrowser(): Promise<Visitor> {
  const { secret, visitor } = await enrolledAccount(world);
  await visitor.get('/success/sign-in?return_to=%2Fsuccess%2Fcases');
  await signInWithCode(world, visitor, secret);
  await visitor.get('/success/account');
  return visitor;
}

async function expectNothingOfHanako(visitor: Visitor, what: string): Promise<void> {
  for (const route of routesOf(SUCCESS_PORTAL)) {
    if (route.method !== 'GET' || route.path.includes(':')) continue;
    const page = await visitor.follow(await visitor.get(`/success/${route.path}`));
    expect(page.html, `${what}: ${route.path}`).not.toMatch(/山田|さくら商事|hanako|会社のiPhone/u);
  }
}

describe.each(COOKIE_USES)('with the cookie "%s" lost on the way', (use) => {
  const name = `__Host-genkan-success-${use}`;

  test('T-46 SEC-G05 before she signs out, the next person inherits nothing', async () => {
    const visitor = await hanakoAtTheBrowser();
    const hers = visitor.cookies.get(SESSION);
    visitor.cookies.delete(name);
    await visitor.post('/success/sign-out');
    expect((await postPassword(visitor, TARO)).location).toBe('/success/dashboard');
    expect(visitor.cookies.get(SESSION)).not.toBe(hers);
    await expectNothingOfHanako(visitor, use);
  });

  test('T-46 SEC-G05 after she signed out, neither', async () => {
    const visitor = await hanakoAtTheBrowser();
    const thief = visitor.copy();
    await visitor.post('/success/sign-out');
    visitor.cookies.delete(name);
    await postPassword(visitor, TARO);
    await expectNothingOfHanako(visitor, use);
    expect((await thief.get('/success/account')).location).toContain('/success/sign-in');
  });
});

test('T-46 who signs in over a living session of somebody else ends it', async () => {
  const visitor = await hanakoAtTheBrowser();
  const hers = visitor.copy();
  await postPassword(visitor, TARO);
  await expectNothingOfHanako(visitor, 'no sign-out');
  expect((await hers.get('/success/account')).location).toContain('/success/sign-in');
});
