/**
 * What "not me" on a notice leaves behind: password-only sign-in that is closed, a time in which the account takes no
 * recovery request, and which notice a mailed link objects to.
 */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes } from './column-types.ts';

export function noticesMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('account').addColumn('password_only_closed_at', instant).execute();
      await db.schema.alterTable('account').addColumn('recovery_frozen_until', instant).execute();
      await db.schema.alterTable('account').addColumn('set_aside_since', instant).execute();
      await db.schema.alterTable('mailed_link').addColumn('notice_kind', 'text').execute();
      await db.schema.alterTable('mailed_link').addColumn('notice_at', instant).execute();
    },
  };
}
