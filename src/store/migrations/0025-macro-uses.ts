/** What a macro is for: those of before were for notes. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export function macroUsesMigration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('desk_macro')
        .addColumn('state', 'text', (column) => column.notNull().defaultTo('note'))
        .execute();
      await db.schema.alterTable('desk_macro').addColumn('reason', 'text').execute();
    },
  };
}
