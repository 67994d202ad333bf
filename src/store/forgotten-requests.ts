/**
 * What of lost-device requests is forgotten some time after the end, ninety days unless configured (product decision 6): what was typed, filings
 * nobody confirmed as a whole, links and claim browsers that belong to nothing any more. The events of a confirmed request stay,
 * and so does what the audit log says of every one.
 */
import { type RequestState, STOPPABLE_STATES } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { Handle } from './tables.ts';

/** Quarantine is not the end. */
const RUNNING: readonly RequestState[] = [...STOPPABLE_STATES, 'redeemed'];

/** Claims of requests that ended before; the row stays and says that they were erased. */
export async function eraseClaims(on: Handle, before: Instant, at: Instant, limit: number): Promise<number> {
  const { numUpdatedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('recovery_claims')
        .innerJoin('recovery_request', 'recovery_request.id', 'recovery_claims.request_id')
        .select('recovery_claims.request_id')
        .where('recovery_claims.sealed_claims', 'is not', null)
        .where('recovery_request.state', 'not in', [...RUNNING])
        .where('recovery_request.state_since', '<=', before)
        .limit(limit),
    )
    .updateTable('recovery_claims')
    .set({ sealed_claims: null, erased_at: at })
    .where('request_id', 'in', (row) => row.selectFrom('due').select('due.request_id'))
    .where('sealed_claims', 'is not', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Filings that ended before without ever being confirmed: they counted for nothing and say nothing about an account. */
export async function forgetFilings(on: Handle, before: Instant, limit: number): Promise<number> {
  const due = await on.db
    .selectFrom('recovery_request')
    .select('id')
    .where('confirmed_at', 'is', null)
    .where('state', 'not in', [...RUNNING])
    .where('state_since', '<=', before)
    .limit(limit)
    .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked())
    .execute();
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  await on.db.deleteFrom('recovery_claims').where('request_id', 'in', ids).execute();
  await on.db.deleteFrom('recovery_event').where('request_id', 'in', ids).execute();
  const { numDeletedRows } = await on.db.deleteFrom('recovery_request').where('id', 'in', ids).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Links mailed before, of accounts nothing is under way for. */
export async function forgetRecoveryLinks(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('recovery_link')
        .select('recovery_link.id')
        .where('mailed_at', '<=', before)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('recovery_request')
                .select('recovery_request.id')
                .whereRef('recovery_request.account_id', '=', 'recovery_link.account_id')
                .where('recovery_request.state', 'in', [...RUNNING]),
            ),
          ),
        )
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('recovery_link')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Browsers that filed before, none of whose requests is kept. */
export async function forgetClaimBrowsers(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('claim_browser')
        .select('claim_browser.id')
        .where('created_at', '<=', before)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('recovery_request')
                .select('recovery_request.id')
                .whereRef('recovery_request.claim_browser_id', '=', 'claim_browser.id'),
            ),
          ),
        )
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('claim_browser')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
