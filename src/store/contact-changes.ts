/**
 * New addresses that wait for their mailbox, and the links that confirm or take them back. Every verdict is the row count of one
 * conditional statement (ADR 0004); whom it concerns afterwards is `contact-points.ts`.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import type { Instant } from '../core/time.ts';
import type { ContactLink, ContactLinkPurpose, ContactWrites, NewContactChange } from '../ports.ts';
import { lockAccount } from './accounts.ts';
import { changeFrom } from './contact-rows.ts';
import type { Handle } from './tables.ts';

export async function findContactLink(on: Handle, portal: PortalId, id: string): Promise<ContactLink | undefined> {
  const link = await on.db.selectFrom('contact_link').selectAll().where('id', '=', id).executeTakeFirst();
  if (link === undefined) return undefined;
  const change = await on.db
    .selectFrom('contact_change')
    .selectAll()
    .where('id', '=', link.change_id)
    .where('portal', '=', portal)
    .executeTakeFirst();
  return change === undefined ? undefined : { id: link.id, digest: link.digest, purpose: link.purpose, change: changeFrom(change) };
}

/** One new sign-in address of an account at a time, and one wait per address for notices. */
export async function insertContactChange(on: Handle, change: NewContactChange): Promise<void> {
  await on.db
    .updateTable('contact_change')
    .set({ state: 'superseded' })
    .where('account_id', '=', change.accountId)
    .where('kind', '=', change.kind)
    .where('state', '=', 'pending')
    .$if(change.kind === 'notification', (query) => query.where('canonical', '=', change.canonical))
    .execute();
  await on.db
    .insertInto('contact_change')
    .values({
      id: change.id,
      portal: change.portal,
      account_id: change.accountId,
      kind: change.kind,
      value: change.value,
      canonical: change.canonical,
      set_via: change.setVia,
      session_id: change.sessionId,
      security_version: change.securityVersion,
      state: 'pending',
      requested_at: change.requestedAt,
      confirm_until: change.confirmUntil,
      cancel_until: change.cancelUntil,
      confirmed_at: null,
      replaced_point_id: null,
      replaced_canonical: null,
    })
    .execute();
}

export async function insertContactLink(
  on: Handle,
  link: { readonly id: string; readonly digest: string; readonly changeId: string; readonly purpose: ContactLinkPurpose },
): Promise<void> {
  const { id, digest, changeId, purpose } = link;
  await on.db.insertInto('contact_link').values({ id, digest, change_id: changeId, purpose }).execute();
}

export async function confirmContactChange(on: Handle, id: string, at: Instant, cancelUntil: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('contact_change')
    .set({ state: 'confirmed', confirmed_at: at, cancel_until: cancelUntil })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('confirm_until', '>', at)
    .where((row) =>
      row.exists(
        row
          .selectFrom('account')
          .select('account.id')
          .whereRef('account.id', '=', 'contact_change.account_id')
          .whereRef('account.security_version', '=', 'contact_change.security_version')
          .where('account.status', '=', 'active'),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function cancelContactChange(on: Handle, id: string, from: 'pending' | 'confirmed', at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('contact_change')
    .set({ state: 'cancelled' })
    .where('id', '=', id)
    .where('state', '=', from)
    .$if(from === 'pending', (query) => query.where('confirm_until', '>', at))
    .$if(from === 'confirmed', (query) => query.where('kind', '=', 'email').where('cancel_until', '>', at))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function voidContactChanges(
  on: Handle,
  account: AccountId,
  asked: Parameters<ContactWrites['voidContactChanges']>[1],
): Promise<void> {
  await lockAccount(on, account);
  await on.db
    .updateTable('contact_change')
    .set({ state: 'cancelled' })
    .where('account_id', '=', account)
    .where('state', '=', 'pending')
    .$if(asked.in !== undefined, (query) => query.where('session_id', '=', asked.in ?? ''))
    .$if(asked.notIn !== undefined, (query) => query.where('session_id', '<>', asked.notIn ?? ''))
    .execute();
}

/** Changes that are over since `before`, and their links; what they brought stands in the history. */
export async function forgetContactChanges(on: Handle, before: Instant, limit: number): Promise<number> {
  const due = await on.db
    .selectFrom('contact_change')
    .select('id')
    .where('cancel_until', '<=', before)
    .where('confirm_until', '<=', before)
    .limit(limit)
    .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked())
    .execute();
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  await on.db.deleteFrom('contact_link').where('change_id', 'in', ids).execute();
  const { numDeletedRows } = await on.db.deleteFrom('contact_change').where('id', 'in', ids).executeTakeFirst();
  return Number(numDeletedRows);
}
