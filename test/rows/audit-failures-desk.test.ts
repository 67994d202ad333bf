/**
 * SEC-Q02 at the desk: with an audit log that takes no entry, no act on a request, no export, no kept search and no change of the staff
 * takes place, nothing of it is shown, and the same act works as soon as the log takes entries again; on both databases.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days } from '../../src/core/time.ts';
import { openDatabaseOf } from '../support/databases.ts';
import { openDesk, proofOn } from '../support/desk.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import type { Member } from '../support/staff-administration.ts';
import { enrolledAccount } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';
import { courierAtRest } from './courier-rest.ts';

const TABLES = [
  'account',
  'audit_event',
  'audit_search',
  'desk_claim',
  'desk_label',
  'desk_note',
  'outbox',
  'recovery_event',
  'recovery_remark',
  'recovery_request',
  'staff_ask',
];
const BREAK = {
  sqlite: ["create trigger no_audit before insert on audit_event begin select raise(abort, 'full'); end"],
  postgres: [
    "create function refuse_audit() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$",
    'create trigger no_audit before insert on audit_event for each row execute function refuse_audit()',
  ],
};
const MEND = {
  sqlite: ['drop trigger no_audit'],
  postgres: ['drop trigger no_audit on audit_event', 'drop function refuse_audit()'],
};
const REMARK = '監査記録が書けないときの試験';

describe.each(['sqlite', 'postgres'] as const)('the desk without an audit log on %s', (kind) => {
  let world: World;
  let holder: Visitor;
  let receipt: string;
  let desk: readonly Member[];
  beforeEach(async () => {
    const { location } = await openDatabaseOf(kind);
    world = await openWorld({ location });
    await world.addAccount();
    await enrolledAccount(world);
    world.advance(days(2));
    desk = await openDesk(world, ['supervisor', 'administrator']);
    holder = world.visitor();
    ({ receipt } = await fileAndConfirm(world, holder));
  });
  afterEach(() => world.close());

  const state = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all(
        TABLES.map(async (table) => (await world.query(`select * from ${table}`)).map((row) => JSON.stringify(row)).toSorted()),
      ),
      // Signs of life are no audited change.
      (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll(/"claimed_until":\d+/gu, '') : value),
    );

  /** Answered by 503 and without effect while the log is broken; the answer once it is whole. */
  async function audited(by: Visitor, path: string, fields: Readonly<Record<string, string>> | null): Promise<Answer> {
    const act = (): Promise<Answer> => (fields === null ? by.get(path) : by.post(path, fields));
    await courierAtRest(world);
    const before = await state();
    for (const statement of BREAK[kind]) await world.query(statement);
    const refused = await act();
    for (const statement of MEND[kind]) await world.query(statement);
    expect([refused.status, refused.headers.get('content-disposition')], path).toEqual([503, null]);
    expect(refused.html, path).not.toMatch(/山田|03-1234|h•••••@/u);
    expect(await state(), path).toBe(before);
    const answer = await act();
    expect(answer.status, path).toBeLessThan(400);
    return answer;
  }

  test('SEC-Q02 SEC-R02 invariant 12: no act, no look, no file, no kept search, no change of the staff', async () => {
    const [supervisor, administrator] = desk;
    if (supervisor === undefined || administrator === undefined) throw new Error('no desk');
    const { visitor } = supervisor;
    const own = `/desk/requests/${receipt}`;
    await audited(visitor, own, null);
    await audited(visitor, '/desk/requests', null);
    await audited(visitor, `${own}/claim`, { choice: 'claim', back: 'request' });
    await audited(visitor, `${own}/labels`, { choice: 'add', back: 'request', label: '急ぎ' });
    await audited(visitor, `${own}/notes`, { back: 'request', note: 'メモ' });
    await audited(visitor, `${own}/calls`, { evidence: 'call-back' });
    // The number on file is not shown either.
    await audited(visitor, `${own}/call`, null);
    const { code } = await proofOn(holder, receipt);
    await visitor.get(`${own}/call`);
    await audited(visitor, `${own}/records`, { code });
    await audited(visitor, '/desk/search', { q: '山田' });
    await audited(visitor, '/desk/audit', { account: 'hanako@success.example' });
    await audited(visitor, '/desk/audit', { choice: 'keep', name: '毎日' });
    const [kept] = await world.query('select id from audit_search');
    await audited(visitor, '/desk/audit/export', { reason: REMARK });
    await audited(visitor, '/desk/audit', { choice: 'remove', kept: String(kept?.['id']) });
    await audited(visitor, '/desk/exports', { reason: REMARK });
    await audited(visitor, `${own}/export`, { reason: REMARK });
    const version = String((await world.query('select version from recovery_request'))[0]?.['version']);
    await audited(visitor, `${own}/stop`, { version, remark: REMARK });
    await audited(administrator.visitor, '/desk/staff', null);
  });
});
