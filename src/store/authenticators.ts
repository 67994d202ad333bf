/**
 * Authenticators from enrolment to invalidation. Rows are never deleted; the sealed secret is erased when one ends. Whoever
 * changes them takes the account's row first, so that two changes of one account cannot lock each other out.
 */
import type { AccountId } from '../core/account.ts';
import type { EnrolmentOwner, InvalidationReason, PendingEnrolment } from '../core/authenticator.ts';
import { Fault } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { Writes } from '../ports.ts';
import { growSecurityVersion, lockAccount } from './accounts.ts';
import { endOne } from './authenticator-changes.ts';
import { TRY_AGAIN } from './database-errors.ts';
import { endRecoveryCodes } from './recovery-codes.ts';
import type { Handle } from './tables.ts';

/** The owner's enrolment that is still pending, expired or not. */
export async function findPendingEnrolment(on: Handle, owner: EnrolmentOwner): Promise<PendingEnrolment | undefined> {
  const row = await on.db
    .selectFrom('authenticator')
    .selectAll()
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.sealed_secret === null) throw new Fault('invariant-broken', `the pending authenticator ${row.id} has no secret`);
  return {
    id: row.id,
    accountId: row.account_id,
    owner: { kind: row.owner_kind, id: row.owner_id },
    sealedSecret: row.sealed_secret,
    startedAt: row.started_at,
    expiresAt: row.expires_at,
    securityVersion: row.security_version,
    replaces: row.replaces,
  };
}

/** An owner has one pending enrolment at most: an earlier one ends as "replaced" and loses its secret (SEC-B08). */
export async function insertEnrolment(on: Handle, enrolment: PendingEnrolment): Promise<void> {
  await lockAccount(on, enrolment.accountId);
  await abandonEnrolments(on, enrolment.owner, enrolment.startedAt, 'replaced');
  await on.db
    .insertInto('authenticator')
    .values({
      id: enrolment.id,
      account_id: enrolment.accountId,
      kind: 'totp',
      state: 'pending',
      owner_kind: enrolment.owner.kind,
      owner_id: enrolment.owner.id,
      sealed_secret: enrolment.sealedSecret,
      started_at: enrolment.startedAt,
      expires_at: enrolment.expiresAt,
      security_version: enrolment.securityVersion,
      replaces: enrolment.replaces,
      drift: 0,
    })
    .execute();
}

/** Answers how many ended. */
export async function abandonEnrolments(
  on: Handle,
  owner: EnrolmentOwner,
  at: Instant,
  reason: InvalidationReason,
): Promise<number> {
  const { numUpdatedRows } = await on.db
    .updateTable('authenticator')
    .set({ state: 'invalidated', sealed_secret: null, invalidated_at: at, invalidation_reason: reason })
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Of the whole account, whoever began them; answers how many ended. */
export async function abandonAllEnrolments(
  on: Handle,
  account: AccountId,
  at: Instant,
  reason: InvalidationReason,
): Promise<number> {
  const { numUpdatedRows } = await on.db
    .updateTable('authenticator')
    .set({ state: 'invalidated', sealed_secret: null, invalidated_at: at, invalidation_reason: reason })
    .where('account_id', '=', account)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/**
 * Pending -> bound, and bound -> invalidated for what it replaces. All guarded updates must change their row; when only the
 * account's did, somebody ended one of the two in between, and the whole transaction runs again to find that out from the start.
 */
export async function bindAuthenticator(
  on: Handle,
  id: string,
  bound: Parameters<Writes['bindAuthenticator']>[1],
): Promise<boolean> {
  const account = await on.db
    .updateTable('account')
    .set((row) => ({ security_version: row('security_version', '+', 1) }))
    .where((row) =>
      row.exists(
        row
          .selectFrom('authenticator')
          .select('authenticator.id')
          .where('authenticator.id', '=', id)
          .where('authenticator.state', '=', 'pending')
          .where('authenticator.expires_at', '>', bound.at)
          .whereRef('authenticator.account_id', '=', 'account.id')
          .whereRef('authenticator.security_version', '=', 'account.security_version'),
      ),
    )
    .executeTakeFirst();
  if (account.numUpdatedRows !== 1n) return false;
  const row = await on.db
    .updateTable('authenticator')
    .set({
      state: 'bound',
      name: bound.name,
      last_step: bound.step,
      drift: bound.drift,
      bound_at: bound.at,
      bound_via: bound.via,
    })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returning(['account_id', 'replaces'])
    .executeTakeFirst();
  if (row === undefined) throw TRY_AGAIN;
  if (row.replaces === null) return true;
  if (!(await endOne(on, row.account_id, row.replaces, bound.at, 'replaced'))) throw TRY_AGAIN;
  return true;
}

/** Ends the bound authenticators of the account and its recovery codes, grows its security version; answers the ids of the former. */
export async function invalidateAuthenticators(
  on: Handle,
  account: AccountId,
  at: Instant,
  reason: InvalidationReason,
): Promise<readonly string[]> {
  await growSecurityVersion(on, account);
  // Codes stand in for an authenticator: without one they must not wait for the next (G-16).
  await endRecoveryCodes(on, account, at, 'second-factor-ended');
  const rows = await on.db
    .updateTable('authenticator')
    .set({ state: 'invalidated', sealed_secret: null, invalidated_at: at, invalidation_reason: reason })
    .where('account_id', '=', account)
    .where('state', '=', 'bound')
    .returning('id')
    .execute();
  return rows.map((row) => row.id).sort();
}

/** RFC 6238 section 5.2 and SEC-B04: of all who offer a code of this step or an earlier one, exactly one is told true. */
export async function acceptTimeStep(on: Handle, id: string, step: number, drift: number, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('authenticator')
    .set({ last_step: step, drift, last_used_at: at })
    .where('id', '=', id)
    .where('state', '=', 'bound')
    .where('last_step', '<', step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
