/** What only SQLite has: the file and its modes, the pragmas that make a commit last, strict tables, and what may be bound. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { bind, sqliteDialect } from '../../src/store/sqlite-dialect.ts';
import { openUntilFinished, query } from '../support/databases.ts';
import { change, hanako, importPeople, pendingSignIn } from './records.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('SEC-R05 the folder is made for its owner only, and so is every file in it, whatever the umask', async () => {
  const umask = process.umask(0);
  onTestFinished(() => void process.umask(umask));
  const folder = join(newFolder(), 'deep', 'data');
  const store = await openUntilFinished({ kind: 'sqlite', path: join(folder, 'genkan.db') });
  await importPeople(store);
  expect(modeOf(folder)).toBe('700');
  const files = readdirSync(folder).sort();
  expect(files).toEqual(['genkan.db', 'genkan.db-shm', 'genkan.db-wal']);
  expect(files.map((file) => modeOf(join(folder, file)))).toEqual(['600', '600', '600']);
});

test('SEC-R05 a file that others could read is closed to them when it is opened', async () => {
  const path = join(newFolder(), 'genkan.db');
  writeFileSync(path, '');
  chmodSync(path, 0o644);
  await openUntilFinished({ kind: 'sqlite', path });
  expect(modeOf(path)).toBe('600');
});

test('SEC-R05 a connection has WAL, full synchronous commits, foreign keys and five seconds of patience', async () => {
  const db = new Kysely<unknown>({ dialect: sqliteDialect(join(newFolder(), 'genkan.db')) });
  onTestFinished(() => db.destroy());
  const settings = [
    await sql`pragma journal_mode`.execute(db),
    await sql`pragma synchronous`.execute(db),
    await sql`pragma foreign_keys`.execute(db),
    await sql`pragma busy_timeout`.execute(db),
  ];
  expect(settings.map(({ rows }) => ({ ...Object(rows[0]) }))).toEqual([
    { journal_mode: 'wal' },
    { synchronous: 2 },
    { foreign_keys: 1 },
    { timeout: 5000 },
  ]);
});

test('SEC-R05 a file whose tables are the newest opens while somebody else is writing to it', async () => {
  const path = join(newFolder(), 'genkan.db');
  await (await openUntilFinished({ kind: 'sqlite', path })).close();
  const writer = new DatabaseSync(path);
  onTestFinished(() => writer.close());
  writer.exec('begin immediate');
  const store = await openUntilFinished({ kind: 'sqlite', path });
  expect(await store.read.signInFacts('success', 'nobody@success.example')).toBeUndefined();
});

test('SEC-R05 every table of ours is strict: a text does not land in a number column', async () => {
  const path = join(newFolder(), 'genkan.db');
  const store = await openUntilFinished({ kind: 'sqlite', path });
  await importPeople(store);
  const loose = await query(
    { kind: 'sqlite', path },
    "select name from pragma_table_list where type = 'table' and strict = 0 and name not like 'sqlite_%' and name not like 'kysely_%'",
  );
  expect(loose).toEqual([]);
  const wrong = query({ kind: 'sqlite', path }, "update account set created_at = 'yesterday' returning id");
  await expect(wrong).rejects.toThrow(/cannot store TEXT value in INTEGER column/u);
});

test('SEC-R05 an open transaction holds the write lock from its beginning', async () => {
  const location = { kind: 'sqlite', path: join(newFolder(), 'genkan.db') } as const;
  const store = await openUntilFinished(location);
  await importPeople(store);
  await change(store, async () => {
    await expect(lockedOut(location.path)).rejects.toThrow('database is locked');
  });
  await expect(lockedOut(location.path)).resolves.toBeUndefined();
});

/** Another connection that would like to write and does not wait for it. */
async function lockedOut(path: string): Promise<void> {
  const other = new DatabaseSync(path, { timeout: 0 });
  try {
    other.exec('begin immediate');
    other.exec('rollback');
  } finally {
    other.close();
  }
}

test('a store in memory works like one on disk', async () => {
  const store = await openUntilFinished({ kind: 'sqlite', path: ':memory:' });
  await importPeople(store);
  await change(store, (tx) => tx.insertPendingSignIn(pendingSignIn()));
  expect(await store.read.pendingSignIn('success', 'pending-1')).toMatchObject({ account: (await hanako(store)).account });
});

test('texts, whole numbers, bytes and null are bound as they are, booleans as 0 and 1', () => {
  const bytes = new Uint8Array([1, 2]);
  expect(['a', 5, -5, 2n, null, bytes, true, false].map(bind)).toEqual(['a', 5, -5, 2n, null, bytes, 1, 0]);
});

test.each([
  ['undefined', undefined],
  ['a date, which would be stored as NULL', new Date(0)],
  ['a fraction', 1.5],
  ['a number beyond 2^53', 2 ** 53],
  ['not-a-number', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['an object', {}],
  ['a list', [1]],
  ['a symbol', Symbol('s')],
])('%s is not bound: it is a mistake of the program', (_, value) => {
  expect(() => bind(value)).toThrow(expect.objectContaining({ code: 'invariant-broken' }));
});
