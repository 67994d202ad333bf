/**
 * From the approval to the new authenticator: which letters a request waits for and what became of them, the registration pass, the
 * account's quarantine and lock, and the second notice.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function releaseMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('outbox').addColumn('awaited_by', 'text').execute();
      await db.schema.alterTable('outbox').addColumn('awaited_address', 'text').execute();
      await db.schema.alterTable('outbox').addColumn('refused_at', instant).execute();
      await db.schema.alterTable('outbox').addColumn('struck_at', instant).execute();
      await db.schema
        .createIndex('outbox_awaited_by_idx')
        .on('outbox')
        .column('awaited_by')
        .where(sql<SqlBool>`awaited_by is not null`)
        .execute();
      await db.schema.alterTable('account').addColumn('quarantined_until', instant).execute();
      await db.schema.alterTable('account').addColumn('locked_at', instant).execute();
      await db.schema.alterTable('recovery_request').addColumn('noticed_again_at', instant).execute();
      await createPasses(db, kind);
      await createStops(db, kind);
    },
  };
}

/** `tries`: how often something was typed for it, right ones taken back. */
async function createPasses(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_pass')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('mailed_at', instant, (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
    .addForeignKeyConstraint('recovery_pass_request_id_fkey', ['request_id'], 'recovery_request', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('recovery_pass_request_id_idx').on('recovery_pass').column('request_id').execute();
}

/** One row for each portal that is stopped, and one, '*', for all of them. */
async function createStops(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('desk_stop')
    .addColumn('scope', 'text', (column) => column.primaryKey().notNull())
    .addColumn('set_by', 'text', (column) => column.notNull())
    .addColumn('set_at', instant, (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('desk_stop_set_by_fkey', ['set_by'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
}
