/** Challenges of passkeys: one row each, found by the digest of the challenge, used up by `spent_at` (SEC-D01). */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function passkeysMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('webauthn_challenge')
        .addColumn('digest', 'text', (column) => column.primaryKey().notNull())
        .addColumn('portal', 'text', (column) => column.notNull())
        .addColumn('ceremony', 'text', (column) => column.notNull())
        .addColumn('bound_to', 'text', (column) => column.notNull())
        .addColumn('account_id', 'text')
        .addColumn('user_verification', 'integer', (column) => column.notNull())
        .addColumn('expires_at', instant, (column) => column.notNull())
        .addColumn('spent_at', instant)
        .addCheckConstraint(
          'webauthn_challenge_ceremony_check',
          sql`ceremony in ('registration', 'second-factor', 'sign-in', 'step-up')`,
        )
        .addCheckConstraint('webauthn_challenge_account_check', sql`(ceremony = 'sign-in') = (account_id is null)`)
        .$call(strict(kind))
        .execute();
      await db.schema.createIndex('webauthn_challenge_expires_at_idx').on('webauthn_challenge').column('expires_at').execute();
    },
  };
}
