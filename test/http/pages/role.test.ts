/** The page of the own role: each role by name, with what it may do and what it may not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StaffRole } from '../../../src/core/account.ts';
import { getAccount } from '../../../src/http/account.tsx';
import { getRole } from '../../../src/http/role.tsx';
import { IPHONE, openWorld, type Person, shown, signedIn, textOf, type World } from './fixtures.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.store.close());

const staff = (role: StaffRole): Person => ({ portal: 'desk', name: '中村 あかり', company: null, role });
const pageOf = async (role: StaffRole, language: 'ja' | 'en' = 'ja') =>
  shown(getRole(await signedIn(world, staff(role), { language, authenticators: [IPHONE] })));

describe('the page of the own role', () => {
  it.each([
    ['intake', '受付', 'お客様の依頼を閲覧する(会社の管理者とデスクの担当者の依頼を除く)', '依頼を承認する、またはお断りする'],
    ['reviewer', '審査', 'お客様の依頼を閲覧する(会社の管理者とデスクの担当者の依頼を除く)', '自分が提案した依頼を承認する'],
    ['supervisor', '責任者', 'お客様の依頼をすべて閲覧する', '1人だけで依頼を再開する'],
    ['auditor', '監査', 'お客様の依頼をすべて閲覧する', '依頼、アカウント、設定を変更する'],
    ['administrator', '運用管理者', '自分のアカウントと二要素認証を確認する', 'お客様の依頼を閲覧する、または扱う'],
  ] as const)('S-60 names the role of %s, what it may do and what it may not', async (role, name, may, mayNot) => {
    const { html, text, status } = await pageOf(role);
    expect(status).toBe(200);
    expect(html).toContain('<title>担当 – サポートデスク</title>');
    expect(text).toContain(`あなたの担当は「${name}」です。`);
    const cannot = text.indexOf('できないこと');
    expect(text.indexOf(may)).toBeGreaterThan(text.indexOf('できること'));
    expect(text.indexOf(may)).toBeLessThan(cannot);
    expect(text.indexOf(mayNot)).toBeGreaterThan(cannot);
  });

  it.each(['intake', 'reviewer', 'supervisor', 'auditor', 'administrator'] as const)(
    'SEC-K04 tells %s that no role changes what belongs to a customer or sees a code',
    async (role) => {
      expect((await pageOf(role)).text).toContain(
        'どの担当も、お客様のメールアドレス・電話番号・お名前・パスワード・認証アプリを変更できません',
      );
      expect((await pageOf(role, 'en')).text).toContain('or see a password or a code');
    },
  );

  it('shows the own account, since when two-factor authentication is on, and with which device', async () => {
    const { html, text } = await pageOf('reviewer');
    expect(text).toContain('氏名 中村 あかり');
    expect(text).toContain('二要素認証 有効 2026年10月8日から(日本時間)');
    expect(text).toContain('登録した端末 会社のiPhone');
    expect(html).toContain('href="/desk/account"');
  });

  it('offers nothing that does not exist yet', async () => {
    const { html, text } = await pageOf('supervisor');
    expect(text).toContain(
      '依頼の解除は、提案した方とは別の方が承認します。止めた依頼の再開や利用停止の解除も、二人の確認が必要です。',
    );
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
    expect([...main.matchAll(/href="([^"]+)"/gu)].map(([, href]) => href)).toEqual(['/desk/account']);
    expect(main).not.toContain('<button');
  });

  it('G-33 says all of it in English too', async () => {
    const { html, text } = await pageOf('auditor', 'en');
    expect(html).toContain('<title>Your role – Support desk</title>');
    expect(text).toContain('Your role is Auditor. Reads requests and records');
  });

  it('G-17 U-49 G-35 account settings of the desk say who made the rule, and hold no switch', async () => {
    const visit = await signedIn(world, staff('intake'), { authenticators: [IPHONE] });
    const { html } = await shown(getAccount(visit));
    expect(html).toContain('<h1>アカウント設定</h1>');
    expect(html).not.toContain('on-off');
    expect(textOf(html)).toContain('この規則は運用管理者が定めています');
  });
});
