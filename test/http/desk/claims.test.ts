/** Who works on a request, as the pages of the desk show it: claim, release, who else is there, labels, notes, several at once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { holdsClaim } from '../../../src/journeys/desk-claims.ts';
import { receiptOf, receive } from '../../support/received.ts';
import { enrolStaff, staffEmail } from '../../support/staff.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

const LIST = '/desk/requests';
const ONE = `${LIST}/${receiptOf(1)}`;
const LOW = { risk: 'low', because: [] } as const;

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const accountId = await world.addAccount();
  await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
});
afterEach(() => world.close());

const claim = (visitor: Visitor, back = 'request') => visitor.post(`${ONE}/claim`, { choice: 'claim', back });
const page = (visitor: Visitor) => visitor.get(`${ONE}/handling`);
const events = async (type: string) =>
  (await world.query('select type, detail from audit_event order by seq'))
    .filter((row) => String(row['type']) === type)
    .map(({ detail }) => JSON.parse(String(detail)));
const staffId = async (email: string) => String((await world.query(`select id from account where email = '${email}'`))[0]?.['id']);

describe('a claim', () => {
  test('D-10 is explicit, leads back where it was made, shows in the queue, and is given back', async () => {
    const { visitor } = await enrolStaff(world, 'reviewer');
    await visitor.get(`${LIST}?view=untouched`);
    const taken = await visitor.post(`${ONE}/claim`, { choice: 'claim', back: 'queue', view: 'untouched' });
    expect([taken.status, taken.location]).toEqual([303, `${LIST}?view=untouched&notice=claimed`]);
    const mine = await visitor.get(`${LIST}?view=mine&notice=claimed`);
    expect(mine.text).toContain('担当になりました。');
    expect(mine.text).toContain('未着手 0 自分の担当 1');
    expect((await page(visitor)).text).toContain('あなたが作業中です(10:05まで。');
    const back = await visitor.post(`${ONE}/claim`, { choice: 'release', back: 'request' });
    expect(back.location).toBe(`${ONE}?notice=released`);
    expect((await visitor.follow(back)).text).toContain('担当者なし');
    expect(await events('request.claimed')).toEqual([{ requestId: 'request-1' }]);
    expect(await events('request.released')).toEqual([{ requestId: 'request-1' }]);
  });

  test('D-10 keeps the others out for five minutes after the last sign of life, without script too', async () => {
    const { visitor } = await enrolStaff(world, 'reviewer');
    const { visitor: other } = await enrolStaff(world, 'intake');
    await page(visitor);
    await claim(visitor);
    await page(other);
    expect((await claim(other)).location).toBe(`${ONE}?notice=held`);
    const seen = await page(other);
    expect(seen.text).toContain('中村 あかりが作業中です(10:05まで)');
    expect(seen.text).toContain('中村 あかりが編集中');
    expect(seen.html).not.toContain('value="claim"');
    world.advance(minutes(4));
    await page(visitor);
    world.advance(minutes(4));
    expect((await claim(other)).location).toBe(`${ONE}?notice=held`);
    world.advance(minutes(1));
    expect((await claim(other)).location).toBe(`${ONE}?notice=claimed`);
    expect((await page(visitor)).text).toContain('中村 あかりが作業中です');
  });

  test('D-10 goes on by the ping of a page that stands open, which is no activity of the session', async () => {
    const { visitor } = await enrolStaff(world, 'reviewer');
    const { html } = await page(visitor);
    expect(html).toContain(`data-presence="${ONE}/presence"`);
    await claim(visitor);
    for (let count = 0; count < 4; count += 1) {
      world.advance(minutes(3));
      expect((await visitor.post(`${ONE}/presence`, { choice: 'editing' })).status).toBe(200);
    }
    const session = { account: { id: await staffId(staffEmail('reviewer')) } };
    const holds = () => holdsClaim(world.service.site.ports, session as never, 'request-1', world.now());
    expect(await holds()).toBe(true);
    world.advance(minutes(4));
    expect((await visitor.post(`${ONE}/presence`, { choice: 'viewing' })).status).toBe(401);
    world.advance(minutes(1));
    expect(await holds()).toBe(false);
  });

  test('D-10 who looks and who types is said to the others, in the queue as on the page', async () => {
    const { visitor } = await enrolStaff(world, 'reviewer');
    const { visitor: other } = await enrolStaff(world, 'auditor');
    await page(other);
    expect((await visitor.get(LIST)).text).toContain('閲覧中');
    await other.post(`${ONE}/presence`, { choice: 'editing' });
    expect((await page(visitor)).text).toContain('中村 あかりが編集中');
    world.advance(minutes(5));
    expect((await page(visitor)).text).toContain('ほかに見ている人 いません');
  });
});

describe('labels and notes', () => {
  test('are added and removed, said back in one sentence, and leave no text in the log', async () => {
    const { visitor } = await enrolStaff(world, 'intake');
    await page(visitor);
    const add = (label: string) => visitor.post(`${ONE}/labels`, { choice: 'add', label, back: 'request' });
    expect((await add(' 至急 ')).location).toBe(`${ONE}?notice=label-added`);
    expect((await add('至急')).location).toBe(`${ONE}?notice=label-kept`);
    expect((await visitor.get(LIST)).text).toContain('確認中 至急');
    const noted = await visitor.post(`${ONE}/notes`, { note: '折り返し 14時\n内線 12', back: 'request' });
    expect(noted.location).toBe(`${ONE}?notice=noted`);
    const shown = await visitor.follow(noted);
    expect(shown.text).toContain('メモを残しました。');
    expect(shown.html).toContain('<p class="note-text">折り返し 14時\n内線 12</p>');
    const gone = await visitor.post(`${ONE}/labels`, { choice: 'remove', label: '至急', back: 'request' });
    expect(gone.location).toBe(`${ONE}?notice=label-removed`);
    expect(await events('request.labelled')).toEqual([
      { requestId: 'request-1', change: 'added' },
      { requestId: 'request-1', change: 'removed' },
    ]);
    const stored = JSON.stringify([await world.audit(), await world.query('select sealed_note from desk_note')]);
    expect(stored).not.toMatch(/折り返し|至急/u);
  });

  test('SEC-P01 what was typed is not lost when it is too long, and shown as text', async () => {
    const { visitor } = await enrolStaff(world, 'intake');
    await page(visitor);
    const label = '<b>とても長いラベルの名前ですね</b>';
    const refused = await visitor.post(`${ONE}/labels`, { choice: 'add', label, back: 'request' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('ラベルは20文字以内で入力してください');
    expect(refused.html).toContain('value="&lt;b&gt;とても長いラベルの名前ですね&lt;/b&gt;"');
    const empty = await visitor.post(`${ONE}/notes`, { note: ' ', back: 'request' });
    expect([empty.status, empty.text.includes('メモを入力してください')]).toEqual([422, true]);
    await visitor.post(`${ONE}/notes`, { note: '<script>alert(1)</script>', back: 'request' });
    expect((await page(visitor)).html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('several requests at once', () => {
  beforeEach(async () => {
    const other = await world.addAccount({ email: 'taro@success.example' });
    await receive(world.service.store, { n: 2, accountId: other, filedAt: world.now(), risk: LOW });
    await receive(world.service.store, { n: 3, accountId: other, filedAt: world.now() });
  });
  const send = (visitor: Visitor, fields: Readonly<Record<string, string>>) =>
    visitor.post(`${LIST}/selected`, { view: 'all', ...fields });
  const rows = { row_1: receiptOf(1), row_2: receiptOf(2) };

  test('D-36 are given an owner; those that somebody holds, or that nobody confirmed, stay as they are', async () => {
    const { visitor: holder } = await enrolStaff(world, 'intake');
    await page(holder);
    const { visitor } = await enrolStaff(world, 'supervisor');
    await visitor.get(LIST);
    const owner = await staffId(staffEmail('supervisor'));
    expect((await send(visitor, { ...rows, choice: 'assign', owner })).location).toBe(`${LIST}?notice=bulk-done`);
    expect((await visitor.get(`${LIST}?view=mine`)).text).toContain('自分の担当 2');
    await visitor.post(`${ONE}/claim`, { choice: 'release', back: 'queue' });
    await claim(holder);
    const partly = await send(visitor, { ...rows, row_3: receiptOf(3), choice: 'assign', owner });
    expect(partly.location).toBe(`${LIST}?notice=bulk-partly`);
    expect((await send(visitor, { row_1: receiptOf(1), choice: 'assign', owner })).location).toBe(`${LIST}?notice=bulk-none`);
    expect((await events('request.assigned')).map(({ requestId }) => requestId)).toEqual(['request-1', 'request-2', 'request-2']);
  });

  test('D-36 are given a label; nothing else can be asked of several', async () => {
    const { visitor } = await enrolStaff(world, 'intake');
    await visitor.get(LIST);
    expect((await send(visitor, { ...rows, choice: 'label', label: '要確認' })).location).toBe(`${LIST}?notice=bulk-done`);
    expect((await visitor.get(LIST)).text.match(/要確認/gu)).toHaveLength(2);
    const owner = await staffId(staffEmail('intake'));
    for (const choice of ['approve', 'refuse', 'claim', '']) {
      const answer = await send(visitor, { ...rows, choice, owner });
      expect([answer.status, answer.text.includes('担当者を選択してください')], choice).toEqual([422, true]);
    }
    expect(await world.query('select * from desk_claim where owner_id is not null')).toEqual([]);
    expect(await world.query("select receipt from recovery_request where state in ('approved', 'refused')")).toEqual([]);
  });

  test('U-05 say what is missing, and keep the view', async () => {
    const { visitor } = await enrolStaff(world, 'intake');
    await visitor.get(LIST);
    const none = await send(visitor, { choice: 'label', label: '要確認', view: 'untouched' });
    expect(none.status).toBe(422);
    expect(none.text).toContain('依頼を選択してください');
    expect(none.html).toContain('value="要確認"');
    expect(none.html).toContain('<a href="/desk/requests?view=untouched" aria-current="page"');
    const kept = await send(visitor, { ...rows, choice: 'label', label: '', view: 'untouched', sort: 'receipt', order: 'desc' });
    expect(kept.html.match(/type="checkbox"[^>]*checked/gu)).toHaveLength(2);
    expect(kept.html).toContain('aria-sort="descending"');
    const sorted = await send(visitor, {
      ...rows,
      choice: 'label',
      label: '可',
      view: 'untouched',
      sort: 'receipt',
      order: 'desc',
    });
    expect(sorted.location).toBe(`${LIST}?view=untouched&sort=receipt&order=desc&notice=bulk-done`);
    expect((await send(visitor, { ...rows, choice: 'label', label: '' })).text).toContain('ラベルを入力してください');
    expect((await send(visitor, { ...rows, choice: 'assign', owner: 'nobody' })).status).toBe(422);
  });
});

describe('what to take up next', () => {
  test('D-11 is a link of the queue and of the page one is done with: what is due first and free', async () => {
    const other = await world.addAccount({ email: 'taro@success.example' });
    await receive(world.service.store, { n: 2, accountId: other, filedAt: world.now() - minutes(9000), risk: LOW });
    const { visitor } = await enrolStaff(world, 'reviewer');
    const next = (html: string) => /<a class="button button-(?:primary|secondary) button-desk" href="([^"]+)"/u.exec(html)?.[1];
    expect(next((await visitor.get(LIST)).html)).toBe(`${LIST}/${receiptOf(2)}`);
    expect(next((await visitor.get(`${LIST}/${receiptOf(2)}`)).html)).toBe(ONE);
    await claim(visitor);
    expect(next((await visitor.get(LIST)).html)).toBe(`${ONE}`);
  });
});
