/**
 * Opening a database: tables appear once even when several nodes start together, the mark keeps demo and real data apart, a
 * newer version's database is left alone, and a database that is not there is a fault.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { eachDatabase, emptyLocation, openUntilFinished, query } from '../support/databases.ts';
import { TEST_STORE } from '../support/test-store.ts';
import { race } from './race.ts';
import { hanako, importPeople, NOW } from './records.ts';

const TABLES = { sqlite: "select name from sqlite_master where type = 'table'", postgres: 'select tablename from pg_tables' };

eachDatabase('opening', (openDatabase, kind) => {
  test('SEC-R01 four nodes that start at once on an empty database all find the same tables', async () => {
    const location = await emptyLocation(kind);
    expect(await race(location, 'open', { processes: 4, each: 1 })).toEqual([true, true, true, true]);
    const names = (await query(location, 'select name from kysely_migration order by name')).map((row) => row.name);
    expect(names).toEqual([
      '0001-accounts',
      '0002-sign-in',
      '0003-housekeeping',
      '0004-audit-chain',
      '0005-recovery',
      '0006-notices',
      '0007-host-commands',
      '0008-authenticators',
      '0009-passkeys',
      '0010-recovery-codes',
      '0011-authenticator-changes',
      '0012-passwords',
      '0013-contact',
      '0014-mail-quota',
      '0015-company',
      '0016-switchboard',
      '0017-staff',
      '0018-desk',
      '0019-procedure',
      '0020-account-asks',
      '0021-audit-search',
      '0022-release',
      '0023-dispute',
      '0024-macros',
      '0025-macro-uses',
      '0026-audit-checkpoint',
    ]);
  });

  test('opening again keeps every row', async () => {
    const { store, openAgain } = await openDatabase();
    await importPeople(store);
    expect(await hanako(await openAgain())).toEqual(await hanako(store));
  });

  test('a database of one kind refuses to be opened as the other, and is not changed by the attempt', async () => {
    const location = await emptyLocation(kind);
    const demo = await openUntilFinished(location, { mark: 'demo' });
    expect(await demo.databaseMark()).toBe('demo');
    await expect(openStore(location, { ...TEST_STORE, mark: 'production' })).rejects.toMatchObject({ code: 'config-invalid' });
    expect(await query(location, 'select kind from genkan_mark')).toMatchObject([{ kind: 'demo' }]);
    const again = await openUntilFinished(location, { mark: 'demo' });
    expect(await again.databaseMark()).toBe('demo');
  });

  test('a database that a newer version has changed is refused', async () => {
    const { location } = await openDatabase();
    const insert = "insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00Z') returning name";
    await query(location, insert);
    await expect(openStore(location, TEST_STORE)).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  test('a migration that fails leaves no table behind', async () => {
    const location = await emptyLocation(kind);
    if (location.kind === 'sqlite') mkdirSync(dirname(location.path));
    await query(location, 'create table session (id text)');
    await expect(openStore(location, TEST_STORE)).rejects.toMatchObject({ code: 'store-unavailable' });
    const names = (await query(location, TABLES[kind])).map((row) => row.name ?? row.tablename);
    expect(names).toContain('session');
    expect(names).not.toContain('account');
  });

  test("SEC-B07 the database tells its own time, a whole number near this host's", async () => {
    const { store, openAgain } = await openDatabase();
    const told = await store.read.databaseTime();
    expect(Number.isInteger(told)).toBe(true);
    expect(Math.abs(told - Date.now())).toBeLessThan(60_000);
    const elsewhere = await openAgain({ databaseClock: () => NOW });
    expect(await elsewhere.read.databaseTime()).toBe(NOW);
  });

  test('SEC-R02 a store that was closed answers with a fault, not with an empty answer', async () => {
    const { store } = await openDatabase();
    const fault = { name: 'Fault', code: 'store-unavailable' };
    await store.close();
    await expect(store.read.signInFacts('success', 'hanako@success.example')).rejects.toMatchObject(fault);
    await expect(store.read.session('success', 'session-1')).rejects.toMatchObject(fault);
    await expect(store.charge('key', { pauseAfter: () => 0 }, NOW)).rejects.toMatchObject(fault);
    await expect(store.outbox.pendingCount()).rejects.toMatchObject(fault);
    await expect(importPeople(store)).rejects.toMatchObject(fault);
  });
});

test('SEC-R02 a PostgreSQL that does not answer is a fault', async () => {
  const location = { kind: 'postgres', url: 'postgres://genkan@127.0.0.1:1/genkan' } as const;
  await expect(openStore(location, TEST_STORE)).rejects.toMatchObject({ name: 'Fault', code: 'store-unavailable' });
});

test('SEC-R02 a file that is no database is a fault', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'genkan.db');
  writeFileSync(path, 'this is a text, and quite a long one, so that it cannot be a database at all\n'.repeat(100));
  await expect(openStore({ kind: 'sqlite', path }, TEST_STORE)).rejects.toMatchObject({ code: 'store-unavailable' });
});
