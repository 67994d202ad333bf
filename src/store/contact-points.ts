/**
 * Contact data of an account and its history. What stands now is also a column of the account: both are written together, and
 * rows are only ever closed (or opened again when a change is undone). Who may change what is decided before.
 */
import type { Insertable } from 'kysely';
import type { AccountId, PortalId } from '../core/account.ts';
import type { ContactKind, ContactPoint, ContactSetVia } from '../core/contact.ts';
import { Fault } from '../core/outcome.ts';
import { LIVE_STATES, type RequestState } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { ContactFacts, NewContactValue } from '../ports.ts';
import { changeFrom, initialPoints, pointFrom } from './contact-rows.ts';
import { factsFrom, joinedAccount } from './joined-account.ts';
import type { Handle, Tables } from './tables.ts';

/** The three days after a redeemed pass are the holder's: nobody changes where the holder is reached (desk.md section 4). */
const RUNNING: readonly RequestState[] = [...LIVE_STATES, 'redeemed'];

export async function findContactFacts(on: Handle, accountId: AccountId): Promise<ContactFacts> {
  const facts = factsFrom(await joinedAccount(on).where('account.id', '=', accountId).execute());
  const row = await on.db.selectFrom('account').select('recovery_version').where('id', '=', accountId).executeTakeFirst();
  if (facts === undefined || row === undefined) throw new Fault('invariant-broken', `there is no account ${accountId}`);
  const running = await on.db
    .selectFrom('recovery_request')
    .select('id')
    .where('account_id', '=', accountId)
    .where('state', 'in', [...RUNNING])
    .limit(1)
    .executeTakeFirst();
  const waiting = await on.db
    .selectFrom('contact_change')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('state', '=', 'pending')
    .orderBy('requested_at')
    .orderBy('id')
    .execute();
  return {
    account: facts.account,
    authenticators: facts.authenticators,
    recoveryVersion: row.recovery_version,
    isRecoveryRunning: running !== undefined,
    points: await findContactPoints(on, accountId),
    waiting: waiting.map(changeFrom),
  };
}

export async function findContactPoints(on: Handle, account: AccountId): Promise<readonly ContactPoint[]> {
  const rows = await on.db.selectFrom('contact_point').selectAll().where('account_id', '=', account).orderBy('since').execute();
  return rows.map(pointFrom);
}

export async function findFormerHolders(on: Handle, portal: PortalId, canonicalEmail: string): Promise<readonly AccountId[]> {
  const rows = await on.db
    .selectFrom('contact_point')
    .innerJoin('account', 'account.id', 'contact_point.account_id')
    .select('account.id')
    .distinct()
    .where('contact_point.kind', '=', 'email')
    .where('contact_point.canonical', '=', canonicalEmail)
    .where('contact_point.ended_reason', '=', 'changed')
    .where('account.portal', '=', portal)
    .where('account.canonical_email', '<>', canonicalEmail)
    .orderBy('account.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** With the account itself, in its transaction. */
export async function insertInitialPoints(
  on: Handle,
  account: Parameters<typeof initialPoints>[0],
  setVia: ContactSetVia,
  phoneIsSwitchboard = false,
): Promise<void> {
  await on.db
    .insertInto('contact_point')
    .values(
      initialPoints(account, setVia).map((point) => ({
        ...point,
        is_switchboard: point.kind === 'phone' && phoneIsSwitchboard ? 1 : 0,
      })),
    )
    .execute();
}

/** An address that a confirmed change has left, and that its holder may still take back: nobody else's meanwhile. */
export async function isReserved(
  on: Handle,
  portal: PortalId,
  canonicalEmail: string,
  at: Instant,
  exceptFor: AccountId | null,
): Promise<boolean> {
  const row = await on.db
    .selectFrom('contact_change')
    .select('id')
    .where('portal', '=', portal)
    .where('replaced_canonical', '=', canonicalEmail)
    .where('state', '=', 'confirmed')
    .where('cancel_until', '>', at)
    .$if(exceptFor !== null, (query) => query.where('account_id', '<>', exceptFor ?? ''))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function setContact(
  on: Handle,
  account: AccountId,
  kind: Extract<ContactKind, 'phone' | 'name'>,
  next: NewContactValue | null,
  at: Instant,
): Promise<void> {
  await closePoint(on, account, kind, at, next === null ? 'removed' : 'changed');
  if (next !== null) await insertPoint(on, account, kind, next, null, at);
  if (kind === 'phone') {
    await on.db
      .updateTable('account')
      .set({ phone: next?.value ?? null })
      .where('id', '=', account)
      .execute();
  } else if (next !== null) {
    await on.db.updateTable('account').set({ name: next.value }).where('id', '=', account).execute();
  }
}

export async function addNotificationAddress(
  on: Handle,
  account: AccountId,
  next: NewContactValue,
  changeId: string,
  at: Instant,
): Promise<void> {
  await insertPoint(on, account, 'notification', next, changeId, at);
  await noteNotificationAddresses(on, account);
}

export async function removeNotificationAddress(on: Handle, account: AccountId, pointId: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('contact_point')
    .set({ until: at, ended_reason: 'removed' })
    .where('id', '=', pointId)
    .where('account_id', '=', account)
    .where('kind', '=', 'notification')
    .where('until', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await noteNotificationAddresses(on, account);
  return true;
}

export async function closePoint(
  on: Handle,
  account: AccountId,
  kind: ContactKind,
  at: Instant,
  reason: 'changed' | 'removed',
): Promise<{ readonly id: string; readonly value: string; readonly canonical: string } | undefined> {
  return on.db
    .updateTable('contact_point')
    .set({ until: at, ended_reason: reason })
    .where('account_id', '=', account)
    .where('kind', '=', kind)
    .where('until', 'is', null)
    .returning(['id', 'value', 'canonical'])
    .executeTakeFirst();
}

async function insertPoint(
  on: Handle,
  account: AccountId,
  kind: ContactKind,
  { id, value, canonical, setVia }: NewContactValue,
  changeId: string | null,
  at: Instant,
): Promise<void> {
  const row: Insertable<Tables['contact_point']> = {
    id,
    account_id: account,
    kind,
    value,
    canonical,
    since: at,
    until: null,
    set_via: setVia,
    ended_reason: null,
    held_until: null,
    change_id: changeId,
  };
  await on.db.insertInto('contact_point').values(row).execute();
}

/** The column that letters go by: what stands, eldest first. */
export async function noteNotificationAddresses(
  on: Handle,
  account: AccountId,
): Promise<readonly { readonly value: string; readonly canonical: string }[]> {
  const rows = await on.db
    .selectFrom('contact_point')
    .select(['value', 'canonical'])
    .where('account_id', '=', account)
    .where('kind', '=', 'notification')
    .where('until', 'is', null)
    .orderBy('since')
    .orderBy('id')
    .execute();
  const addresses = JSON.stringify(rows.map(({ value }) => value));
  await on.db.updateTable('account').set({ notification_addresses: addresses }).where('id', '=', account).execute();
  return rows;
}
