/** The ways back in without the device: what stands there in which order, for whom, and that nobody is turned away. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SUCCESS_PORTAL } from '../../../src/portals/presets.ts';
import { enrolledAccount, postPassword, signIn } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const mainOf = ({ html }: Answer): string => html.slice(html.indexOf('<main'), html.indexOf('</main>'));
const places = (text: string, parts: readonly string[]) => parts.map((part) => text.indexOf(part));
const open = (portal = 'success', language = 'ja', visitor: Visitor = world.visitor({ language })) =>
  visitor.get(`/${portal}/lost-device`);

/** In the order given, and all there. */
function expectInOrder(text: string, parts: readonly string[]): void {
  const found = places(text, parts);
  expect(found).not.toContain(-1);
  expect(found).toEqual([...found].sort((a, b) => a - b));
}

describe('the page', () => {
  it.each([
    ['success', 'ビジネスサクセスポータルに関するQ&A', 'ビジネスサクセスポータルに関する問題'],
    ['support', 'ビジネスサポートポータルに関するQ&A', 'ビジネスサポートポータルに関する問題'],
  ])(
    'Z-14 S-55 S-56 L12 L13 L14 L15 X-8 of %s stands below help, category and subcategory, each a link',
    async (portal, category, problems) => {
      const page = await open(portal);
      const trail = /<nav class="breadcrumb".*?<\/nav>/su.exec(page.html)?.[0] ?? '';
      const links = [...trail.matchAll(/<a href="([^"]*)">(.*?)<\/a>/gu)].map(([, href, title]) => [
        href,
        title?.replace('&amp;', '&'),
      ]);
      expect(links).toEqual([
        [`/${portal}/help`, 'ヘルプ'],
        [`/${portal}/help#category`, category],
        [`/${portal}/help#problems`, problems],
      ]);
      const help = await world.visitor().get(`/${portal}/help`);
      for (const id of ['category', 'problems']) expect(help.html).toContain(`id="${id}"`);
      expect(help.html).toContain(`href="/${portal}/lost-device"`);
    },
  );

  it('S-50 S-51 S-53 S-54 U-24 names cheaper ways, then both desks, then the risk, the items and the time', async () => {
    expectInOrder((await open()).text, [
      '基本的にログインできません',
      '別の端末の認証アプリを使う',
      '認証アプリを復元する',
      'ログイン中のブラウザーを使う',
      'どの方法も使えない場合は、解除をご依頼ください',
      'スタンダードサポート',
      'フォームで解除を依頼する',
      '有償サポート',
      '解除の前にご確認ください',
      'ご依頼のときにお伺いすること',
      '再びログインできるまでの時間',
    ]);
  });

  it('S-54 U-52 the form is open at any time; what is needed and when it is answered stand beside it', async () => {
    const page = await open();
    expect(page.text).toContain('24時間(フォーム)');
    expect(page.text).toContain('最初のご連絡 受付から4営業時間以内');
    expect(page.text).toContain('必要なもの 登録したメールを受け取れること');
    expect(page.html).toMatch(/<a href="\/success\/lost-device\/form" class="button button-primary button-large">/u);
  });

  it('S-53 G-32 the number stands with hours, holidays, charge, and that a browser with the mailbox is needed within 72 hours', async () => {
    const page = await open();
    expect(page.html).toContain('<a class="phone-number" href="tel:0120000111">0120-000-111</a>');
    expectInOrder(page.text, [
      '平日 9:00〜17:30(日本時間)',
      '土日・祝日・12月29日〜1月3日は休業',
      '通話料 無料',
      'お電話から72時間以内に',
    ]);
    expect((await open('success', 'en')).text).toContain('Within 72 hours of the call, any browser');
  });

  it('S-52 says the risk before anything is sent', async () => {
    expect((await open()).text).toContain('第三者に不正にログインされる危険が高まるため、本人確認と待機期間(24時間以上)があります');
  });

  it('S-57 S-58 S-59 lists the six items once for both desks, and what is never asked', async () => {
    const { text } = await open();
    expectInOrder(text, [
      '1〜4は、ビジネスサクセスポータルアカウントで',
      'お客様のフルネーム',
      '会社名',
      'ケース番号',
      'お問い合わせ内容の概要',
      'お伺いすることはありません',
    ]);
  });

  it('G-30 sends whoever cannot use mail or number on record to the company administrator, and takes no new one', async () => {
    expectInOrder((await open()).text, [
      'フォームで解除を依頼する',
      '登録したメールや電話番号が使えない場合',
      '会社の管理者の方に、このアカウントの停止と、新しいメールアドレスへの招待をご依頼ください',
      '新しいメールアドレスや電話番号を、フォームやお電話でお伺いして使うことはありません',
    ]);
    expectInOrder((await open('support', 'en')).text, [
      'ask an administrator of your company to disable this account',
      'We never take a new email address or phone number',
    ]);
  });

  it('G-23 says how long it takes: first answer, hours, waiting period, the earliest end', async () => {
    const { text } = await open();
    expectInOrder(text, ['窓口の受付時間内に行います: 平日 9:00〜17:30', '承認されてから24時間以上', '早くても24時間']);
    expect((await open('success', 'en')).text).toContain('24 hours at the earliest');
  });

  it('promises nothing this version does not have', async () => {
    for (const language of ['ja', 'en']) {
      expect((await open('success', language)).text).not.toMatch(
        /回復コード|パスキー|recovery code|passkey|シークレット|incognito/iu,
      );
    }
  });

  it('G-35 the desk has no such page', async () => {
    expect((await open('desk')).status).toBe(404);
  });

  it('G-31 never asks for the plan', async () => {
    expect(mainOf(await open())).not.toMatch(/<(?:input|select|form)/u);
  });
});

