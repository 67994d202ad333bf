/**
 * Forgotten, changed and marked passwords. Which link may set one, and whether it still may, is the row count of one conditional
 * statement (ADR 0004); whether the new password is good enough is decided before.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import { Fault } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { HolderPassword, NewResetLink, NewResetRequest, ResetLink, ResetRequest, SealContext, SecretBox } from '../ports.ts';
import { factsFrom, joinedAccount } from './joined-account.ts';
import type { Handle } from './tables.ts';

export async function insertResetRequest(on: Handle, row: NewResetRequest, secrets: SecretBox): Promise<void> {
  const { id, portal, at, browser, place } = row;
  const sealed = secrets.seal(Buffer.from(row.email, 'utf8'), placeOf(id));
  await on.db.insertInto('password_reset_request').values({ id, portal, sealed_email: sealed, at, browser, place }).execute();
}

export async function findResetRequests(on: Handle, limit: number, secrets: SecretBox): Promise<readonly ResetRequest[]> {
  const rows = await on.db.selectFrom('password_reset_request').selectAll().orderBy('at').orderBy('id').limit(limit).execute();
  return rows.map(({ sealed_email: sealed, ...row }) => ({ ...row, email: openEmail(sealed, row.id, secrets) }));
}

function openEmail(sealed: string, id: string, secrets: SecretBox): string | null {
  try {
    return Buffer.from(secrets.open(sealed, placeOf(id))).toString('utf8');
  } catch (error) {
    if (error instanceof Fault && error.code === 'seal-broken') return null;
    throw error;
  }
}

function placeOf(id: string): SealContext {
  return { table: 'password_reset_request', column: 'sealed_email', row: id };
}

export async function takeResetRequest(on: Handle, id: string): Promise<boolean> {
  const { numDeletedRows } = await on.db.deleteFrom('password_reset_request').where('id', '=', id).executeTakeFirst();
  return numDeletedRows === 1n;
}

/** One row per account, so the newest link is the only one there is (SEC-E06). */
export async function putResetLink(on: Handle, link: NewResetLink): Promise<void> {
  const row = {
    id: link.id,
    digest: link.digest,
    portal: link.portal,
    security_version: link.securityVersion,
    canonical_email: link.canonicalEmail,
    expires_at: link.expiresAt,
    spent_at: null,
  };
  await on.db
    .insertInto('password_reset_link')
    .values({ account_id: link.accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute();
}

export async function findResetLink(on: Handle, portal: PortalId, id: string): Promise<ResetLink | undefined> {
  const rows = await joinedAccount(on)
    .innerJoin('password_reset_link as link', 'link.account_id', 'account.id')
    .where('link.id', '=', id)
    .where('link.portal', '=', portal)
    .where('link.spent_at', 'is', null)
    .whereRef('link.security_version', '=', 'account.security_version')
    .whereRef('link.canonical_email', '=', 'account.canonical_email')
    .select(['link.digest as link_digest', 'link.expires_at as link_expires_at'])
    .execute();
  const [row] = rows;
  const facts = factsFrom(rows);
  if (row === undefined || facts === undefined || facts.passwordRecord === null) return undefined;
  const { account, passwordRecord } = facts;
  return { id, digest: row.link_digest, expiresAt: row.link_expires_at, account, passwordRecord };
}

export async function resetPassword(on: Handle, linkId: string, record: string, at: Instant): Promise<boolean> {
  const link = await on.db
    .updateTable('password_reset_link')
    .set({ spent_at: at })
    .where('id', '=', linkId)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['account_id', 'security_version', 'canonical_email'])
    .executeTakeFirst();
  if (link === undefined) return false;
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({
      ...passwordColumns(record, at),
      password_set_via: 'mailed-link',
      password_by_link_at: at,
      security_version: row('security_version', '+', 1),
      // Decisions of the recovery desk that were taken from what was true before must be taken again.
      recovery_version: row('recovery_version', '+', 1),
    }))
    .where('id', '=', link.account_id)
    .where('security_version', '=', link.security_version)
    .where('canonical_email', '=', link.canonical_email)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await liftClosing(on, link.account_id, at);
  return true;
}

/**
 * What "not me" closed opens with the new password, unless an authenticator stands aside: a reader of the mailbox could have set
 * it aside, and would be in with the mailbox alone (ADR 0030). Nor while the mailbox of before may still take the address back: the
 * link went to whoever brought this one. The line is erased with it, or it would set aside the next one bound.
 */
export async function liftClosing(on: Handle, account: AccountId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set({ password_only_closed_at: null, set_aside_since: null })
    .where('id', '=', account)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('authenticator')
            .select('authenticator.id')
            .whereRef('authenticator.account_id', '=', 'account.id')
            .where('authenticator.state', '=', 'bound')
            .whereRef('authenticator.bound_at', '>=', 'account.set_aside_since'),
        ),
      ),
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('contact_change')
            .select('contact_change.id')
            .whereRef('contact_change.account_id', '=', 'account.id')
            .where('contact_change.kind', '=', 'email')
            .where('contact_change.state', '=', 'confirmed')
            .where('contact_change.cancel_until', '>', at),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function changePassword(on: Handle, account: AccountId, next: HolderPassword): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({
      ...passwordColumns(next.record, next.at),
      password_set_via: 'holder',
      security_version: row('security_version', '+', 1),
    }))
    .where('id', '=', account)
    .where('security_version', '=', next.securityVersion)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A new password is not the one that was marked. */
function passwordColumns(record: string, at: Instant) {
  return { password_record: record, password_set_at: at, password_compromised_at: null } as const;
}

export async function markPasswordCompromised(on: Handle, account: AccountId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ password_compromised_at: at, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('password_compromised_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Links that ended before. */
export async function forgetResetLinks(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('password_reset_link')
        .select('password_reset_link.account_id')
        .where('expires_at', '<=', before)
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('password_reset_link')
    .where('account_id', 'in', (row) => row.selectFrom('due').select('due.account_id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
