/** `/.well-known/change-password`: where password managers send people, with several portals on one host. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DESK_PORTAL, SUCCESS_PORTAL, SUPPORT_PORTAL } from '../../../src/portals/presets.ts';
import { postPassword, signIn } from '../../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { headingOf, linkTo } from './reading.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await world.addAccount({ portal: 'support', email: 'jiro@support.example' });
});
afterEach(() => world.close());

const PATH = '/.well-known/change-password';

test('A-33 B6-7 it leads to the portal this browser is signed in to', async () => {
  const visitor = world.visitor();
  await signIn(visitor, { portal: 'support', email: 'jiro@support.example' });
  const answer = await visitor.get(PATH);
  expect([answer.status, answer.location]).toEqual([303, '/support/account/password']);
  expect(headingOf(await visitor.follow(answer))).toBe('パスワードの変更');
});

test('A-33 B6-7 signed in nowhere, or in two portals, it asks which, and the page works signed out: sign-in first, then forwarded', async () => {
  const visitor = world.visitor();
  const page = await visitor.get(PATH);
  expect([page.status, headingOf(page)]).toEqual([200, 'パスワードを変更するポータル']);
  const path = linkTo(page, 'ビジネスサクセスポータル');
  expect(path).toBe('/success/account/password');
  expect(linkTo(page, 'ビジネスサポートポータル')).toBe('/support/account/password');
  const signedOut = await visitor.get(path);
  await visitor.follow(signedOut);
  const fields = { email: 'hanako@success.example', password: PASSWORD, return_to: path };
  expect((await visitor.post('/success/sign-in', fields)).location).toBe(path);
  await postPassword(visitor, { portal: 'support', email: 'jiro@support.example' });
  expect((await visitor.get(PATH)).status).toBe(200);
  expect(headingOf(await world.visitor({ language: 'en' }).get(PATH))).toBe('Which password do you want to change?');
});

test('A-33 a portal with a host of its own, or alone on one, needs no question', async () => {
  const apart = await openWorld({
    portals: [SUCCESS_PORTAL, { ...SUPPORT_PORTAL, host: 'help.portal.test' }, { ...DESK_PORTAL, host: 'desk.portal.test' }],
  });
  try {
    expect((await apart.visitor().get(PATH)).location).toBe('/success/account/password');
    const elsewhere = apart.visitor({ headers: { host: 'help.portal.test' } });
    expect((await elsewhere.get(PATH)).location).toBe('/support/account/password');
    expect((await elsewhere.get('/.well-known/anything')).status).toBe(404);
  } finally {
    await apart.close();
  }
});
