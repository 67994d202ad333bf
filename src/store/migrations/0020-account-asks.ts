/** What a supervisor asks a second person for about a customer's account: a suspension, a freeze or a closing that ends. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function accountAsksMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('account_ask')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('lift', 'text', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('security_version', 'integer', (column) => column.notNull())
        .addColumn('asked_by', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('asked_at', instant, (column) => column.notNull())
        .addColumn('expires_at', instant, (column) => column.notNull())
        .addColumn('decided_at', instant)
        .addColumn('decided_by', 'text')
        .addColumn('verdict', 'text')
        .addForeignKeyConstraint('account_ask_account_id_fkey', ['account_id'], 'account', ['id'])
        .addForeignKeyConstraint('account_ask_asked_by_fkey', ['asked_by'], 'account', ['id'])
        .addCheckConstraint('account_ask_lift_check', sql`lift in ('suspension', 'freeze', 'closing')`)
        .addCheckConstraint('account_ask_verdict_check', sql`verdict in ('confirmed', 'declined', 'replaced')`)
        .addCheckConstraint('account_ask_decided_check', sql`(verdict is null) = (decided_at is null)`)
        .$call(strict(kind))
        .execute();
      await db.schema.createIndex('account_ask_account_id_idx').on('account_ask').columns(['account_id', 'expires_at']).execute();
    },
  };
}
