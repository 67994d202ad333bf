/**
 * Challenges and passkeys. A challenge is used up by one conditional update, whatever comes of the answer; a passkey counts for one
 * account only, and its counter moves only forward (ADR 0004).
 */
import type { AccountId, PortalId } from '../core/account.ts';
import type { ChallengeBinding } from '../core/passkey.ts';
import type { Instant } from '../core/time.ts';
import type { NewBoundPasskey, NewPasskeyChallenge, SpentChallenge, VerifiedAssertion } from '../ports.ts';
import type { Handle } from './tables.ts';

export async function insertChallenge(on: Handle, row: NewPasskeyChallenge): Promise<void> {
  await on.db
    .insertInto('webauthn_challenge')
    .values({
      digest: row.digest,
      portal: row.portal,
      ceremony: row.ceremony,
      bound_to: row.boundTo,
      account_id: row.accountId,
      user_verification: row.userVerification ? 1 : 0,
      expires_at: row.expiresAt,
    })
    .execute();
}

/** Uses it up, for its own browser, ceremony and account only; undefined when there is no such living challenge (SEC-D01). */
export async function spendChallenge(
  on: Handle,
  digest: string,
  binding: ChallengeBinding,
  at: Instant,
): Promise<SpentChallenge | undefined> {
  const spent = await on.db
    .updateTable('webauthn_challenge')
    .set({ spent_at: at })
    .where('digest', '=', digest)
    .where('portal', '=', binding.portal)
    .where('ceremony', '=', binding.ceremony)
    .where('bound_to', '=', binding.boundTo)
    .where('account_id', binding.accountId === null ? 'is' : '=', binding.accountId)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('user_verification')
    .executeTakeFirst();
  return spent === undefined ? undefined : { userVerification: spent.user_verification === 1 };
}

/** Whose passkey it is, in this portal. */
export async function findPasskeyHolder(on: Handle, portal: PortalId, credentialId: string): Promise<AccountId | undefined> {
  const row = await on.db
    .selectFrom('authenticator')
    .innerJoin('account', 'account.id', 'authenticator.account_id')
    .select('account.id')
    .where('authenticator.credential_id', '=', credentialId)
    .where('authenticator.state', '=', 'bound')
    .where('account.portal', '=', portal)
    .executeTakeFirst();
  return row?.id;
}

/**
 * Bound at once: the browser's answer is the proof. False when the account changed meanwhile, or the credential is somebody's
 * already, be it of another portal or one that ended (WebAuthn section 7.1 step 26).
 */
export async function bindPasskey(on: Handle, row: NewBoundPasskey, securityVersion: number): Promise<boolean> {
  const account = await on.db
    .updateTable('account')
    .set((each) => ({ security_version: each('security_version', '+', 1) }))
    .where('id', '=', row.accountId)
    .where('security_version', '=', securityVersion)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (account.numUpdatedRows !== 1n) return false;
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('authenticator')
    .values({
      id: row.id,
      account_id: row.accountId,
      kind: 'passkey',
      state: 'bound',
      owner_kind: row.via === 'sign-in' ? 'pending-sign-in' : 'session',
      owner_id: row.sessionId,
      sealed_secret: row.sealedKey,
      started_at: row.boundAt,
      expires_at: row.boundAt,
      security_version: securityVersion,
      name: row.name,
      drift: 0,
      bound_at: row.boundAt,
      bound_via: row.via ?? 'session',
      credential_id: row.credentialId,
      sign_count: row.signCount,
      transports: JSON.stringify(row.transports),
      backup_eligible: row.backupEligible ? 1 : 0,
      backed_up: row.backedUp ? 1 : 0,
      user_verifying: row.userVerifying ? 1 : 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Of two answers with one number of the counter exactly one is told true (WebAuthn section 7.2 step 22). A passkey that does not count
 * stays at nought; what else makes its answers single is the challenge.
 */
export async function acceptAssertion(
  on: Handle,
  id: string,
  { signCount, backedUp }: VerifiedAssertion,
  at: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('authenticator')
    .set({ sign_count: signCount, backed_up: backedUp ? 1 : 0, last_used_at: at })
    .where('id', '=', id)
    .where('state', '=', 'bound')
    .where((row) => (signCount === 0 ? row('sign_count', '=', 0) : row('sign_count', '<', signCount)))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Challenges that were over before this instant; at most so many. */
export async function forgetChallenges(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('webauthn_challenge')
        .select('webauthn_challenge.digest')
        .where('expires_at', '<=', before)
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('webauthn_challenge')
    .where('digest', 'in', (row) => row.selectFrom('due').select('due.digest'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
