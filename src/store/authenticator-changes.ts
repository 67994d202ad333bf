/**
 * One authenticator of several: renamed, ended, or not asked for any more. Each statement names the account beside the id, so
 * that the id of somebody else's finds nothing (T-24).
 */
import type { AccountId } from '../core/account.ts';
import type { InvalidationReason } from '../core/authenticator.ts';
import type { Instant } from '../core/time.ts';
import { TRY_AGAIN } from './database-errors.ts';
import type { Handle } from './tables.ts';

export async function renameAuthenticator(on: Handle, account: AccountId, id: string, from: string, to: string): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('authenticator')
    .set({ name: to })
    .where('id', '=', id)
    .where('account_id', '=', account)
    .where('state', '=', 'bound')
    .where('name', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * The account's row first, under the version the holder saw: of two that end at once, each being the other's spare, one stays.
 */
export async function invalidateAuthenticator(
  on: Handle,
  account: AccountId,
  id: string,
  securityVersion: number,
  at: Instant,
  reason: InvalidationReason,
): Promise<boolean> {
  const grown = await on.db
    .updateTable('account')
    .set((row) => ({ security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('security_version', '=', securityVersion)
    .where((row) =>
      row.exists(
        row
          .selectFrom('authenticator')
          .select('authenticator.id')
          .where('authenticator.id', '=', id)
          .where('authenticator.state', '=', 'bound')
          .whereRef('authenticator.account_id', '=', 'account.id'),
      ),
    )
    .executeTakeFirst();
  if (grown.numUpdatedRows !== 1n) return false;
  if (!(await endOne(on, account, id, at, reason))) throw TRY_AGAIN;
  return true;
}

/** Bound -> invalidated; whoever calls this has the account's row. */
export async function endOne(
  on: Handle,
  account: AccountId,
  id: string,
  at: Instant,
  reason: InvalidationReason,
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('authenticator')
    .set({ state: 'invalidated', sealed_secret: null, invalidated_at: at, invalidation_reason: reason })
    .where('id', '=', id)
    .where('account_id', '=', account)
    .where('state', '=', 'bound')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function hideCheckUp(on: Handle, account: AccountId, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('authenticator')
    .set({ check_up_hidden_at: at })
    .where('id', '=', id)
    .where('account_id', '=', account)
    .where('state', '=', 'bound')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function isCheckUpHidden(on: Handle, authenticator: string): Promise<boolean> {
  const row = await on.db
    .selectFrom('authenticator')
    .select('check_up_hidden_at')
    .where('id', '=', authenticator)
    .executeTakeFirst();
  return row !== undefined && row.check_up_hidden_at !== null;
}
