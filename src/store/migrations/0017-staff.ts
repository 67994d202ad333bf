/**
 * Members of the desk: since when somebody is new there, because of an invitation, another role or a recovery. Whoever was there
 * before these tables is new to nobody.
 */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes } from './column-types.ts';

export function staffMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('account').addColumn('staff_since', instant).execute();
    },
  };
}
