/** What only a server can do: be of a version, end connections under the store's hands, hold only so many of them. */
import { describe, expect, test } from 'vitest';
import { openDatabaseOf } from '../support/databases.ts';
import { change, hanako, importPeople, NOW, session } from './records.ts';

const END_ALL =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

describe('a PostgreSQL server', () => {
  test('the tests run on PostgreSQL 18', async () => {
    const { query } = await openDatabaseOf('postgres');
    const [row] = await query("select current_setting('server_version_num')::int / 10000 as major");
    expect(row).toEqual({ major: 18 });
  });

  test('SEC-R02 idle connections that the server ends harm nobody: the next question gets a fresh one', async () => {
    const { store, query } = await openDatabaseOf('postgres');
    await importPeople(store);
    await query(END_ALL);
    await expect
      .poll(() => store.read.signInFacts('success', 'hanako@success.example').catch(() => null))
      .toMatchObject({
        account: { id: 'hanako' },
      });
  });

  test('SEC-R02 a connection that breaks inside a write is a fault, nothing is stored, and the next write works', async () => {
    const { store, query } = await openDatabaseOf('postgres');
    await importPeople(store);
    const broken = change(store, async (tx) => {
      await tx.setLanguage('hanako', 'en', true);
      await query(END_ALL);
      return tx.insertSession(session(), 1);
    });
    await expect(broken).rejects.toMatchObject({ name: 'Fault', code: 'store-unavailable' });
    expect((await hanako(store)).account.language).toBe('ja');
    expect(await change(store, (tx) => tx.insertSession(session(), 1))).toBe(true);
  });

  test('SEC-R02 a node that stops in the middle of a write does not keep the others waiting', async () => {
    const { store, openAgain } = await openDatabaseOf('postgres');
    await importPeople(store);
    const other = await openAgain();
    const { promise: hangs, resolve: wakes } = Promise.withResolvers<void>();
    const { promise: began, resolve: begins } = Promise.withResolvers<void>();
    const stopped = change(store, async (tx) => {
      await tx.setLanguage('hanako', 'en', true);
      begins();
      await hangs;
      return true;
    }).catch((error: unknown) => error);
    await began;
    const waited = change(other, async (tx) => {
      await tx.setLanguage('hanako', 'ja', true);
      return true;
    });
    expect(await waited).toBe(true);
    wakes();
    expect(await stopped).toMatchObject({ name: 'Fault', code: 'store-unavailable' });
    expect((await hanako(other)).account.language).toBe('ja');
  }, 30_000);

  test('SEC-R01 a hundred writes at once share the few connections there are', async () => {
    const { openAgain } = await openDatabaseOf('postgres');
    const store = await openAgain({ connections: 2 });
    await importPeople(store);
    const ids = Array.from({ length: 100 }, (_, n) => `session-${n}`);
    const verdicts = await Promise.all(ids.map((id) => change(store, (tx) => tx.insertSession(session({ id }), 1))));
    expect(verdicts.every(Boolean)).toBe(true);
    expect(await change(store, (tx) => tx.endOtherSessions('hanako', null, NOW, 'signed-out'))).toBe(100);
  });
});
