/**
 * Contact data with its history: one open row per kind (several addresses for notices), closed ones for ever, because the desk
 * needs to know since when something stands. Accounts that exist begin with what they have, as imported when they were created.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { initialPoints } from '../contact-rows.ts';
import type { DatabaseKind, Tables } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

/** Far below the number of parameters that one statement of either database takes. */
const ROWS_AT_ONCE = 500;

export function contactMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<Tables>) {
      await createPoints(db, kind);
      await createChanges(db, kind);
      await createLinks(db, kind);
      await adoptAccounts(db);
    },
  };
}

async function createPoints(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('contact_point')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('canonical', 'text', (column) => column.notNull())
    .addColumn('since', instant, (column) => column.notNull())
    .addColumn('until', instant)
    .addColumn('set_via', 'text', (column) => column.notNull())
    .addColumn('ended_reason', 'text')
    .addColumn('held_until', instant)
    .addColumn('change_id', 'text')
    .addForeignKeyConstraint('contact_point_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('contact_point_kind_check', sql`kind in ('email', 'notification', 'phone', 'name')`)
    .addCheckConstraint('contact_point_ended_check', sql`("until" is null) = (ended_reason is null)`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('contact_point_account_id_idx').on('contact_point').column('account_id').execute();
  await db.schema.createIndex('contact_point_canonical_idx').on('contact_point').columns(['kind', 'canonical']).execute();
  // The last line behind the journeys: what is told of a change knows exactly one address, number and name.
  await db.schema
    .createIndex('contact_point_open_kind_key')
    .unique()
    .on('contact_point')
    .columns(['account_id', 'kind'])
    .where(sql<SqlBool>`"until" is null and kind <> 'notification'`)
    .execute();
  await db.schema
    .createIndex('contact_point_open_canonical_key')
    .unique()
    .on('contact_point')
    .columns(['account_id', 'kind', 'canonical'])
    .where(sql<SqlBool>`"until" is null`)
    .execute();
}

/** No foreign key to the session: it is forgotten long before what it asked for. */
async function createChanges(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('contact_change')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('canonical', 'text', (column) => column.notNull())
    .addColumn('set_via', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('security_version', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('requested_at', instant, (column) => column.notNull())
    .addColumn('confirm_until', instant, (column) => column.notNull())
    .addColumn('cancel_until', instant, (column) => column.notNull())
    .addColumn('confirmed_at', instant)
    .addColumn('replaced_point_id', 'text')
    .addColumn('replaced_canonical', 'text')
    .addForeignKeyConstraint('contact_change_account_id_fkey', ['account_id'], 'account', ['id'])
    .addForeignKeyConstraint('contact_change_replaced_point_id_fkey', ['replaced_point_id'], 'contact_point', ['id'])
    .addCheckConstraint('contact_change_kind_check', sql`kind in ('email', 'notification')`)
    .addCheckConstraint('contact_change_state_check', sql`state in ('pending', 'confirmed', 'cancelled', 'superseded')`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('contact_change_account_id_idx').on('contact_change').columns(['account_id', 'state']).execute();
  await db.schema.createIndex('contact_change_cancel_until_idx').on('contact_change').column('cancel_until').execute();
  await db.schema
    .createIndex('contact_change_replaced_canonical_idx')
    .on('contact_change')
    .column('replaced_canonical')
    .where(sql<SqlBool>`replaced_canonical is not null`)
    .execute();
  await db.schema
    .createIndex('contact_change_pending_email_key')
    .unique()
    .on('contact_change')
    .column('account_id')
    .where(sql<SqlBool>`state = 'pending' and kind = 'email'`)
    .execute();
}

async function createLinks(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  await db.schema
    .createTable('contact_link')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('change_id', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('contact_link_change_id_fkey', ['change_id'], 'contact_change', ['id'])
    .addCheckConstraint('contact_link_purpose_check', sql`purpose in ('confirmation', 'cancellation')`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('contact_link_change_id_idx').on('contact_link').column('change_id').execute();
}

async function adoptAccounts(db: Kysely<Tables>): Promise<void> {
  const accounts = await db
    .selectFrom('account')
    .select(['id', 'email', 'canonical_email', 'name', 'phone', 'created_at'])
    .orderBy('id')
    .execute();
  const rows = accounts.flatMap((account) => initialPoints(account, 'import'));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await db
      .insertInto('contact_point')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute();
  }
}
