/**
 * One suite on every database the product supports. Each test gets a database of its own, a file in a temporary directory or
 * a copy of the template in PostgreSQL, and may open it several times as several nodes do.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { describe, inject, onTestFinished } from 'vitest';
import { type DatabaseLocation, type OpenStore, openStore, type StoreOptions } from '../../src/store/open.ts';
import { TEMPLATE, TEST_STORE } from './test-store.ts';

/** How long a statement past the store waits for the one writer of SQLite. */
const LOCK_LIMIT = 20_000;

/** One row as the driver answers it; PostgreSQL's bigint comes as text. */
export type RawRow = Readonly<Record<string, unknown>>;

export interface TestDatabase {
  readonly location: DatabaseLocation;
  readonly store: OpenStore;
  /** The same database once more, as another node sees it. */
  openAgain(options?: Partial<StoreOptions>): Promise<OpenStore>;
  /** Asks the database itself, past the store. */
  query(text: string): Promise<readonly RawRow[]>;
}

export type OpenDatabase = (options?: Partial<StoreOptions>) => Promise<TestDatabase>;

/** Declares the suite once for each kind of database. Databases and stores are closed and removed when their test ends. */
export function eachDatabase(name: string, declare: (openDatabase: OpenDatabase, kind: DatabaseLocation['kind']) => void): void {
  describe.each(['sqlite', 'postgres'] as const)(`${name} on %s`, (kind) => {
    declare((options) => openDatabaseOf(kind, options), kind);
  });
}

/** A new database of this kind, for the test that is running. */
export async function openDatabaseOf(kind: DatabaseLocation['kind'], options: Partial<StoreOptions> = {}): Promise<TestDatabase> {
  const location = await newLocation(kind);
  const openAgain = (again: Partial<StoreOptions> = {}) => openUntilFinished(location, { ...options, ...again });
  return { location, store: await openAgain(), openAgain, query: (text) => query(location, text) };
}

/** Puts a database with tables and nothing in them at this path of a file that is not there yet. */
export function copySqliteTemplate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  copyFileSync(inject('sqliteTemplate'), path);
}

/** A new database with tables and nothing in them. */
export function newLocation(kind: DatabaseLocation['kind']): Promise<DatabaseLocation> {
  return copyOf(kind, TEMPLATE);
}

/** A database without any table: opening it is dear, so only for tests of that. */
export function emptyLocation(kind: DatabaseLocation['kind']): Promise<DatabaseLocation> {
  return copyOf(kind, 'template0');
}

export async function openUntilFinished(location: DatabaseLocation, options: Partial<StoreOptions> = {}): Promise<OpenStore> {
  const store = await openStore(location, { ...TEST_STORE, ...options });
  onTestFinished(() => store.close());
  return store;
}

export async function query(location: DatabaseLocation, text: string): Promise<readonly RawRow[]> {
  if (location.kind === 'postgres') return onServer(location.url, text);
  // Waiting inside the call would hold up the very transaction of this process that it waits for.
  for (const end = Date.now() + LOCK_LIMIT; ; await wait(5)) {
    const database = new DatabaseSync(location.path, { timeout: 0 });
    try {
      return database.prepare(text).all();
    } catch (error) {
      if (!isLocked(error) || Date.now() > end) throw error;
    } finally {
      database.close();
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /\blocked\b/u.test(error.message);
}

async function copyOf(kind: DatabaseLocation['kind'], template: string): Promise<DatabaseLocation> {
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'genkan-store-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'data', 'genkan.db');
    if (template === TEMPLATE) copySqliteTemplate(path);
    return { kind, path };
  }
  const server = inject('postgresServer');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const url = `${server}${name}`;
  // Files are copied five times as quick as pages are logged.
  await onServer(`${server}postgres`, `create database ${name} template ${template} strategy file_copy`);
  onTestFinished(async () => {
    await hangUp(url);
    await onServer(`${server}postgres`, `drop database ${name} with (force)`);
  });
  return { kind, url };
}

/** Connections of this process by their databases: PostgreSQL starts a process for each. They end with their database, or with us. */
const connections = new Map<string, Promise<pg.Client>>();

async function onServer(url: string, text: string): Promise<readonly RawRow[]> {
  const client = await connectionTo(url);
  const { rows } = await client.query<RawRow>(text);
  return rows;
}

function connectionTo(url: string): Promise<pg.Client> {
  const known = connections.get(url);
  if (known !== undefined) return known;
  const client = new pg.Client({ connectionString: url });
  const forget = (): void => void connections.delete(url);
  client.on('error', forget).on('end', forget);
  const connected = client.connect().then(() => client);
  connected.catch(forget);
  connections.set(url, connected);
  return connected;
}

async function hangUp(url: string): Promise<void> {
  const connected = connections.get(url);
  if (connected !== undefined) await (await connected).end();
}
