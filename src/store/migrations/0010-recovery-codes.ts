/**
 * Recovery codes: sets and their codes. The two partial unique indexes are the last line behind the journeys: one living set
 * of an account, one living code of a slot, whatever else goes wrong (ADR 0004).
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function recoveryCodesMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createSets(db, kind);
      await createCodes(db, kind);
    },
  };
}

async function createSets(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_code_set')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('issued_at', instant, (column) => column.notNull())
    .addColumn('saved_at', instant)
    .addColumn('set_aside_since', instant)
    .addColumn('ended_at', instant)
    .addColumn('end_reason', 'text')
    .addForeignKeyConstraint('recovery_code_set_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('recovery_code_set_end_check', sql`(ended_at is null) = (end_reason is null)`)
    .$call(strict(kind))
    .execute();
  await db.schema
    .createIndex('recovery_code_set_living_account_key')
    .unique()
    .on('recovery_code_set')
    .column('account_id')
    .where(sql<SqlBool>`ended_at is null`)
    .execute();
}

async function createCodes(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_code')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('set_id', 'text', (column) => column.notNull())
    .addColumn('slot', 'integer', (column) => column.notNull())
    .addColumn('record', 'text')
    .addColumn('issued_at', instant, (column) => column.notNull())
    .addColumn('saved_at', instant)
    .addColumn('ended_at', instant)
    .addColumn('end_reason', 'text')
    .addForeignKeyConstraint('recovery_code_set_id_fkey', ['set_id'], 'recovery_code_set', ['id'])
    .addCheckConstraint('recovery_code_slot_check', sql`slot between 1 and 10`)
    .addCheckConstraint('recovery_code_record_check', sql`(record is null) = (ended_at is not null)`)
    .addCheckConstraint('recovery_code_end_check', sql`(ended_at is null) = (end_reason is null)`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('recovery_code_set_id_idx').on('recovery_code').column('set_id').execute();
  await db.schema
    .createIndex('recovery_code_living_slot_key')
    .unique()
    .on('recovery_code')
    .columns(['set_id', 'slot'])
    .where(sql<SqlBool>`ended_at is null`)
    .execute();
}
