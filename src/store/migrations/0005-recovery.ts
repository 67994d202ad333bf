/**
 * Recovery requests as event streams, what was typed for them (kept apart, so that it can be erased), the links mailed for
 * them, and the browsers that filed them. The request row holds what queries ask for; the events are the truth.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function recoveryMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createRequests(db, kind);
      await createEvents(db, kind);
      await createClaims(db, kind);
      await createLinks(db, kind);
      await createClaimBrowsers(db, kind);
      await extendKnown(db, kind);
    },
  };
}

async function createRequests(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_request')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('receipt', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('admission', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('filed_at', instant, (column) => column.notNull())
    .addColumn('state_since', instant, (column) => column.notNull())
    .addColumn('confirmed_at', instant)
    .addColumn('mailed', 'integer', (column) => column.notNull())
    .addColumn('risk', 'text')
    .addColumn('claim_browser_id', 'text')
    .addColumn('browser', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('letter_wanted_at', instant)
    .addUniqueConstraint('recovery_request_receipt_key', ['receipt'])
    .addForeignKeyConstraint('recovery_request_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('recovery_request_admission_check', sql`admission in ('open', 'matched', 'laid-aside')`)
    .addCheckConstraint('recovery_request_account_check', sql`(admission = 'matched') = (account_id is not null)`)
    .addCheckConstraint('recovery_request_mailed_check', sql`mailed in (0, 1)`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('recovery_request_claim_browser_id_idx').on('recovery_request').column('claim_browser_id').execute();
  // Whatever was filed and forgotten for an account must cost nobody anything: what still runs, and what was ever confirmed.
  await db.schema
    .createIndex('recovery_request_account_id_state_idx')
    .on('recovery_request')
    .columns(['account_id', 'state', 'filed_at'])
    .execute();
  await db.schema
    .createIndex('recovery_request_confirmed_at_idx')
    .on('recovery_request')
    .columns(['account_id', 'confirmed_at'])
    .where(sql<SqlBool>`confirmed_at is not null`)
    .execute();
  await db.schema
    .createIndex('recovery_request_state_since_idx')
    .on('recovery_request')
    .columns(['state', 'state_since'])
    .execute();
  await db.schema
    .createIndex('recovery_request_admission_idx')
    .on('recovery_request')
    .columns(['state', 'admission', 'filed_at', 'id'])
    .where(sql<SqlBool>`admission = 'open'`)
    .execute();
  await db.schema
    .createIndex('recovery_request_letter_wanted_at_idx')
    .on('recovery_request')
    .column('letter_wanted_at')
    .where(sql<SqlBool>`letter_wanted_at is not null`)
    .execute();
  // The last line behind the journeys: at most one live request of an account, whatever else goes wrong.
  await db.schema
    .createIndex('recovery_request_live_account_key')
    .unique()
    .on('recovery_request')
    .column('account_id')
    .where(sql<SqlBool>`state in ('evidence', 'proposed', 'approved', 'waiting', 'released')`)
    .execute();
}

async function createEvents(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_event')
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('schema', 'integer', (column) => column.notNull())
    .addColumn('at', instant, (column) => column.notNull())
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text')
    .addColumn('policy_version', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('recovery_event_request_id_version_key', ['request_id', 'version'])
    .addForeignKeyConstraint('recovery_event_request_id_fkey', ['request_id'], 'recovery_request', ['id'])
    .$call(strict(kind))
    .execute();
}

async function createClaims(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_claims')
    .addColumn('request_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('sealed_claims', 'text')
    .addColumn('erased_at', instant)
    .addForeignKeyConstraint('recovery_claims_request_id_fkey', ['request_id'], 'recovery_request', ['id'])
    .addCheckConstraint('recovery_claims_erased_check', sql`(sealed_claims is null) = (erased_at is not null)`)
    .$call(strict(kind))
    .execute();
}

async function createLinks(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('recovery_link')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('mailed_at', instant, (column) => column.notNull())
    .addColumn('confirms_until', instant, (column) => column.notNull())
    .addColumn('spent_at', instant)
    .addColumn('counted', 'integer', (column) => column.notNull())
    .addCheckConstraint('recovery_link_counted_check', sql`counted in (0, 1)`)
    .addForeignKeyConstraint('recovery_link_account_id_fkey', ['account_id'], 'account', ['id'])
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('recovery_link_account_id_idx').on('recovery_link').column('account_id').execute();
}

async function createClaimBrowsers(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('claim_browser')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('created_at', instant, (column) => column.notNull())
    .$call(strict(kind))
    .execute();
}

/** `second_factor_at`: only a browser that proved the second factor is evidence. `recovery_version`: orders an account's requests. */
async function extendKnown(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema.alterTable('known_browser_account').addColumn('second_factor_at', instant).execute();
  await db.schema
    .alterTable('account')
    .addColumn('recovery_version', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('account').addColumn('filings_void_before', instant).execute();
  await db.schema.createIndex('account_company_id_idx').on('account').column('company_id').execute();
  await db.schema
    .createIndex('account_filings_void_before_idx')
    .on('account')
    .column('filings_void_before')
    .where(sql<SqlBool>`filings_void_before is not null`)
    .execute();
  await db.schema
    .alterTable('company')
    .addColumn('notifies_administrators', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
}
