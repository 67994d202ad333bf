/**
 * Forgotten passwords: forms that wait for the clerk, and the one reset link of an account. When a mailed link last set the password
 * is kept apart from how the one in force came about: the recovery desk asks for it whatever the holder changed since.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function passwordsMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('account').addColumn('password_by_link_at', instant).execute();
      await sql`update account set password_by_link_at = password_set_at where password_set_via = 'mailed-link'`.execute(db);
      await db.schema
        .createTable('password_reset_request')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('portal', 'text', (column) => column.notNull())
        .addColumn('sealed_email', 'text', (column) => column.notNull())
        .addColumn('at', instant, (column) => column.notNull())
        .addColumn('browser', 'text', (column) => column.notNull())
        .addColumn('place', 'text', (column) => column.notNull())
        .$call(strict(kind))
        .execute();
      await db.schema.createIndex('password_reset_request_at_idx').on('password_reset_request').column('at').execute();
      await db.schema
        .createTable('password_reset_link')
        .addColumn('account_id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('portal', 'text', (column) => column.notNull())
        .addColumn('security_version', 'integer', (column) => column.notNull())
        .addColumn('canonical_email', 'text', (column) => column.notNull())
        .addColumn('expires_at', instant, (column) => column.notNull())
        .addColumn('spent_at', instant)
        .addUniqueConstraint('password_reset_link_id_key', ['id'])
        .addForeignKeyConstraint('password_reset_link_account_id_fkey', ['account_id'], 'account', ['id'])
        .$call(strict(kind))
        .execute();
      await db.schema.createIndex('password_reset_link_expires_at_idx').on('password_reset_link').column('expires_at').execute();
    },
  };
}
