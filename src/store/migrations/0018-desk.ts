/**
 * Who works on a request at the desk: who is in charge and who holds it, who looks at it now, and what staff call it and wrote about
 * it. None of it decides anything about the request; all of it goes when the request goes.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function deskMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createClaims(db, kind);
      await createPresence(db, kind);
      await createLabels(db, kind);
      await createNotes(db, kind);
    },
  };
}

async function createClaims(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('desk_claim')
    .addColumn('request_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('owner_id', 'text')
    .addColumn('given_by_supervisor', 'integer', (column) => column.notNull())
    .addColumn('claimed_by', 'text')
    .addColumn('claimed_until', instant)
    .addCheckConstraint('desk_claim_given_by_supervisor_check', sql`given_by_supervisor in (0, 1)`)
    .addCheckConstraint('desk_claim_claimed_check', sql`(claimed_by is null) = (claimed_until is null)`)
    .addForeignKeyConstraint('desk_claim_request_id_fkey', ['request_id'], 'recovery_request', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addForeignKeyConstraint('desk_claim_owner_id_fkey', ['owner_id'], 'account', ['id'])
    .addForeignKeyConstraint('desk_claim_claimed_by_fkey', ['claimed_by'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
}

async function createPresence(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('desk_presence')
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('seen_at', instant, (column) => column.notNull())
    .addColumn('editing', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('desk_presence_request_id_account_id_key', ['request_id', 'account_id'])
    .addCheckConstraint('desk_presence_editing_check', sql`editing in (0, 1)`)
    .addForeignKeyConstraint('desk_presence_request_id_fkey', ['request_id'], 'recovery_request', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addForeignKeyConstraint('desk_presence_account_id_fkey', ['account_id'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('desk_presence_seen_at_idx').on('desk_presence').column('seen_at').execute();
}

async function createLabels(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('desk_label')
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('desk_label_request_id_label_key', ['request_id', 'label'])
    .addForeignKeyConstraint('desk_label_request_id_fkey', ['request_id'], 'recovery_request', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addForeignKeyConstraint('desk_label_set_by_fkey', ['set_by'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
}

/** `sealed_note` is null once it was erased. */
async function createNotes(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('desk_note')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('written_by', 'text', (column) => column.notNull())
    .addColumn('written_at', instant, (column) => column.notNull())
    .addColumn('sealed_note', 'text')
    .addForeignKeyConstraint('desk_note_request_id_fkey', ['request_id'], 'recovery_request', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .addForeignKeyConstraint('desk_note_written_by_fkey', ['written_by'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('desk_note_request_id_idx').on('desk_note').columns(['request_id', 'written_at']).execute();
}
