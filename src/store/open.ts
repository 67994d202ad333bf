/**
 * Opens a database and answers the store over it: connects, migrates, checks the mark that keeps demo data and real data
 * apart (product.md section 5). Where the database is and which keys seal its secrets is decided by the caller.
 */
import { Kysely, sql } from 'kysely';
import { Fault } from '../core/outcome.ts';
import { DEFAULT_RETENTION, type Retention } from '../core/policy.ts';
import type { Duration, Instant } from '../core/time.ts';
import type { ChainKeys, KeyedDigest, OutboxStore, Random, SecretBox, Store } from '../ports.ts';
import { type AuditVerification, findEntry, verifyAudit } from './audit-verification.ts';
import { storeFault } from './database-errors.ts';
import { type Housekeeping, makeHousekeeping } from './housekeeping.ts';
import { type Import, makeImport } from './import.ts';
import { migrate } from './migrate.ts';
import { queueLetter } from './outbox.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { makeOutbox, makeStore, outside } from './store.ts';
import type { Handle, Tables } from './tables.ts';
import { makeTransact } from './transact.ts';

/** `path` is a file or `:memory:`. One process opens an SQLite file once; several processes may share it. */
export type DatabaseLocation =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

export type DatabaseMark = 'demo' | 'production';

export interface StoreOptions {
  readonly secrets: SecretBox;
  /** What the audit log is chained with (SEC-Q04). */
  readonly chain: ChainKeys;
  readonly random: Random;
  /** Under which the mail of one address is counted. */
  readonly keyed: KeyedDigest;
  /** Given to an empty database; any other must carry it already. */
  readonly mark: DatabaseMark;
  /** The host's clock, read for imports and as SQLite's own time. */
  readonly clock?: () => Instant;
  /** Stands in for the database's own clock. */
  readonly databaseClock?: () => Instant;
  /** PostgreSQL connections held at most; 10 unless told. */
  readonly connections?: number;
  /** The longest of the configured durations: no counter and no known browser is forgotten before it has passed. */
  readonly rememberFor?: Duration;
  /** The product's own unless told. */
  readonly retention?: Retention;
}

export interface OpenStore extends Store, Import, Housekeeping, AuditVerification {
  readonly outbox: OutboxStore;
  databaseMark(): Promise<DatabaseMark>;
  close(): Promise<void>;
}

/**
 * Throws Fault "config-invalid" when the database carries the other mark, "store-unavailable" when it cannot be opened or
 * migrated.
 */
export async function openStore(location: DatabaseLocation, options: StoreOptions): Promise<OpenStore> {
  const handle = connect(location, options);
  try {
    await migrate(handle, (on) => claimMark(on, options.mark));
  } catch (error) {
    await handle.db.destroy();
    throw storeFault(error);
  }
  return assemble(handle, options);
}

function connect(location: DatabaseLocation, options: StoreOptions): Handle {
  const dialect =
    location.kind === 'sqlite' ? sqliteDialect(location.path) : postgresDialect(location.url, options.connections ?? 10);
  return { db: new Kysely<Tables>({ dialect }), kind: location.kind, chain: options.chain };
}

function assemble(handle: Handle, options: StoreOptions): OpenStore {
  const { secrets, random, keyed, mark, clock = Date.now } = options;
  const transact = makeTransact(handle);
  const store = makeStore({ handle, transact, secrets, random, keyed, databaseTime: () => databaseTime(handle, options) });
  const imports = makeImport({
    transact,
    via: mark === 'demo' ? 'demo' : 'import',
    clock,
    queueLetter: (on, letter) => queueLetter(on, letter, { secrets, random, keyed }),
  });
  return {
    ...store,
    ...imports,
    ...makeHousekeeping(handle, options.rememberFor ?? 0, options.retention ?? DEFAULT_RETENTION),
    verifyAudit: () => outside(() => verifyAudit(handle)),
    auditEntry: (seq, mac) => outside(() => findEntry(handle, seq, mac)),
    outbox: makeOutbox({ handle, secrets }),
    databaseMark: async () => mark,
    close: () => handle.db.destroy(),
  };
}

/** SQLite runs on this host and has no other clock than the host's. */
async function databaseTime(handle: Handle, { clock = Date.now, databaseClock }: StoreOptions): Promise<Instant> {
  if (databaseClock !== undefined) return databaseClock();
  if (handle.kind === 'sqlite') return clock();
  const { rows } = await sql<{ now: Instant }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(
    handle.db,
  );
  const [row] = rows;
  if (row === undefined) throw new Fault('store-unavailable', 'the database did not tell its time');
  return row.now;
}

/** The first time in the transaction of the migrations: a start in the wrong mode leaves no trace, and two first starts wait for each other. */
async function claimMark(handle: Handle, mark: DatabaseMark): Promise<void> {
  const marks = handle.db.selectFrom('genkan_mark').select('kind');
  let claimed = await marks.executeTakeFirst();
  if (claimed === undefined) {
    await handle.db
      .insertInto('genkan_mark')
      .values({ id: 1, kind: mark })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    claimed = await marks.executeTakeFirstOrThrow();
  }
  const { kind } = claimed;
  if (kind !== mark) throw new Fault('config-invalid', `the database is marked ${kind}, it cannot be used as ${mark}`);
}
