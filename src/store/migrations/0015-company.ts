/**
 * What a company's administrators need: the company's own rule with a version that orders its changes, who suspended or appointed
 * somebody, invitations, requests to join. A letter may now go to somebody who has no account yet.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { canonicalCompanyName } from '../../core/company-name.ts';
import type { DatabaseKind, Tables } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function companyMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<Tables>) {
      await addColumns(db, kind);
      await createInvitations(db, kind);
      await createJoinRequests(db, kind);
      await openOutbox(db, kind);
    },
  };
}

async function addColumns(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .alterTable('company')
    .addColumn('two_factor_level', 'text', (column) =>
      column.notNull().defaultTo('optional').check(sql`two_factor_level in ('optional', 'recommended', 'required')`),
    )
    .execute();
  await db.schema.alterTable('company').addColumn('two_factor_required_from', instant).execute();
  await db.schema
    .alterTable('company')
    .addColumn('two_factor_version', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('company')
    .addColumn('canonical_name', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  for (const { id, name } of await db.selectFrom('company').select(['id', 'name']).execute()) {
    await db
      .updateTable('company')
      .set({ canonical_name: canonicalCompanyName(name) })
      .where('id', '=', id)
      .execute();
  }
  await db.schema.createIndex('company_portal_canonical_name_idx').on('company').columns(['portal', 'canonical_name']).execute();
  await db.schema.alterTable('account').addColumn('suspended_by', 'text').execute();
  await db.schema.alterTable('account').addColumn('appointed_by', 'text').execute();
  await db.schema.alterTable('account').addColumn('appointed_at', instant).execute();
}

async function createInvitations(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('invitation')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text')
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('company_id', 'text')
    .addColumn('invited_by', 'text')
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('canonical_email', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('browser', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('created_at', instant, (column) => column.notNull())
    .addColumn('expires_at', instant, (column) => column.notNull())
    .addColumn('mailed_at', instant)
    .addColumn('accepted_at', instant)
    .addColumn('ended_at', instant)
    .addForeignKeyConstraint('invitation_company_id_fkey', ['company_id'], 'company', ['id'])
    .addForeignKeyConstraint('invitation_invited_by_fkey', ['invited_by'], 'account', ['id'])
    .addCheckConstraint('invitation_invited_by_check', sql`(company_id is null) = (invited_by is null)`)
    .addCheckConstraint('invitation_digest_check', sql`digest is null or mailed_at is not null`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('invitation_company_id_idx').on('invitation').column('company_id').execute();
  await db.schema
    .createIndex('invitation_unmailed_idx')
    .on('invitation')
    .column('created_at')
    .where(sql<SqlBool>`mailed_at is null and ended_at is null`)
    .execute();
}

/** One per account: whoever has no company asks one firm at a time. */
async function createJoinRequests(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('join_request')
    .addColumn('account_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('company_name', 'text', (column) => column.notNull())
    .addColumn('canonical_name', 'text', (column) => column.notNull())
    .addColumn('asked_at', instant, (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', instant)
    .addForeignKeyConstraint('join_request_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('join_request_state_check', sql`state in ('asked', 'accepted', 'declined')`)
    .addCheckConstraint('join_request_decided_check', sql`(state = 'asked') = (decided_at is null)`)
    .$call(strict(kind))
    .execute();
  await db.schema
    .createIndex('join_request_portal_canonical_name_idx')
    .on('join_request')
    .columns(['portal', 'canonical_name'])
    .execute();
}

const OUTBOX_COLUMNS = [
  'id',
  'account_id',
  'portal',
  'kind',
  'sealed_letter',
  'created_at',
  'attempts',
  'next_attempt_at',
  'claimed_until',
  'sent_at',
  'failed_at',
  'address_digest',
  'held_at',
  'departed_at',
  'group_id',
] as const;

/** SQLite cannot drop NOT NULL from a column, so there the table is written anew. */
async function openOutbox(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  if (kind === 'postgres') {
    await sql`alter table outbox alter column account_id drop not null`.execute(db);
    return;
  }
  for (const index of ['outbox_next_attempt_at_idx', 'outbox_address_digest_idx', 'outbox_group_id_idx']) {
    await db.schema.dropIndex(index).execute();
  }
  await db.schema.alterTable('outbox').renameTo('outbox_before').execute();
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text')
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('sealed_letter', 'text')
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_attempt_at', 'integer', (column) => column.notNull())
    .addColumn('claimed_until', 'integer')
    .addColumn('sent_at', 'integer')
    .addColumn('failed_at', 'integer')
    .addColumn('address_digest', 'text')
    .addColumn('held_at', 'integer')
    .addColumn('departed_at', 'integer')
    .addColumn('group_id', 'text')
    .addForeignKeyConstraint('outbox_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('outbox_sent_check', sql`sent_at is null or sealed_letter is null`)
    .$call(strict(kind))
    .execute();
  await sql`insert into outbox (${sql.join(OUTBOX_COLUMNS.map((name) => sql.ref(name)))})
    select ${sql.join(OUTBOX_COLUMNS.map((name) => sql.ref(name)))} from outbox_before`.execute(db);
  await db.schema.dropTable('outbox_before').execute();
  await indexOutbox(db);
}

/** As in 0002 and 0014. */
async function indexOutbox(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createIndex('outbox_next_attempt_at_idx')
    .on('outbox')
    .column('next_attempt_at')
    .where(sql<SqlBool>`sent_at is null and failed_at is null`)
    .execute();
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
