/** Who asked the desk to open a dispute: an administrator of the company, or the operator on the host. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function disputeMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('dispute_ask')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('account_id', 'text', (column) => column.notNull())
        .addColumn('asked_by', 'text')
        .addColumn('asked_at', instant, (column) => column.notNull())
        .addColumn('opens_at', instant, (column) => column.notNull())
        .addColumn('expires_at', instant, (column) => column.notNull())
        .addColumn('used_at', instant)
        .addColumn('request_id', 'text')
        .addForeignKeyConstraint('dispute_ask_account_id_fkey', ['account_id'], 'account', ['id'])
        .addForeignKeyConstraint('dispute_ask_asked_by_fkey', ['asked_by'], 'account', ['id'])
        .$call(strict(kind))
        .execute();
      await db.schema.createIndex('dispute_ask_account_id_idx').on('dispute_ask').column('account_id').execute();
    },
  };
}
