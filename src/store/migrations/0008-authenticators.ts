/**
 * Passkeys beside apps in one table, what a session was authenticated with, further addresses for notices, and since when a
 * password counts as known to strangers. SQLite cannot change a check, so the table of authenticators is written anew.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

const KEPT = [
  'id',
  'account_id',
  'kind',
  'state',
  'owner_kind',
  'owner_id',
  'sealed_secret',
  'started_at',
  'expires_at',
  'security_version',
  'name',
  'last_step',
  'drift',
  'bound_at',
  'bound_via',
  'last_used_at',
  'invalidated_at',
  'invalidation_reason',
] as const;

export function authenticatorsMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await rebuildAuthenticators(db, kind);
      await db.schema
        .alterTable('account')
        .addColumn('notification_addresses', 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
      await db.schema.alterTable('account').addColumn('password_compromised_at', instant).execute();
      await db.schema
        .alterTable('session')
        .addColumn('methods', 'text', (column) => column.notNull().defaultTo('["password"]'))
        .execute();
      await sql`update session set methods = '["password","totp"]' where second_factor_at is not null`.execute(db);
    },
  };
}

/** As in 0001, with what a passkey needs: it has a key and a counter instead of a secret and a time step. */
async function rebuildAuthenticators(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema.dropIndex('authenticator_pending_owner_key').execute();
  await db.schema.dropIndex('authenticator_account_id_idx').execute();
  await db.schema
    .createTable('authenticator_next')
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
    .addColumn('credential_id', 'text')
    .addColumn('sign_count', instant)
    .addColumn('transports', 'text')
    .addColumn('backup_eligible', 'integer')
    .addColumn('backed_up', 'integer')
    .addColumn('user_verifying', 'integer')
    .addForeignKeyConstraint('authenticator_account_id_fkey', ['account_id'], 'account', ['id'])
    .addCheckConstraint('authenticator_kind_check', sql`kind in ('totp', 'passkey')`)
    .addCheckConstraint('authenticator_state_check', sql`state in ('pending', 'bound', 'invalidated')`)
    .addCheckConstraint('authenticator_secret_check', sql`(state = 'invalidated') = (sealed_secret is null)`)
    .addCheckConstraint('authenticator_drift_check', sql`drift between -2 and 2`)
    .addCheckConstraint(
      'authenticator_bound_check',
      sql`state <> 'bound' or (name is not null and bound_at is not null and bound_via is not null)`,
    )
    .addCheckConstraint('authenticator_app_check', sql`state <> 'bound' or kind <> 'totp' or last_step is not null`)
    .addCheckConstraint(
      'authenticator_passkey_check',
      sql`state <> 'bound' or kind <> 'passkey' or (credential_id is not null and sign_count is not null
        and transports is not null and backup_eligible in (0, 1) and backed_up in (0, 1) and user_verifying in (0, 1))`,
    )
    .$call(strict(kind))
    .execute();
  const columns = sql.join(KEPT.map((name) => sql.ref(name)));
  await sql`insert into authenticator_next (${columns}) select ${columns} from authenticator`.execute(db);
  await db.schema.dropTable('authenticator').execute();
  await db.schema.alterTable('authenticator_next').renameTo('authenticator').execute();
  await db.schema.createIndex('authenticator_account_id_idx').on('authenticator').column('account_id').execute();
  await db.schema
    .createIndex('authenticator_pending_owner_key')
    .unique()
    .on('authenticator')
    .columns(['owner_kind', 'owner_id'])
    .where(sql<SqlBool>`state = 'pending'`)
    .execute();
  // Of every account and for ever: a credential once registered is nobody else's (WebAuthn Level 3 section 7.1).
  await db.schema
    .createIndex('authenticator_credential_id_key')
    .unique()
    .on('authenticator')
    .column('credential_id')
    .where(sql<SqlBool>`credential_id is not null`)
    .execute();
}
