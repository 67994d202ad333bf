/**
 * Several authenticators of one account: which one a pending enrolment is going to replace, and whether its holder still wants
 * to be asked if an app shows codes.
 */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes } from './column-types.ts';

export function authenticatorChangesMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('authenticator')
        .addColumn('replaces', 'text', (column) => column.references('authenticator.id'))
        .execute();
      await db.schema.alterTable('authenticator').addColumn('check_up_hidden_at', instant).execute();
    },
  };
}
