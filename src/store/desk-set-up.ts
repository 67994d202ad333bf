/**
 * The desk's set-up: one row, opened by the host, spent by whoever holds the code, completed by the first right code of an
 * authenticator. The password waits in this row, so that a set-up that stops half-way leaves an account nobody can sign in to.
 */
import type { Instant } from '../core/time.ts';
import type { DeskSetUp, NewDeskSetUp, SpentDeskSetUp } from '../ports.ts';
import type { Handle } from './tables.ts';

export async function findDeskSetUp(on: Handle): Promise<DeskSetUp | undefined> {
  const row = await on.db.selectFrom('desk_set_up').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    digest: row.digest,
    email: row.email,
    name: row.name,
    language: row.language,
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
export async function openDeskSetUp(on: Handle, { digest, email, name, language, expiresAt }: NewDeskSetUp): Promise<boolean> {
  const fresh = {
    digest,
    email,
    name,
    language,
    expires_at: expiresAt,
    spent_at: null,
    password_record: null,
    pending_sign_in_id: null,
  };
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('desk_set_up')
    .values({ id: 1, ...fresh })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(fresh).where('desk_set_up.completed_at', 'is', null))
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Uses up the code; false when it was spent, voided or expired at `at`. */
export async function spendDeskSetUp(on: Handle, digest: string, at: Instant, spent: SpentDeskSetUp): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('desk_set_up')
    .set({ spent_at: at, password_record: spent.passwordRecord, pending_sign_in_id: spent.pendingSignInId })
    .where('digest', '=', digest)
    .where('spent_at', 'is', null)
    .where('completed_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Gives the account the password that waited here; false when this sign-in is not, or no longer, the one of the set-up. */
export async function completeDeskSetUp(on: Handle, pendingSignInId: string, at: Instant): Promise<boolean> {
  const waiting = await on.db
    .selectFrom('desk_set_up')
    .innerJoin('pending_sign_in', 'pending_sign_in.id', 'desk_set_up.pending_sign_in_id')
    .where('desk_set_up.pending_sign_in_id', '=', pendingSignInId)
    .select(['pending_sign_in.account_id', 'desk_set_up.password_record', 'desk_set_up.name', 'desk_set_up.language'])
    .executeTakeFirst();
  if (waiting === undefined || waiting.password_record === null) return false;
  const { numUpdatedRows: completed } = await on.db
    .updateTable('desk_set_up')
    .set({ completed_at: at, password_record: null })
    .where('pending_sign_in_id', '=', pendingSignInId)
    .where('completed_at', 'is', null)
    .executeTakeFirst();
  if (completed !== 1n) return false;
  const { numUpdatedRows: given } = await on.db
    .updateTable('account')
    .set({
      name: waiting.name,
      language: waiting.language,
      password_record: waiting.password_record,
      password_set_at: at,
      password_set_via: 'set-up-code',
    })
    .where('id', '=', waiting.account_id)
    .where('password_record', 'is', null)
    .executeTakeFirst();
  // The account begins here: an earlier set-up that stopped half-way may have named it otherwise.
  await on.db
    .updateTable('contact_point')
    .set({ value: waiting.name, canonical: waiting.name })
    .where('account_id', '=', waiting.account_id)
    .where('kind', '=', 'name')
    .where('until', 'is', null)
    .execute();
  return given === 1n;
}
