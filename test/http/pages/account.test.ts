/** Account settings and profile: what is on record, and the two-factor section under the labels of each portal. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REQUIRED_POLICY } from '../../../src/core/two-factor-policy.ts';
import { getAccount, getProfile } from '../../../src/http/account.tsx';
import { PRESETS, SUCCESS_PORTAL } from '../../../src/portals/presets.ts';
import { HANAKO, IPHONE, JIRO, openWorld, partOf, SAKURA, shown, signedIn, TARO, textOf, type World } from './fixtures.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.store.close());

const ON = { authenticators: [IPHONE] };

describe('account settings of the Business Success Portal', () => {
  it('S-40 L05 L06 holds the section [二要素認証(2FA)を設定してください] in the side column', async () => {
    const { html } = await shown(getAccount(await signedIn(world, HANAKO, ON)));
    expect(html).toContain('<title>アカウント設定 – ビジネスサクセスポータル</title>');
    expect(html).toContain('<h1>アカウント設定</h1>');
    expect(html).toContain('<div class="columns columns-settings">');
    expect(html).toMatch(/<h2[^>]*>二要素認証\(2FA\)を設定してください<\/h2>/u);
    expect(html.indexOf('登録情報')).toBeLessThan(html.indexOf('id="two-factor"'));
  });

  it('X-7 says the state, since when, which device and when it was last used, in Japan time', async () => {
    const { html } = await shown(getAccount(await signedIn(world, HANAKO, ON)));
    const text = textOf(partOf(html, 'two-factor'));
    expect(text).toContain('状態: 有効 2026年10月8日から');
    expect(text).toContain('会社のiPhone 登録 2026年10月8日 最後に使った日時 2026年11月24日(火) 8:57');
    expect(text).toContain('日時は日本時間です。');
  });

  it('L07 L08 shows the current value as text and the other as a button, [有効] always left', async () => {
    const on = partOf((await shown(getAccount(await signedIn(world, HANAKO, ON)))).html, 'two-factor');
    expect(on).toMatch(
      /<form method="get" action="\/success\/two-factor"><button type="submit" class="on-off-button">無効<\/button>/u,
    );
    expect(on.match(/on-off-button/gu)).toHaveLength(1);
    expect(textOf(on)).toContain('有効 現在の設定 無効');
    const off = partOf((await shown(getAccount(await signedIn(world, HANAKO)))).html, 'two-factor');
    expect(off.match(/on-off-button/gu)).toHaveLength(1);
    expect(textOf(off)).toContain('有効 無効 現在の設定');
  });

  it('X-6 U-31 X-3 offers to turn it on here too, by the method choice', async () => {
    const off = partOf((await shown(getAccount(await signedIn(world, HANAKO)))).html, 'two-factor');
    expect(off).toMatch(
      /<form method="get" action="\/success\/enrolment\/method"><button type="submit" class="on-off-button">有効<\/button>/u,
    );
    expect(textOf(off)).toContain('認証コードを入力するまで、設定は変わりません');
  });

  it('shows who, which company, which plan; of the telephone number only what helps to recognise it', async () => {
    const { html, text } = await shown(getAccount(await signedIn(world, HANAKO)));
    expect(text).toContain('お名前 山田 花子');
    expect(text).toContain('会社名 株式会社さくら商事');
    expect(text).toContain('メールアドレス hanako+test@success.example');
    expect(text).toContain('電話番号 03-••••-••21');
    expect(html).not.toContain('1234-56');
    expect(text).toContain('パスワード 2026年6月3日に設定');
    expect(text).toContain('ご契約 スタンダードサポート');
    expect((await shown(getAccount(await signedIn(world, HANAKO)))).html).not.toContain('sealed-secret');
  });

  it('says 有償サポート for a paid contract', async () => {
    const { text } = await shown(getAccount(await signedIn(world, TARO)));
    expect(text).toContain('ご契約 有償サポート');
    expect(text).toContain('電話番号 登録されていません');
  });

  it('X-5 the profile of this portal leads to account settings', async () => {
    const answer = await getProfile(await signedIn(world, HANAKO));
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/success/account');
  });
});

describe('the profile of the Business Support Portal', () => {
  it('S-21 S-22 S-41 L09 L10 holds the section [二要素認証(2FA)を有効化する]', async () => {
    const { html } = await shown(getProfile(await signedIn(world, JIRO)));
    expect(html).toContain('<title>マイプロフィール – ビジネスサポートポータル</title>');
    expect(html).toContain('<h1>マイプロフィール</h1>');
    expect(html).toMatch(/<h2[^>]*>二要素認証\(2FA\)を有効化する<\/h2>/u);
    expect(html).toContain('data-portal="support"');
  });

  it('S-24 X-3 [有効] leads to the choice of a method, which changes nothing', async () => {
    const section = partOf((await shown(getProfile(await signedIn(world, JIRO)))).html, 'two-factor');
    expect(section).toMatch(/<form method="get" action="\/support\/enrolment\/method">.*?>有効<\/button>/su);
  });

  it('S-24 U-30 where a portal shows no choice, [有効] begins the enrolment at once, by a form with its token', async () => {
    const portals = PRESETS.map((portal) => ({ ...portal, twoFactor: { ...portal.twoFactor, methodChoice: false } }));
    const plain = await openWorld({ portals });
    const section = partOf((await shown(getProfile(await signedIn(plain, JIRO)))).html, 'two-factor');
    await plain.store.close();
    const form = /<form method="post" action="\/support\/enrolment">.*?<\/form>/su.exec(section)?.[0] ?? '';
    expect(form).toContain('name="form_token" value="the-form-token"');
    expect(form).toContain('>有効</button>');
    expect(section).not.toContain('enrolment/method');
  });

  it('S-23 L16 X-9 sends people without an app to [事前準備], while it is off', async () => {
    const off = partOf((await shown(getProfile(await signedIn(world, JIRO)))).html, 'two-factor');
    expect(off).toContain('<a href="/support/help#preparation">事前準備</a>');
    const on = partOf((await shown(getProfile(await signedIn(world, JIRO, ON)))).html, 'two-factor');
    expect(on).not.toContain('#preparation');
    expect(on).toContain('action="/support/two-factor"');
  });

  it('X-5 account settings of this portal lead to the profile', async () => {
    expect((await getAccount(await signedIn(world, JIRO))).headers.get('location')).toBe('/support/profile');
  });

  it('G-33 says all of it in English too', async () => {
    const { html, text } = await shown(getProfile(await signedIn(world, JIRO, { ...ON, language: 'en' })));
    expect(html).toContain('<title>My profile – Business Support Portal</title>');
    expect(text).toContain('Turn on two-factor authentication (2FA) State: On since 8 October 2026');
    expect(text).toMatch(/Added 8 October 2026 Last used Tue, 24 November 2026, 0?8:57 Rename Delete Times are Japan time\./u);
    expect(text).toContain('Contract Standard support');
  });
});

describe('either page', () => {
  it('G-10 U-41 says after a cancelled enrolment that nothing was changed, once and only for that notice', async () => {
    const cancelled = await shown(getAccount(await signedIn(world, HANAKO, { query: { notice: 'unchanged' } })));
    expect(cancelled.html).toMatch(/<div class="banner banner-info" role="status">.*?設定は変更されていません/su);
    const profile = await shown(getProfile(await signedIn(world, JIRO, { query: { notice: 'unchanged' }, language: 'en' })));
    expect(profile.text).toContain('Nothing was changed');
    for (const notice of ['<script>', 'changed', '', 'UNCHANGED']) {
      const other = await shown(getAccount(await signedIn(world, HANAKO, { query: { notice } })));
      expect(other.html).not.toContain('role="status"');
      expect(other.html).not.toContain('<script>');
    }
  });

  it('G-17 U-49 names who made the rule instead of a switch where two-factor authentication is required', async () => {
    await world.store.close();
    world = await openWorld({ portals: [{ ...SUCCESS_PORTAL, twoFactorPolicy: REQUIRED_POLICY }] });
    const section = partOf((await shown(getAccount(await signedIn(world, HANAKO, ON)))).html, 'two-factor');
    expect(section).not.toContain('on-off-button');
    expect(textOf(section)).toContain('すべてのお客様に二要素認証をお使いいただいています');
    expect(section).toContain('href="/success/help#contact"');
  });

  it('says when a device was never used to sign in', async () => {
    const { text } = await shown(getAccount(await signedIn(world, HANAKO, { authenticators: [{ ...IPHONE, lastUsedAt: null }] })));
    expect(text).toContain('ログインにはまだ使っていません');
  });

  it('SEC-N06 shows hostile names of people, companies and devices as text', async () => {
    const hostile = `"><svg onload=alert(1)>'`;
    const person = { ...HANAKO, name: hostile, company: { ...SAKURA, name: hostile } };
    const { html, text } = await shown(
      getAccount(await signedIn(world, person, { authenticators: [{ ...IPHONE, name: hostile }] })),
    );
    expect(html).not.toContain('<svg onload');
    expect(text.split(hostile).length - 1).toBeGreaterThanOrEqual(4);
  });

  it('shows an account without a company without inventing one', async () => {
    const { text } = await shown(getAccount(await signedIn(world, { ...HANAKO, company: null })));
    expect(text).toContain('会社名 登録されていません');
    expect(text).not.toContain('ご契約');
  });
});
