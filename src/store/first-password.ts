/**
 * The first password of an account that was created without one: the link that may set it, and the one update that does.
 * Whether the password is good enough is decided before.
 */
import type { AccountId, PasswordSetVia, PortalId } from '../core/account.ts';
import type { Instant } from '../core/time.ts';
import type { FirstPasswordLink } from '../ports.ts';
import { factsFrom, joinedAccount } from './joined-account.ts';
import type { Handle } from './tables.ts';

/** The link with its account; undefined once it was spent or superseded, or the account has a password. Time is the journey's. */
export async function findFirstPasswordLink(on: Handle, portal: PortalId, id: string): Promise<FirstPasswordLink | undefined> {
  const rows = await joinedAccount(on)
    .innerJoin('mailed_link', 'mailed_link.account_id', 'account.id')
    .where('mailed_link.id', '=', id)
    .where('mailed_link.portal', '=', portal)
    .where('mailed_link.purpose', '=', 'password-setup')
    .where('mailed_link.consumed_at', 'is', null)
    .where('mailed_link.superseded', '=', 0)
    .where('account.password_record', 'is', null)
    .select(['mailed_link.digest as link_digest', 'mailed_link.expires_at as link_expires_at'])
    .execute();
  const [row] = rows;
  const facts = factsFrom(rows);
  if (row === undefined || facts === undefined) return undefined;
  return { id, digest: row.link_digest, expiresAt: row.link_expires_at, account: facts.account };
}

/** False when the account has a password already; grows the security version. */
export async function setFirstPassword(
  on: Handle,
  account: AccountId,
  record: string,
  via: PasswordSetVia,
  at: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({
      password_record: record,
      password_set_at: at,
      password_set_via: via,
      ...(via === 'mailed-link' ? { password_by_link_at: at } : {}),
      security_version: row('security_version', '+', 1),
    }))
    .where('id', '=', account)
    .where('password_record', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
