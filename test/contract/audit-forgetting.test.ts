/**
 * The beginning of the audit log is forgotten at the end of its period, and what is left verifies from a sealed checkpoint; whatever else
 * would take entries away is refused, or found where the refusal was taken away first. The database goes by the real time here, so the
 * entries are old and the clock of the host is moved.
 */
import { expect, test } from 'vitest';
import { type Duration, days, type Instant } from '../../src/core/time.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase, type TestDatabase } from '../support/databases.ts';
import { race } from './race.ts';
import { auditEvent } from './records.ts';

const TODAY: Instant = Math.floor(Date.now() / days(1)) * days(1);
const FIVE_YEARS: Duration = days(1826);
const WITHIN: Duration = days(1) - 1;

const UNGUARD = {
  sqlite: [
    'audit_event_update',
    'audit_event_delete',
    'audit_event_insert',
    'audit_checkpoint_update',
    'audit_checkpoint_delete',
  ].map((name) => `drop trigger ${name}`),
  postgres: ['alter table audit_event disable trigger all', 'alter table audit_checkpoint disable trigger all'],
};

async function record(store: OpenStore, at: Instant, count = 1): Promise<void> {
  const event = { ...auditEvent(), at };
  await store.record([event, ...Array.from({ length: count - 1 }, () => event)]);
}

/** Five entries older than the period, five of this year. */
async function fill({ store }: TestDatabase): Promise<void> {
  await record(store, TODAY - FIVE_YEARS - days(3), 3);
  await record(store, TODAY - FIVE_YEARS - days(1), 2);
  await record(store, TODAY - days(200), 5);
}

const FORGOTTEN = { seq: 5, at: TODAY - FIVE_YEARS - days(1) };
const WHOLE = { ok: true, rows: 6, headSeq: 11, forgotten: FORGOTTEN };
const NOTHING = { count: 0, brokenAt: null };

