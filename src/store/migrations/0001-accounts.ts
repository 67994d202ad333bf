/**
 * Companies, accounts, authenticators, the case list, the audit log and the mark that keeps demo data apart. The second
 * half of the first migration, everything that lives for minutes to days, stands in 0002.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function accountsMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createMark(db, kind);
      await createAccounts(db, kind);
      await createAuthenticators(db, kind);
      await createCases(db, kind);
      await createAudit(db, kind);
    },
  };
}

async function createMark(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await db.schema
    .createTable('genkan_mark')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addCheckConstraint('genkan_mark_id_check', sql`id = 1`)
    .addCheckConstraint('genkan_mark_kind_check', sql`kind in ('demo', 'production')`)
    .$call(strict(kind))
    .execute();
}

async function createAccounts(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('company')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addCheckConstraint('company_plan_check', sql`plan in ('standard', 'paid')`)
    .$call(strict(kind))
    .execute();
  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('canonical_email', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('phone', 'text')
    .addColumn('company_id', 'text')
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('language_chosen', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('created_at', instant, (column) => column.notNull())
    .addColumn('password_set_at', instant, (column) => column.notNull())
    .addColumn('password_record', 'text')
    .addColumn('recommendation_hidden_until', instant)
    .addColumn('security_version', 'integer', (column) => column.notNull())
    .addColumn('last_signed_in_at', instant)
    .addUniqueConstraint('account_portal_canonical_email_key', ['portal', 'canonical_email'])
    .addForeignKeyConstraint('account_company_id_fkey', ['company_id'], 'company', ['id'])
    .addCheckConstraint('account_language_chosen_check', sql`language_chosen in (0, 1)`)
    .addCheckConstraint('account_language_check', sql`language in ('ja', 'en')`)
    .addCheckConstraint('account_status_check', sql`status in ('active', 'suspended')`)
    .$call(strict(kind))
    .execute();
}

/** The checks say what the journeys rely on: a living authenticator has a secret, a dead one has none. */
async function createAuthenticators(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('authenticator')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('owner_kind', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text')
    .addColumn('started_at', instant, (column) => column.notNull())
    .addColumn('expires_at', instant, (column) => column.notNull())
    .addColumn('security_version', 'integer', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('last_step', instant)
    .addColumn('drift', 'integer', (column) => column.notNull())
    .addColumn('bound_at', instant)
    .addColumn('bound_via', 'text')
    .addColumn('last_used_at', instant)
    .addColumn('invalidated_at', instant)
    .addColumn('invalidation_reason', 'text')
    .addForeignKeyConstraint('authenticator_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('authenticator_state_check', sql`state in ('pending', 'bound', 'invalidated')`)
    .addCheckConstraint('authenticator_secret_check', sql`(state = 'invalidated') = (sealed_secret is null)`)
    .addCheckConstraint('authenticator_drift_check', sql`drift between -2 and 2`)
    .addCheckConstraint(
      'authenticator_bound_check',
      sql`state <> 'bound' or (name is not null and last_step is not null and bound_at is not null and bound_via is not null)`,
    )
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('authenticator_account_id_idx').on('authenticator').column('account_id').execute();
  await db.schema
    .createIndex('authenticator_pending_owner_key')
    .unique()
    .on('authenticator')
    .columns(['owner_kind', 'owner_id'])
    .where(sql<SqlBool>`state = 'pending'`)
    .execute();
}

async function createCases(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('support_case')
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('opened_at', instant, (column) => column.notNull())
    .addColumn('updated_at', instant, (column) => column.notNull())
    .addPrimaryKeyConstraint('support_case_company_id_number_key', ['company_id', 'number'])
    .addForeignKeyConstraint('support_case_company_id_fkey', ['company_id'], 'company', ['id'])
    .addCheckConstraint('support_case_state_check', sql`state in ('open', 'waiting-for-customer', 'done')`)
    .$call(strict(kind))
    .execute();
}

/** No foreign key to the account: the log outlives what it speaks of. */
async function createAudit(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('audit_event')
    .addColumn('seq', instant, (column) =>
      kind === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedAlwaysAsIdentity(),
    )
    .addColumn('at', instant, (column) => column.notNull())
    .addColumn('portal', 'text')
    .addColumn('address', 'text')
    .addColumn('request_id', 'text')
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text')
    .addColumn('account_id', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('audit_event_account_id_at_idx').on('audit_event').columns(['account_id', 'at']).execute();
}
