/**
 * Runs once before all test files: starts PostgreSQL and makes the template that every test database is copied from. What a
 * test does with its database stands in `databases.ts`.
 */
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openStore } from '../../src/store/open.ts';
import { startPostgres } from './postgres.ts';
import { TEMPLATE, TEST_STORE } from './test-store.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The test server's URL without the name of a database. */
    postgresServer: string;
  }
}

/** Answers what vitest runs at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startPostgres();
  try {
    const client = new pg.Client({ connectionString: cluster.url('postgres') });
    await client.connect();
    await client.query(`create database ${TEMPLATE}`);
    await client.end();
    const store = await openStore({ kind: 'postgres', url: cluster.url(TEMPLATE) }, TEST_STORE);
    await store.close();
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  project.provide('postgresServer', cluster.url(''));
  return () => cluster.stop();
}
