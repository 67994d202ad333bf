/**
 * What limits the mail of one address: what left for it lately, and on each letter whether it may leave, waits, or stands in
 * another one. Letters queued before may leave. Beside it, what a holder is told at the next sign-in.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function mailQuotaMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await addQuota(db, kind);
      await addSignInNotices(db, kind);
    },
  };
}

async function addQuota(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('mail_quota')
    .addColumn('address_digest', 'text', (column) => column.primaryKey().notNull())
    .addColumn('version', instant, (column) => column.notNull())
    .addColumn('departures', 'text', (column) => column.notNull())
    .addColumn('last_at', instant, (column) => column.notNull())
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('mail_quota_last_at_idx').on('mail_quota').column('last_at').execute();
  await db.schema.alterTable('outbox').addColumn('address_digest', 'text').execute();
  await db.schema.alterTable('outbox').addColumn('held_at', instant).execute();
  await db.schema.alterTable('outbox').addColumn('departed_at', instant).execute();
  await db.schema.alterTable('outbox').addColumn('group_id', 'text').execute();
  await sql`update outbox set departed_at = created_at`.execute(db);
  await db.schema
    .createIndex('outbox_address_digest_idx')
    .on('outbox')
    .columns(['address_digest', 'next_attempt_at'])
    .where(sql<SqlBool>`departed_at is null and group_id is null and sent_at is null and failed_at is null`)
    .execute();
  await db.schema
    .createIndex('outbox_group_id_idx')
    .on('outbox')
    .column('group_id')
    .where(sql<SqlBool>`group_id is not null`)
    .execute();
}

async function addSignInNotices(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('sign_in_notice')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', instant, (column) => column.notNull())
    .addColumn('browser', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('sign_in_notice_account_id_fkey', ['account_id'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('sign_in_notice_account_id_at_idx').on('sign_in_notice').columns(['account_id', 'at']).execute();
  await db.schema.createIndex('sign_in_notice_at_idx').on('sign_in_notice').column('at').execute();
  await db.schema
    .createTable('sign_in_banner')
    .addColumn('session_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('since', instant, (column) => column.notNull())
    .addColumn('until', instant, (column) => column.notNull())
    .addForeignKeyConstraint('sign_in_banner_session_id_fkey', ['session_id'], 'session', ['id'], (key) => key.onDelete('cascade'))
    .$call(strict(kind))
    .execute();
}
