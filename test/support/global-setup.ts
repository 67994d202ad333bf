/**
 * Runs once before all test files: starts PostgreSQL and makes the two templates, one in it and one in a file for SQLite, that
 * every test database is copied from. What a test does with its database stands in `databases.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openStore } from '../../src/store/open.ts';
import { startPostgres } from './postgres.ts';
import { TEMPLATE, TEST_STORE } from './test-store.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The test server's URL without the name of a database. */
    postgresServer: string;
    /** A closed SQLite file with tables and nothing in them. */
    sqliteTemplate: string;
  }
}

/** Answers what vitest runs at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-template-'));
  const cluster = await startPostgres();
  const tearDown = async (): Promise<void> => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const client = new pg.Client({ connectionString: cluster.url('postgres') });
    await client.connect();
    await client.query(`create database ${TEMPLATE}`);
    await client.end();
    const file = join(folder, 'genkan.db');
    for (const location of [
      { kind: 'postgres', url: cluster.url(TEMPLATE) },
      { kind: 'sqlite', path: file },
    ] as const) {
      const store = await openStore(location, TEST_STORE);
      await store.close();
    }
    project.provide('postgresServer', cluster.url(''));
    project.provide('sqliteTemplate', file);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}
