/**
 * The sign-in address of an account: replaced by a confirmed change, and put back when the change is undone, together with the
 * history and the addresses for notices. Unique per portal by the canonical form (SEC-P07); who may change it is decided before.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import type { ContactChange } from '../core/contact.ts';
import { Fault } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { RestoredAddresses } from '../ports.ts';
import { closePoint, isReserved, noteNotificationAddresses } from './contact-points.ts';
import { TRY_AGAIN, violatedConstraint } from './database-errors.ts';
import type { Handle } from './tables.ts';

export async function changeSignInAddress(
  on: Handle,
  change: ContactChange,
  [emailId, formerId]: readonly [string, string],
  at: Instant,
  heldUntil: Instant,
): Promise<boolean> {
  const { accountId, value, canonical, setVia } = change;
  const { portal } = await on.db.selectFrom('account').select('portal').where('id', '=', accountId).executeTakeFirstOrThrow();
  if (await isReserved(on, portal, canonical, at, accountId)) return false;
  if (!(await setSignInAddress(on, accountId, portal, value, canonical))) return false;
  const former = await closePoint(on, accountId, 'email', at, 'changed');
  if (former === undefined) throw new Fault('invariant-broken', `the address of the account ${accountId} has no history`);
  const base = { account_id: accountId, since: at, until: null, ended_reason: null, set_via: setVia, change_id: change.id };
  await on.db
    .updateTable('contact_point')
    .set({ until: at, ended_reason: 'changed' })
    .where('account_id', '=', accountId)
    .where('kind', '=', 'notification')
    .where('canonical', '=', canonical)
    .where('until', 'is', null)
    .execute();
  await on.db
    .insertInto('contact_point')
    .values([
      { ...base, id: emailId, kind: 'email', value, canonical, held_until: null },
      {
        ...base,
        id: formerId,
        kind: 'notification',
        value: former.value,
        canonical: former.canonical,
        held_until: heldUntil,
      },
    ])
    .execute();
  await on.db
    .updateTable('contact_change')
    .set({ replaced_point_id: former.id, replaced_canonical: former.canonical })
    .where('id', '=', change.id)
    .execute();
  await noteNotificationAddresses(on, accountId);
  return true;
}

export async function restoreSignInAddress(on: Handle, change: ContactChange, at: Instant): Promise<RestoredAddresses | null> {
  const { accountId } = change;
  const replaced = await on.db
    .selectFrom('contact_change')
    .innerJoin('contact_point', 'contact_point.id', 'contact_change.replaced_point_id')
    .where('contact_change.id', '=', change.id)
    .select([
      'contact_change.portal',
      'contact_change.requested_at',
      'contact_change.confirmed_at',
      'contact_point.id',
      'contact_point.value',
      'contact_point.canonical',
    ])
    .executeTakeFirst();
  if (replaced === undefined || replaced.confirmed_at === null) {
    throw new Fault('invariant-broken', 'an undone change replaced nothing');
  }
  const { requested_at: requestedAt, confirmed_at: confirmedAt } = replaced;
  if (!(await setSignInAddress(on, accountId, replaced.portal, replaced.value, replaced.canonical))) return null;
  const gone = await on.db
    .updateTable('contact_point')
    .set((row) => ({ until: row.fn.coalesce('until', row.val(at)), ended_reason: 'cancelled' }))
    .where('account_id', '=', accountId)
    .where('id', '<>', replaced.id)
    .where((row) =>
      row.or([
        row.and([row('kind', '=', 'email'), row('since', '>=', confirmedAt)]),
        row.and([row('kind', '=', 'notification'), row.or([row('since', '>', requestedAt), row('change_id', '=', change.id)])]),
      ]),
    )
    .returning(['value', 'canonical'])
    .execute();
  await on.db
    .updateTable('contact_point')
    .set({ until: null, ended_reason: null })
    .where('account_id', '=', accountId)
    .where((row) =>
      row.or([
        row('id', '=', replaced.id),
        // Whoever changed the address may have taken away the others that would tell of it.
        row.and([
          row('kind', '=', 'notification'),
          row('ended_reason', 'in', ['changed', 'removed']),
          row('until', '>=', requestedAt),
        ]),
      ]),
    )
    .execute();
  await on.db
    .updateTable('contact_change')
    .set({ state: 'cancelled' })
    .where('account_id', '=', accountId)
    .where('requested_at', '>=', requestedAt)
    .where('state', 'in', ['pending', 'confirmed'])
    .execute();
  const standing = await noteNotificationAddresses(on, accountId);
  const still = new Set([replaced.canonical, ...standing.map(({ canonical }) => canonical)]);
  const went = new Map(gone.filter(({ canonical }) => !still.has(canonical)).map((row) => [row.canonical, row.value]));
  return { email: replaced.value, notificationAddresses: standing.map(({ value }) => value), gone: [...went.values()] };
}

/** One statement decides; two accounts that take one address at the same moment run into the constraint, and one looks again. */
async function setSignInAddress(
  on: Handle,
  account: AccountId,
  portal: PortalId,
  email: string,
  canonicalEmail: string,
): Promise<boolean> {
  try {
    const { numUpdatedRows } = await on.db
      .updateTable('account')
      .set({ email, canonical_email: canonicalEmail })
      .where('id', '=', account)
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('account as other')
              .select('other.id')
              .where('other.portal', '=', portal)
              .where('other.canonical_email', '=', canonicalEmail)
              .where('other.id', '<>', account),
          ),
        ),
      )
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  } catch (error) {
    if (violatedConstraint(error) === 'unique') throw TRY_AGAIN;
    throw error;
  }
}
