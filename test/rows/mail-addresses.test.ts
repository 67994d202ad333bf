/** SEC-P05 SEC-P07: nothing mailed signs anybody in, and which spellings of an address are one address. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD_SCHEDULE } from '../../src/core/throttle.ts';
import { hours, minutes } from '../../src/core/time.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { postPassword, signIn } from '../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };

async function mailed(pattern: RegExp): Promise<string> {
  const letter = (await world.letters()).findLast(({ text }) => pattern.test(text));
  return pattern.exec(letter?.text ?? '')?.[0] ?? '';
}

test('SEC-P05 whatever was mailed, in whichever path, field or cookie, opens no session on any route', async () => {
  await world.addAccount();
  await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
  await signIn(world.visitor());
  const notMe = (await mailed(/\/success\/not-me\/\S+/u)).split('/').at(-1) ?? '';
  await postPassword(world.visitor(), STAFF);
  const confirmation = (await mailed(/\/desk\/sign-in\/confirmation\/\S+/u)).split('/').at(-1) ?? '';
  for (let count = 0; count < 100; count += 1) {
    await world.service.store.charge('password:account-1', PASSWORD_SCHEDULE, world.now());
    world.advance(hours(1));
  }
  await postPassword(world.visitor());
  const browser = (await mailed(/\/success\/sign-in\/browser\/\S+/u)).split('/').at(-1) ?? '';
  expect([notMe, confirmation, browser].map((token) => token.length)).toEqual([60, 60, 60]);
  const sessions = async () => (await world.query('select id from session')).length;
  const before = await sessions();
  for (const portal of ['success', 'support', 'desk']) {
    for (const token of [notMe, confirmation, browser]) {
      for (const route of ROUTES) {
        const thief = world.visitor();
        await thief.get(`/${portal}/sign-in`);
        for (const use of ['session', 'pending', 'browser']) thief.cookies.set(`__Host-genkan-${portal}-${use}`, token);
        const path = `/${portal}/${route.path.replace(/:[a-z]+/u, token)}`;
        const fields = Object.fromEntries((route.fields ?? []).map((name) => [name, token]));
        const answer = route.method === 'GET' ? await thief.get(path) : await thief.post(path, fields);
        expect(
          answer.setCookies.filter((line) => /-(?:session|pending)=[^;]/u.test(line)),
          path,
        ).toEqual([]);
      }
    }
  }
  expect(await sessions()).toBe(before);
});

describe('SEC-P07 an address', () => {
  const STORED = 'Hanako@日本語.example';

  test.each([
    'hanako@日本語.example',
    'HANAKO@日本語.EXAMPLE',
    'hanako@xn--wgv71a119e.example',
    'Hanako@XN--WGV71A119E.example',
    'ｈａｎａｋｏ＠日本語．ｅｘａｍｐｌｅ',
    'hanako@日本語。example',
    ' hanako@日本語.example ',
  ])('SEC-P07 typed as %j signs in, and the letter goes to the stored value', async (email) => {
    await world.addAccount({ email: STORED });
    expect((await postPassword(world.visitor(), { email })).location).toBe('/success/dashboard');
    expect((await world.letters()).map(({ to }) => to)).toEqual([STORED]);
  });

  test.each(['hаnako@日本語.example', 'hanako@日本语.example', 'hanakо@xn--wgv71a119e.example', 'hanako@xn--wgv71a.example'])(
    'SEC-P07 that only looks like it, %j, is somebody else',
    async (email) => {
      await world.addAccount({ email: STORED });
      expect((await postPassword(world.visitor(), { email, password: PASSWORD })).status).toBe(422);
      world.advance(minutes(1));
      expect(await world.letters()).toEqual([]);
    },
  );
});
