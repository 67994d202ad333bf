/** What forgetting needs: whoever removes a pending sign-in asks, row by row, whether a mailed link still refers to it. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export function housekeepingMigration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.createIndex('mailed_link_pending_sign_in_id_idx').on('mailed_link').column('pending_sign_in_id').execute();
    },
  };
}
