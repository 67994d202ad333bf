/** Known browsers: which accounts signed in completely where, and when. A budget and a notice hang on it, never a factor. */
import type { AccountId, PortalId } from '../core/account.ts';
import type { Instant } from '../core/time.ts';
import type { KnownBrowser, Writes } from '../ports.ts';
import type { Handle } from './tables.ts';

export async function findKnownBrowser(on: Handle, portal: PortalId, id: string): Promise<KnownBrowser | undefined> {
  const rows = await on.db
    .selectFrom('known_browser')
    .leftJoin('known_browser_account', 'known_browser_account.browser_id', 'known_browser.id')
    .where('known_browser.id', '=', id)
    .where('known_browser.portal', '=', portal)
    .select(['known_browser.digest', 'known_browser_account.account_id', 'known_browser_account.signed_in_at'])
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const accounts = new Map<AccountId, Instant>();
  for (const { account_id: account, signed_in_at: at } of rows) {
    if (account !== null && at !== null) accounts.set(account, at);
  }
  return { id, digest: first.digest, accounts };
}

export async function insertKnownBrowser(on: Handle, row: Parameters<Writes['insertKnownBrowser']>[0]): Promise<void> {
  await on.db
    .insertInto('known_browser')
    .values({ id: row.id, digest: row.digest, portal: row.portal, created_at: row.createdAt })
    .execute();
}

/** The account is known in no browser any more but `except`. */
export async function forgetKnownBrowsers(on: Handle, account: AccountId, except: string | null): Promise<void> {
  await on.db
    .deleteFrom('known_browser_account')
    .where('account_id', '=', account)
    .$if(except !== null, (query) => query.where('browser_id', '<>', except ?? ''))
    .execute();
}

/** Remembers the newest complete sign-in of the account in this browser, and apart the newest with a second factor. */
export async function noteKnownBrowser(
  on: Handle,
  browserId: string,
  account: AccountId,
  at: Instant,
  secondFactorAt: Instant | null,
): Promise<void> {
  const proven = secondFactorAt === null ? {} : { second_factor_at: secondFactorAt };
  await on.db
    .insertInto('known_browser_account')
    .values({ browser_id: browserId, account_id: account, signed_in_at: at, second_factor_at: secondFactorAt })
    .onConflict((conflict) => conflict.columns(['browser_id', 'account_id']).doUpdateSet({ signed_in_at: at, ...proven }))
    .execute();
}
