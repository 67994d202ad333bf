/** A database as version 0.1.0 left it: its tables and nothing else, for what must survive the way to this version. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { accountsMigration } from '../../src/store/migrations/0001-accounts.ts';
import { signInMigration } from '../../src/store/migrations/0002-sign-in.ts';
import { housekeepingMigration } from '../../src/store/migrations/0003-housekeeping.ts';
import type { DatabaseLocation } from '../../src/store/open.ts';
import { postgresDialect } from '../../src/store/postgres-dialect.ts';
import { sqliteDialect } from '../../src/store/sqlite-dialect.ts';
import { emptyLocation } from '../support/databases.ts';

export async function oldDatabase(kind: DatabaseLocation['kind']): Promise<DatabaseLocation> {
  const location = await emptyLocation(kind);
  if (location.kind === 'sqlite') mkdirSync(dirname(location.path), { recursive: true });
  const dialect = location.kind === 'sqlite' ? sqliteDialect(location.path) : postgresDialect(location.url, 1);
  const db = new Kysely<unknown>({ dialect });
  const migrations = {
    '0001-accounts': accountsMigration(kind),
    '0002-sign-in': signInMigration(kind),
    '0003-housekeeping': housekeepingMigration(),
  };
  await db.transaction().execute(async (tx) => {
    const { error } = await new Migrator({ db: tx, provider: { getMigrations: async () => migrations } }).migrateToLatest();
    if (error !== undefined) throw error;
  });
  await db.destroy();
  return location;
}
