/**
 * Members of the desk: since when somebody is new there, what waits for a second person, and the sittings in which password and
 * authenticator come about together. The first administrator's sitting is one of them: its row keeps its place of one kind.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function staffMigration(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('account').addColumn('staff_since', columnTypes(kind).instant).execute();
      await db.schema.alterTable('pending_sign_in').addColumn('sitting', 'text').execute();
      await createSittings(db, kind);
      await createAsks(db, kind);
    },
  };
}

/** Null says that nobody is new, and nothing pending belongs to a sitting: a set-up begun before is begun again. */
async function createSittings(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('sitting')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('expires_at', instant, (column) => column.notNull())
    .addColumn('spent_at', instant)
    .addColumn('password_record', 'text')
    .addColumn('pending_sign_in_id', 'text')
    .addColumn('completed_at', instant)
    .addUniqueConstraint('sitting_digest_key', ['digest'])
    .addForeignKeyConstraint('sitting_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('sitting_kind_check', sql`kind in ('set-up', 'invitation', 'recovery')`)
    .addCheckConstraint('sitting_account_check', sql`(kind = 'recovery') = (account_id is not null)`)
    .addCheckConstraint('sitting_password_check', sql`completed_at is null or password_record is null`)
    .$call(strict(kind))
    .execute();
  await sql`insert into sitting
      (key, kind, digest, portal, email, name, language, role, expires_at, spent_at, completed_at)
    select 'set-up', 'set-up', digest, 'desk', email, name, language, 'administrator', expires_at, spent_at, completed_at
    from desk_set_up`.execute(db);
  await db.schema.dropTable('desk_set_up').execute();
}

async function createAsks(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('staff_ask')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('asked_by', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('security_version', 'integer')
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('canonical_email', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('asked_at', instant, (column) => column.notNull())
    .addColumn('expires_at', instant, (column) => column.notNull())
    .addColumn('decided_at', instant)
    .addColumn('decided_by', 'text')
    .addColumn('verdict', 'text')
    .addForeignKeyConstraint('staff_ask_asked_by_fkey', ['asked_by'], 'account', ['id'])
    .addForeignKeyConstraint('staff_ask_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('staff_ask_kind_check', sql`kind in ('invite', 'change-role', 'restore')`)
    .addCheckConstraint('staff_ask_account_check', sql`(kind = 'invite') = (account_id is null)`)
    .addCheckConstraint('staff_ask_verdict_check', sql`verdict in ('confirmed', 'declined', 'replaced')`)
    .addCheckConstraint('staff_ask_decided_check', sql`(verdict is null) = (decided_at is null)`)
    .$call(strict(kind))
    .execute();
  await db.schema.createIndex('staff_ask_portal_expires_at_idx').on('staff_ask').columns(['portal', 'expires_at']).execute();
}
