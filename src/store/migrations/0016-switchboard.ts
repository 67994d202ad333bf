/** Numbers that a whole office answers: the import says so, and the desk trusts a call to one of them less (desk.md section 2). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export function switchboardMigration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('contact_point')
        .addColumn('is_switchboard', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
    },
  };
}
