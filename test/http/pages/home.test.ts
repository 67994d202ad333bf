/** The front page: a plain link to the sign-in of each portal, and in demo mode only the accounts to try them with. */
import { afterEach, describe, expect, it } from 'vitest';
import { canonicalEmail } from '../../../src/core/account.ts';
import { getHome } from '../../../src/http/home.tsx';
import { wordsFor } from '../../../src/i18n/catalog.ts';
import { DEMO_ACCOUNTS, DEMO_COMPANIES } from '../../../src/portals/demo-accounts.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { openWorld, shown, type World } from './fixtures.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.store.close();
});

async function home(demo: boolean, language: 'ja' | 'en' = 'ja') {
  const world = await openWorld({ demo });
  worlds.push(world);
  return shown(getHome({ site: world.site, language, words: wordsFor(language), here: '/' }));
}

describe('the front page', () => {
  it('U-01 lists every portal with a plain link to its sign-in', async () => {
    const { html, text, status } = await home(false);
    expect(status).toBe(200);
    for (const portal of PRESETS) {
      expect(html).toMatch(new RegExp(`<h2[^>]*>${portal.name.ja}</h2>`, 'u'));
      expect(html).toMatch(new RegExp(`<a href="/${portal.id}/sign-in"`, 'u'));
    }
    expect(text).toContain('アカウントはポータルごとに分かれています。');
    expect(html).not.toContain('<form');
    expect(html).toContain('noindex');
  });

  it('each link also says of which portal, for who hears links only', async () => {
    const { html } = await home(false);
    const links = [...html.matchAll(/<a href="\/\w+\/sign-in"[^>]*>(.*?)<\/a>/gsu)].map(([, words]) => words);
    expect(new Set(links).size).toBe(PRESETS.length);
  });

  it('outside demo mode says nothing of demo accounts, their password or demo pages', async () => {
    for (const language of ['ja', 'en'] as const) {
      const { html } = await home(false, language);
      expect(html).not.toMatch(/demo|デモ/iu);
      expect(html).not.toContain('@success.example');
    }
  });

  it('in demo mode lists every account of the contract with the one password', async () => {
    const { html, text } = await home(true);
    expect(text).toContain('Genkan-demo-2026');
    expect(html).toContain('href="/demo/mail"');
    expect(html.match(/<tr>/gu)).toHaveLength(1 + CONTRACT.length);
    for (const email of CONTRACT) expect(text).toContain(email);
    expect(text).toContain('株式会社さくら商事 / スタンダードサポート / 会社の管理者');
    expect(text).toContain('富士見工業株式会社 / 有償サポート');
    expect(text).toContain('supervisor2@desk.example 山本 由美 サポートデスク 責任者');
  });

  it('G-33 says all of it in English too', async () => {
    const { html, text } = await home(true, 'en');
    expect(html).toContain('<html lang="en"');
    expect(html).toContain('<title>Portals – Genkan</title>');
    expect(text).toContain('Business Success Portal');
    expect(text).toContain('株式会社さくら商事 / Standard support / company administrator');
  });
});

describe('the demo accounts', () => {
  it('are those of the contract, no more and no fewer', () => {
    expect(DEMO_ACCOUNTS.map(({ email }) => email)).toEqual(CONTRACT);
  });

  it('belong to portals and companies that exist, each company to one portal', () => {
    const portals = PRESETS.map(({ id }) => id);
    for (const { portal, companyId, role, email } of DEMO_ACCOUNTS) {
      expect(portals).toContain(portal);
      expect(canonicalEmail(email)).toBe(email);
      if (portal === 'desk') expect(companyId).toBeNull();
      else expect(DEMO_COMPANIES.find(({ id }) => id === companyId)?.portal).toBe(portal);
      expect(role === 'holder' || role === 'company-administrator').toBe(portal !== 'desk');
    }
  });

  it('G-31 have the plans of the contract', () => {
    const planOf = (email: string) => {
      const account = DEMO_ACCOUNTS.find((each) => each.email === email);
      return DEMO_COMPANIES.find(({ id }) => id === account?.companyId)?.plan;
    };
    expect(
      ['hanako@success.example', 'taro@success.example', 'jiro@support.example', 'saburo@support.example'].map(planOf),
    ).toEqual(['standard', 'paid', 'standard', 'paid']);
  });
});

/** product.md section 5. */
const CONTRACT = [
  'hanako@success.example',
  'kaori@success.example',
  'taro@success.example',
  'jiro@support.example',
  'saburo@support.example',
  'intake@desk.example',
  'reviewer@desk.example',
  'reviewer2@desk.example',
  'supervisor@desk.example',
  'supervisor2@desk.example',
  'auditor@desk.example',
  'admin@desk.example',
];
