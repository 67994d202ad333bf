/** T-50, T-51: a cookie or check that fails in any way is a refusal, never an open door. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enrolledAccount, postPassword, signIn } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const SESSION = '__Host-genkan-success-session';
const PENDING = '__Host-genkan-success-pending';

async function goodSession(): Promise<string> {
  const visitor = world.visitor();
  await signIn(visitor);
  return visitor.cookies.get(SESSION) ?? '';
}

async function goodPending(): Promise<string> {
  await enrolledAccount(world);
  const visitor = world.visitor();
  await postPassword(visitor);
  return visitor.cookies.get(PENDING) ?? '';
}

const DAMAGE: readonly (readonly [string, (good: string) => string])[] = [
  ['missing', () => ''],
  ['truncated', (good) => good.slice(0, -1)],
  ['half', (good) => good.slice(0, good.indexOf('.') + 1)],
  ['id only', (good) => good.split('.')[0] ?? ''],
  ['one bit off', (good) => good.slice(0, -1) + (good.endsWith('A') ? 'E' : 'A')],
  ['wrong base64', (good) => `${good.slice(0, -2)}+/`],
  ['oversized', (good) => good + 'A'.repeat(4000)],
  ['quoted', (good) => `"${good}"`],
  ['percent-encoded', (good) => good.replace('.', '%2E')],
  ['null byte', (good) => `${good}%00`],
  ['invented', () => `${'A'.repeat(16)}.${'A'.repeat(43)}`],
  ['SQL', () => "' or 1=1 --"],
  ['JSON', () => '{"account":"account-1"}'],
];

describe.each(DAMAGE)('a %s cookie', (_name, damage) => {
  test('T-50 SEC-R02 is no session', async () => {
    const good = await goodSession();
    const visitor = world.visitor();
    const answer = await visitor.get('/success/dashboard', { cookie: `${SESSION}=${damage(good)}` });
    expect(answer.status).toBe(303);
    expect(answer.location).toContain('/success/sign-in');
    expect((await visitor.get('/success/dashboard', { cookie: `${SESSION}=${good}` })).status).toBe(200);
  });

  test('T-50 SEC-R02 is no pending sign-in', async () => {
    const good = await goodPending();
    const visitor = world.visitor();
    const answer = await visitor.get('/success/sign-in/code', { cookie: `${PENDING}=${damage(good)}` });
    expect(answer.status).toBe(303);
    expect(answer.location).toContain('/success/sign-in');
  });
});

test('T-50 a session cookie sent twice, or of the twin portal, is no session', async () => {
  const good = await goodSession();
  const visitor = world.visitor();
  for (const cookie of [
    `${SESSION}=${good}; ${SESSION}=${good}`,
    `__Host-genkan-support-session=${good}`,
    `genkan-success-session=${good}`,
  ]) {
    expect((await visitor.get('/success/dashboard', { cookie })).location, cookie).toContain('/success/sign-in');
  }
  expect((await visitor.get('/support/dashboard', { cookie: `__Host-genkan-support-session=${good}` })).location).toContain(
    '/support/sign-in',
  );
});

test('T-50 a broken language, form or browser cookie still shows the page', async () => {
  const visitor = world.visitor();
  for (const name of ['language', 'success-form', 'success-browser']) {
    for (const value of ['', 'x', '%', 'a.b', 'あ', 'x'.repeat(5000)]) {
      const header = Buffer.from(`__Host-genkan-${name}=${value}`).toString('latin1');
      expect((await visitor.get('/success/sign-in', { cookie: header })).status, `${name}=${value.slice(0, 9)}`).toBe(200);
    }
  }
});

describe('a check that fails late', () => {
  test('T-51 SEC-R02 a verifier that rejects opens nothing and the service goes on', async () => {
    const late = await openWorld({
      compose: {
        passwords: {
          admit: (work) => work(),
          hash: async () => 'x',
          verify: () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error('too late')), 5)),
        },
      },
    });
    try {
      await late.addAccount();
      const visitor = late.visitor();
      const answer = await postPassword(visitor);
      expect(answer.status).toBe(500);
      expect(answer.setCookies.some((line) => line.includes('-session='))).toBe(false);
      expect(await late.query('select id from session')).toHaveLength(0);
      expect((await visitor.get('/success/sign-in')).status).toBe(200);
    } finally {
      await late.close();
    }
  });
});
