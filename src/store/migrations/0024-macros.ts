/** Texts that the desk writes again and again. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function macrosMigration(kind: DatabaseKind): Migration {
  const { instant } = columnTypes(kind);
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('desk_macro')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('title_ja', 'text', (column) => column.notNull())
        .addColumn('title_en', 'text', (column) => column.notNull())
        .addColumn('text_ja', 'text', (column) => column.notNull())
        .addColumn('text_en', 'text', (column) => column.notNull())
        .addColumn('edited_by', 'text', (column) => column.notNull())
        .addColumn('edited_at', instant, (column) => column.notNull())
        .addColumn('made_at', instant, (column) => column.notNull())
        .addForeignKeyConstraint('desk_macro_edited_by_fkey', ['edited_by'], 'account', ['id'])
        .$call(strict(kind))
        .execute();
    },
  };
}
