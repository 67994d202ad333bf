/**
 * What the commands on the host need: how a password came about, and the one row of the desk's set-up. There is one row because
 * there is one first administrator: whoever changes it waits for whoever else does, on both databases (SEC-E10).
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function hostCommandsMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('account').addColumn('password_set_via', 'text').execute();
      await sql`update account set password_set_via = 'import' where password_record is not null`.execute(db);
      await db.schema
        .createTable('desk_set_up')
        .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('language', 'text', (column) => column.notNull())
        .addColumn('expires_at', instant, (column) => column.notNull())
        .addColumn('spent_at', instant)
        .addColumn('password_record', 'text')
        .addColumn('pending_sign_in_id', 'text')
        .addColumn('completed_at', instant)
        .addCheckConstraint('desk_set_up_id_check', sql`id = 1`)
        .addCheckConstraint('desk_set_up_password_check', sql`completed_at is null or password_record is null`)
        .$call(strict(kind))
        .execute();
    },
  };
}
