/** The desk's list of received requests as each role sees it: views, columns, pages, what it says when it is empty. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, minutes } from '../../../src/core/time.ts';
import { fileAndConfirm, fileForm, receiptIn } from '../../support/lost-device.ts';
import { receiptOf, receive } from '../../support/received.ts';
import { enrolStaff } from '../../support/staff.ts';
import { STEP, signInWithCode } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';

const LIST = '/desk/requests';
const LOW = { risk: 'low', because: [] } as const;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const receiptsOn = (html: string): readonly string[] =>
  [...html.matchAll(/R-2026-[0-9A-Z]{4}-[0-9A-Z]{2}/gu)].map(([text]) => text);

describe('where a sign-in leads', () => {
  test('who may see requests lands on the list, and the menu has both pages', async () => {
    const { visitor, secret, answer } = await enrolStaff(world, 'intake');
    expect((await visitor.follow(answer)).text).toContain('受付一覧に戻る');
    await visitor.get('/desk/dashboard');
    await visitor.post('/desk/sign-out');
    world.advance(STEP);
    const credentials = { portal: 'desk', email: 'intake@desk.example' };
    expect((await signInWithCode(world, visitor, secret, credentials)).location).toBe(LIST);
    expect((await visitor.get('/desk/')).location).toBe(LIST);
    const page = await visitor.get(LIST);
    expect(page.html).toMatch(
      /<a href="\/desk\/requests" aria-current="page">受付一覧<\/a>.*<a href="\/desk\/dashboard">担当<\/a>/u,
    );
  });

  test('D-02 SEC-K02 the administrator lands on the own role; the list is in no menu and answers 403 in words', async () => {
    const { visitor, answer } = await enrolStaff(world, 'administrator');
    expect((await visitor.follow(answer)).text).toContain('担当に戻る');
    expect((await visitor.get('/desk/')).location).toBe('/desk/dashboard');
    expect((await visitor.get('/desk/dashboard')).html).not.toContain('/desk/requests');
    const page = await visitor.get(LIST);
    expect(page.status).toBe(403);
    expect(page.text).toContain('「運用管理者」の担当では、お客様の依頼を閲覧できません。');
    expect(page.text).toContain('閲覧できるのは、次の担当です: 受付、審査、責任者、監査');
    expect((await visitor.get(`${LIST}?lang=en`)).text).toContain(
      'The role Administrator does not read the requests of customers.',
    );
    expect((await world.audit()).at(-1)).toBe(JSON.stringify({ refusal: 'not-permitted' }));
  });

  test('S-36 a sign-in leads back to the view that was asked for', async () => {
    expect((await world.visitor().get(`${LIST}?view=ended`)).location).toBe(
      `/desk/sign-in?${new URLSearchParams({ return_to: `${LIST}?view=ended` }).toString()}`,
    );
  });
});

describe('the list', () => {
  test('says what it is for, whom customers reach, and that there is nothing', async () => {
    const { visitor } = await enrolStaff(world, 'intake');
    const { text, html } = await visitor.get(LIST);
    expect(text).toContain('お客様からの依頼の一覧です(閲覧のみ)。');
    expect(text).toContain('進行中の依頼はありません。');
    expect(text).toContain('すべて(進行中) 0 未確認 0 確認中 0 終了(7日間) 0');
    expect(text).toContain('ビジネスサクセスポータル 有償サポート: 0120-000-111 スタンダードサポート: support@success.example');
    expect(text).toContain('ビジネスサポートポータル 有償サポート: 0120-000-222');
    expect(html).not.toContain('<table');
    expect((await visitor.get(`${LIST}?view=ended`)).text).toContain('この7日間に終了した依頼はありません。');
  });

  test('D-06 a filing is 未確認 until the mailed link is confirmed, then 確認中 with its risk and the reasons in words', async () => {
    await world.addAccount();
    const customer = world.visitor();
    const filed = receiptIn(await fileForm(customer));
    await world.letters();
    const { visitor } = await enrolStaff(world, 'reviewer');
    const before = await visitor.get(LIST);
    expect(receiptsOn(before.html)).toEqual([filed]);
    expect(before.text).toContain(
      `${filed} ビジネスサクセスポータル 株式会社さくら商事 山••• 様 フォーム スタンダード 確認後に判定 未確認 受付 11月23日(月) 10:00`,
    );
    world.advance(minutes(5));
    const { receipt } = await fileAndConfirm(world, customer);
    const after = await visitor.get(LIST);
    expect(receiptsOn(after.html)).toEqual([receipt]);
    expect(after.text).toContain(
      `フォーム スタンダード 中 90日間にログインのない接続元 確認中 受付 11月23日(月) 10:05 確認 11月23日(月) 10:05`,
    );
    expect(after.html).toMatch(/<span class="badge badge-warn"><svg[^>]*>.*?<\/svg>中<\/span>/u);
    expect(receiptsOn((await visitor.get(`${LIST}?view=unconfirmed`)).html)).toEqual([]);
    expect(receiptsOn((await visitor.get(`${LIST}?view=confirmed`)).html)).toEqual([receipt]);
    // The other filing ended with the confirmation.
    expect((await visitor.get(`${LIST}?view=ended`)).text).toContain('期限切れ');
  });

  test('G-33 says all of it in English too, in Japan time', async () => {
    await world.addAccount();
    await fileAndConfirm(world, world.visitor());
    const { visitor } = await enrolStaff(world, 'auditor');
    const { html, text } = await visitor.get(`${LIST}?lang=en`);
    expect(html).toContain('<title>Requests – Support desk</title>');
    expect(text).toContain('1 request · confirmed last first · as of 23 Nov, 10:00 (Japan time)');
    expect(text).toContain(
      '株式会社さくら商事 山••• Form Standard Medium No sign-in from this network within 90 days Being checked',
    );
    expect(html).toContain('<time datetime="2026-11-23T01:00:00.000Z">23 Nov, 10:00</time>');
  });

  test('shows twenty on a page, the last page for a page beyond, and the first for what is no number', async () => {
    const accountId = await world.addAccount();
    for (let n = 1; n <= 41; n += 1)
      await receive(world.service.store, { n, accountId, filedAt: world.now() - days(1) + minutes(n) });
    const { visitor } = await enrolStaff(world, 'intake');
    const on = async (query: string) => receiptsOn((await visitor.get(`${LIST}${query}`)).html);
    const all = Array.from({ length: 41 }, (_, index) => receiptOf(41 - index));
    expect(await on('')).toEqual(all.slice(0, 20));
    expect(await on('?page=2')).toEqual(all.slice(20, 40));
    expect(await on('?page=99')).toEqual(all.slice(40));
    expect(await on('?page=0')).toEqual(all.slice(0, 20));
    expect(await on('?page=x&view=nothing')).toEqual(all.slice(0, 20));
    const { html, text } = await visitor.get(`${LIST}?view=unconfirmed&page=2`);
    expect(text).toContain('21〜40件 / 41件');
    expect(html).toContain('href="/desk/requests?view=unconfirmed" rel="prev"');
    expect(html).toContain('href="/desk/requests?view=unconfirmed&amp;page=3" rel="next"');
    expect((await visitor.get(`${LIST}?unknown=1`)).status).toBe(400);
  });

  test('an account without a company, a telephone request and one that was stopped by its holder are said in words', async () => {
    const accountId = await world.addAccount({ company: null });
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), channel: 'phone' });
    await receive(world.service.store, {
      n: 2,
      accountId,
      filedAt: world.now() - days(1),
      risk: LOW,
      last: { detail: { type: 'Vetoed' }, at: world.now() },
    });
    const { visitor } = await enrolStaff(world, 'supervisor');
    expect((await visitor.get(LIST)).text).toContain('会社の登録なし 山••• 様 電話 確認後に判定 未確認');
    expect((await visitor.get(`${LIST}?view=ended`)).text).toContain('フォーム 低 取消(心当たりなし)');
  });

  test('SEC-K05 holds no button and no form but the one to sign out', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now() });
    const { visitor } = await enrolStaff(world, 'supervisor');
    const { html } = await visitor.get(LIST);
    expect([...html.matchAll(/<form [^>]*action="([^"]+)"/gu)].map(([, action]) => action)).toEqual(['/desk/sign-out']);
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
    expect(main).not.toMatch(/<(?:button|input|form)\b/u);
    expect([...main.matchAll(/href="([^"]+)"/gu)].map(([, href]) => href)).toEqual([
      '/desk/requests',
      '/desk/requests?view=unconfirmed',
      '/desk/requests?view=confirmed',
      '/desk/requests?view=ended',
    ]);
  });
});
