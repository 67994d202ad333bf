/**
 * Recovery codes: issued as a set, used one by one, ended together. Rows are never deleted; what could be compared with is
 * erased when one ends. Whoever changes them takes the account's row first, so that a replacement never lands in a set that
 * another transaction is ending.
 */
import type { AccountId } from '../core/account.ts';
import { Fault } from '../core/outcome.ts';
import type { RecoveryCodeEnd, RecoveryCodeSet, Slot } from '../core/recovery-codes.ts';
import type { Instant } from '../core/time.ts';
import type { NewStoredRecoveryCode, RecoveryCodeWrites, StoredRecoveryCode } from '../ports.ts';
import { lockAccount } from './accounts.ts';
import type { Handle } from './tables.ts';

export async function findRecoveryCodeSet(on: Handle, account: AccountId): Promise<RecoveryCodeSet | undefined> {
  const rows = await living(on, account)
    .select(['recovery_code_set.id', 'recovery_code_set.issued_at', 'recovery_code_set.saved_at'])
    .select('recovery_code.saved_at as code_saved_at')
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const used = await on.db
    .selectFrom('recovery_code')
    .select((row) => row.fn.max('ended_at').as('last'))
    .where('set_id', '=', first.id)
    .where('end_reason', '=', 'used')
    .executeTakeFirst();
  return {
    id: first.id,
    issuedAt: first.issued_at,
    savedAt: first.saved_at,
    left: rows.filter((row) => row.code_saved_at !== null).length,
    living: rows.length,
    lastUsedAt: used?.last ?? null,
  };
}

export async function findRecoveryCode(on: Handle, account: AccountId, slot: Slot): Promise<StoredRecoveryCode | undefined> {
  const row = await living(on, account)
    .where('recovery_code.slot', '=', slot)
    .select(['recovery_code.id', 'recovery_code.set_id', 'recovery_code.record', 'recovery_code_set.issued_at'])
    .select('recovery_code.saved_at as code_saved_at')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.record === null) throw new Fault('invariant-broken', `the living recovery code ${row.id} has no record`);
  return {
    id: row.id,
    accountId: account,
    setId: row.set_id,
    slot,
    record: row.record,
    setIssuedAt: row.issued_at,
    isSaved: row.code_saved_at !== null,
  };
}

function living(on: Handle, account: AccountId) {
  return on.db
    .selectFrom('recovery_code_set')
    .innerJoin('recovery_code', 'recovery_code.set_id', 'recovery_code_set.id')
    .where('recovery_code_set.account_id', '=', account)
    .where('recovery_code_set.ended_at', 'is', null)
    .where('recovery_code_set.set_aside_since', 'is', null)
    .where('recovery_code.ended_at', 'is', null);
}

export async function issueRecoveryCodes(
  on: Handle,
  account: AccountId,
  replaces: string | null,
  set: Parameters<RecoveryCodeWrites['issueRecoveryCodes']>[2],
): Promise<boolean> {
  await lockAccount(on, account);
  // Turned off meanwhile: codes would wait for the next authenticator, and be another way past it (G-16).
  const bound = on.db.selectFrom('authenticator').select('id').where('account_id', '=', account).where('state', '=', 'bound');
  if ((await bound.executeTakeFirst()) === undefined) return false;
  // A set that is set aside cannot be named by anybody: whoever may issue a first one replaces it as well.
  const before = await on.db
    .selectFrom('recovery_code_set')
    .select(['id', 'set_aside_since'])
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const named = before === undefined || before.set_aside_since !== null ? null : before.id;
  if (named !== replaces) return false;
  await endRecoveryCodes(on, account, set.at, 'replaced');
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('recovery_code_set')
    .values({ id: set.id, account_id: account, issued_at: set.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  for (const code of set.codes) await insertCode(on, set.id, code, set.at);
  return true;
}

export async function useRecoveryCode(
  on: Handle,
  code: StoredRecoveryCode,
  at: Instant,
  replacement: NewStoredRecoveryCode,
): Promise<boolean> {
  await lockAccount(on, code.accountId);
  const { numUpdatedRows } = await on.db
    .updateTable('recovery_code')
    .set({ record: null, ended_at: at, end_reason: 'used' })
    .where('id', '=', code.id)
    .where('ended_at', 'is', null)
    .where((row) =>
      row.exists(
        row
          .selectFrom('recovery_code_set')
          .select('recovery_code_set.id')
          .whereRef('recovery_code_set.id', '=', 'recovery_code.set_id')
          .where('recovery_code_set.account_id', '=', code.accountId)
          .where('recovery_code_set.ended_at', 'is', null)
          .where('recovery_code_set.set_aside_since', 'is', null),
      ),
    )
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await insertCode(on, code.setId, replacement, at);
  return true;
}

async function insertCode(on: Handle, setId: string, { id, slot, record }: NewStoredRecoveryCode, at: Instant): Promise<void> {
  await on.db.insertInto('recovery_code').values({ id, set_id: setId, slot, record, issued_at: at }).execute();
}

export async function saveRecoveryCodes(
  on: Handle,
  account: AccountId,
  setId: string,
  slot: Slot | null,
  at: Instant,
): Promise<boolean> {
  await lockAccount(on, account);
  const ids = await living(on, account)
    .where('recovery_code_set.id', '=', setId)
    .where('recovery_code.saved_at', 'is', null)
    .$if(slot !== null, (query) => query.where('recovery_code.slot', '=', slot ?? 0))
    .select('recovery_code.id')
    .execute();
  if (ids.length === 0) return false;
  await on.db
    .updateTable('recovery_code')
    .set({ saved_at: at })
    .where(
      'id',
      'in',
      ids.map((row) => row.id),
    )
    .execute();
  if (slot === null) await on.db.updateTable('recovery_code_set').set({ saved_at: at }).where('id', '=', setId).execute();
  return true;
}

/** Ends the living set of the account and its codes; nothing happens when there is none. */
export async function endRecoveryCodes(
  on: Handle,
  account: AccountId,
  at: Instant,
  reason: Exclude<RecoveryCodeEnd, 'used'>,
): Promise<void> {
  await lockAccount(on, account);
  const ended = await on.db
    .updateTable('recovery_code_set')
    .set({ ended_at: at, end_reason: reason })
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of ended) {
    await on.db
      .updateTable('recovery_code')
      .set({ record: null, ended_at: at, end_reason: reason })
      .where('set_id', '=', id)
      .where('ended_at', 'is', null)
      .execute();
  }
}

export async function setAsideRecoveryCodes(on: Handle, account: AccountId, since: Instant): Promise<void> {
  await lockAccount(on, account);
  await on.db
    .updateTable('recovery_code_set')
    .set({ set_aside_since: since })
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .where('set_aside_since', 'is', null)
    .where((row) =>
      row.or([
        row('issued_at', '>=', since),
        row.exists(
          row
            .selectFrom('recovery_code')
            .select('recovery_code.id')
            .whereRef('recovery_code.set_id', '=', 'recovery_code_set.id')
            .where('recovery_code.end_reason', '=', 'used')
            .where('recovery_code.ended_at', '>=', since),
        ),
      ]),
    )
    .execute();
}

/** The account was opened again: whatever was set aside counts as before. */
export async function bringBackRecoveryCodes(on: Handle, account: AccountId): Promise<void> {
  await on.db.updateTable('recovery_code_set').set({ set_aside_since: null }).where('account_id', '=', account).execute();
}
