/**
 * A database of version 0.1.0 meets this version: its audit log becomes a chain at the first open, once, with the rows and
 * numbers it has; a node of the old version can write no row beside the chain any more.
 */
import { expect, test } from 'vitest';
import type { DatabaseLocation } from '../../src/store/open.ts';
import { eachDatabase, emptyLocation, openUntilFinished, query } from '../support/databases.ts';
import { oldDatabase } from './old-database.ts';
import { race } from './race.ts';
import { AUDITED, NOW } from './records.ts';

/** The tables of version 0.1.0 with this many events in them, one number skipped as by a rollback, the first one too. */
async function oldLog(kind: DatabaseLocation['kind'], count: number): Promise<DatabaseLocation> {
  const location = await oldDatabase(kind);
  await query(
    location,
    `insert into audit_event (at, portal, actor_kind, type, detail) with recursive n(i) as
      (select 1 union all select i + 1 from n where i < ${count + 2})
      select ${NOW} + i, case when i % 2 = 0 then 'success' end, 'system', 'password.rehashed', '{"n":' || i || '}' from n`,
  );
  await query(location, 'delete from audit_event where seq in (1, 4)');
  return location;
}

const rows = (location: DatabaseLocation) =>
  query(location, 'select seq, at, portal, actor_kind, type, detail from audit_event order by seq');

eachDatabase('an audit log of before the chain', (_openDatabase, kind) => {
  test('SEC-Q04 is adopted at the first open, its rows and numbers as they were, and goes on from there', async () => {
    const location = await oldLog(kind, 1700);
    const before = await rows(location);
    const store = await openUntilFinished(location);
    expect(await rows(location)).toEqual(before);
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: 1700, headSeq: 1702 });
    await store.record(AUDITED);
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: 1701, headSeq: 1703 });
  });

  test('SEC-Q04 of an empty log begins with nothing', async () => {
    const store = await openUntilFinished(await emptyLocation(kind));
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: 0, headSeq: 0 });
  });

  test('SEC-Q04 SEC-R01 is adopted once by four nodes that start together', async () => {
    const location = await oldLog(kind, 100);
    expect(await race(location, 'open', { processes: 4, each: 1 })).toEqual([true, true, true, true]);
    expect(await (await openUntilFinished(location)).verifyAudit()).toEqual({ ok: true, rows: 100, headSeq: 102 });
  });

  test('SEC-Q04 an adopted row that is edited or removed is found', async () => {
    const location = await oldLog(kind, 50);
    const store = await openUntilFinished(location);
    const unguard = kind === 'sqlite' ? 'drop trigger audit_event_update' : 'alter table audit_event disable trigger all';
    await query(location, unguard);
    await query(location, "update audit_event set detail = '{}' where seq = 20");
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'edited', seq: 20 });
  });

  test('SEC-Q04 no row is adopted later: one without a mac is refused, by an old node too, and stays out at the next open', async () => {
    const location = await oldLog(kind, 3);
    const store = await openUntilFinished(location);
    const ofBefore = `insert into audit_event (at, actor_kind, type, detail) values (${NOW}, 'system', 'password.rehashed', '{}')`;
    await expect(query(location, ofBefore)).rejects.toThrow(/audit|seq/u);
    await query(location, kind === 'sqlite' ? 'drop trigger audit_event_insert' : 'alter table audit_event disable trigger all');
    const forged = `values (9, ${NOW}, 'system', 'password.rehashed', '{}', '', '')`;
    await query(location, `insert into audit_event (seq, at, actor_kind, type, detail, mac, mac_key) ${forged}`);
    const again = await openUntilFinished(location);
    expect(await again.verifyAudit()).toEqual({ ok: false, problem: 'added', seq: 9 });
    await store.close();
  });
});
