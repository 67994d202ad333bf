/**
 * The audit log as a chain: what is written stays whole on every database and over every node and key; whatever is done to a
 * row past the product is refused, and found where the refusal was taken away first.
 */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openChainKeys } from '../../src/crypto/chain-keys.ts';
import type { MasterKey } from '../../src/crypto/master-keys.ts';
import type { ChainKeys } from '../../src/ports.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase, emptyLocation, openUntilFinished, query, type TestDatabase } from '../support/databases.ts';
import { race } from './race.ts';
import { AUDITED, auditEvent, bindOne, change, enrolment, importPeople, letter, NOW, queueLetters, session } from './records.ts';

const [OLD, NEW, OTHER] = ['old', 'new', 'other'].map((id): MasterKey => ({ id, bytes: randomBytes(32) }));
const keys = (first: MasterKey | undefined, ...rest: readonly (MasterKey | undefined)[]): ChainKeys => {
  if (first === undefined) throw new Error('a key');
  return openChainKeys([first, ...rest.filter((key) => key !== undefined)]);
};

/** What somebody with every right in the database would do first. */
const UNGUARD = {
  sqlite: ['audit_event_update', 'audit_event_delete', 'audit_event_insert', 'audit_head_update', 'audit_head_delete'].map(
    (name) => `drop trigger ${name}`,
  ),
  postgres: ['alter table audit_event disable trigger all', 'alter table audit_head disable trigger all'],
};

/** Every column of a row and another value for it. */
const EDITS = {
  at: 'at + 1',
  portal: "'support'",
  address: 'null',
  request_id: "'request-2'",
  actor_kind: "'staff'",
  actor_id: "'taro'",
  account_id: "''",
  type: "'password.paused'",
  detail: '\'{"a":1}\'',
  mac: "'A' || substr(mac, 2)",
};

async function record(store: OpenStore, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await store.record([{ ...auditEvent(), requestId: `request-${n}` }]);
}

