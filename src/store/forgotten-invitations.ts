/** What of invitations is forgotten: the whole row, with the address of somebody who may never have had an account. */
import type { Instant } from '../core/time.ts';
import type { Handle } from './tables.ts';

/** Those that ran out before. */
export async function forgetInvitations(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('invitation')
        .select('invitation.id')
        .where('expires_at', '<=', before)
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('invitation')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