eachDatabase('forgetting the audit log', (openDatabase, kind) => {
  async function filled(options: Parameters<typeof openDatabase>[0] = {}): Promise<TestDatabase> {
    const database = await openDatabase(options);
    await fill(database);
    return database;
  }

  async function forgotten(): Promise<TestDatabase> {
    const database = await filled();
    expect(await database.store.forgetEntries(TODAY)).toEqual({ count: 5, brokenAt: null });
    return database;
  }

  async function unguarded(): Promise<TestDatabase> {
    const database = await forgotten();
    for (const statement of UNGUARD[kind]) await database.query(statement);
    return database;
  }

  const seqs = async ({ query }: TestDatabase): Promise<readonly number[]> =>
    (await query('select seq from audit_event order by seq')).map(({ seq }) => Number(seq));

  test('D-39 SEC-Q07 what is older than the period goes, by whole days, and the rest verifies from the checkpoint', async () => {
    const database = await filled();
    const { store, query } = database;
    expect(await store.forgetEntries(TODAY - days(4) + WITHIN)).toEqual(NOTHING);
    expect(await store.forgetEntries(TODAY - days(3))).toEqual({ count: 3, brokenAt: null });
    expect(await store.verifyAudit()).toMatchObject({ ok: true, rows: 8, forgotten: { seq: 3 } });
    expect(await store.forgetEntries(TODAY - days(2) + WITHIN)).toEqual(NOTHING);
    expect(await store.forgetEntries(TODAY - days(1))).toEqual({ count: 2, brokenAt: null });
    expect(await store.forgetEntries(TODAY)).toEqual(NOTHING);
    expect(await seqs(database)).toEqual([6, 7, 8, 9, 10, 11, 12]);
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: 7, headSeq: 12, forgotten: FORGOTTEN });
    const said = await query("select detail from audit_event where type = 'audit.forgotten' order by seq");
    expect(said.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
      { upTo: 3, count: 3 },
      { upTo: 5, count: 2 },
    ]);
    await record(store, TODAY);
    expect(await store.verifyAudit()).toMatchObject({ ok: true, rows: 8, headSeq: 13 });
    expect(await store.read.auditHead()).toMatchObject({ seq: 13 });
    expect(await store.read.auditForgotten()).toEqual(FORGOTTEN);
  });

  test('D-39 SEC-Q07 another period is kept to', async () => {
    const { store } = await filled({ retention: { claims: days(90), audit: days(3653) } });
    expect(await store.forgetEntries(TODAY)).toEqual(NOTHING);
    expect(await store.forgetEntries(TODAY + days(1830))).toEqual({ count: 5, brokenAt: null });
    expect(await store.read.auditForgotten()).toEqual(FORGOTTEN);
  });

  test('D-39 SEC-Q07 what is younger than a year by the database’s clock stays, however far ours has run ahead', async () => {
    const database = await filled();
    expect(await database.store.forgetEntries(TODAY + days(9000))).toEqual({ count: 5, brokenAt: null });
    expect(await database.store.forgetEntries(TODAY + days(9000))).toEqual(NOTHING);
    expect(await seqs(database)).toEqual([6, 7, 8, 9, 10, 11]);
  });

  test('SEC-Q07 an old entry behind a younger one waits for it', async () => {
    const { store } = await openDatabase();
    await record(store, TODAY - days(2000));
    await record(store, TODAY - days(10));
    await record(store, TODAY - days(2000));
    expect(await store.forgetEntries(TODAY)).toEqual({ count: 1, brokenAt: null });
    expect(await store.verifyAudit()).toMatchObject({ ok: true, rows: 3 });
  });

  test('SEC-Q04 SEC-Q07 direct DELETE of a young entry or beyond the checkpoint is refused, and so is setting the checkpoint back', async () => {
    const database = await filled();
    const { store, query } = database;
    const refused = async (...statements: readonly string[]) => {
      for (const statement of statements) await expect(query(statement), statement).rejects.toThrow(/audit/u);
    };
    await refused('delete from audit_event where seq = 1', 'delete from audit_event');
    await store.forgetEntries(TODAY - days(2));
    expect(await seqs(database)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    await refused(
      'delete from audit_event where seq = 4',
      'delete from audit_event where seq = 11',
      'update audit_event set at = 1 where seq = 4',
      'update audit_checkpoint set seq = 2',
      'update audit_checkpoint set seal = mac',
      'delete from audit_checkpoint',
      ...{
        sqlite: ['insert or replace into audit_checkpoint select * from audit_checkpoint'],
        postgres: ['truncate audit_checkpoint'],
      }[kind],
    );
    expect(await store.verifyAudit()).toMatchObject({ ok: true, rows: 8 });
    await query('update audit_checkpoint set seq = 10');
    await refused('delete from audit_event where seq = 6', 'delete from audit_event where seq = 11');
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'checkpoint-edited', seq: 10 });
  });

  test.each([
    ['whose number was raised', 'update audit_checkpoint set seq = 6, mac = (select mac from audit_event where seq = 6)', 6],
    ['whose mac was changed', "update audit_checkpoint set mac = 'A' || mac", 5],
    ['whose time was changed', 'update audit_checkpoint set at = at + 1', 5],
    ['that was removed', 'delete from audit_checkpoint', 0],
  ])('SEC-Q04 SEC-Q07 a checkpoint %s is told, and nothing is forgotten by it', async (_what, statement, seq) => {
    const database = await unguarded();
    await record(database.store, TODAY - days(3000), 2);
    await database.query(statement);
    if (seq === 6) await database.query('delete from audit_event where seq = 6');
    expect(await database.store.verifyAudit()).toEqual({ ok: false, problem: 'checkpoint-edited', seq });
    const left = await seqs(database);
    await database.query('delete from audit_event where seq between 6 and 11');
    expect(await database.store.forgetEntries(TODAY)).toEqual({ count: 0, brokenAt: seq });
    expect(await seqs(database)).toEqual(left.filter((each) => each > 11));
    expect(await database.store.read.auditForgotten()).toBeUndefined();
  });

  test('SEC-Q04 SEC-Q07 a checkpoint under a key that is not listed is told as such', async () => {
    const { store, query } = await unguarded();
    await query("update audit_checkpoint set mac_key = 'gone'");
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'unknown-key', seq: 5, keyId: 'gone' });
  });

  test('SEC-Q04 SEC-Q07 an older checkpoint that is put back names the entries that are missing', async () => {
    const database = await filled();
    const [before] = await database.query('select * from audit_checkpoint');
    await database.store.forgetEntries(TODAY);
    for (const statement of UNGUARD[kind]) await database.query(statement);
    await database.query(
      `update audit_checkpoint set seq = ${before?.['seq']}, mac = '${before?.['mac']}', at = ${before?.['at']}, seal = '${before?.['seal']}'`,
    );
    expect(await database.store.verifyAudit()).toEqual({ ok: false, problem: 'removed', seq: 1 });
  });

  test.each([
    ['removed right after the checkpoint', 'delete from audit_event where seq = 6', 'removed', 6],
    ['edited right after it', 'update audit_event set at = at + 1 where seq = 6', 'edited', 6],
    ['put back before it', 'update audit_event set seq = 3 where seq = 11', 'added', 3],
  ])('SEC-Q04 SEC-Q07 an entry %s is found by its number', async (_what, statement, problem, seq) => {
    const { store, query } = await unguarded();
    await query(statement);
    expect(await store.verifyAudit()).toEqual({ ok: false, problem, seq });
  });

  test('SEC-Q04 SEC-Q07 nothing is forgotten where one of the old entries is not as it was written', async () => {
    const database = await filled();
    for (const statement of UNGUARD[kind]) await database.query(statement);
    await database.query("update audit_event set actor_id = 'x' where seq = 4");
    expect(await database.store.forgetEntries(TODAY)).toEqual({ count: 0, brokenAt: 4 });
    expect(await seqs(database)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await database.store.verifyAudit()).toEqual({ ok: false, problem: 'edited', seq: 4 });
  });

  test('SEC-Q07 SEC-R01 two nodes at once forget once', async () => {
    const database = await filled();
    const counts = (await race(database.location, 'forget-entries', { processes: 4, each: 1 })).map(Number);
    expect(counts.toSorted()).toEqual([0, 0, 0, 5]);
    expect(await database.query("select seq from audit_event where type = 'audit.forgotten'")).toHaveLength(1);
    expect(await database.store.verifyAudit()).toEqual(WHOLE);
  });

  test('SEC-Q07 a long beginning goes in batches, and whoever verifies meanwhile finds a whole log', async () => {
    const { store } = await openDatabase();
    for (let n = 0; n < 5; n += 1) await record(store, TODAY - days(2000), 500);
    await record(store, TODAY, 3);
    const [verdict, first] = await Promise.all([store.verifyAudit(), store.forgetEntries(TODAY)]);
    expect(first).toEqual({ count: 2000, brokenAt: null });
    expect(verdict).toMatchObject({ ok: true });
    expect(await store.forgetEntries(TODAY)).toEqual({ count: 500, brokenAt: null });
    expect(await store.forgetEntries(TODAY)).toEqual(NOTHING);
    expect(await store.verifyAudit()).toMatchObject({ ok: true, rows: 5, forgotten: { seq: 2500 } });
  });

  test('SEC-Q04 SEC-Q07 an entry noted elsewhere is held, forgotten, replaced or missing', async () => {
    const database = await filled();
    const rows = await database.query('select seq, mac from audit_event order by seq');
    const mac = (seq: number): string => String(rows[seq - 1]?.['mac']);
    await database.store.forgetEntries(TODAY);
    const asked = [
      [3, mac(3)],
      [5, mac(5)],
      [5, mac(4)],
      [6, mac(6)],
      [7, mac(6)],
      [99, mac(6)],
    ] as const;
    const answers = await Promise.all(asked.map(([seq, noted]) => database.store.auditEntry(seq, noted)));
    expect(answers).toEqual(['forgotten', 'forgotten', 'replaced', 'held', 'replaced', 'missing']);
  });
});
