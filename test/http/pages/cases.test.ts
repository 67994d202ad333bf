/** The list of support cases and one case: whose they are, how they are paged, what is shown when there is none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getCase, getCases } from '../../../src/http/cases.tsx';
import {
  addCases,
  addCompany,
  caseOf,
  FUJIMI,
  HANAKO,
  JIRO,
  MINATO,
  openWorld,
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

const listAt = async (page?: string) =>
  shown(getCases(await signedIn(world, HANAKO, { query: page === undefined ? {} : { page }, here: '/success/cases' })));
const numbersIn = (html: string) => [...html.matchAll(/cases\/(TM-\d{8})"/gu)].map(([, number]) => number);

describe('the list of cases', () => {
  it('shows 20 a page, newest change first, with the way to the others', async () => {
    await addCases(world, SAKURA, 45);
    const first = await listAt();
    expect(numbersIn(first.html)).toEqual(Array.from({ length: 20 }, (_, n) => caseOf(n + 1).number));
    expect(first.text).toContain('45件中 1〜20件目');
    expect(first.text).toContain('1 / 3 ページ');
    expect(first.html).toContain('<a href="/success/cases?page=2" rel="next">次の20件</a>');
    expect(first.html).not.toContain('rel="prev"');
    const second = await listAt('2');
    expect(second.html).toContain('<a href="/success/cases" rel="prev">前の20件</a>');
    expect(second.html).toContain('<a href="/success/cases?page=3" rel="next">次の20件</a>');
    const third = await listAt('3');
    expect(numbersIn(third.html)).toHaveLength(5);
    expect(third.text).toContain('45件中 41〜45件目');
    expect(third.html).not.toContain('rel="next"');
  });

  it.each(['0', '-1', '1.5', 'abc', '1e3', '１', '', '100000', "1'--"])(
    'SEC-N01 shows the first page for page=%s',
    async (page) => {
      await addCases(world, SAKURA, 21);
      expect((await listAt(page)).text).toContain('21件中 1〜20件目');
    },
  );

  it('shows the last page for a page beyond it', async () => {
    await addCases(world, SAKURA, 21);
    expect((await listAt('99999')).text).toContain('21件中 21〜21件目');
  });

  it('shows no paging for exactly 20', async () => {
    await addCases(world, SAKURA, 20);
    const { html, text } = await listAt();
    expect(numbersIn(html)).toHaveLength(20);
    expect(html).not.toContain('class="pages"');
    expect(text).toContain('20件中 1〜20件目');
  });

  it('says so when there is none', async () => {
    const { html, text, status } = await listAt();
    expect(status).toBe(200);
    expect(text).toContain('現在、サポートケースはありません。');
    expect(html).toContain('href="/success/help#contact"');
    expect(html).not.toContain('<table');
  });

  it('says to an account without a company why there is none', async () => {
    const { text } = await shown(getCases(await signedIn(world, { ...HANAKO, company: null })));
    expect(text).toContain('会社が登録されていないため');
    expect(text).not.toContain('null');
  });

  it('says each state in a word, and times in Japan time', async () => {
    await addCompany(world, SAKURA);
    await world.store.importCase(SAKURA.id, caseOf(1));
    await world.store.importCase(SAKURA.id, caseOf(2, { state: 'waiting-for-customer' }));
    await world.store.importCase(SAKURA.id, caseOf(3, { state: 'done' }));
    const { html, text } = await listAt();
    expect(text).toContain('対応中');
    expect(text).toContain('お客様の確認待ち');
    expect(text).toContain('完了');
    expect(html).toContain('<time class="no-wrap" datetime="2026-11-23T23:57:00.000Z">2026年11月24日(火) 8:57</time>');
    expect(text).toContain('日時は日本時間です。');
  });

  it('B3 is a table with a caption, scoped heads and the label of each cell for narrow screens', async () => {
    await addCases(world, SAKURA, 1);
    const { html } = await listAt();
    expect(html).toContain('<caption>サポートケースの一覧</caption>');
    expect(html.match(/<th scope="col"/gu)).toHaveLength(4);
    expect(html).toContain('data-label="ケース番号"');
  });

  it('G-33 counts in English too', async () => {
    await addCases(world, MINATO, 21);
    const visit = await signedIn(world, JIRO, { language: 'en' });
    const { html, text } = await shown(getCases(visit));
    expect(html).toContain('<title>Cases – Business Support Portal</title>');
    expect(text).toContain('1–20 of 21');
    expect(text).toContain('Page 1 of 2 Next 20');
    expect(text).toContain('In progress');
  });
});

describe('one case', () => {
  it('shows subject, description, state, company and both times', async () => {
    await addCases(world, SAKURA, 1);
    const { html, text, status } = await shown(getCase(await signedIn(world, HANAKO), 'TM-00000001'));
    expect(status).toBe(200);
    expect(html).toContain('<title>ケース TM-00000001 – ビジネスサクセスポータル</title>');
    expect(text).toContain('件名その1');
    expect(text).toContain('内容その1');
    expect(text).toContain('株式会社さくら商事');
    expect(text).toContain('受付日時 2026年10月25日(日) 8:57');
    expect(text).toContain('最終更新 2026年11月24日(火) 8:57 日時は日本時間です。');
    expect(html).toContain('<a href="/success/cases" aria-current="page">ケース</a>');
  });

  it('SEC-K03 answers a case of another company like one that never was', async () => {
    await addCases(world, FUJIMI, 1);
    const hanako = await signedIn(world, HANAKO);
    expect(await getCase(hanako, 'TM-00000001')).toBeNull();
    expect(await getCase(hanako, 'TM-99999999')).toBeNull();
    await world.store.close();
    world = await openWorld();
    await addCases(world, FUJIMI, 1);
    expect(await getCase(await signedIn(world, TARO), 'TM-00000001')).not.toBeNull();
  });

  it.each(['', '../account', "TM-1' OR 1=1", 'TM-00000001\u0000', 'ＴＭ－１', 'A'.repeat(33), '%2e%2e'])(
    'SEC-N01 finds nothing under the number %j',
    async (number) => {
      await addCases(world, SAKURA, 1);
      expect(await getCase(await signedIn(world, HANAKO), number)).toBeNull();
    },
  );

  it('SEC-N06 shows hostile subjects and descriptions as text', async () => {
    await addCompany(world, SAKURA);
    const hostile = `<img src=x onerror="alert(1)">'&amp;</p>`;
    await world.store.importCase(SAKURA.id, caseOf(1, { subject: hostile, description: `${hostile}\n<script>1</script>` }));
    const visit = await signedIn(world, HANAKO);
    for (const page of [await shown(getCase(visit, 'TM-00000001')), await shown(getCases(visit))]) {
      expect(page.html).not.toContain('<img');
      expect(page.html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;amp;&lt;/p&gt;');
    }
    expect((await shown(getCase(visit, 'TM-00000001'))).html).not.toContain('<script>1');
  });
});
