/**
 * Sittings: opened by the host or by two people of the desk, spent by whoever holds the code, completed by the first right proof of
 * an authenticator. The password waits in the sitting's row, so that one that stops half-way changes nothing.
 */
import { canonicalEmail } from '../core/account.ts';
import type { Instant } from '../core/time.ts';
import type { NewSitting, Sitting, SpentSitting } from '../ports.ts';
import { endRecoveryCodes } from './recovery-codes.ts';
import type { SittingTable } from './staff-tables.ts';
import type { Handle } from './tables.ts';

export async function findSitting(on: Handle, digest: string): Promise<Sitting | undefined> {
  const row = await on.db.selectFrom('sitting').selectAll().where('digest', '=', digest).executeTakeFirst();
  return row === undefined ? undefined : sittingFrom(row);
}

export async function findInvitations(on: Handle, portal: string, at: Instant): Promise<readonly Sitting[]> {
  const rows = await on.db
    .selectFrom('sitting')
    .selectAll()
    .where('portal', '=', portal)
    .where('kind', '=', 'invitation')
    .where('completed_at', 'is', null)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('expires_at')
    .orderBy('key')
    .execute();
  return rows.map(sittingFrom);
}

function sittingFrom(row: SittingTable): Sitting {
  const { kind, digest, portal, email, name, language, role } = row;
  return {
    kind,
    digest,
    portal,
    email,
    name,
    language,
    role,
    accountId: row.account_id,
    expiresAt: row.expires_at,
    spentAt: row.spent_at,
    completedAt: row.completed_at,
  };
}

/** Whoever could approve anything at this desk: an administrator with a password and an authenticator, suspended or not. */
export async function hasAdministrator(on: Handle, portal: string): Promise<boolean> {
  const row = await on.db
    .selectFrom('account')
    .innerJoin('authenticator', 'authenticator.account_id', 'account.id')
    .where('account.portal', '=', portal)
    .where('account.role', '=', 'administrator')
    .where('account.password_record', 'is not', null)
    .where('authenticator.state', '=', 'bound')
    .select('account.id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Voids the code before, and what was begun with it; false when a set-up was completed. */
export async function openSitting(on: Handle, sitting: NewSitting): Promise<boolean> {
  const { kind, digest, portal, email, name, language, role, accountId, expiresAt } = sitting;
  const fresh = {
    kind,
    digest,
    portal,
    email,
    name,
    language,
    role,
    account_id: accountId,
    expires_at: expiresAt,
    spent_at: null,
    password_record: null,
    pending_sign_in_id: null,
    completed_at: null,
  };
  // There is one first administrator: whoever opens, spends or completes that row waits for whoever else does.
  const key = kind === 'set-up' ? kind : `${kind}:${portal}:${canonicalEmail(email)}`;
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('sitting')
    .values({ key, ...fresh })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(fresh)
        .where((row) => row.or([row('sitting.kind', '<>', 'set-up'), row('sitting.completed_at', 'is', null)])),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Uses up the code; false when it was spent, voided or expired at `at`. */
export async function spendSitting(on: Handle, digest: string, at: Instant, spent: SpentSitting): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('sitting')
    .set({ spent_at: at, password_record: spent.passwordRecord, pending_sign_in_id: spent.pendingSignInId })
    .where('digest', '=', digest)
    .where('spent_at', 'is', null)
    .where('completed_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Gives the account what waited here; false when this sign-in is not, or no longer, the one of a sitting. */
export async function completeSitting(on: Handle, pendingSignInId: string, at: Instant): Promise<boolean> {
  const waiting = await on.db
    .selectFrom('sitting')
    .innerJoin('pending_sign_in', 'pending_sign_in.id', 'sitting.pending_sign_in_id')
    .where('sitting.pending_sign_in_id', '=', pendingSignInId)
    .select(['pending_sign_in.account_id', 'sitting.kind', 'sitting.password_record', 'sitting.name', 'sitting.language'])
    .select('sitting.role')
    .executeTakeFirst();
  if (waiting === undefined || waiting.password_record === null) return false;
  const { numUpdatedRows: completed } = await on.db
    .updateTable('sitting')
    .set({ completed_at: at, password_record: null })
    .where('pending_sign_in_id', '=', pendingSignInId)
    .where('completed_at', 'is', null)
    .executeTakeFirst();
  if (completed !== 1n) return false;
  const password = { password_record: waiting.password_record, password_set_at: at, password_set_via: 'set-up-code' } as const;
  if (waiting.kind === 'recovery') return recover(on, waiting.account_id, password, at);
  const { name, language, role } = waiting;
  // The host made the first administrator; everybody after that begins by reading.
  const staffSince = waiting.kind === 'set-up' ? null : at;
  const { numUpdatedRows: given } = await on.db
    .updateTable('account')
    .set({ name, language, role, staff_since: staffSince, ...password })
    .where('id', '=', waiting.account_id)
    .where('password_record', 'is', null)
    .executeTakeFirst();
  // The account begins here: an earlier sitting that stopped half-way may have named it otherwise.
  await on.db
    .updateTable('contact_point')
    .set({ value: name, canonical: name })
    .where('account_id', '=', waiting.account_id)
    .where('kind', '=', 'name')
    .where('until', 'is', null)
    .execute();
  return given === 1n;
}

interface NewPassword {
  readonly password_record: string;
  readonly password_set_at: Instant;
  readonly password_set_via: 'set-up-code';
}

/**
 * What was there before dies with the new password; the authenticator that follows in this transaction is the only one. The version
 * grows with its binding, so it does not grow here.
 */
async function recover(on: Handle, account: string, password: NewPassword, at: Instant): Promise<boolean> {
  const open = {
    status: 'active',
    locked_at: null,
    password_only_closed_at: null,
    password_compromised_at: null,
    set_aside_since: null,
    staff_since: at,
  } as const;
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set({ ...open, ...password })
    .where('id', '=', account)
    .where((row) => row.or([row('status', '=', 'active'), row('locked_at', 'is not', null)]))
    .executeTakeFirst();
  await endRecoveryCodes(on, account, at, 'second-factor-ended');
  await on.db
    .updateTable('authenticator')
    .set({ state: 'invalidated', sealed_secret: null, invalidated_at: at, invalidation_reason: 'replaced' })
    .where('account_id', '=', account)
    .where('state', '=', 'bound')
    .execute();
  return numUpdatedRows === 1n;
}
