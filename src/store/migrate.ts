/**
 * Brings a database to the newest tables: one set of migrations for both databases, named here because the bundled server
 * has no folder to read them from. The whole run is one transaction; nodes that start together wait for each other.
 */
import { sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type MigrationProvider, Migrator } from 'kysely/migration';
import { Fault } from '../core/outcome.ts';
import { isCreatedMeanwhile, isTableMissing } from './database-errors.ts';
import { accountsMigration } from './migrations/0001-accounts.ts';
import { signInMigration } from './migrations/0002-sign-in.ts';
import { housekeepingMigration } from './migrations/0003-housekeeping.ts';
import { auditChainMigration } from './migrations/0004-audit-chain.ts';
import { recoveryMigration } from './migrations/0005-recovery.ts';
import { noticesMigration } from './migrations/0006-notices.ts';
import { hostCommandsMigration } from './migrations/0007-host-commands.ts';
import { authenticatorsMigration } from './migrations/0008-authenticators.ts';
import { passkeysMigration } from './migrations/0009-passkeys.ts';
import { recoveryCodesMigration } from './migrations/0010-recovery-codes.ts';
import { authenticatorChangesMigration } from './migrations/0011-authenticator-changes.ts';
import { passwordsMigration } from './migrations/0012-passwords.ts';
import { contactMigration } from './migrations/0013-contact.ts';
import { mailQuotaMigration } from './migrations/0014-mail-quota.ts';
import { companyMigration } from './migrations/0015-company.ts';
import { switchboardMigration } from './migrations/0016-switchboard.ts';
import { staffMigration } from './migrations/0017-staff.ts';
import { deskMigration } from './migrations/0018-desk.ts';
import { procedureMigration } from './migrations/0019-procedure.ts';
import { accountAsksMigration } from './migrations/0020-account-asks.ts';
import { auditSearchMigration } from './migrations/0021-audit-search.ts';
import { releaseMigration } from './migrations/0022-release.ts';
import { disputeMigration } from './migrations/0023-dispute.ts';
import { macrosMigration } from './migrations/0024-macros.ts';
import { macroUsesMigration } from './migrations/0025-macro-uses.ts';
import { auditCheckpointMigration } from './migrations/0026-audit-checkpoint.ts';
import type { Handle } from './tables.ts';

/** PostgreSQL lets two nodes race for Kysely's own tables; the one that lost finds them on its next try. */
const ATTEMPTS = 5;

/**
 * Runs what is missing, then `check`, which may refuse the database: both happen or neither. Throws Fault
 * "store-unavailable", also for a database that a newer version has changed.
 */
export async function migrate(handle: Handle, check: (on: Handle) => Promise<void>): Promise<void> {
  if (await isNewest(handle)) {
    await check(handle);
    return;
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      await handle.db.transaction().execute(async (db) => {
        const on: Handle = { ...handle, db };
        await migrateInside(on);
        await check(on);
      });
      return;
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (attempt === ATTEMPTS || !isCreatedMeanwhile(error)) {
        throw new Fault('store-unavailable', 'the database cannot be migrated', error);
      }
    }
  }
}

/** By one look at what was run: the migrator describes every table of the database, and does so holding the lock. */
async function isNewest(handle: Handle): Promise<boolean> {
  const known = await provider(handle).getMigrations();
  try {
    const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(handle.db);
    return rows.length === Object.keys(known).length && rows.every(({ name }) => Object.hasOwn(known, name));
  } catch (error) {
    if (isTableMissing(error)) return false;
    throw error;
  }
}

async function migrateInside(on: Handle): Promise<void> {
  const { error } = await new Migrator({ db: on.db, provider: provider(on) }).migrateToLatest();
  if (error !== undefined) throw error;
}

/** The names stand in the database: never rename one, never reorder. */
function provider({ kind, chain }: Handle): MigrationProvider {
  return {
    getMigrations: async () => ({
      '0001-accounts': accountsMigration(kind),
      '0002-sign-in': signInMigration(kind),
      '0003-housekeeping': housekeepingMigration(),
      '0004-audit-chain': auditChainMigration(kind, chain),
      '0005-recovery': recoveryMigration(kind),
      '0006-notices': noticesMigration(kind),
      '0007-host-commands': hostCommandsMigration(kind),
      '0008-authenticators': authenticatorsMigration(kind),
      '0009-passkeys': passkeysMigration(kind),
      '0010-recovery-codes': recoveryCodesMigration(kind),
      '0011-authenticator-changes': authenticatorChangesMigration(kind),
      '0012-passwords': passwordsMigration(kind),
      '0013-contact': contactMigration(kind),
      '0014-mail-quota': mailQuotaMigration(kind),
      '0015-company': companyMigration(kind),
      '0016-switchboard': switchboardMigration(),
      '0017-staff': staffMigration(kind),
      '0018-desk': deskMigration(kind),
      '0019-procedure': procedureMigration(kind),
      '0020-account-asks': accountAsksMigration(kind),
      '0021-audit-search': auditSearchMigration(kind),
      '0022-release': releaseMigration(kind),
      '0023-dispute': disputeMigration(kind),
      '0024-macros': macrosMigration(kind),
      '0025-macro-uses': macroUsesMigration(),
      '0026-audit-checkpoint': auditCheckpointMigration(kind, chain),
    }),
  };
}
