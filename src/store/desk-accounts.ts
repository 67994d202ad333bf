/**
 * A customer's account as staff see it, and what they do with it. Every change is one conditional update whose row count is the verdict:
 * a suspension ends only where an account of the desk set it, and an ask is void once anything of the account changed.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import type { AccountLift, LiftAsk } from '../core/desk-account.ts';
import { staffRole } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import type { DeskAccount, NewLiftAsk, StaffWrites } from '../ports.ts';
import { liftClosing } from './passwords.ts';
import { endOtherSessions, endPendingSignIns } from './sessions.ts';
import type { Handle } from './tables.ts';

export async function findDeskAccount(on: Handle, account: AccountId): Promise<DeskAccount | undefined> {
  const row = await on.db
    .selectFrom('account')
    .leftJoin('account as suspender', 'suspender.id', 'account.suspended_by')
    .where('account.id', '=', account)
    .select([
      'account.status',
      'account.locked_at',
      'account.security_version',
      'account.recovery_frozen_until',
      'account.password_only_closed_at',
      'suspender.role as suspender_role',
    ])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const role = row.suspender_role;
  const by = role === null || row.locked_at !== null ? 'other' : staffRole(role) === undefined ? 'company' : 'staff';
  return {
    suspendedBy: row.status === 'active' ? null : by,
    frozenUntil: row.recovery_frozen_until,
    closedSince: row.password_only_closed_at,
    securityVersion: row.security_version,
  };
}

export async function suspendByStaff(on: Handle, account: AccountId, by: AccountId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ status: 'suspended', suspended_by: by, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await endPendingSignIns(on, account, at);
  await endOtherSessions(on, account, null, at, 'suspended');
  return true;
}

export async function endSessionsByStaff(on: Handle, account: AccountId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await endPendingSignIns(on, account, at);
  await endOtherSessions(on, account, null, at, 'administrator');
  return true;
}

function selectAsks(on: Handle) {
  return on.db
    .selectFrom('account_ask')
    .innerJoin('account as asker', 'asker.id', 'account_ask.asked_by')
    .select([
      'account_ask.id',
      'account_ask.lift',
      'account_ask.reason',
      'account_ask.asked_at',
      'account_ask.expires_at',
      'asker.id as asker_id',
      'asker.name as asker_name',
    ]);
}

/** Open ones: neither decided, over nor void. */
export async function findLiftAsks(on: Handle, account: AccountId, at: Instant): Promise<readonly LiftAsk[]> {
  const rows = await selectAsks(on)
    .innerJoin('account as subject', 'subject.id', 'account_ask.account_id')
    .where('account_ask.account_id', '=', account)
    .where('account_ask.decided_at', 'is', null)
    .where('account_ask.expires_at', '>', at)
    .whereRef('account_ask.security_version', '=', 'subject.security_version')
    .orderBy('account_ask.asked_at')
    .orderBy('account_ask.id')
    .execute();
  return rows.map(({ id, lift, reason, ...row }) => ({
    id,
    lift,
    reason,
    by: { id: row.asker_id, name: row.asker_name },
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
  }));
}

export async function insertLiftAsk(on: Handle, ask: NewLiftAsk): Promise<void> {
  await on.db
    .updateTable('account_ask')
    .set({ decided_at: ask.askedAt, verdict: 'replaced' })
    .where('account_id', '=', ask.accountId)
    .where('lift', '=', ask.lift)
    .where('decided_at', 'is', null)
    .execute();
  await on.db
    .insertInto('account_ask')
    .values({
      id: ask.id,
      lift: ask.lift,
      account_id: ask.accountId,
      security_version: ask.securityVersion,
      asked_by: ask.by,
      reason: ask.reason,
      asked_at: ask.askedAt,
      expires_at: ask.expiresAt,
    })
    .execute();
}

export async function decideLiftAsk(
  on: Handle,
  account: AccountId,
  id: string,
  { at, by, verdict }: Parameters<StaffWrites['decideLiftAsk']>[2],
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account_ask')
    .set({ decided_at: at, decided_by: by, verdict })
    .where('id', '=', id)
    .where('account_id', '=', account)
    .where('decided_at', 'is', null)
    .where('expires_at', '>', at)
    .where((row) =>
      row.exists(
        row
          .selectFrom('account')
          .select('account.id')
          .whereRef('account.id', '=', 'account_ask.account_id')
          .whereRef('account.security_version', '=', 'account_ask.security_version'),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function liftFromAccount(
  on: Handle,
  account: AccountId,
  lift: AccountLift,
  desk: PortalId,
  at: Instant,
): Promise<boolean> {
  if (lift === 'closing') return liftClosing(on, account, at);
  const open = on.db.updateTable('account').where('id', '=', account);
  const lifted =
    lift === 'freeze'
      ? open.set({ recovery_frozen_until: null }).where('recovery_frozen_until', '>', at)
      : open
          .set((row) => ({ status: 'active', suspended_by: null, security_version: row('security_version', '+', 1) }))
          .where('status', '=', 'suspended')
          .where('locked_at', 'is', null)
          .where('suspended_by', 'in', (row) =>
            row.selectFrom('account as staff').select('staff.id').where('staff.portal', '=', desk),
          );
  const { numUpdatedRows } = await lifted.executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  if (lift === 'suspension') await endPendingSignIns(on, account, at);
  return true;
}
