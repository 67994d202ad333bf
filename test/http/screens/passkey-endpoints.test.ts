/** `/.well-known/passkey-endpoints`: where password managers send people to register and to look after passkeys. */
import { expect, onTestFinished, test } from 'vitest';
import type { PortalDefinition } from '../../../src/portals/definition.ts';
import { DESK_PORTAL, SUCCESS_PORTAL, SUPPORT_PORTAL } from '../../../src/portals/presets.ts';
import { ORIGIN, openWorld, PASSWORD, type World } from '../../support/world.ts';
import { headingOf, linkTo } from './reading.ts';

const PATH = '/.well-known/passkey-endpoints';

async function world(portals?: readonly PortalDefinition[]): Promise<World> {
  const opened = await openWorld(portals === undefined ? {} : { portals });
  onTestFinished(() => opened.close());
  return opened;
}

test('A-33 B6-8 with several portals on one host it leads to a page that asks which, in both languages', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  const answer = await visitor.get(PATH);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(JSON.parse(answer.html)).toEqual({ enroll: `${ORIGIN}/passkeys/enrolment`, manage: `${ORIGIN}/passkeys/management` });
  const page = await visitor.get('/passkeys/enrolment');
  expect(headingOf(page)).toBe('パスキーを登録する');
  expect(linkTo(page, 'ビジネスサクセスポータル')).toBe('/success/enrolment/passkey');
  const manage = await opened.visitor({ language: 'en' }).get('/passkeys/management');
  expect(headingOf(manage)).toBe('Manage your passkeys');
  expect(linkTo(manage, 'Business Support Portal')).toBe('/support/profile#passkeys');
  expect((await visitor.get('/passkeys/else')).status).toBe(404);
});

test('A-33 B6-8 a portal alone on its host needs no question', async () => {
  const opened = await world([
    SUCCESS_PORTAL,
    { ...SUPPORT_PORTAL, host: 'help.portal.test' },
    { ...DESK_PORTAL, host: 'desk.portal.test' },
  ]);
  const at = async (host: string): Promise<unknown> => JSON.parse((await opened.visitor({ headers: { host } }).get(PATH)).html);
  expect(await at('portal.test')).toEqual({
    enroll: `${ORIGIN}/success/enrolment/passkey`,
    manage: `${ORIGIN}/success/account#passkeys`,
  });
  expect(await at('help.portal.test')).toEqual({
    enroll: 'https://help.portal.test/support/enrolment/passkey',
    manage: 'https://help.portal.test/support/profile#passkeys',
  });
});

test('A-33 the page works signed out: sign-in first, then forwarded', async () => {
  const opened = await world();
  await opened.addAccount();
  const visitor = opened.visitor();
  const signedOut = await visitor.get('/success/enrolment/passkey');
  expect(signedOut.location).toBe('/success/sign-in?return_to=%2Fsuccess%2Fenrolment%2Fpasskey');
  await visitor.follow(signedOut);
  const fields = { email: 'hanako@success.example', password: PASSWORD, return_to: '/success/enrolment/passkey' };
  expect((await visitor.post('/success/sign-in', fields)).location).toBe('/success/enrolment/passkey');
  expect(headingOf(await visitor.get('/success/enrolment/passkey'))).toBe('パスキーを登録する');
});
