/**
 * What the holder is told at the next sign-in (SEC-E11): the facts of each notice, and which session shows them from when to
 * when. Which notices are kept, and since when they are shown, is decided by the journeys.
 */
import type { AccountId } from '../core/account.ts';
import type { Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { Random, SignInBanner, SignInNotice } from '../ports.ts';
import type { Handle } from './tables.ts';

export async function insertSignInNotice(
  on: Handle,
  account: AccountId,
  { kind, circumstances: { at, browser, place } }: SignInNotice,
  random: Random,
): Promise<void> {
  const id = newId((count) => random.bytes(count));
  await on.db.insertInto('sign_in_notice').values({ id, account_id: account, kind, at, browser, place }).execute();
}

export async function hasSignInNotices(on: Handle, { accountId, since, until }: Omit<SignInBanner, 'sessionId'>): Promise<boolean> {
  const row = await on.db
    .selectFrom('sign_in_notice')
    .select('id')
    .where('account_id', '=', accountId)
    .where('at', '>=', since)
    .where('at', '<', until)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findShownNotices(on: Handle, sessionId: string, limit: number): Promise<readonly SignInNotice[]> {
  const rows = await on.db
    .selectFrom('sign_in_banner')
    .innerJoin('sign_in_notice', 'sign_in_notice.account_id', 'sign_in_banner.account_id')
    .select(['sign_in_notice.kind', 'sign_in_notice.at', 'sign_in_notice.browser', 'sign_in_notice.place'])
    .where('sign_in_banner.session_id', '=', sessionId)
    .whereRef('sign_in_notice.at', '>=', 'sign_in_banner.since')
    .whereRef('sign_in_notice.at', '<', 'sign_in_banner.until')
    .orderBy('sign_in_notice.at', 'desc')
    .orderBy('sign_in_notice.id')
    .limit(limit)
    .execute();
  return rows.map(({ kind, ...circumstances }) => ({ kind, circumstances }));
}

export async function insertSignInBanner(on: Handle, { sessionId, accountId, since, until }: SignInBanner): Promise<void> {
  await on.db.insertInto('sign_in_banner').values({ session_id: sessionId, account_id: accountId, since, until }).execute();
}

export async function dismissSignInBanner(on: Handle, sessionId: string): Promise<void> {
  await on.db.deleteFrom('sign_in_banner').where('session_id', '=', sessionId).execute();
}

export async function forgetSignInNotices(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('sign_in_notice')
        .select('sign_in_notice.id')
        .where('at', '<=', before)
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('sign_in_notice')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
