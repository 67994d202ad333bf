/**
 * What the procedure of a request needs beside its events: the calls with their sealed codes, and what staff wrote as reasons, sealed
 * and apart, so that it can be erased while the events stay.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function procedureMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createCalls(db, kind);
      await createRemarks(db, kind);
      // How many proposals and approvals a person made in the last hours (invariant 11).
      await db.schema.createIndex('recovery_event_type_at_idx').on('recovery_event').columns(['type', 'at']).execute();
    },
  };
}

async function createCalls(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_call')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('begun_by', 'text', (column) => column.notNull())
    .addColumn('begun_at', instant, (column) => column.notNull())
    .addColumn('sealed_proof', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('ended_at', instant)
    .addCheckConstraint('recovery_call_kind_check', sql`kind in ('call-back', 'in-person', 'voucher')`)
    .addForeignKeyConstraint('recovery_call_request_id_fkey', ['request_id'], 'recovery_request', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addForeignKeyConstraint('recovery_call_begun_by_fkey', ['begun_by'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('recovery_call_request_id_idx').on('recovery_call').columns(['request_id', 'begun_at']).execute();
}

/** `sealed_remark` is null once it was erased. */
async function createRemarks(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_remark')
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('written_by', 'text', (column) => column.notNull())
    .addColumn('written_at', instant, (column) => column.notNull())
    .addColumn('sealed_remark', 'text')
    .addPrimaryKeyConstraint('recovery_remark_request_id_version_key', ['request_id', 'version'])
    .addForeignKeyConstraint('recovery_remark_request_id_fkey', ['request_id'], 'recovery_request', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addForeignKeyConstraint('recovery_remark_written_by_fkey', ['written_by'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
}
