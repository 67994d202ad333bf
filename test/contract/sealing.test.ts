/**
 * What a reader of the database gets: digests and sealed values. The bytes of the SQLite files and every row of PostgreSQL
 * are searched for what must not be there, and sealed values are moved to where they do not belong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { appsOf } from '../../src/core/authenticator.ts';
import { encodeBase32 } from '../../src/core/base32.ts';
import { tokenDigest } from '../../src/core/tokens.ts';
import { eachDatabase, query, type TestDatabase } from '../support/databases.ts';
import { TEST_SECRETS } from '../support/test-store.ts';
import {
  bindOne,
  change,
  hanako,
  importPeople,
  LINK_PATH,
  letter,
  queueLetters,
  SECRET_BYTES,
  sealedSecret,
  session,
} from './records.ts';

const TABLES = ['account', 'authenticator', 'session', 'outbox', 'audit_event', 'mailed_link', 'pending_sign_in'];

/** All that stands in the database, as bytes: the files themselves, or the rows where the files are another program's. */
async function everything({ location }: TestDatabase): Promise<Buffer> {
  if (location.kind === 'sqlite') {
    const folder = dirname(location.path);
    return Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
  }
  const rows = await Promise.all(TABLES.map((table) => query(location, `select * from ${table}`)));
  return Buffer.from(JSON.stringify(rows), 'utf8');
}

eachDatabase('sealed values', (openDatabase) => {
  test('SEC-M01 SEC-M06 neither the secret nor a mailed link nor a token stands in the database in clear', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    await bindOne(store);
    const token = 'a session secret of forty-three characters!!';
    await change(store, (tx) => tx.insertSession(session({ digest: tokenDigest('session', token) }), 2));
    await queueLetters(store, [letter()]);
    const bytes = await everything(database);
    expect(bytes.includes(sealedSecret('any').slice(0, 8))).toBe(true);
    expect(bytes.includes('Hanako@Success.example')).toBe(true);
    const secrets = [
      SECRET_BYTES,
      encodeBase32(SECRET_BYTES),
      SECRET_BYTES.toString('base64'),
      SECRET_BYTES.toString('hex'),
      LINK_PATH,
      token,
    ];
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  });

  test('SEC-M01 a secret moved to another row does not open', async () => {
    const { store, query: ask } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    await bindOne(store, { id: 'of-taro', accountId: 'taro', sealedSecret: sealedSecret('of-taro') });
    const place = { table: 'authenticator', column: 'sealed_secret', row: 'authenticator-1' } as const;
    const sealedOf = async () => appsOf((await hanako(store)).authenticators)[0]?.sealedSecret ?? '';
    expect(Buffer.from(TEST_SECRETS.open(await sealedOf(), place))).toEqual(SECRET_BYTES);
    await ask(
      "update authenticator set sealed_secret = (select other.sealed_secret from authenticator other where other.id = 'of-taro') where id = 'authenticator-1' returning id",
    );
    const moved = await sealedOf();
    expect(() => TEST_SECRETS.open(moved, place)).toThrow(expect.objectContaining({ code: 'seal-broken' }));
    expect(() => TEST_SECRETS.open(moved, { ...place, column: 'sealed_letter', row: 'of-taro' })).toThrow(/altered, moved/u);
  });
});
