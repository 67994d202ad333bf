/**
 * Brings a database to the newest tables: one set of migrations for both databases, named here because the bundled server
 * has no folder to read them from. The whole run is one transaction; nodes that start together wait for each other.
 */
import type { Kysely } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { Fault } from '../core/outcome.ts';
import { accountsMigration } from './migrations/0001-accounts.ts';
import { signInMigration } from './migrations/0002-sign-in.ts';
import type { DatabaseKind, Handle, Tables } from './tables.ts';

/** PostgreSQL lets two nodes race for Kysely's own tables; the one that lost finds them on its next try. */
const ATTEMPTS: Readonly<Record<DatabaseKind, number>> = { sqlite: 1, postgres: 5 };

/** Runs what is missing; answers the names of the migrations this call ran. Throws Fault "store-unavailable". */
export async function migrate(handle: Handle): Promise<readonly string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await handle.db.transaction().execute((tx) => migrateInside(tx, handle.kind));
    } catch (error) {
      if (attempt >= ATTEMPTS[handle.kind]) throw new Fault('store-unavailable', 'the database cannot be migrated', error);
    }
  }
}

async function migrateInside(db: Kysely<Tables>, kind: DatabaseKind): Promise<readonly string[]> {
  const { error, results } = await new Migrator({ db, provider: provider(kind) }).migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** The names stand in the database: never rename one, never reorder. */
function provider(kind: DatabaseKind): MigrationProvider {
  return {
    getMigrations: async () => ({
      '0001-accounts': accountsMigration(kind),
      '0002-sign-in': signInMigration(kind),
    }),
  };
}
