/** What the page of a request says of account and company (D-14 to D-17), and what of it speaks against the request. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, minutes } from '../../../src/core/time.ts';
import { openDesk } from '../../support/desk.ts';
import { fileAndConfirm } from '../../support/lost-device.ts';
import { receive } from '../../support/received.ts';
import { enrolledAccount, postPassword, signInWithCode, wrongCode } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

const LOW = { risk: 'low', because: [] } as const;

let world: World;
let secret: Uint8Array;
let path: string;
let page: (of?: string) => Promise<Answer>;

beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  ({ secret } = await enrolledAccount(world));
  world.advance(days(2));
  const [intake] = await openDesk(world, ['intake']);
  const { receipt } = await fileAndConfirm(world, world.visitor());
  path = `/desk/requests/${receipt}`;
  page = async (of = path) => {
    if (intake === undefined) throw new Error('no desk');
    return intake.visitor.get(of);
  };
});

afterEach(() => world.close());

describe('the facts of the account', () => {
  it('D-14 D-16 says what account and company are like: device, codes, last sign-in and place, wrong codes, contract, cases, administrators', async () => {
    const { text } = await page();
    for (const fact of [
      '登録内容の変更なし',
      '失敗した認証コードが7日間で0回',
      'ログイン中のブラウザー なし',
      '認証アプリ・パスキー 1件(2026年11月23日から)',
      '回復コード なし',
      '最後のログイン 2026年11月23日(月) 10:00(203.0.113.x)',
      '会社: 対応中のケース 0件・ほかの管理者 0名',
      '契約 スタンダード',
    ])
      expect(text).toContain(fact);
    expect(text).not.toContain('90日以内の依頼');
    const guesser = world.visitor();
    await postPassword(guesser);
    for (let count = 0; count < 3; count += 1) {
      await guesser.get('/success/sign-in/code');
      await guesser.post('/success/sign-in/code', { code: wrongCode(world, secret) });
    }
    expect((await page()).html).toMatch(/fact-flags">.*失敗した認証コードが7日間で3回.*<\/ul>/su);
    const kaori = await world.addAccount({ email: 'kaori@success.example', name: '鈴木 香織', role: 'company-administrator' });
    await world.query(`update account set company_id = 'company-1' where id = '${kaori}'`);
    const at = { openedAt: world.now(), updatedAt: world.now(), subject: '帳票が出ない', description: '' };
    await world.service.store.importCase('company-1', { number: 'TM-00000007', state: 'open', ...at });
    await world.service.store.importCase('company-1', { number: 'TM-00000008', state: 'done', ...at });
    const filedAt = world.now() - days(3);
    const last = { detail: { type: 'Withdrawn', by: 'cancel-page' } as const, at: filedAt + minutes(9) };
    await receive(world.service.store, { n: 7, accountId: 'account-1', filedAt, risk: LOW, last });
    await receive(world.service.store, { n: 8, accountId: kaori, filedAt, risk: LOW, last });
    const later = (await page()).text;
    expect(later).toContain('会社: 対応中のケース 1件・ほかの管理者 1名');
    expect(later).toMatch(/このアカウントの90日以内の依頼 1件 2026年11月22日 取消/u);
    expect(later).toContain('同じ会社の90日以内の依頼 1件');
  });

  it('D-14 D-17 changed contact data is a red flag and a reason of the risk for thirty days, and a fact after them', async () => {
    const flags = async (): Promise<string> => /<ul class="fact-list fact-flags">.*?<\/ul>/su.exec((await page()).html)?.[0] ?? '';
    expect(await flags()).toBe('');
    const changed = (since: number) =>
      world.query(
        `update contact_point set set_via = 'holder', since = ${since} where account_id = 'account-1' and kind = 'phone'`,
      );
    await changed(world.now() - days(29));
    expect(await flags()).toContain('登録内容の変更 2026年10月27日');
    expect((await page()).text).toMatch(/リスク 高 30日以内の登録内容の変更/u);
    await changed(world.now() - days(31));
    expect(await flags()).toBe('');
    const { text } = await page();
    expect(text).toContain('登録内容の変更 2026年10月25日');
    expect(text).toMatch(/リスク 低 高くする理由は見つかりませんでした/u);
  });

  it('D-14 D-15 G-26 a sign-in with both factors and living sessions speak against the request, before anything else', async () => {
    expect((await page()).text).not.toContain('依頼と矛盾します');
    world.advance(minutes(1));
    const signedIn = await signInWithCode(world, world.visitor({ address: '198.51.100.9' }), secret);
    expect(signedIn.location).toContain('/success/lost-device/withdrawal');
    const { text } = await page();
    expect(text).toMatch(
      /アカウントの事実 依頼のあとに2要素でログインしています\(2026年11月25日\(水\) 10:01\)。依頼と矛盾します。 ログイン中のブラウザーが1件あります/u,
    );
    expect(text).toContain('最後のログイン 2026年11月25日(水) 10:01(198.51.100.x)');
  });
});

it('SEC-K03 SEC-J09 is not there for the administrator of the desk, nor under a number of nobody', async () => {
  const [administrator] = await openDesk(world, ['administrator']);
  const other = await administrator?.visitor.get(path);
  const none = await page('/desk/requests/R-2026-ABCD-EF');
  expect([other?.status, none.status]).toEqual([404, 404]);
});
