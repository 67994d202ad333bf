/**
 * The links of recovery letters and the browsers that file. A link proves the mailbox it was sent to: it confirms one filing
 * once, and shows and cancels the account's requests as long as they run. Both are found by id and proven by their digest.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import type { Instant } from '../core/time.ts';
import type { ClaimBrowser, NewRecoveryLink, RecoveryLink } from '../ports.ts';
import type { Handle } from './tables.ts';

export async function insertRecoveryLink(on: Handle, link: NewRecoveryLink): Promise<void> {
  await on.db
    .insertInto('recovery_link')
    .values({
      id: link.id,
      digest: link.digest,
      portal: link.portal,
      account_id: link.accountId,
      mailed_at: link.mailedAt,
      confirms_until: link.confirmsUntil,
      spent_at: null,
      counted: link.counted ? 1 : 0,
    })
    .execute();
}

export async function findRecoveryLink(on: Handle, portal: PortalId, id: string): Promise<RecoveryLink | undefined> {
  const row = await on.db
    .selectFrom('recovery_link')
    .selectAll()
    .where('id', '=', id)
    .where('portal', '=', portal)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    digest: row.digest,
    portal: row.portal,
    accountId: row.account_id,
    mailedAt: row.mailed_at,
    confirmsUntil: row.confirms_until,
    spentAt: row.spent_at,
  };
}

/** Uses it up for confirming; false when it was used or is too old. */
export async function spendRecoveryLink(on: Handle, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('recovery_link')
    .set({ spent_at: at })
    .where('id', '=', id)
    .where('spent_at', 'is', null)
    .where('confirms_until', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function insertClaimBrowser(on: Handle, browser: ClaimBrowser & { readonly createdAt: Instant }): Promise<void> {
  await on.db
    .insertInto('claim_browser')
    .values({ id: browser.id, digest: browser.digest, portal: browser.portal, created_at: browser.createdAt })
    .execute();
}

export async function findClaimBrowser(on: Handle, portal: PortalId, id: string): Promise<ClaimBrowser | undefined> {
  const row = await on.db
    .selectFrom('claim_browser')
    .select(['id', 'digest', 'portal'])
    .where('id', '=', id)
    .where('portal', '=', portal)
    .executeTakeFirst();
  return row;
}

/** When this known browser last proved the second factor of the account; null when it never did (desk.md section 2). */
export async function findSecondFactorIn(on: Handle, browserId: string, account: AccountId): Promise<Instant | null> {
  const row = await on.db
    .selectFrom('known_browser_account')
    .select('second_factor_at')
    .where('browser_id', '=', browserId)
    .where('account_id', '=', account)
    .executeTakeFirst();
  return row?.second_factor_at ?? null;
}
