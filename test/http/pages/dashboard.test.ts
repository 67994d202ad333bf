/** The dashboard: the recommendation and who gets it, the newest cases, the state of the account's security. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days } from '../../../src/core/time.ts';
import { getDashboard, postRecommendation } from '../../../src/http/dashboard.tsx';
import { PRESETS, SUCCESS_PORTAL } from '../../../src/portals/presets.ts';
import {
  addCases,
  HANAKO,
  IPHONE,
  JIRO,
  MINATO,
  NOW,
  openWorld,
  PASSKEY,
  SAKURA,
  shown,
  signedIn,
  TARO,
  type World,
} from './fixtures.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.store.close());

const hide = async (choice: string, at = NOW) =>
  postRecommendation(await signedIn(world, HANAKO, { fields: { choice }, here: '/success/dashboard/recommendation', at }));
const dashboardAt = async (at = NOW) => shown(getDashboard(await signedIn(world, HANAKO, { at })));

describe('the dashboard', () => {
  it('S-11 L01 L05 U-03 names the page as the top-right menu does, in the title, the h1 and the menu', async () => {
    const { html, status } = await dashboardAt();
    expect(status).toBe(200);
    expect(html).toContain('<title>ダッシュボード – ビジネスサクセスポータル</title>');
    expect(html).toContain('<h1>ダッシュボード</h1>');
    expect(html).toContain('<a href="/success/dashboard" aria-current="page">ダッシュボード</a>');
    expect(html).toContain('<a href="/success/account">アカウント設定</a>');
    expect(html.match(/<h1/gu)).toHaveLength(1);
  });

  it('S-12 S-13 L02 recommends two-factor authentication with [今すぐセットアップ], one plain link to the method choice', async () => {
    const { html, text } = await dashboardAt();
    expect(text).toContain('二要素認証(2FA)の設定をおすすめします');
    expect(html).toMatch(/<a href="\/success\/enrolment\/method"[^>]*>今すぐセットアップ<\/a>/u);
  });

  it('U-27 is one dialog above the h1 that is open without script, and Esc belongs to 今はしない', async () => {
    const { html } = await dashboardAt();
    expect(html.match(/<dialog/gu)).toHaveLength(1);
    expect(html).toMatch(/<dialog[^>]* open/u);
    expect(html.indexOf('<dialog')).toBeLessThan(html.indexOf('<h1>'));
    const dismissing = /<form[^>]*data-dismiss[^>]*>.*?<\/form>/su.exec(html)?.[0] ?? '';
    expect(dismissing).toContain('value="later"');
    expect(dismissing).toContain('今はしない');
    expect(dismissing).toContain('value="the-form-token"');
    expect(html).toContain('今後表示しない');
  });

  it('S-12 U-28 recommends nothing to who has two-factor authentication', async () => {
    const { html, text } = await shown(getDashboard(await signedIn(world, HANAKO, { authenticators: [IPHONE] })));
    expect(html).not.toContain('<dialog');
    expect(text).not.toContain('今すぐセットアップ');
    expect(text).toContain('会社のiPhone');
  });

  it('B7-1 B7-5 offers a passkey to who has an app and none, hidden until script shows that this browser can use one', async () => {
    const offer = /<p hidden[^>]* data-passkey-choice[^>]*data-party="localhost"[^>]*>.*?<\/p>/su;
    const withApp = await shown(getDashboard(await signedIn(world, HANAKO, { authenticators: [IPHONE] })));
    expect(offer.exec(withApp.html)?.[0]).toContain('href="/success/enrolment/passkey"');
    expect(withApp.text).toContain('パスワードを入力せずにログインできます');
    const staff = await signedIn(world, HANAKO, { authenticators: [IPHONE] });
    const desk = PRESETS.find(({ kind }) => kind === 'desk') ?? staff.portal;
    expect((await shown(getDashboard({ ...staff, portal: desk }))).text).toContain('パスワードに加えて、指紋');
    for (const authenticators of [[], [IPHONE, PASSKEY], [PASSKEY]]) {
      expect((await shown(getDashboard(await signedIn(world, HANAKO, { authenticators })))).html).not.toContain(
        'data-passkey-choice',
      );
    }
  });

  it('X-1 the other portal recommends nothing', async () => {
    const { html, text } = await shown(getDashboard(await signedIn(world, JIRO)));
    expect(html).not.toContain('<dialog');
    expect(text).toContain('ビジネスサポートポータル');
  });

  it('G-18 今はしない hides it for exactly 14 days and leads back to the dashboard', async () => {
    const answer = await hide('later');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/success/dashboard');
    expect((await dashboardAt()).html).not.toContain('<dialog');
    expect((await dashboardAt(NOW + days(14) - 1)).html).not.toContain('<dialog');
    expect((await dashboardAt(NOW + days(14))).html).toContain('<dialog');
  });

  it('G-18 今後表示しない hides it for good', async () => {
    await hide('never');
    expect((await dashboardAt(NOW + days(4000))).html).not.toContain('<dialog');
  });

  it('G-18 a portal that does not offer 今後表示しない neither shows nor takes it', async () => {
    await world.store.close();
    world = await openWorld({ portals: [{ ...SUCCESS_PORTAL, recommendation: { snoozeFor: days(3), mayHideForever: false } }] });
    expect((await dashboardAt()).text).not.toContain('今後表示しない');
    await hide('never');
    expect((await dashboardAt()).html).toContain('<dialog');
    await hide('later');
    expect((await dashboardAt(NOW + days(3) - 1)).html).not.toContain('<dialog');
    expect((await dashboardAt(NOW + days(3))).html).toContain('<dialog');
  });

  it('SEC-N02 a form of another browser changes nothing and shows the page again with one sentence', async () => {
    const visit = await signedIn(world, HANAKO, { fields: { choice: 'never' }, staleForm: true });
    const { html, status, text } = await shown(postRecommendation(visit));
    expect(status).toBe(403);
    expect(html).toContain('<title>エラー: ダッシュボード');
    expect(text).toContain(visit.words.problems.staleForm);
    expect(html).toContain('<dialog');
    expect((await dashboardAt()).html).toContain('<dialog');
  });
});

describe('the newest cases', () => {
  it('shows the five changed last and a link to all of them with their number', async () => {
    await addCases(world, SAKURA, 7);
    const { html, text } = await dashboardAt();
    for (const n of [1, 2, 3, 4, 5]) expect(html).toContain(`<a class="case-number" href="/success/cases/TM-0000000${n}">`);
    expect(html).not.toContain('TM-00000006');
    expect(text).toContain('すべて表示(7件)');
    expect(html.indexOf('TM-00000001')).toBeLessThan(html.indexOf('TM-00000002'));
  });

  it('says so when there is none, and where support is', async () => {
    const { html, text } = await dashboardAt();
    expect(text).toContain('現在、サポートケースはありません。');
    expect(html).toContain('href="/success/help#contact"');
    expect(html).not.toContain('<table');
    expect(text).not.toContain('すべて表示');
  });

  it('SEC-K03 shows nobody the cases of another company', async () => {
    await addCases(world, MINATO, 2);
    const { html } = await shown(getDashboard(await signedIn(world, TARO)));
    expect(html).not.toContain('TM-');
  });
});

describe('the state of security', () => {
  it('X-7 shows off, no device and when and where this sign-in was, in Japan time and saying so', async () => {
    const { text } = await dashboardAt();
    expect(text).toContain('二要素認証 無効 登録した端末 なし');
    expect(text).toContain('2026年11月24日(火) 8:57 Chrome / Windows');
    expect(text).toContain('2026年6月3日に設定');
    expect(text).toContain('日時は日本時間です。');
  });

  it('X-5 leads to the section that holds the switch, which is another page in each portal', async () => {
    expect((await dashboardAt()).html).toContain('href="/success/account#two-factor"');
    expect((await shown(getDashboard(await signedIn(world, JIRO)))).html).toContain('href="/support/profile#two-factor"');
  });

  it('G-33 says all of it in English too', async () => {
    const { html, text } = await shown(getDashboard(await signedIn(world, HANAKO, { language: 'en' })));
    expect(html).toContain('<html lang="en"');
    expect(html).toContain('<title>Dashboard – Business Success Portal</title>');
    expect(text).toContain('Set up now Not now');
    expect(text).toMatch(/Tue, 24 November 2026, 0?8:57 Chrome/u);
    expect(text).toContain('Times are Japan time.');
  });
});
