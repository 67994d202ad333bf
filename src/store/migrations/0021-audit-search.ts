/** Searches of the audit log that staff keep for themselves, sealed because an address may stand in them; and the orders the log is read in. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function auditSearchMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const { instant } = columnTypes(kind);
      await db.schema
        .createTable('audit_search')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('kept_at', instant, (column) => column.notNull())
        .addColumn('sealed_search', 'text', (column) => column.notNull())
        .addForeignKeyConstraint('audit_search_account_id_fkey', ['account_id'], 'account', ['id'], (key) =>
          key.onDelete('cascade'),
        )
        .$call(strict(kind))
        .execute();
      await db.schema.createIndex('audit_search_account_id_idx').on('audit_search').columns(['account_id', 'kept_at']).execute();
      await db.schema.createIndex('audit_event_actor_id_seq_idx').on('audit_event').columns(['actor_id', 'seq']).execute();
      await db.schema.createIndex('audit_event_type_at_idx').on('audit_event').columns(['type', 'at']).execute();
    },
  };
}
