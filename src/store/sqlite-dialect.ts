/**
 * Kysely over `node:sqlite`, which Kysely has no dialect for: a statement cache, strict parameter binding, immediate write
 * transactions, and the pragmas of SEC-R05 with a self-check. What the tables are and what is asked of them stands elsewhere.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { Fault } from '../core/outcome.ts';
import { type Duration, seconds } from '../core/time.ts';
import { isBusy } from './database-errors.ts';

const IN_MEMORY = ':memory:';
const BUSY_TIMEOUT: Duration = seconds(5);

/** Between two tries where SQLite does not wait by itself. */
const LOCK_PAUSE: Duration = 20;
/** Milliseconds of statements before everything else gets a turn. */
const LONGEST_TURN: Duration = 10;
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** Far above the number of statements the store knows; a bound for lists of varying length. */
const CACHED_STATEMENTS = 500;

/**
 * A dialect over one SQLite file (created with mode 0600, its folder with 0700) or `:memory:`.
 * Throws Fault "store-unavailable" when the file cannot be opened or a pragma did not take effect.
 */
export function sqliteDialect(path: string): SqliteDialect {
  const connection = openDatabase(path);
  return new NodeSqliteDialect({ database: statementCache(connection) });
}

/**
 * What SQLite may take as a parameter: text, whole numbers, bytes and null; booleans become 0 and 1. Everything else is a
 * programming error and throws: node:sqlite takes a lone Date for a set of named parameters and stores NULL in silence.
 */
export function bind(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const kind = value instanceof Date ? 'Date' : typeof value;
  throw new Fault('invariant-broken', `a value of type ${kind} cannot be stored in SQLite`);
}

function openDatabase(path: string): DatabaseSync {
  try {
    if (path !== IN_MEMORY) reserveFile(path);
    const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true, defensive: true });
    switchToWal(connection);
    connection.exec('pragma synchronous = full');
    checkPragmas(connection, path);
    if (path !== IN_MEMORY) checkModes(path);
    return connection;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('store-unavailable', `the database file ${path} cannot be opened`, error);
  }
}

/** SQLite gives its -wal and -shm files the mode of the main file, so that one has to be right first. */
function reserveFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  closeSync(openSync(path, 'a', PRIVATE_FILE));
  for (const file of filesOf(path)) chmodSync(file, PRIVATE_FILE);
}

function filesOf(path: string): readonly string[] {
  return [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file));
}

/**
 * The switch needs the file for itself and does not keep to the busy timeout: of several processes that open a new file at
 * once, all but one are told "database is locked" immediately (SQLite, "Write-Ahead Logging", section 8).
 */
function switchToWal(connection: DatabaseSync): void {
  for (let waited = 0; ; waited += LOCK_PAUSE) {
    try {
      connection.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= BUSY_TIMEOUT) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, LOCK_PAUSE);
  }
}

/** SEC-R05. A pragma that SQLite does not like is ignored by it without a word: read every one back. */
function checkPragmas(connection: DatabaseSync, path: string): void {
  const expected: Readonly<Record<string, string | number>> = {
    journal_mode: path === IN_MEMORY ? 'memory' : 'wal',
    synchronous: 2,
    foreign_keys: 1,
    busy_timeout: BUSY_TIMEOUT,
  };
  for (const [pragma, value] of Object.entries(expected)) {
    const row = connection.prepare(`pragma ${pragma}`).get() ?? {};
    const found = Object.values(row)[0];
    if (found !== value) {
      throw new Fault('store-unavailable', `SQLite answers ${String(found)} for the pragma ${pragma}, ${value} is required`);
    }
  }
}

/** Windows has no such modes; there the folder's access list decides. */
function checkModes(path: string): void {
  if (process.platform === 'win32') return;
  for (const file of filesOf(path)) {
    const mode = statSync(file).mode & 0o777;
    if (mode !== PRIVATE_FILE) throw new Fault('store-unavailable', `${file} has mode ${mode.toString(8)}, 600 is required`);
  }
}

/** Preparing costs more than running: one prepared statement per SQL text, the oldest goes first. */
function statementCache(connection: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const known = cache.get(text);
      if (known !== undefined) return known;
      const fresh = statement(connection.prepare(text), text);
      const oldest = cache.keys().next();
      if (cache.size >= CACHED_STATEMENTS && oldest.done !== true) cache.delete(oldest.value);
      cache.set(text, fresh);
      return fresh;
    },
    close() {
      cache.clear();
      connection.close();
    },
  };
}

function statement(prepared: StatementSync, text: string): SqliteStatement {
  return {
    reader: answersRows(prepared, text),
    all: (parameters) => prepared.all(...parameters.map(bind)),
    run: (parameters) => prepared.run(...parameters.map(bind)),
    iterate: (parameters) => prepared.iterate(...parameters.map(bind)),
  };
}

/** Listing the columns costs half as much as preparing: asked only where the words leave it open. */
function answersRows(prepared: StatementSync, text: string): boolean {
  if (/^select\b/iu.test(text)) return true;
  if (/^(?:insert|update|delete)\b/iu.test(text) && !/returning/iu.test(text)) return false;
  return prepared.columns().length > 0;
}

/**
 * Takes the write lock at the beginning. With Kysely's plain `begin` two processes that read and then write in one
 * transaction fail with "database is locked" in spite of the busy timeout.
 */
class ImmediateDriver extends SqliteDriver {
  #turnBeganAt = performance.now();

  /**
   * Statements run without ever waiting, so that those of a whole flood would follow each other in one turn of the event loop
   * and nobody else would be heard before its end (SEC-R03). After a while the loop gets its turn.
   */
  override async acquireConnection(): Promise<DatabaseConnection> {
    if (performance.now() - this.#turnBeganAt > LONGEST_TURN) {
      await setImmediate();
      this.#turnBeganAt = performance.now();
    }
    return super.acquireConnection();
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** SQLite can roll back DDL; saying so lets a migration run whole or not at all, under the immediate lock. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #config: { readonly database: SqliteDatabase };

  constructor(config: { readonly database: SqliteDatabase }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}
