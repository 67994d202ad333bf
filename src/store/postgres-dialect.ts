/**
 * Kysely over `pg`, with two departures from its defaults: bigint comes back as a number (instants are below 2^53), and
 * migrations take a row lock instead of a session advisory lock, which PostgreSQL-compatible engines and poolers lack.
 */

import type { MigrationLockOptions } from 'kysely';
import { type Kysely, PostgresAdapter, PostgresDialect } from 'kysely';
import pg from 'pg';
import { seconds } from '../core/time.ts';

const BIGINT_OID = 20;

/** A dialect over a pool of at most `connections` connections to the database at `url`. */
export function postgresDialect(url: string, connections: number): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: seconds(5),
    statement_timeout: seconds(15),
    application_name: 'genkan',
    types: { getTypeParser: (oid, format) => (oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format)) },
  });
  // An idle connection that breaks has nobody waiting for it; without a listener it would end the process. Whoever asks
  // next gets a fresh connection or an error of their own.
  pool.on('error', () => undefined);
  return new RowLockDialect({ pool });
}

/** Works only inside a transaction, which `migrate.ts` opens. */
class RowLockAdapter extends PostgresAdapter {
  override async acquireMigrationLock(db: Kysely<unknown>, options: MigrationLockOptions): Promise<void> {
    const locks: Kysely<Record<string, { id: string }>> = db.withTables<Record<string, { id: string }>>();
    await locks.selectFrom(options.lockTable).select('id').where('id', '=', options.lockRowId).forUpdate().execute();
  }

  /** The end of the transaction releases it. */
  override async releaseMigrationLock(): Promise<void> {}
}

class RowLockDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new RowLockAdapter();
  }
}
