/** The search of the audit log: who finds what, what is recorded of a search, kept searches, pages, and the file of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StaffRole } from '../../../src/core/account.ts';
import { parseCsv } from '../../../src/core/csv.ts';
import { days } from '../../../src/core/time.ts';
import { openDatabaseOf } from '../../support/databases.ts';
import { openDesk } from '../../support/desk.ts';
import { receiptOf, receive } from '../../support/received.ts';
import { join, type Member } from '../../support/staff-administration.ts';
import { postPassword } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';

const AUDIT = '/desk/audit';
const LOW = { risk: 'low', because: [] } as const;
const REASON = '月次の点検のため、書き出します。';

describe.each(['sqlite', 'postgres'] as const)('the audit log at the desk on %s', (kind) => {
  let world: World;
  beforeEach(async () => {
    const { location } = await openDatabaseOf(kind);
    world = await openWorld({ location, staffScopes: { 'scoped@desk.example': ['success'] } });
    const accountId = await world.addAccount();
    await world.addAccount({ portal: 'support', email: 'jiro@support.example', name: '鈴木 次郎', company: '富士見工業株式会社' });
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
  });
  afterEach(() => world.close());

  const search = async ({ visitor }: Member, fields: Readonly<Record<string, string>> = {}) => {
    await visitor.get(AUDIT);
    return visitor.post(AUDIT, fields);
  };
  const typesOn = (html: string): readonly string[] =>
    [...html.matchAll(/<td[^>]*data-label="操作"[^>]*><span class="cell">([^<]+)</gu)].map(([, text]) => text ?? '');

  async function member(role: StaffRole, called: string = role): Promise<Member> {
    return join(world, role, called);
  }

  describe('how far a search reaches (desk.md section 6)', () => {
    test('D-32 intake and reviewers find what they did themselves and nothing else', async () => {
      const [intake, reviewer] = await openDesk(world, ['intake', 'reviewer']);
      if (!intake || !reviewer) throw new Error('no desk');
      await intake.visitor.get(`/desk/requests/${receiptOf(1)}`);
      for (const who of [intake, reviewer]) {
        const { html, status } = await search(who);
        expect(status).toBe(200);
        expect(typesOn(html).length).toBeGreaterThan(0);
        expect(typesOn(html).includes('依頼を閲覧')).toBe(who === intake);
        expect(html).not.toContain(who === intake ? 'reviewer-2' : 'intake-1');
        // A role in words, and no dash before the number of a request.
        expect(html).not.toMatch(/役割: (?:intake|reviewer)|–<a/u);
      }
    });

    test('D-32 supervisors find their portals and what the desk did there, not the sign-ins and changes of the staff', async () => {
      const [supervisor, intake] = await openDesk(world, ['supervisor', 'intake']);
      if (!supervisor || !intake) throw new Error('no desk');
      await intake.visitor.get(`/desk/requests/${receiptOf(1)}`);
      await postPassword(world.visitor(), { password: 'wrong' });
      const types = new Set(typesOn((await search(supervisor)).html));
      expect([
        types.has('依頼を閲覧'),
        types.has('ログインを拒否'),
        types.has('ログイン'),
        types.has('認証アプリなどを登録'),
      ]).toEqual([true, true, false, false]);
    });

    test('D-32 SEC-K03 a supervisor of some portals finds of the desk what concerns those, and nothing of the others', async () => {
      const filedAt = world.now();
      await receive(world.service.store, { n: 2, accountId: 'account-2', portal: 'support', filedAt, risk: LOW });
      const [scoped, free] = [await member('supervisor', 'scoped'), await member('supervisor', 'free')];
      for (const n of [1, 2]) await free.visitor.get(`/desk/requests/${receiptOf(n)}`);
      const agent = { agent: 'free@desk.example', group: 'views' };
      const [narrow, wide] = [await search(scoped, agent), await search(free, agent)];
      expect([narrow, wide].map(({ html }) => [1, 2].map((n) => html.includes(receiptOf(n))))).toEqual([
        [true, false],
        [true, true],
      ]);
      expect(narrow.html).not.toMatch(/support\.example|富士見工業/u);
    });

    test('D-32 administrators find sign-ins, staff and configuration, and nothing of requests; auditors everything', async () => {
      const [administrator, auditor, intake] = await openDesk(world, ['administrator', 'auditor', 'intake']);
      if (!administrator || !auditor || !intake) throw new Error('no desk');
      await intake.visitor.get(`/desk/requests/${receiptOf(1)}`);
      await administrator.visitor.get('/desk/staff');
      const found = new Set(typesOn((await search(administrator)).html));
      expect([found.has('ログイン'), found.has('スタッフの一覧を閲覧'), found.has('依頼を閲覧'), found.has('依頼の進行')]).toEqual([
        true,
        true,
        false,
        false,
      ]);
      expect((await search(administrator, { group: 'requests' })).text).toContain('条件に合う記録はありません');
      expect((await search(administrator)).html).not.toContain(receiptOf(1));
      const all = new Set(typesOn((await search(auditor)).html));
      for (const type of ['ログイン', 'スタッフの一覧を閲覧', '依頼を閲覧', '認証アプリなどを登録']) expect(all).toContain(type);
    });

    test('SEC-K02 customers have no such page, and the menu lists it for every role of the desk', async () => {
      expect((await world.visitor().get('/success/audit')).status).toBe(404);
      const members = await openDesk(world, ['intake', 'auditor', 'administrator']);
      for (const { visitor } of members) expect((await visitor.get('/desk/account')).html).toContain('href="/desk/audit"');
    });
  });

  describe('a search', () => {
    let auditor: Member;
    beforeEach(async () => {
      auditor = await member('auditor');
      await postPassword(world.visitor(), { password: 'wrong' });
      await postPassword(world.visitor(), { portal: 'support', email: 'jiro@support.example', password: 'wrong' });
    });

    test.each([
      ['account', { account: 'HANAKO@success.example' }, 'h•••••@success.example', 'j•••••@support.example'],
      ['company', { company: '富士見工業' }, 'j•••••@support.example', 'h•••••@success.example'],
      ['portal', { portal: 'support' }, 'j•••••@support.example', 'h•••••@success.example'],
      ['agent', { agent: 'auditor@desk.example' }, 'auditor (担当者)', 'h•••••@success.example'],
      ['group', { group: 'staff', agent: 'auditor@desk.example' }, '条件に合う記録はありません', 'h•••••@success.example'],
    ])('D-32 by %s finds what fits and shows nobody unmasked', async (_by, fields, found, other) => {
      const { html, text, status } = await search(auditor, fields);
      expect(status).toBe(200);
      expect(text).toContain(found);
      const results = html.slice(html.indexOf('results-heading'), html.indexOf('keep-heading'));
      expect(results).not.toContain(other);
      expect(results).not.toMatch(/hanako@|jiro@|山田|203\.0\.113\.7/u);
    });

    test('D-32 by days in Japan, both included; times stand in Japan time with UTC beside', async () => {
      const { html } = await search(auditor, { from: '2026-11-23', until: '2026/11/23', account: 'hanako@success.example' });
      expect(html).toContain('datetime="2026-11-23T01:00:00.000Z"');
      expect(html).toContain('2026年11月23日(月) 10:00');
      expect((await search(auditor, { from: '2026-11-24' })).text).toContain('条件に合う記録はありません');
      expect((await search(auditor, { until: '2026-11-22', account: 'hanako@success.example' })).text).toContain(
        '条件に合う記録はありません',
      );
    });

    test('D-32 says what is wrong at the field and keeps what was typed', async () => {
      const answer = await search(auditor, { account: 'hanako', agent: '<b>', from: '2026-02-30', until: 'tomorrow' });
      expect(answer.status).toBe(422);
      expect(answer.text.match(/メールアドレスの全体を入力してください/gu)?.length).toBeGreaterThanOrEqual(4);
      expect(answer.text).toContain('日付は 2026-11-24 の形で');
      expect(answer.html).toContain('value="hanako"');
      expect(answer.html).toContain('value="&lt;b&gt;"');
      expect((await search(auditor, { from: '2026-11-24', until: '2026-11-23' })).text).toContain('開始日と同じか後の日');
    });

    test('SEC-Q01 SEC-Q03 each search is an entry: by which fields, how many; never what was looked for, nor in an address', async () => {
      const { html } = await search(auditor, { account: 'hanako@success.example', from: '2026-11-01' });
      const [row] = await world.query("select detail, actor_id from audit_event where type = 'audit.searched'");
      expect(JSON.parse(String(row?.['detail']))).toEqual({
        role: 'auditor',
        by: ['account', 'from'],
        page: 1,
        shown: expect.any(Number),
      });
      expect(row?.['actor_id']).toBe(auditor.id);
      expect(JSON.stringify(await world.audit())).not.toContain('hanako@');
      expect(html).not.toMatch(/(?:href|action)="[^"]*hanako/u);
      expect(world.log.join('\n')).not.toContain('hanako@');
    });

    test('D-32 turns pages by buttons that send the conditions again', async () => {
      for (let count = 0; count < 60; count += 1) await auditor.visitor.get(`/desk/requests`);
      const agent = { agent: 'auditor@desk.example', group: 'views' };
      const first = await search(auditor, agent);
      expect([typesOn(first.html).length, first.html.includes('name="page" value="2"')]).toEqual([50, true]);
      const second = await search(auditor, { ...agent, page: '2' });
      expect([typesOn(second.html).length > 5, second.html.includes('name="page" value="1"')]).toEqual([true, true]);
      expect((await search(auditor, { ...agent, page: '9999' })).status).toBe(200);
    });

    test('D-32 a search is kept under a name, sealed, used again and removed by its owner alone', async () => {
      const kept = await search(auditor, { choice: 'keep', name: 'さくら', account: 'hanako@success.example' });
      expect(kept.text).toContain('検索条件を保存しました');
      const [row] = await world.query('select id, sealed_search from audit_search');
      expect(String(row?.['sealed_search'])).not.toContain('hanako');
      const run = await search(auditor, { choice: 'run', kept: String(row?.['id']) });
      expect([run.html.includes('value="hanako@success.example"'), run.text.includes('検索結果')]).toEqual([true, true]);
      const other = await member('auditor', 'other');
      expect((await other.visitor.get(AUDIT)).text).toContain('保存した検索条件はありません');
      expect((await search(other, { choice: 'run', kept: String(row?.['id']) })).html).not.toContain('hanako@');
      await search(other, { choice: 'remove', kept: String(row?.['id']) });
      expect(await world.query('select id from audit_search')).toHaveLength(1);
      expect((await search(auditor, { choice: 'remove', kept: String(row?.['id']) })).text).toContain('検索条件を削除しました');
      expect(await world.query('select id from audit_search')).toHaveLength(0);
      expect((await search(auditor, { choice: 'keep', name: ' ' })).status).toBe(422);
    });
  });

  describe('the file', () => {
    const exported = async ({ visitor }: Member, fields: Readonly<Record<string, string>>) => {
      await visitor.get(AUDIT);
      return visitor.post(`${AUDIT}/export`, fields);
    };

    test('D-35 SEC-Q05 is for supervisor and auditor, with a reason, recorded, masked, and runs no formula', async () => {
      const [supervisor, auditor, reviewer, administrator] = await openDesk(world, [
        'supervisor',
        'auditor',
        'reviewer',
        'administrator',
      ]);
      if (!supervisor || !auditor || !reviewer || !administrator) throw new Error('no desk');
      await world.query(`update company set name = '=cmd|calc' where id = 'company-1'`);
      await world.query(`update account set name = '＠SUM(A1)' where id = '${auditor.id}'`);
      await postPassword(world.visitor(), { password: 'wrong' });
      for (const who of [reviewer, administrator]) {
        expect((await exported(who, { reason: REASON })).status).toBe(403);
        expect((await search(who)).html).not.toContain('/audit/export');
      }
      expect((await exported(auditor, { reason: 'short' })).status).toBe(422);
      await exported(supervisor, { reason: REASON });
      const answer = await exported(auditor, { reason: REASON, from: '2026-11-01' });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="genkan-audit-2026-11-23.csv"');
      expect(answer.html).toContain('"\'=cmd|calc"');
      expect(answer.html).toContain('"\'＠SUM(A1) (担当者)"');
      expect(answer.html).not.toMatch(/hanako@|203\.0\.113\.7/u);
      // Capped by role: the newest thousand for a supervisor, ten thousand for an auditor.
      const many = { type: 'recovery.letter-wanted', requestId: 'request-1' } as const;
      const row = {
        portal: 'success',
        address: null,
        requestId: null,
        actor: { kind: 'system', id: null },
        accountId: null,
      } as const;
      const rowsOf = async (who: Member): Promise<number> => {
        const parsed = parseCsv((await exported(who, { reason: REASON })).html);
        return parsed.ok ? parsed.records.length - 1 : -1;
      };
      const event = { ...row, at: world.now(), detail: many };
      await world.service.store.record([event, ...Array.from({ length: 1000 }, () => event)]);
      expect([await rowsOf(supervisor), (await rowsOf(auditor)) > 1001]).toEqual([1000, true]);
      const read = parseCsv(answer.html);
      expect(read.ok && read.records.every(({ cells }) => cells.length === 11)).toBe(true);
      const rows = await world.query("select detail from audit_event where type = 'audit.exported' order by seq");
      expect(rows.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
        { role: 'supervisor', by: [], rows: expect.any(Number), reason: REASON },
        { role: 'auditor', by: ['from'], rows: expect.any(Number), reason: REASON },
        { role: 'supervisor', by: [], rows: 1000, reason: REASON },
        { role: 'auditor', by: [], rows: expect.any(Number), reason: REASON },
      ]);
    });

    test('SEC-K05 is closed to somebody who is new', async () => {
      const auditor = await member('auditor');
      await world.query(`update account set staff_since = ${world.now() - days(1)} where id = '${auditor.id}'`);
      expect((await exported(auditor, { reason: REASON })).status).toBe(403);
    });
  });
});
