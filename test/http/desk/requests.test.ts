/** The desk's queue as each role sees it: views with counts, columns and timers, order, pages, what it says when it is empty. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, minutes } from '../../../src/core/time.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { fileAndConfirm, fileForm, receiptIn } from '../../support/lost-device.ts';
import { receiptOf, receive } from '../../support/received.ts';
import { enrolStaff } from '../../support/staff.ts';
import { STEP, signInWithCode } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';

const LIST = '/desk/requests';
const LOW = { risk: 'low', because: [] } as const;

let world: World;
beforeEach(async () => {
  world = await openWorld({ portals: PRESETS });
});
afterEach(() => world.close());

const receiptsOn = (html: string): readonly string[] =>
  [...html.matchAll(/<a class="request-receipt"[^>]*>(R-2026-[0-9A-Z]{4}-[0-9A-Z]{2})</gu)].map(([, receipt]) => receipt ?? '');

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

describe('the queue', () => {
  test('says that there is nothing, and whom customers reach', async () => {
    const { visitor } = await enrolStaff(world, 'intake');
    const { text, html } = await visitor.get(LIST);
    expect(text).toContain('進行中の依頼はありません。');
    expect(text).toContain('すぐに取りかかれる依頼はありません。');
    expect(text).toContain(
      'すべて(進行中) 0 未着手 0 自分の担当 0 お客様待ち 0 二人目の承認待ち 0 待機期間 0 期限超過 0 完了(7日間) 0',
    );
    expect(text).toContain('ビジネスサクセスポータル 有償サポート: 0120-000-111 スタンダードサポート: support@success.example');
    expect(html).not.toContain('<table');
    expect((await visitor.get(`${LIST}?view=ended`)).text).toContain('この7日間に終わった依頼はありません。');
  });

  test('D-05 D-06 D-08 a filing is 未確認 and paused until the mailed link is confirmed, then 確認中 with its risk and its time', async () => {
    await world.addAccount();
    const customer = world.visitor();
    const filed = receiptIn(await fileForm(customer));
    await world.letters();
    world.advance(minutes(65));
    const { visitor } = await enrolStaff(world, 'reviewer');
    const before = await visitor.get(LIST);
    expect(receiptsOn(before.html)).toEqual([filed]);
    expect(before.text).toContain(
      `停止中 1:05 経過 ${filed} ビジネスサクセスポータル 株式会社さくら商事 山••• 様 フォーム スタンダード 確認後に判定 未確認 担当者なし`,
    );
    expect(receiptsOn((await visitor.get(`${LIST}?view=customer`)).html)).toEqual([filed]);
    const { receipt } = await fileAndConfirm(world, customer);
    const after = await visitor.get(LIST);
    expect(receiptsOn(after.html)).toEqual([receipt]);
    // A holiday: the four hours begin with the next working day.
    expect(after.text).toContain(
      `進行中 残り4:00 初回のご連絡 11月24日(火) 13:00 ${receipt} ビジネスサクセスポータル 株式会社さくら商事 山••• 様 フォーム スタンダード 中 確認中 担当する ${receipt}`,
    );
    expect(after.html).toMatch(/<span class="badge badge-warn"><svg[^>]*>.*?<\/svg>中<\/span>/u);
    expect(receiptsOn((await visitor.get(`${LIST}?view=customer`)).html)).toEqual([]);
    expect(receiptsOn((await visitor.get(`${LIST}?view=untouched`)).html)).toEqual([receipt]);
    // The other filing ended with the confirmation.
    expect((await visitor.get(`${LIST}?view=ended`)).text).toContain('期限切れ');
  });

  test('D-08 D-09 runs out of time: soon, then over with negative time, and counted as overdue', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
    /** The queue at this time of the next working day, to somebody new. */
    const at = async (time: string, role: 'auditor' | 'supervisor') => {
      world.advance(Date.parse(`2026-11-24T${time}:00+09:00`) - world.now());
      const { visitor } = await enrolStaff(world, role);
      return visitor.get(`${LIST}?view=all`);
    };
    expect((await at('12:15', 'auditor')).html).toMatch(/badge-soon">.*?まもなく 残り0:45<\/span>/u);
    const over = await at('13:18', 'supervisor');
    expect(over.html).toMatch(/badge-overdue">.*?超過 −0:18<\/span>/u);
    expect(over.text).toContain('期限超過 1 ');
    expect(over.text).toContain(`初回のご連絡 11月24日(火) 13:00 ${receiptOf(1)}`);
  });

  test('G-33 says all of it in English too, in Japan time', async () => {
    await world.addAccount();
    await fileAndConfirm(world, world.visitor());
    const { visitor } = await enrolStaff(world, 'auditor');
    const { html, text } = await visitor.get(`${LIST}?lang=en`);
    expect(html).toContain('<title>All (under way) – Support desk</title>');
    expect(text).toContain('1 request · next due first · as of 23 Nov, 10:00 (Japan time)');
    expect(text).toContain('Running 4:00 left First contact 24 Nov, 13:00');
    expect(text).toContain('株式会社さくら商事 山••• Form Standard Medium Being checked Nobody');
    expect(html).toContain('First contact <time datetime="2026-11-24T04:00:00.000Z">24 Nov, 13:00</time>');
  });

  test('D-06 every head is a link that sorts, both ways, and says so; the next breach is first by custom', async () => {
    const one = await world.addAccount();
    const other = await world.addAccount({ email: 'taro@success.example' });
    await receive(world.service.store, { n: 1, accountId: one, filedAt: world.now() - minutes(5), risk: LOW });
    await receive(world.service.store, {
      n: 2,
      accountId: other,
      filedAt: world.now() - minutes(90),
      channel: 'phone',
      risk: { risk: 'high', because: [] },
    });
    const { visitor } = await enrolStaff(world, 'auditor');
    const on = async (query: string) => receiptsOn((await visitor.get(`${LIST}${query}`)).html);
    expect(await on('')).toEqual([1, 2].map(receiptOf));
    expect(await on('?sort=receipt&order=desc')).toEqual([2, 1].map(receiptOf));
    expect(await on('?sort=risk')).toEqual([1, 2].map(receiptOf));
    expect(await on('?sort=channel')).toEqual([2, 1].map(receiptOf));
    expect(await on('?sort=nothing&order=nothing')).toEqual([1, 2].map(receiptOf));
    const { html, text } = await visitor.get(`${LIST}?sort=risk`);
    expect(html).toMatch(
      /<th scope="col" aria-sort="ascending"><a class="sort" href="\/desk\/requests\?sort=risk&amp;order=desc">リスク/u,
    );
    expect(html).toContain('<a class="sort" href="/desk/requests">期限</a>');
    expect(html.match(/aria-sort/gu)).toHaveLength(1);
    expect(text).toContain('2件・リスクの順・');
    expect((await visitor.get(`${LIST}?sort=risk&order=desc`)).text).toContain('2件・リスクの逆順・');
  });

  test('shows twenty on a page, the last page for a page beyond, and the first for what is no number', async () => {
    const accountId = await world.addAccount();
    for (let n = 1; n <= 41; n += 1)
      await receive(world.service.store, { n, accountId, filedAt: world.now() - days(1) + minutes(n) });
    const { visitor } = await enrolStaff(world, 'intake');
    const on = async (query: string) => receiptsOn((await visitor.get(`${LIST}${query}`)).html);
    const all = Array.from({ length: 41 }, (_, index) => receiptOf(1 + index));
    expect(await on('')).toEqual(all.slice(0, 20));
    expect(await on('?page=2')).toEqual(all.slice(20, 40));
    expect(await on('?page=99')).toEqual(all.slice(40));
    expect(await on('?page=0')).toEqual(all.slice(0, 20));
    expect(await on('?page=x&view=nothing')).toEqual(all.slice(0, 20));
    const { html, text } = await visitor.get(`${LIST}?view=customer&sort=receipt&page=2`);
    expect(text).toContain('21〜40件 / 41件');
    expect(html).toContain('href="/desk/requests?view=customer&amp;sort=receipt" rel="prev"');
    expect(html).toContain('href="/desk/requests?view=customer&amp;sort=receipt&amp;page=3" rel="next"');
    expect((await visitor.get(`${LIST}?unknown=1`)).status).toBe(400);
  });

  test('D-05 counts every filing of a flood, lists the newest five hundred and says how to find the others', async () => {
    const accountId = await world.addAccount();
    for (let n = 1; n <= 501; n += 1) await receive(world.service.store, { n, accountId, filedAt: world.now() - minutes(n) });
    const other = await world.addAccount({ email: 'taro@success.example' });
    await receive(world.service.store, { n: 502, accountId: other, filedAt: world.now() - days(1), risk: LOW });
    const { visitor } = await enrolStaff(world, 'intake');
    const { html, text } = await visitor.get(LIST);
    expect(text).toContain('すべて(進行中) 502 ');
    expect(text).toContain('1〜20件 / 501件');
    expect(text).toContain('新しい501件までを並べています。');
    expect(receiptsOn(html)[0]).toBe(receiptOf(502));
    expect(receiptsOn((await visitor.post('/desk/search', { q: receiptOf(501) })).html)).toEqual([receiptOf(501)]);
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

  test('SEC-K05 D-36 has forms to search, to claim and to assign or label, and for whoever only reads none but the search', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
    const actionsOf = (html: string) => [...html.matchAll(/<form [^>]*action="([^"]+)"/gu)].map(([, action]) => action);
    const { visitor: supervisor } = await enrolStaff(world, 'supervisor');
    const { html } = await supervisor.get(LIST);
    expect(actionsOf(html)).toEqual([
      '/desk/search',
      '/desk/sign-out',
      `/desk/requests/${receiptOf(1)}/claim`,
      '/desk/requests/selected',
    ]);
    expect([...html.matchAll(/name="choice" value="([^"]+)"/gu)].map(([, value]) => value)).toEqual(['claim', 'label', 'assign']);
    const { visitor: auditor } = await enrolStaff(world, 'auditor');
    expect(actionsOf((await auditor.get(LIST)).html)).toEqual(['/desk/search', '/desk/sign-out']);
  });
});

describe('the numbers of a page that stands open', () => {
  test('B9-1 are answered to a script, count as no activity, and only to whoever may see requests', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
    await receive(world.service.store, { n: 2, accountId, filedAt: world.now() });
    const { visitor } = await enrolStaff(world, 'intake');
    const answer = await visitor.get('/desk/counts');
    expect(JSON.parse(answer.html)).toEqual({
      all: 2,
      untouched: 1,
      mine: 0,
      customer: 1,
      second: 0,
      waiting: 0,
      overdue: 0,
      ended: 0,
    });
    expect((await visitor.get(LIST)).html).toContain('data-counts="/desk/counts"');
    world.advance(minutes(14));
    await visitor.get('/desk/counts');
    world.advance(minutes(2));
    expect((await visitor.get('/desk/counts')).status).toBe(401);
    const { visitor: administrator } = await enrolStaff(world, 'administrator');
    expect((await administrator.get('/desk/counts')).status).toBe(409);
  });
});
