/**
 * From the approval to the new authenticator: the letters a request waits for, the digests of passes, and what dies when the new
 * authenticator is bound. What may happen is decided in `core/recovery-release.ts`.
 */
import { sql } from 'kysely';
import { type AccountId, type PortalId, STAFF_ROLES } from '../core/account.ts';
import { LIVE_STATES, type RequestState } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { AwaitedLetters, DeskStop, ReleaseWrites, StoredPass, StoredRecoveryRequest } from '../ports.ts';
import { growSecurityVersion } from './accounts.ts';
import { endRecoveryCodes } from './recovery-codes.ts';
import { withEvents } from './recovery-requests.ts';
import type { Handle } from './tables.ts';

export async function findAwaited(on: Handle, requestId: string, since: Instant): Promise<AwaitedLetters> {
  const row = await on.db
    .selectFrom('outbox')
    .select([
      sql<number | null>`sum(case when sent_at is null and struck_at is null then 1 else 0 end)`.as('outstanding'),
      sql<number | null>`sum(case when struck_at is not null then 1 else 0 end)`.as('struck'),
    ])
    .where('awaited_by', '=', requestId)
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
  return { outstanding: Number(row.outstanding ?? 0), struck: Number(row.struck ?? 0) };
}

export async function insertPass(
  on: Handle,
  { at, digest, id, requestId }: Parameters<ReleaseWrites['insertPass']>[0],
): Promise<void> {
  await on.db.insertInto('recovery_pass').values({ id, request_id: requestId, digest, mailed_at: at }).execute();
}

export async function findPass(on: Handle, id: string): Promise<StoredPass | undefined> {
  return on.db.selectFrom('recovery_pass').select(['id', 'digest', 'tries']).where('id', '=', id).executeTakeFirst();
}

export async function chargePass(on: Handle, id: string, tries: number): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('recovery_pass')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('id', '=', id)
    .where('tries', '<', tries)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function refundPass(on: Handle, id: string): Promise<void> {
  await on.db
    .updateTable('recovery_pass')
    .set((row) => ({ tries: row('tries', '-', 1) }))
    .where('id', '=', id)
    .where('tries', '>', 0)
    .execute();
}

export async function findInStates(
  on: Handle,
  states: readonly RequestState[],
  limit: number,
): Promise<readonly StoredRecoveryRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('state', 'in', [...states])
    .orderBy('state_since')
    .orderBy('id')
    .limit(limit)
    .execute();
  return withEvents(on, rows);
}

export async function findOfDisabled(on: Handle, limit: number): Promise<readonly StoredRecoveryRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .innerJoin('account', 'account.id', 'recovery_request.account_id')
    .selectAll('recovery_request')
    .where('account.status', '<>', 'active')
    .where('account.locked_at', 'is', null)
    .where('recovery_request.state', 'in', [...LIVE_STATES, 'frozen'])
    .limit(limit)
    .execute();
  return withEvents(on, rows);
}

export async function findToNoticeAgain(on: Handle, before: Instant, limit: number): Promise<readonly StoredRecoveryRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('state', '=', 'redeemed')
    .where('state_since', '<=', before)
    .where('noticed_again_at', 'is', null)
    .limit(limit)
    .execute();
  return withEvents(on, rows);
}

export async function findReleased(on: Handle, portal: PortalId, account: AccountId): Promise<StoredRecoveryRequest | undefined> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('account_id', '=', account)
    .where('portal', '=', portal)
    .where('state', '=', 'released')
    .execute();
  return (await withEvents(on, rows))[0];
}

export async function markNoticedAgain(on: Handle, requestId: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('recovery_request')
    .set({ noticed_again_at: at })
    .where('id', '=', requestId)
    .where('noticed_again_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** In the transaction that bound `except`, which grew the version: what was there before dies with it (invariant 6). */
export async function endOtherAuthenticators(
  on: Handle,
  account: AccountId,
  except: string | null,
  at: Instant,
  quarantinedUntil: Instant,
): Promise<void> {
  if (except === null) await growSecurityVersion(on, account);
  await endRecoveryCodes(on, account, at, 'second-factor-ended');
  await on.db
    .updateTable('authenticator')
    .set({ state: 'invalidated', sealed_secret: null, invalidated_at: at, invalidation_reason: 'replaced' })
    .where('account_id', '=', account)
    .where('state', 'in', ['bound', 'pending'])
    .where('id', '<>', except ?? '')
    .execute();
  await on.db
    .updateTable('account')
    .set({ quarantined_until: quarantinedUntil, set_aside_since: null })
    .where('id', '=', account)
    .execute();
  // Who was recovered at the desk only reads for a while (desk.md section 6).
  await on.db
    .updateTable('account')
    .set({ staff_since: at })
    .where('id', '=', account)
    .where('role', 'in', [...STAFF_ROLES])
    .execute();
}

export async function lockAccount(on: Handle, account: AccountId, at: Instant): Promise<void> {
  await on.db
    .updateTable('account')
    .set((row) => ({
      status: 'suspended' as const,
      suspended_by: null,
      locked_at: at,
      security_version: row('security_version', '+', 1),
    }))
    .where('id', '=', account)
    .execute();
}

export async function unlockAccount(on: Handle, account: AccountId): Promise<void> {
  await on.db
    .updateTable('account')
    .set({ status: 'active', locked_at: null })
    .where('id', '=', account)
    .where('locked_at', 'is not', null)
    .execute();
}

const ALL = '*';

export async function findDeskStops(on: Handle): Promise<readonly DeskStop[]> {
  const rows = await on.db
    .selectFrom('desk_stop')
    .innerJoin('account', 'account.id', 'desk_stop.set_by')
    .select(['desk_stop.scope', 'desk_stop.set_at', 'desk_stop.reason', 'account.id', 'account.name'])
    .orderBy('desk_stop.scope')
    .execute();
  return rows.map(({ id, name, reason, scope, set_at: at }) => ({
    portal: scope === ALL ? null : scope,
    by: { id, name },
    at,
    reason,
  }));
}

export async function setDeskStop(
  on: Handle,
  portal: PortalId | null,
  by: AccountId,
  at: Instant,
  reason: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('desk_stop')
    .values({ scope: portal ?? ALL, set_by: by, set_at: at, reason })
    .onConflict((conflict) => conflict.column('scope').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function liftDeskStop(on: Handle, portal: PortalId | null, by: AccountId): Promise<boolean> {
  const { numDeletedRows } = await on.db
    .deleteFrom('desk_stop')
    .where('scope', '=', portal ?? ALL)
    .where('set_by', '<>', by)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
