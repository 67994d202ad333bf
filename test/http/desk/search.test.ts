/** The desk's search and its shortcuts: what is found, what is recorded of it, what the pages say, and what can be switched off. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { receiptOf, receive } from '../../support/received.ts';
import { enrolStaff } from '../../support/staff.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

const LOW = { risk: 'low', because: [] } as const;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function searching(): Promise<Visitor> {
  const accountId = await world.addAccount();
  const other = await world.addAccount({ email: 'taro@success.example', name: '花子 次郎', company: null });
  await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
  await receive(world.service.store, { n: 2, accountId: other, filedAt: world.now(), risk: LOW });
  const { visitor } = await enrolStaff(world, 'intake');
  await visitor.get('/desk/search');
  return visitor;
}

describe('a search', () => {
  test.each([
    [receiptOf(2), [2]],
    ['hanako@success.example', [1]],
    ['ＨＡＮＡＫＯ＠success.example', [1]],
    ['山田', [1]],
    ['さくら商事', [1]],
    ['花子', [1, 2]],
    ['nobody@success.example', []],
  ])('D-33 for %s finds %j and shows nobody unmasked', async (q, found) => {
    const visitor = await searching();
    const { html, status, text } = await visitor.post('/desk/search', { q });
    expect(status).toBe(200);
    expect(text).toContain(found.length === 0 ? '見つかりませんでした。' : `${found.length}件見つかりました。`);
    const receipts = [...html.matchAll(/<a class="request-receipt"[^>]*>([^<]+)</gu)].map(([, receipt]) => receipt);
    expect(receipts.toSorted()).toEqual(found.map(receiptOf));
    const table = html.slice(html.indexOf('<table'), html.indexOf('</table>'));
    expect(table).not.toMatch(/@|山田 花子|1234/u);
  });

  test('D-33 SEC-Q03 invariant 12: what was found is in the audit log, what was looked for is nowhere', async () => {
    const visitor = await searching();
    await visitor.post('/desk/search', { q: 'hanako@success.example' });
    const rows = await world.query("select detail from audit_event where type = 'recovery.searched'");
    expect(rows.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
      { role: 'intake', portals: ['success', 'support', 'desk'], shown: [receiptOf(1)] },
    ]);
    expect(JSON.stringify(await world.audit())).not.toContain('hanako');
  });

  test('D-33 asks for two characters and keeps what was typed', async () => {
    const visitor = await searching();
    const answer = await visitor.post('/desk/search', { q: ' <' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('2文字以上を入力してください');
    expect(answer.html).toContain('value=" &lt;"');
    expect((await visitor.post('/desk/search', { q: 'あ'.repeat(201) })).status).toBe(422);
  });

  test('D-02 D-33 the box stands on every page of whoever may see requests, and of nobody else', async () => {
    const visitor = await searching();
    for (const path of ['/desk/dashboard', '/desk/account', '/desk/requests'])
      expect((await visitor.get(path)).html, path).toContain('<search class="search-box">');
    const { visitor: administrator } = await enrolStaff(world, 'administrator');
    expect((await administrator.get('/desk/dashboard')).html).not.toContain('search-box');
    expect((await administrator.get('/desk/search')).status).toBe(403);
    expect((await administrator.post('/desk/search', { q: '山田' })).status).toBe(403);
    expect((await world.visitor().get('/success/search')).status).toBe(404);
  });
});

describe('keyboard shortcuts', () => {
  test('D-34 are marks on what is there anyway, are listed on a page, and go with one button', async () => {
    const visitor = await searching();
    const marks = (html: string) => [...html.matchAll(/data-shortcut="([^"]+)"/gu)].map(([, key]) => key);
    const all = ['KeyS', ...Array.from({ length: 8 }, (_, index) => `Digit${index + 1}`), 'KeyN', 'help'];
    expect(marks((await visitor.get('/desk/requests')).html)).toEqual(all);
    const list = await visitor.get('/desk/shortcuts');
    expect(list.text).toContain('Shift Alt 3 「自分の担当」を表示');
    expect(list.text).toContain('/ 検索の欄へ');
    const off = await visitor.post('/desk/shortcuts', { choice: 'off' });
    expect([off.status, off.location]).toEqual([303, '/desk/shortcuts']);
    expect((await visitor.follow(off)).text).toContain('無効です');
    expect(marks((await visitor.get('/desk/requests')).html)).toEqual([]);
    await visitor.post('/desk/shortcuts', { choice: 'on' });
    expect(marks((await visitor.get('/desk/requests')).html)).toEqual(all);
  });
});
