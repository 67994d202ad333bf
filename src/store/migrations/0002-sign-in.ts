/** Sessions, pending sign-ins, attempt counters, known browsers, mailed links and the outbox: what a sign-in leaves behind. */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function signInMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createPendingSignIns(db, kind);
      await createSessions(db, kind);
      await createCounters(db, kind);
      await createKnownBrowsers(db, kind);
      await createMailedLinks(db, kind);
      await createOutbox(db, kind);
    },
  };
}

async function createPendingSignIns(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('pending_sign_in')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('created_at', instant, (column) => column.notNull())
    .addColumn('expires_at', instant, (column) => column.notNull())
    .addColumn('return_to', 'text')
    .addColumn('mailbox_confirmed_at', instant)
    .addColumn('consumed_at', instant)
    .addForeignKeyConstraint('pending_sign_in_account_id_fkey', ['account_id'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('pending_sign_in_account_id_idx').on('pending_sign_in').column('account_id').execute();
}

async function createSessions(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('session')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('created_at', instant, (column) => column.notNull())
    .addColumn('last_seen_at', instant, (column) => column.notNull())
    .addColumn('expires_at', instant, (column) => column.notNull())
    .addColumn('password_at', instant, (column) => column.notNull())
    .addColumn('second_factor_at', instant)
    .addColumn('browser', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('ended_at', instant)
    .addColumn('end_reason', 'text')
    .addForeignKeyConstraint('session_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('session_end_check', sql`(ended_at is null) = (end_reason is null)`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('session_account_id_idx').on('session').column('account_id').execute();
}

async function createCounters(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('attempt_counter')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('version', instant, (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('recent', 'text', (column) => column.notNull())
    .addColumn('locked_until', instant)
    .$call(strict(kind))
    .execute();
}

async function createKnownBrowsers(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('known_browser')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('created_at', instant, (column) => column.notNull())
    .$call(strict(kind))
    .execute();
  await db.schema
    .createTable('known_browser_account')
    .addColumn('browser_id', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('signed_in_at', instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('known_browser_account_browser_id_account_id_key', ['browser_id', 'account_id'])
    .addForeignKeyConstraint('known_browser_account_browser_id_fkey', ['browser_id'], 'known_browser', ['id'])
    .addForeignKeyConstraint('known_browser_account_account_id_fkey', ['account_id'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
}

async function createMailedLinks(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('mailed_link')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('pending_sign_in_id', 'text')
    .addColumn('expires_at', instant, (column) => column.notNull())
    .addColumn('consumed_at', instant)
    .addColumn('superseded', 'integer', (column) => column.notNull())
    .addForeignKeyConstraint('mailed_link_account_id_fkey', ['account_id'], 'account', ['id'])
    .addForeignKeyConstraint('mailed_link_pending_sign_in_id_fkey', ['pending_sign_in_id'], 'pending_sign_in', ['id'])
    .addCheckConstraint('mailed_link_superseded_check', sql`superseded in (0, 1)`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('mailed_link_account_id_purpose_idx').on('mailed_link').columns(['account_id', 'purpose']).execute();
}

async function createOutbox(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('sealed_letter', 'text')
    .addColumn('created_at', instant, (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_attempt_at', instant, (column) => column.notNull())
    .addColumn('claimed_until', instant)
    .addColumn('sent_at', instant)
    .addColumn('failed_at', instant)
    .addForeignKeyConstraint('outbox_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('outbox_sent_check', sql`sent_at is null or sealed_letter is null`)
    .$call(strict(kind))
    .execute();
  await db.schema
    .createIndex('outbox_next_attempt_at_idx')
    .on('outbox')
    .column('next_attempt_at')
    .where(sql<SqlBool>`sent_at is null and failed_at is null`)
    .execute();
}
