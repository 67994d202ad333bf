/** The help page: the procedure under each portal's labels, the device that is gone, and the ways to reach support. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getHelp } from '../../../src/http/help.tsx';
import type { SessionVisit, Visit } from '../../../src/http/visit.ts';
import { PRESETS, SUCCESS_PORTAL } from '../../../src/portals/presets.ts';
import { HANAKO, JIRO, openWorld, partOf, shown, signedIn, TARO, textOf, visitOf, type World } from './fixtures.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.store.close());

const helpOf = async (portal: string, language: 'ja' | 'en' = 'ja') => shown(getHelp(await visitOf(world, portal, { language })));
const section = async (portal: string, id: string, language: 'ja' | 'en' = 'ja') =>
  partOf((await helpOf(portal, language)).html, id);
/** The groups of the contents: where a link to each leads, its title, the links below it. */
const groupsIn = (html: string) => {
  const contents =
    /<nav class="contents" id="(\w+)"[^>]*><h2[^>]*>(.*?)<\/h2>(.*?)<h3 id="(\w+)">(.*?)<\/h3>(.*?)<\/nav>/su.exec(html) ?? [];
  const [, category, title = '', links = '', problems, subtitle = '', sublinks = ''] = contents;
  const hrefs = (part: string) => [...part.matchAll(/href="([^"]*)"/gu)].map(([, href]) => href);
  return [
    [category, textOf(title), hrefs(links)],
    [problems, textOf(subtitle), hrefs(sublinks)],
  ];
};
const stepsIn = (html: string) => {
  const list = /<ol class="help-steps">(.*?)<\/ol>/su.exec(html)?.[1] ?? '';
  return [...list.matchAll(/<li>(.*?)<\/li>/gsu)].map(([, step = '']) => textOf(step));
};

