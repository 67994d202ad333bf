/**
 * T-34, SEC-G08: no cookie but the session's own changes which factors are asked for. Tried with every use a cookie of the product has, by
 * construction, holding its own value and the values of the others.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COOKIE_USES, type CookieUse } from '../../src/http/cookies.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { enrolStaff } from '../support/staff.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const CODE = '/success/sign-in/code';
const OTHERS = COOKIE_USES.filter((use) => use !== 'session');
const nameOf = (use: CookieUse): string => `__Host-genkan-success-${use}`;

/** One browser of the holder that did everything a cookie is set for; the value of each use, and the secret of the app. */
async function everyCookie(): Promise<{ readonly values: ReadonlyMap<CookieUse, string>; readonly secret: Uint8Array }> {
  const { secret, visitor } = await enrolledAccount(world);
  await fileAndConfirm(world, visitor);
  const collected = new Map<CookieUse, string>();
  const collect = (): void => {
    for (const use of COOKIE_USES) {
      const value = visitor.cookies.get(nameOf(use));
      if (value !== undefined) collected.set(use, value);
    }
  };
  collect();
  // A use that only the desk has: what a member's browser holds.
  const { visitor: staff } = await enrolStaff(world, 'intake');
  await staff.get('/desk/shortcuts');
  await staff.post('/desk/shortcuts', { choice: 'off' });
  collected.set('shortcuts', staff.cookies.get('__Host-genkan-desk-shortcuts') ?? '');
  await postPassword(visitor);
  collect();
  await visitor.get(CODE);
  await visitor.post(CODE, { code: codeNow(world, secret) });
  collect();
  world.advance(STEP);
  return { values: collected, secret };
}

/** A sign-in with the right password in this browser still stands before the code, and every page before the sign-in. */
async function expectTheCode(visitor: Visitor, what: string): Promise<void> {
  expect((await visitor.get('/success/dashboard')).location, what).toContain('/success/sign-in');
  expect((await postPassword(visitor)).location, what).toBe(CODE);
  expect((await visitor.get('/success/dashboard')).location, what).toContain('/success/sign-in');
}

test('T-34 SEC-G08 the holder has met every use of a cookie, so that the tests below try each', async () => {
  const { values } = await everyCookie();
  expect([...values.keys()].sort()).toEqual([...COOKIE_USES].sort());
});

describe.each(OTHERS)('T-34 SEC-G08 the cookie "%s"', (use) => {
  test('T-34 SEC-G08 alone, with its own value, shortens no sign-in', async () => {
    const { values } = await everyCookie();
    const thief = world.visitor();
    thief.cookies.set(nameOf(use), values.get(use) ?? '');
    await expectTheCode(thief, use);
  });

  test('T-34 SEC-G08 holding what proves something elsewhere, shortens no sign-in', async () => {
    const { values } = await everyCookie();
    for (const [from, value] of values) {
      const thief = world.visitor();
      thief.cookies.set(nameOf(use), value);
      await expectTheCode(thief, `${from} as ${use}`);
    }
  });
});

test('T-34 SEC-G08 SEC-E01 all of them together but the session, kept after the password step, are still a pending sign-in', async () => {
  const { values, secret } = await everyCookie();
  const thief = world.visitor();
  for (const use of OTHERS) thief.cookies.set(nameOf(use), values.get(use) ?? '');
  await expectTheCode(thief, 'all');
  const kept = thief.copy();
  for (const name of [...kept.cookies.keys()]) if (name !== nameOf('pending')) kept.cookies.delete(name);
  expect((await kept.get('/success/dashboard')).location).toContain('/success/sign-in');
  expect((await kept.get(CODE)).status).toBe(200);
  await thief.get(CODE);
  expect((await thief.post(CODE, { code: codeNow(world, secret) })).location).toMatch(/^\/success\/(?:dashboard|lost-device)/u);
});

test('T-34 SEC-G08 with the session the same browser needs no second sign-in, and with it gone every factor again', async () => {
  const { secret } = await everyCookie();
  const visitor = world.visitor();
  world.advance(STEP);
  await signInWithCode(world, visitor, secret);
  expect((await visitor.get('/success/account')).status).toBe(200);
  visitor.cookies.delete(nameOf('session'));
  await expectTheCode(visitor, 'a known browser');
});
