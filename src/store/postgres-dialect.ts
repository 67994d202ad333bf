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
    // A node that stops in the middle of a write holds rows, at worst the head of the audit log, on which every writer waits.
    idle_in_transaction_session_timeout: seconds(10),
    application_name: 'genkan',
    types: { getTypeParser: (oid, format) => (oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format)) },
  });
  // A connection that breaks while nothing is asked of it has nobody waiting for the error, which would end the process: idle
  // ones report to the pool, one inside a transaction only to itself. Whoever asks next gets an error or a fresh connection.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
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