describe('the frame of the help page', () => {
  it('S-55 L12 L13 X-8 lists under the category and subcategory of the Business Success Portal, down to the lost device', async () => {
    const { html } = await helpOf('success');
    expect(html).toContain('<title>ヘルプとお問い合わせ – ビジネスサクセスポータル</title>');
    expect(groupsIn(html)).toEqual([
      [
        'category',
        'ビジネスサクセスポータルに関するQ&A',
        expect.arrayContaining(['#preparation', '#turn-on', '#sign-in', '#turn-off']),
      ],
      ['problems', 'ビジネスサクセスポータルに関する問題', ['#wrong-code', '/success/lost-device', '#contact']],
    ]);
  });

  it('S-56 L14 L15 X-8 lists under the category and subcategory of the Business Support Portal, down to the lost device', async () => {
    expect(groupsIn((await helpOf('support')).html)).toMatchObject([
      ['category', 'ビジネスサポートポータルに関するQ&A', {}],
      ['problems', 'ビジネスサポートポータルに関する問題', ['#wrong-code', '/support/lost-device', '#contact']],
    ]);
  });

  it('G-35 the desk has no page for the lost device: its help says whom to ask', async () => {
    expect(groupsIn((await helpOf('desk')).html)[1]?.[2]).toEqual(['#wrong-code', '#lost-device', '#contact']);
  });

  it.each(['success', 'support', 'desk'])('is the one page of %s that search engines may list', async (portal) => {
    expect((await helpOf(portal)).html).not.toContain('noindex');
  });

  it.each(PRESETS.map(({ id }) => id))('U-22 every link inside the page of %s leads to a part that exists', async (portal) => {
    const { html } = await helpOf(portal);
    const targets = [...html.matchAll(/href="#([^"]+)"/gu)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(8);
    for (const id of targets) expect(html.match(new RegExp(`id="${id}"`, 'gu'))).toHaveLength(1);
  });

  it.each(PRESETS.map(({ id }) => id))('links no page of %s that does not exist', async (portal) => {
    const { html } = await helpOf(portal);
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
    const paths = new Set([...main.matchAll(/href="(\/[^"#]*)/gu)].map(([, path]) => path));
    const own = portal === 'desk' ? [] : ['lost-device', 'sign-in', 'help'];
    expect([...paths]).toEqual(own.map((page) => `/${portal}/${page}`));
  });

  it('U-02 never says BSP, names no product and no private window', async () => {
    for (const { id } of PRESETS) {
      for (const language of ['ja', 'en'] as const) {
        const { text } = await helpOf(id, language);
        expect(text).not.toMatch(/BSP|Google|Authy|シークレット|プライベート|incognito|private window/iu);
      }
    }
  });

  it('has one h1 and no heading that skips a level', async () => {
    const { html } = await helpOf('success');
    const levels = [...html.matchAll(/<h([1-6])/gu)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  it('U-04 is English under lang=en, with the labels of the English pages', async () => {
    const { html, text } = await helpOf('success', 'en');
    expect(html).toContain('<html lang="en"');
    expect(text).toMatch(
      /Q&A about the Business Success Portal Preparation .* Problems with the Business Success Portal If the code/u,
    );
    expect(html).not.toMatch(/<h\d[^>]*>[^<]*[ぁ-ん]/u);
  });
});

describe('the procedure', () => {
  it('X-10 says step 1 alike in both portals, with the whole name of the account', async () => {
    const firsts = await Promise.all(['success', 'support'].map(async (id) => stepsIn(await section(id, 'turn-on'))[0] ?? ''));
    const [success, support] = firsts.map((step) => step.replace(/ビジネス(?:サクセス|サポート)ポータル/gu, 'ポータル'));
    expect(success).toMatch(/ポータルアカウントでログインします。/u);
    expect(support).toBe(success);
  });

  it('S-10 to S-16 X-4 the Business Success Portal has six steps with its own labels', async () => {
    const steps = stepsIn(await section('success', 'turn-on'));
    expect(steps).toHaveLength(6);
    expect(steps[0]).toContain('ビジネスサクセスポータルアカウント');
    expect(steps[1]).toBe('画面右上のメニューから[ダッシュボード]を開きます。');
    expect(steps[2]).toContain('[今すぐセットアップ]');
    expect(steps[3]).toBe('[二要素認証のアプリケーション]を選び、[選択]を押します。');
    expect(steps[4]).toContain('QRコード');
    expect(steps[5]).toContain('6桁の認証コード');
  });

  it('S-20 to S-25 X-3 X-4 the Business Support Portal has its own labels, and the choice that passkeys made necessary', async () => {
    const steps = stepsIn(await section('support', 'turn-on'));
    expect(steps).toHaveLength(6);
    expect(steps[0]).toContain('ビジネスサポートポータルアカウント');
    expect(steps[1]).toBe('画面右上のメニューから[マイプロフィール]を開きます。');
    expect(steps[2]).toBe('[二要素認証(2FA)を有効化する]の欄で[有効]を選びます。');
    expect(steps[3]).toBe('[二要素認証のアプリケーション]を選び、[選択]を押します。');
  });

  it('X-6 says where to begin after the recommendation was closed, in the portal that recommends', async () => {
    const text = textOf(await section('success', 'turn-on'));
    expect(text).toContain('[アカウント設定]を開き、[二要素認証(2FA)を設定してください]の欄で[有効]');
    expect(await section('support', 'turn-on')).not.toContain('おすすめの画面を閉じたあとは');
  });

  it('S-01 S-32 S-05 says that it is a choice, that the device will be needed, and that portals are separate', async () => {
    const text = textOf(await section('success', 'turn-on'));
    expect(text).toContain('お客様ご自身で選べます');
    expect(text).toContain('ログインには端末が必要になります');
    expect(text).toContain('アカウントはポータルごとに分かれています');
  });

  it('S-40 L06 L07 turning off goes by account settings in one portal', async () => {
    const steps = stepsIn(await section('success', 'turn-off'));
    expect(steps[1]).toBe('画面右上のメニューから[アカウント設定]を開きます。');
    expect(steps[2]).toBe('[二要素認証(2FA)を設定してください]の欄で[無効]を選びます。');
  });

  it('S-41 L09 L10 turning off goes by the profile in the other', async () => {
    const steps = stepsIn(await section('support', 'turn-off'));
    expect(steps[1]).toBe('画面右上のメニューから[マイプロフィール]を開きます。');
    expect(steps[2]).toBe('[二要素認証(2FA)を有効化する]の欄で[無効]を選びます。');
  });

  it('S-42 says that the code page cannot turn it off', async () => {
    expect(textOf(await section('success', 'turn-off'))).toContain('認証コードを入力する画面から無効にすることはできません');
  });

  it('S-03 S-04 U-32 preparation asks for any app on any device, and says that no code comes by mail', async () => {
    const text = textOf(await section('success', 'preparation'));
    expect(text).toContain('事前準備');
    expect(text).toContain('二段階認証アプリ');
    expect(text).toContain('お好きなものを選べます');
    expect(text).toContain('TOTP、RFC 6238');
    expect(text).toContain('パソコン');
    expect(text).toContain('メールやSMSで届くことはありません');
  });

  it('G-06 U-17 explains the clock for iOS and Android', async () => {
    const text = textOf(await section('support', 'wrong-code'));
    expect(text).toContain('設定 → 一般 → 日付と時刻 → 自動設定');
    expect(text).toContain('Android: 設定 → 日付と時刻 → 自動設定');
  });

  it('B7-1 B7-2 says what a passkey is, where one is registered and how it signs in, in the words of those pages', async () => {
    const { text } = await helpOf('success');
    for (const part of [
      'パスキー(指紋・顔・画面ロック)を使う',
      '[アカウント設定]を開き、[パスキー]の欄で[パスキーを登録]を押します',
      '[パスキーでログイン]を押すと、パスワードも認証コードも入力せずに',
    ])
      expect(text).toContain(part);
    expect((await helpOf('support')).text).toContain('[マイプロフィール]を開き、[パスキー]の欄で');
    const desk = (await helpOf('desk')).text;
    expect(desk).toContain('[パスキーで確認]を押すと、認証コードの代わりになります');
    expect(desk).not.toContain('[パスキーでログイン]');
  });

  it('S-02 names the supported browsers', async () => {
    expect(textOf(await section('success', 'browsers'))).toContain('Chrome、Firefox、Microsoft Edge');
  });

  it('G-35 the desk has compulsory two-factor authentication and says so', async () => {
    const { html, text } = await helpOf('desk');
    expect(text).toContain('二要素認証が必須です。最初のログインのときに設定します');
    expect(stepsIn(partOf(html, 'turn-on'))).toHaveLength(4);
    expect(partOf(html, 'turn-off')).not.toContain('<ol');
    expect(textOf(partOf(html, 'lost-device'))).toContain('運用管理者に連絡してください');
    expect(textOf(partOf(html, 'contact'))).toContain('運用管理者にお問い合わせください');
  });

  it('A3 a portal made of definition alone gets the steps that fit it', async () => {
    await world.store.close();
    const third = {
      ...SUCCESS_PORTAL,
      id: 'third',
      accountName: { ja: '第三アカウント', en: 'third account' },
      twoFactor: { ...SUCCESS_PORTAL.twoFactor, recommendAtDashboard: false, methodChoice: true },
    };
    world = await openWorld({ portals: [third] });
    const steps = stepsIn(await section('third', 'turn-on'));
    expect(steps[1]).toContain('[アカウント設定]');
    expect(steps[3]).toContain('[選択]');
    expect(steps).toHaveLength(6);
  });
});

describe('the device that is gone', () => {
  it('S-50 S-51 names the cheaper ways before the removal', async () => {
    const text = textOf(await section('success', 'lost-device'));
    expect(text).toContain('基本的にログインできません');
    const order = ['別の端末の認証アプリを使う', '認証アプリを復元する', '解除をご依頼ください', '解除の前にご確認ください'];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('S-52 says the risk before the removal', async () => {
    expect(textOf(await section('support', 'lost-device'))).toContain('第三者に不正にログインされる危険が高まる');
  });

  it('S-57 S-58 S-59 lists the six items for both desks and what is never asked', async () => {
    const text = textOf(await section('success', 'lost-device'));
    for (const item of ['メールアドレス', 'お客様のフルネーム', '会社名', '電話番号', 'ケース番号', 'お問い合わせ内容の概要']) {
      expect(text).toContain(item);
    }
    expect(text.match(/現在継続中のケースがある場合/gu)).toHaveLength(2);
    expect(text).toContain('パスワードや認証コードをお伺いすることはありません');
  });
});

describe('the ways to reach support', () => {
  it('S-53 S-54 G-32 U-52 shows telephone for paid and mail for standard contracts, with hours, holidays and charge', async () => {
    const contact = await section('success', 'contact');
    const text = textOf(contact);
    expect(contact).toContain('<a class="phone-number" href="tel:0120000111">0120-000-111</a>');
    expect(contact).toContain('<a class="text-link" href="mailto:support@success.example">support@success.example</a>');
    expect(text).toContain('平日 9:00〜17:30(日本時間)');
    expect(text).toContain('土日・祝日・12月29日〜1月3日は休業');
    expect(text).toContain('通話料 無料');
    expect(text).toContain('最初のご連絡 受付から4営業時間以内');
    expect(text.indexOf('スタンダードサポート')).toBeLessThan(text.indexOf('有償サポート'));
  });

  it('X-8 shows the desks of its own portal only', async () => {
    const contact = await section('support', 'contact');
    expect(contact).toContain('0120-000-222');
    expect(contact).not.toContain('0120-000-111');
    expect(contact).not.toContain('success.example');
  });

  it('G-31 never asks for the plan, and shows the own one first when it is known', async () => {
    const nobody = await section('success', 'contact');
    expect(nobody).not.toMatch(/<(?:input|select|form)/u);
    expect(textOf(nobody)).not.toContain('お客様のご契約 ');
    const paid = textOf(partOf((await shown(getHelp(await signedIn(world, TARO)))).html, 'contact'));
    expect(paid.indexOf('有償サポート')).toBeLessThan(paid.indexOf('スタンダードサポート'));
    expect(paid).toContain('有償サポート お客様のご契約');
    const standard = textOf(partOf((await shown(getHelp(await signedIn(world, JIRO)))).html, 'contact'));
    expect(standard).toContain('スタンダードサポート お客様のご契約');
  });

  it('I-2 answers 200 with the same main part to nobody, to who typed a password, and to every cookie', async () => {
    const nobody = await visitOf(world, 'success');
    const signed = await signedIn(world, { ...HANAKO, company: null });
    const pending: Visit = {
      ...nobody,
      pending: {
        id: 'pending-1',
        portal: 'success',
        createdAt: 0,
        expiresAt: 1,
        returnTo: null,
        mailboxConfirmedAt: null,
        sitting: null,
        account: signed.session.account,
        authenticators: [],
      },
    };
    const expired: SessionVisit = { ...signed, session: { ...signed.session, expiresAt: 0 } };
    const mains = await Promise.all(
      [nobody, pending, signed, expired].map(async (visit) => {
        const { html, status } = await shown(getHelp(visit));
        expect(status).toBe(200);
        return html.slice(html.indexOf('<main'), html.indexOf('</main>'));
      }),
    );
    expect(new Set(mains).size).toBe(1);
  });
});
