/** A portal that exists only as a definition works whole: nothing in the code knows the portals by name. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PortalDefinition } from '../../src/portals/definition.ts';
import { PRESETS, SUPPORT_PORTAL } from '../../src/portals/presets.ts';
import { beginEnrolment, codeNow, postPassword, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

const PARTNER: PortalDefinition = {
  ...SUPPORT_PORTAL,
  id: 'partner',
  name: { ja: 'パートナーポータル', en: 'Partner Portal' },
  accountName: { ja: 'パートナーポータルアカウント', en: 'Partner Portal account' },
  issuer: 'パートナーポータル',
  twoFactor: { ...SUPPORT_PORTAL.twoFactor, page: 'account', recommendAtDashboard: true, methodChoice: false },
  menu: [
    { page: 'cases', label: { ja: '案件', en: 'Matters' } },
    { page: 'account', label: { ja: '設定', en: 'Settings' } },
  ],
  footer: { privacy: 'https://partner.example/privacy', terms: null, accessibility: null, contact: null },
};
const EMAIL = 'saki@partner.example';

let world: World;
beforeEach(async () => {
  world = await openWorld({ portals: [...PRESETS, PARTNER] });
  await world.addAccount({ portal: 'partner', email: EMAIL });
});
afterEach(() => world.close());

test('X-5 a third portal by definition alone: sign in, switch on, sign in with the code, switch off', async () => {
  const visitor = world.visitor();
  const first = await postPassword(visitor, { portal: 'partner', email: EMAIL });
  expect(first.location).toBe('/partner/cases');
  expect((await visitor.get('/partner/cases')).text).toContain('案件');
  const settings = await visitor.follow(await visitor.get('/partner/profile'));
  expect(settings.text).toContain('二要素認証(2FA)を有効化する');
  const secret = await beginEnrolment(visitor, 'partner');
  const page = await visitor.get('/partner/enrolment');
  expect(decodeURIComponent(page.html)).toContain('otpauth://totp/パートナーポータル:saki@partner.example');
  await visitor.post('/partner/enrolment/code', { code: codeNow(world, secret), device_name: '' });
  await visitor.get('/partner/account');
  await visitor.post('/partner/sign-out');
  world.advance(30_000);
  expect((await signInWithCode(world, visitor, secret, { portal: 'partner', email: EMAIL })).location).toBe('/partner/cases');
  world.advance(30_000);
  await visitor.get('/partner/two-factor');
  expect((await visitor.post('/partner/two-factor', { code: codeNow(world, secret) })).location).toBe('/partner/two-factor/result');
  expect((await visitor.get('/partner/two-factor/result')).text).toContain('無効にしました');
});

test('X-1 X-3 its accent, names, footer and home entry come from the definition', async () => {
  const visitor = world.visitor();
  const page = await visitor.get('/partner/sign-in');
  expect(page.text).toContain('パートナーポータルアカウントを使用します');
  expect(page.html).toContain('https://partner.example/privacy');
  const style = await visitor.get(/href="(\/assets\/[^"]+\.css)"/u.exec(page.html)?.[1] ?? '');
  expect(style.html).toContain('html[data-portal="partner"]');
  expect((await visitor.get('/')).text).toContain('パートナーポータル');
});

test('SEC-E03 its accounts open no other portal', async () => {
  expect((await postPassword(world.visitor(), { portal: 'support', email: EMAIL })).status).toBe(422);
  const visitor = world.visitor();
  await postPassword(visitor, { portal: 'partner', email: EMAIL });
  expect((await visitor.get('/partner/cases')).status).toBe(200);
  expect((await visitor.get('/success/dashboard')).status).toBe(303);
});