describe('who looks', () => {
  const COMPANY = ['スタンダードサポート', '有償サポート'];

  it('G-31 a paid contract stands first for who is signed in, and for who has just typed the password', async () => {
    await world.addAccount({ plan: 'paid' });
    const signedIn = world.visitor();
    await signIn(signedIn);
    const first = await open('success', 'ja', signedIn);
    expectInOrder(mainOf(first), [...COMPANY].reverse());
    expect(first.text).toContain('有償サポート お客様のご契約');
    expect(first.html).toContain('class="button button-secondary button-large"');

    await enrolledAccount(world);
    const half = world.visitor();
    await postPassword(half);
    expect(mainOf(await open('success', 'ja', half))).toContain('お客様のご契約');
    expectInOrder(mainOf(await open()), COMPANY);
  });

  it('I-2 I-3 the code page leads here and the way back to the code is a link; to others it is the sign-in', async () => {
    await world.addAccount();
    await enrolledAccount(world);
    const half = world.visitor();
    await postPassword(half);
    expect(mainOf(await open('success', 'ja', half))).toContain('href="/success/sign-in/code"');
    const page = mainOf(await open());
    expect(page).not.toContain('/sign-in/code');
    expect(page).toContain('href="/success/sign-in"');
  });

  it('I-1 I-2 cookies that belong to nobody change nothing, and no cookie is set', async () => {
    const stranger = await open();
    const odd = await world.visitor().get('/success/lost-device', {
      cookie: '__Host-genkan-success-session=x; __Host-genkan-success-pending=y; __Host-genkan-support-session=z',
    });
    expect([odd.status, odd.text]).toEqual([200, stranger.text]);
    expect(stranger.setCookies).toEqual([]);
  });

  it('A3 a portal without desks still has the form', async () => {
    await world.close();
    world = await openWorld({ portals: [{ ...SUCCESS_PORTAL, id: 'third', contact: { standard: [], paid: [] } }] });
    const page = await open('third');
    expect(page.html).toContain('href="/third/lost-device/form"');
    expect(page.text).toContain('本人確認 窓口の受付時間内に行います 待機期間');
  });
});

describe('the accessibility statement', () => {
  it.each(['success', 'support', 'desk'])(
    'G-40 is reached from the footer of %s, as is the way to contact support',
    async (portal) => {
      const help = await world.visitor().get(`/${portal}/help`);
      const footer = /<footer.*?<\/footer>/su.exec(help.html)?.[0] ?? '';
      expect(footer).toContain(`href="/${portal}/help#contact"`);
      expect(footer).toContain(`href="/${portal}/accessibility"`);
      const page = await world.visitor().get(`/${portal}/accessibility`);
      expect(page.status).toBe(200);
      expectInOrder(page.text, [
        'JIS X 8341-3:2016',
        '一部準拠',
        '第三者による試験や認証は受けていません',
        '分かっている制限',
        'お困りのときは',
      ]);
      expect(page.html).toContain(`href="/${portal}/help#contact"`);
    },
  );
});
