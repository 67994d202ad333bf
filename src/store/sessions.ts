/**
 * Sessions and pending sign-ins. Both are found by id and proven by the digest the journey compares; neither is judged by
 * time here. A pending sign-in is used up exactly once; a session begins only for an account that did not change meanwhile.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import { PROOF_METHODS, type ProofMethod, type SessionEndReason } from '../core/session.ts';
import { type Instant, minutes } from '../core/time.ts';
import type { NewPendingSignIn, NewSession, SignInFacts, StoredPendingSignIn, StoredSession, Writes } from '../ports.ts';
import { acceptSignIn } from './accounts.ts';
import { factsFrom, joinedAccount } from './joined-account.ts';
import type { Handle } from './tables.ts';

const TOUCH_EVERY = minutes(1);

/** Session, account, company and bound authenticators by one joined query; undefined once it ended. */
export async function findSession(on: Handle, portal: PortalId, id: string): Promise<StoredSession | undefined> {
  const rows = await joinedAccount(on)
    .innerJoin('session', 'session.account_id', 'account.id')
    .where('session.id', '=', id)
    .where('session.portal', '=', portal)
    .where('session.ended_at', 'is', null)
    .select([
      'session.id as session_id',
      'session.digest',
      'session.portal',
      'session.created_at',
      'session.last_seen_at',
      'session.expires_at',
      'session.password_at',
      'session.second_factor_at',
      'session.methods',
    ])
    .execute();
  const [row] = rows;
  const facts = factsFrom(rows);
  if (row === undefined || facts === undefined) return undefined;
  return {
    ...facts,
    id: row.session_id,
    digest: row.digest,
    portal: row.portal,
    accountId: row.account_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    passwordAt: row.password_at,
    secondFactorAt: row.second_factor_at,
    methods: methodsFrom(row.methods),
  };
}

/** Pending sign-in with the facts of its account by one joined query; undefined once it was used. */
export async function findPendingSignIn(on: Handle, portal: PortalId, id: string): Promise<StoredPendingSignIn | undefined> {
  const rows = await joinedAccount(on)
    .innerJoin('pending_sign_in', 'pending_sign_in.account_id', 'account.id')
    .where('pending_sign_in.id', '=', id)
    .where('pending_sign_in.portal', '=', portal)
    .where('pending_sign_in.consumed_at', 'is', null)
    .select([
      'pending_sign_in.id as pending_id',
      'pending_sign_in.digest',
      'pending_sign_in.portal',
      'pending_sign_in.created_at',
      'pending_sign_in.expires_at',
      'pending_sign_in.return_to',
      'pending_sign_in.mailbox_confirmed_at',
      'pending_sign_in.sitting',
    ])
    .execute();
  const [row] = rows;
  const facts = factsFrom(rows);
  if (row === undefined || facts === undefined) return undefined;
  return {
    ...(row.sitting === null ? facts : inSitting(facts)),
    id: row.pending_id,
    digest: row.digest,
    portal: row.portal,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    returnTo: row.return_to,
    mailboxConfirmedAt: row.mailbox_confirmed_at,
    sitting: row.sitting,
  };
}

/** Whoever sits with a code has proven nothing of what the account has, so nothing of it counts, and nothing of it stands in the way. */
function inSitting({ account, ...facts }: SignInFacts): SignInFacts {
  return { ...facts, account: { ...account, passwordOnlyClosedAt: null, passwordCompromisedAt: null }, authenticators: [] };
}

export async function insertPendingSignIn(on: Handle, pending: NewPendingSignIn): Promise<void> {
  await on.db
    .insertInto('pending_sign_in')
    .values({
      id: pending.id,
      digest: pending.digest,
      portal: pending.portal,
      account_id: pending.accountId,
      created_at: pending.createdAt,
      expires_at: pending.expiresAt,
      return_to: pending.returnTo,
      sitting: pending.sitting ?? null,
    })
    .execute();
}

export async function consumePendingSignIn(on: Handle, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('pending_sign_in')
    .set({ consumed_at: at })
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Uses up every one of the account: what was begun before a change of its status is void. */
export async function endPendingSignIns(on: Handle, account: AccountId, at: Instant): Promise<void> {
  await on.db
    .updateTable('pending_sign_in')
    .set({ consumed_at: at })
    .where('account_id', '=', account)
    .where('consumed_at', 'is', null)
    .execute();
}

export async function confirmPendingMailbox(on: Handle, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('pending_sign_in')
    .set({ mailbox_confirmed_at: at })
    .where('id', '=', id)
    .where('mailbox_confirmed_at', 'is', null)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** False, and nothing inserted, when the account is not active or not at this security version any more. */
export async function insertSession(on: Handle, session: NewSession, securityVersion: number): Promise<boolean> {
  const accepted = await acceptSignIn(on, session.accountId, securityVersion, session.createdAt);
  if (!accepted) return false;
  await on.db
    .insertInto('session')
    .values({
      id: session.id,
      digest: session.digest,
      portal: session.portal,
      account_id: session.accountId,
      created_at: session.createdAt,
      last_seen_at: session.createdAt,
      expires_at: session.expiresAt,
      password_at: session.passwordAt,
      second_factor_at: session.secondFactorAt,
      methods: JSON.stringify(session.methods),
      browser: session.browser,
      place: session.place,
    })
    .execute();
  return true;
}

export async function rotateSession(
  on: Handle,
  id: string,
  oldDigest: string,
  next: Parameters<Writes['rotateSession']>[2],
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('session')
    .set({
      digest: next.digest,
      password_at: next.passwordAt,
      second_factor_at: next.secondFactorAt,
      methods: JSON.stringify(next.methods),
    })
    .where('id', '=', id)
    .where('digest', '=', oldDigest)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endSession(on: Handle, id: string, at: Instant, reason: SessionEndReason): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('session')
    .set({ ended_at: at, end_reason: reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends every living session of the account but `except`; answers how many. */
export async function endOtherSessions(
  on: Handle,
  account: AccountId,
  except: string | null,
  at: Instant,
  reason: SessionEndReason,
): Promise<number> {
  const { numUpdatedRows } = await on.db
    .updateTable('session')
    .set({ ended_at: at, end_reason: reason })
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .$if(except !== null, (query) => query.where('id', '<>', except ?? ''))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function isSessionAlive(on: Handle, id: string): Promise<boolean> {
  const row = await on.db.selectFrom('session').select('id').where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst();
  return row !== undefined;
}

/** Moves `lastSeenAt` forward, never back, and at most once a minute. */
export async function touchSession(on: Handle, id: string, at: Instant): Promise<void> {
  await on.db
    .updateTable('session')
    .set({ last_seen_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('last_seen_at', '<=', at - TOUCH_EVERY)
    .execute();
}

/** Of the column; a method this version does not know proves nothing. */
export function methodsFrom(json: string): readonly ProofMethod[] {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? PROOF_METHODS.filter((method) => value.includes(method)) : [];
}