eachDatabase('the audit chain', (openDatabase, kind) => {
  async function unguarded(count = 10): Promise<TestDatabase> {
    const database = await openDatabase();
    await record(database.store, count);
    for (const statement of UNGUARD[kind]) await database.query(statement);
    return database;
  }

  test('SEC-Q04 is whole over everything the store writes by itself and for others', async () => {
    const { store, query } = await openDatabase();
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: 0, headSeq: 0 });
    await importPeople(store);
    await bindOne(store);
    await change(store, (tx) => tx.insertEnrolment(enrolment({ id: 'second', owner: { kind: 'session', id: 'x' } })));
    await store.forgetOld(NOW + 86_400_000);
    await queueLetters(store, [letter()]);
    await query("update outbox set sealed_letter = 'nonsense'");
    await store.outbox.claim(5, NOW, 60_000);
    const types = (await query('select type from audit_event order by seq')).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['account.created', 'enrolment.abandoned', 'letter.failed']));
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: types.length, headSeq: types.length });
  });

  test('SEC-Q04 numbers have no gap: what was refused or failed leaves none', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await store.write(AUDITED, async () => ({ ok: false, refusal: { code: 'link-spent' } }));
    await expect(change(store, () => Promise.reject(new TypeError('a mistake')))).rejects.toThrow('a mistake');
    await record(store, 2);
    expect((await query('select seq from audit_event order by seq')).map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 4, 5]);
  });

  test('SEC-Q04 direct UPDATE, DELETE, replacement and insertion of an unchained row are refused', async () => {
    const { store, query } = await openDatabase();
    await record(store, 3);
    const columns = 'at, portal, address, request_id, actor_kind, actor_id, account_id, type, detail';
    const forbidden = [
      'update audit_event set at = 1 where seq = 2',
      'update audit_event set at = at',
      'delete from audit_event where seq = 3',
      'delete from audit_event',
      `insert into audit_event (seq, ${columns}) select seq + 3, ${columns} from audit_event`,
      'update audit_head set seq = 2',
      'update audit_head set seal = mac',
      'delete from audit_head',
      ...{
        sqlite: [
          'insert or replace into audit_event select * from audit_event',
          'insert or replace into audit_head select * from audit_head',
        ],
        postgres: [
          'truncate audit_event',
          'truncate audit_head',
          `insert into audit_event (${columns}) select ${columns} from audit_event`,
        ],
      }[kind],
    ];
    for (const statement of forbidden) await expect(query(statement), statement).rejects.toThrow(/audit|seq/u);
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: 3, headSeq: 3 });
  });

  test.each(Object.entries(EDITS))('SEC-Q04 an edited %s is found by the number of its row', async (column, value) => {
    const { store, query } = await unguarded();
    await query(`update audit_event set ${column} = ${value} where seq = 4`);
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'edited', seq: 4 });
  });

  test('SEC-Q04 every column of a row is either under its mac or tried above', async () => {
    const { query } = await unguarded(1);
    const [row] = await query('select * from audit_event');
    expect(Object.keys(row ?? {}).toSorted()).toEqual([...Object.keys(EDITS), 'mac_key', 'seq'].toSorted());
  });

  test('SEC-Q04 text moved from the end of one column to the beginning of the next is an edit', async () => {
    const { store, query } = await unguarded();
    await query("update audit_event set portal = 'succ', address = 'ess' || address where seq = 7");
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'edited', seq: 7 });
  });

  test('SEC-Q04 a number beyond those that JavaScript can tell apart is an edit like any other', async () => {
    const { store, query } = await unguarded();
    await query('update audit_event set at = 9223372036854775807 where seq = 3');
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'edited', seq: 3 });
  });

  test.each([
    ['the first row', 'seq = 1', 'removed', 1],
    ['a middle row', 'seq = 5', 'removed', 5],
    ['three of them', 'seq between 5 and 7', 'removed', 5],
    ['the last row', 'seq = 10', 'end-cut', 10],
    ['the last three', 'seq > 7', 'end-cut', 8],
    ['all of them', 'seq > 0', 'end-cut', 1],
  ])('SEC-Q04 %s removed is found by its number', async (_what, where, problem, seq) => {
    const { store, query } = await unguarded();
    await query(`delete from audit_event where ${where}`);
    expect(await store.verifyAudit()).toEqual({ ok: false, problem, seq });
  });

  test.each([
    [5, 6],
    [2, 9],
    [1, 10],
  ])('SEC-Q04 rows %i and %i in each other’s place are found as reordered', async (a, b) => {
    const { store, query } = await unguarded();
    for (const [from, to] of [
      [a, -1],
      [b, a],
      [-1, b],
    ])
      await query(`update audit_event set seq = ${to} where seq = ${from}`);
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'reordered', seq: a });
  });

  test.each([
    ['after the last', 11, 'added', 11],
    ['before the first', -5, 'added', -5],
    ['copied to the place of a removed one', 6, 'reordered', 6],
  ])('SEC-Q04 a forged row %s is found by its number', async (_what, place, problem, seq) => {
    const { store, query } = await unguarded();
    await query(`delete from audit_event where seq = ${place}`);
    const rest = 'at, portal, address, request_id, actor_kind, actor_id, account_id, type, detail, mac, mac_key';
    await query(`insert into audit_event (seq, ${rest}) select ${place}, ${rest} from audit_event where seq = 3`);
    expect(await store.verifyAudit()).toEqual({ ok: false, problem, seq });
  });

  test('SEC-Q04 a head set back with the rows is found at once, and for ever once something was written after it', async () => {
    const { store, query } = await unguarded();
    await query('delete from audit_event where seq > 7');
    await query('update audit_head set seq = 7, mac = (select mac from audit_event where seq = 7)');
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'head-edited', seq: 7 });
    await record(store, 3);
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'end-cut', seq: 8 });
    expect(await query('select type from audit_event where seq = 8')).toMatchObject([{ type: 'audit.head-replaced' }]);
  });

  test('SEC-Q04 a head that claims a key of nobody does not get round its seal', async () => {
    const { store, query } = await unguarded();
    await query('delete from audit_event where seq > 7');
    await query("update audit_head set seq = 7, mac = (select mac from audit_event where seq = 7), mac_key = 'gone'");
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'unknown-key', seq: 7, keyId: 'gone' });
    await record(store, 1);
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'end-cut', seq: 8 });
  });

  test('SEC-Q04 SEC-Q02 without its head nothing is recorded, so nothing happens', async () => {
    const { store, query } = await unguarded();
    await query('delete from audit_head');
    await expect(record(store, 1)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(await store.verifyAudit()).toEqual({ ok: false, problem: 'head-edited', seq: 10 });
  });

  test('SEC-Q04 keys rotate: every row is checked under the key it names, and a key that is missing is said', async () => {
    const location = await emptyLocation(kind);
    const at = (...listed: Parameters<typeof keys>) => openUntilFinished(location, { chain: keys(...listed) });
    await record(await at(OLD), 3);
    await record(await at(NEW, OLD), 3);
    const rows = await query(location, 'select mac_key from audit_event order by seq');
    expect(rows.map((row) => row['mac_key'])).toEqual(['old', 'old', 'old', 'new', 'new', 'new']);
    expect(await (await at(OTHER, NEW, OLD)).verifyAudit()).toEqual({ ok: true, rows: 6, headSeq: 6 });

    const without = await at(OTHER);
    expect(await without.verifyAudit()).toEqual({ ok: false, problem: 'unknown-key', seq: 1, keyId: 'old' });
    await record(without, 1);
    expect(await (await at(OTHER, NEW, OLD)).verifyAudit()).toEqual({ ok: true, rows: 7, headSeq: 7 });

    for (const statement of UNGUARD[kind]) await query(location, statement);
    await query(location, "update audit_event set actor_id = 'x' where seq = 7");
    expect(await without.verifyAudit()).toEqual({ ok: false, problem: 'edited', seq: 7 });
  });

  test('SEC-Q04 SEC-R01 two nodes that write at once make one chain', async () => {
    const { store, location, query } = await openDatabase();
    await importPeople(store);
    const verdicts = await race(location, 'insert-session', { processes: 2, each: 100 });
    expect(verdicts.filter(Boolean)).toHaveLength(200);
    await Promise.all(Array.from({ length: 20 }, (_, n) => change(store, (tx) => tx.insertSession(session({ id: `s${n}` }), 1))));
    const [row] = await query('select count(*) as count from audit_event');
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: Number(row?.['count']), headSeq: 223 });
  });

  test('SEC-Q04 a log longer than one batch is read to its end, also while it grows', async () => {
    const { store } = await openDatabase();
    const [event] = AUDITED;
    for (let n = 0; n < 5; n += 1) await store.record([event, ...Array.from({ length: 499 }, () => event)]);
    const [verdict] = await Promise.all([store.verifyAudit(), record(store, 30)]);
    expect(verdict).toMatchObject({ ok: true });
    expect(await store.verifyAudit()).toEqual({ ok: true, rows: 2530, headSeq: 2530 });
  });
});
