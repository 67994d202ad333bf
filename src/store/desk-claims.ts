/**
 * The desk's own work on requests: owner and claim, presence, labels, notes. A claim is one conditional statement whose row count is
 * the verdict: of two who claim at once exactly one holds it, on both databases.
 */
import { sql } from 'kysely';
import type { AccountId, PortalId, StaffRole } from '../core/account.ts';
import { CLAIMABLE_STATES, type RequestClaim } from '../core/desk-claim.ts';
import { Fault } from '../core/outcome.ts';
import { ENDED_STATES } from '../core/request-view.ts';
import { staffRole } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import type { AssignableStaff, DeskNote, DeskPresence, DeskWrites, SealContext, SecretBox } from '../ports.ts';
import type { Handle } from './tables.ts';

type By = Parameters<DeskWrites['claimRequest']>[1];

export async function claimRequest(on: Handle, requestId: string, by: By, at: Instant, until: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('desk_claim')
    .columns(['request_id', 'owner_id', 'given_by_supervisor', 'claimed_by', 'claimed_until'])
    .expression(claimable(on, requestId, { owner: by.id, isGiven: by.isSupervisor, keeper: by.id, until }))
    .onConflict((conflict) =>
      conflict
        .column('request_id')
        .doUpdateSet({
          // Whoever was given it by a supervisor keeps that when claiming what is theirs.
          given_by_supervisor: sql`case when desk_claim.owner_id = excluded.owner_id then desk_claim.given_by_supervisor else excluded.given_by_supervisor end`,
          owner_id: sql`excluded.owner_id`,
          claimed_by: sql`excluded.claimed_by`,
          claimed_until: sql`excluded.claimed_until`,
        })
        .where((row) =>
          row.or([
            row('desk_claim.claimed_until', 'is', null),
            row('desk_claim.claimed_until', '<=', at),
            row('desk_claim.claimed_by', '=', by.id),
          ]),
        ),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function releaseRequest(on: Handle, requestId: string, by: AccountId): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('desk_claim')
    .set((row) => ({
      owner_id: row.case().when('owner_id', '=', by).then(null).else(row.ref('owner_id')).end(),
      given_by_supervisor: row.case().when('owner_id', '=', by).then(sql<0 | 1>`0`).else(row.ref('given_by_supervisor')).end(),
      claimed_until: row.case().when('claimed_by', '=', by).then(null).else(row.ref('claimed_until')).end(),
      claimed_by: row.case().when('claimed_by', '=', by).then(null).else(row.ref('claimed_by')).end(),
    }))
    .where('request_id', '=', requestId)
    .where((row) => row.or([row('owner_id', '=', by), row('claimed_by', '=', by)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function assignRequest(on: Handle, requestId: string, owner: AccountId, by: By, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('desk_claim')
    .columns(['request_id', 'owner_id', 'given_by_supervisor', 'claimed_by', 'claimed_until'])
    .expression(claimable(on, requestId, { owner, isGiven: by.isSupervisor, keeper: null, until: null }))
    .onConflict((conflict) =>
      conflict
        .column('request_id')
        .doUpdateSet({
          owner_id: sql`excluded.owner_id`,
          given_by_supervisor: sql`excluded.given_by_supervisor`,
          claimed_by: sql`null`,
          claimed_until: sql`null`,
        })
        .where((row) =>
          row.or([
            row('desk_claim.claimed_until', 'is', null),
            row('desk_claim.claimed_until', '<=', at),
            row('desk_claim.claimed_by', 'in', [by.id, owner]),
          ]),
        ),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

interface ClaimValues {
  readonly owner: AccountId;
  readonly isGiven: boolean;
  readonly keeper: AccountId | null;
  readonly until: Instant | null;
}

/** The values of a row, if the request is in a state in which somebody may work on it. */
function claimable(on: Handle, requestId: string, { owner, isGiven, keeper, until }: ClaimValues) {
  return on.db
    .selectFrom('recovery_request')
    .where('id', '=', requestId)
    .where('state', 'in', [...CLAIMABLE_STATES])
    .select([
      'id as request_id',
      text(owner).as('owner_id'),
      flag(isGiven).as('given_by_supervisor'),
      text(keeper).as('claimed_by'),
      instant(until).as('claimed_until'),
    ]);
}

/** PostgreSQL does not guess the type of a selected parameter. */
const text = (value: string | null) => sql<string | null>`cast(${value} as text)`;
const instant = (at: Instant | null) => sql<Instant | null>`cast(${at} as bigint)`;
const flag = (is: boolean) => (is ? sql<0 | 1>`1` : sql<0 | 1>`0`);

export async function findClaim(on: Handle, requestId: string): Promise<RequestClaim | null> {
  const row = await on.db
    .selectFrom('desk_claim')
    .select(['claimed_by', 'claimed_until'])
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return row === undefined || row.claimed_by === null || row.claimed_until === null
    ? null
    : { by: row.claimed_by, until: row.claimed_until };
}

/** A claim that ran out does not come back by a late ping: somebody else may have seen it free. */
export async function notePresence(
  on: Handle,
  requestId: string,
  staff: AccountId,
  { at, isEditing, claimUntil }: { readonly at: Instant; readonly isEditing: boolean; readonly claimUntil: Instant },
): Promise<void> {
  await on.db
    .insertInto('desk_presence')
    .values({ request_id: requestId, account_id: staff, seen_at: at, editing: isEditing ? 1 : 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['request_id', 'account_id'])
        .doUpdateSet({ seen_at: sql`excluded.seen_at`, editing: sql`excluded.editing` }),
    )
    .execute();
  await on.db
    .updateTable('desk_claim')
    .set({ claimed_until: claimUntil })
    .where('request_id', '=', requestId)
    .where('claimed_by', '=', staff)
    .where('claimed_until', '>', at)
    .execute();
}

export async function findPresence(on: Handle, requestIds: readonly string[], since: Instant): Promise<readonly DeskPresence[]> {
  if (requestIds.length === 0) return [];
  const rows = await on.db
    .selectFrom('desk_presence')
    .innerJoin('account', 'account.id', 'desk_presence.account_id')
    .select(['desk_presence.request_id', 'account.id', 'account.name', 'desk_presence.editing', 'desk_presence.seen_at'])
    .where('desk_presence.request_id', 'in', [...requestIds])
    .where('desk_presence.seen_at', '>', since)
    .orderBy('desk_presence.seen_at', 'desc')
    .orderBy('account.id')
    .execute();
  return rows.map(({ request_id: requestId, id, name, editing, seen_at: seenAt }) => ({
    requestId,
    staff: { id, name },
    isEditing: editing === 1,
    seenAt,
  }));
}

/** Presence of long ago says nothing; answers how many rows went. */
export async function forgetPresence(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db.selectFrom('desk_presence').select(['request_id', 'account_id']).where('seen_at', '<=', before).limit(limit),
    )
    .deleteFrom('desk_presence')
    .where('seen_at', '<=', before)
    .where((row) =>
      row.exists(
        row
          .selectFrom('due')
          .select('due.request_id')
          .whereRef('due.request_id', '=', 'desk_presence.request_id')
          .whereRef('due.account_id', '=', 'desk_presence.account_id'),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function addLabel(
  on: Handle,
  requestId: string,
  label: string,
  by: AccountId,
  at: Instant,
  most: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('desk_label')
    .columns(['request_id', 'label', 'set_by', 'set_at'])
    .expression((row) =>
      row
        .selectFrom('recovery_request')
        .where('id', '=', requestId)
        .where(
          row
            .selectFrom('desk_label')
            .select((labels) => labels.fn.countAll<number>().as('total'))
            .where('desk_label.request_id', '=', requestId),
          '<',
          most,
        )
        .select([
          'id as request_id',
          sql<string>`cast(${label} as text)`.as('label'),
          sql<string>`cast(${by} as text)`.as('set_by'),
          sql<Instant>`cast(${at} as bigint)`.as('set_at'),
        ]),
    )
    .onConflict((conflict) => conflict.columns(['request_id', 'label']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function removeLabel(on: Handle, requestId: string, label: string): Promise<boolean> {
  const { numDeletedRows } = await on.db
    .deleteFrom('desk_label')
    .where('request_id', '=', requestId)
    .where('label', '=', label)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function insertNote(on: Handle, note: Parameters<DeskWrites['insertDeskNote']>[0], secrets: SecretBox): Promise<void> {
  const { id, requestId, by, at, text } = note;
  await on.db
    .insertInto('desk_note')
    .values({
      id,
      request_id: requestId,
      written_by: by,
      written_at: at,
      sealed_note: secrets.seal(Buffer.from(text, 'utf8'), placeOf(id)),
    })
    .execute();
}

export async function findNotes(on: Handle, requestId: string, secrets: SecretBox): Promise<readonly DeskNote[]> {
  const rows = await on.db
    .selectFrom('desk_note')
    .innerJoin('account', 'account.id', 'desk_note.written_by')
    .select(['desk_note.id', 'desk_note.written_by', 'account.name', 'desk_note.written_at', 'desk_note.sealed_note'])
    .where('desk_note.request_id', '=', requestId)
    .orderBy('desk_note.written_at', 'desc')
    .orderBy('desk_note.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    by: { id: row.written_by, name: row.name },
    at: row.written_at,
    text: row.sealed_note === null ? null : opened(row.sealed_note, placeOf(row.id), secrets),
  }));
}

/** One note whose key is gone must not hold up the request. */
function opened(sealed: string, place: SealContext, secrets: SecretBox): string | null {
  try {
    return Buffer.from(secrets.open(sealed, place)).toString('utf8');
  } catch (error) {
    if (error instanceof Fault && error.code === 'seal-broken') return null;
    throw error;
  }
}

/** Notes on requests that ended before; the row stays and says who wrote when. */
export async function eraseNotes(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numUpdatedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('desk_note')
        .innerJoin('recovery_request', 'recovery_request.id', 'desk_note.request_id')
        .select('desk_note.id')
        .where('desk_note.sealed_note', 'is not', null)
        .where('recovery_request.state', 'in', [...ENDED_STATES])
        .where('recovery_request.state', '!=', 'redeemed')
        .where('recovery_request.state_since', '<=', before)
        .limit(limit),
    )
    .updateTable('desk_note')
    .set({ sealed_note: null })
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .where('sealed_note', 'is not', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Labels of requests that ended before: staff may have written what must not stay. */
export async function forgetLabels(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('desk_label')
        .innerJoin('recovery_request', 'recovery_request.id', 'desk_label.request_id')
        .select('desk_label.request_id')
        .where('recovery_request.state', 'in', [...ENDED_STATES])
        .where('recovery_request.state', '!=', 'redeemed')
        .where('recovery_request.state_since', '<=', before)
        .limit(limit),
    )
    .deleteFrom('desk_label')
    .where('request_id', 'in', (row) => row.selectFrom('due').select('due.request_id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function findAssignable(
  on: Handle,
  portal: PortalId,
  roles: readonly StaffRole[],
): Promise<readonly AssignableStaff[]> {
  if (roles.length === 0) return [];
  const rows = await on.db
    .selectFrom('account')
    .select(['id', 'name', 'role', 'canonical_email'])
    .where('portal', '=', portal)
    .where('status', '=', 'active')
    .where('role', 'in', [...roles])
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, name, role, canonical_email: canonicalEmail }) => {
    const known = staffRole(role);
    return known === undefined ? [] : [{ id, name, role: known, canonicalEmail }];
  });
}

function placeOf(id: string): SealContext {
  return { table: 'desk_note', column: 'sealed_note', row: id };
}
