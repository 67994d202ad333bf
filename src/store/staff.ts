/**
 * The members of the desk and what waits for a second person. Every change is one conditional update whose row count is the verdict,
 * made after the members were locked in one order: of two people who put each other out at the same moment one is too late.
 */
import { type AccountId, canonicalEmail, type PortalId, type StaffRole } from '../core/account.ts';
import { staffRole } from '../core/staff.ts';
import type { NewStaffAsk, StaffAsk, StaffPerson } from '../core/staff-ask.ts';
import type { Instant } from '../core/time.ts';
import type { StaffWrites } from '../ports.ts';
import { hasSecondFactor } from './company-people.ts';
import { textsFrom } from './joined-account.ts';
import { endOtherSessions, endPendingSignIns } from './sessions.ts';
import type { Handle } from './tables.ts';

export async function findStaff(on: Handle, portal: PortalId): Promise<readonly StaffPerson[]> {
  const rows = await on.db
    .selectFrom('account')
    .where('account.portal', '=', portal)
    .where('account.password_record', 'is not', null)
    .orderBy('account.name')
    .orderBy('account.id')
    .select([
      'account.id',
      'account.name',
      'account.email',
      'account.notification_addresses',
      'account.language',
      'account.role',
      'account.status',
      'account.staff_since',
      'account.security_version',
      'account.last_signed_in_at',
    ])
    .select((row) => row.case().when(hasSecondFactor(row)).then(1).else(0).end().as('secured'))
    .execute();
  return rows.flatMap(({ id, name, email, language, role, status, ...row }) => {
    const held = staffRole(role);
    if (held === undefined) return [];
    return {
      id,
      name,
      email,
      language,
      status,
      role: held,
      notificationAddresses: textsFrom(row.notification_addresses),
      staffSince: row.staff_since,
      isComplete: row.secured === 1,
      securityVersion: row.security_version,
      lastSignedInAt: row.last_signed_in_at,
    };
  });
}

/** On PostgreSQL the rows are locked before they are read, so that what is read is what the transaction before left. */
export async function lockStaff(on: Handle, portal: PortalId): Promise<readonly StaffPerson[]> {
  if (on.kind === 'postgres') {
    await on.db.selectFrom('account').select('id').where('portal', '=', portal).orderBy('id').forUpdate().execute();
  }
  return findStaff(on, portal);
}

function selectAsks(on: Handle, portal: PortalId) {
  return on.db
    .selectFrom('staff_ask')
    .innerJoin('account as asker', 'asker.id', 'staff_ask.asked_by')
    .where('staff_ask.portal', '=', portal)
    .select([
      'staff_ask.id',
      'staff_ask.kind',
      'staff_ask.account_id',
      'staff_ask.email',
      'staff_ask.name',
      'staff_ask.language',
      'staff_ask.role',
      'staff_ask.asked_at',
      'staff_ask.expires_at',
      'asker.id as asker_id',
      'asker.name as asker_name',
    ]);
}

type AskRow = Awaited<ReturnType<ReturnType<typeof selectAsks>['execute']>>[number];

function askFrom(row: AskRow): StaffAsk {
  const { id, kind, email, name, language, role } = row;
  return {
    id,
    kind,
    email,
    name,
    language,
    role,
    accountId: row.account_id,
    askedBy: { id: row.asker_id, name: row.asker_name },
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
  };
}

export async function findAsks(on: Handle, portal: PortalId, at: Instant): Promise<readonly StaffAsk[]> {
  const rows = await selectAsks(on, portal)
    .where('staff_ask.decided_at', 'is', null)
    .where('staff_ask.expires_at', '>', at)
    .orderBy('staff_ask.asked_at')
    .orderBy('staff_ask.id')
    .execute();
  return rows.map(askFrom);
}

export async function insertAsk(on: Handle, ask: NewStaffAsk): Promise<void> {
  const { id, kind, portal, email, name, language, role } = ask;
  await on.db
    .updateTable('staff_ask')
    .set({ decided_at: ask.askedAt, verdict: 'replaced' })
    .where('portal', '=', portal)
    .where('canonical_email', '=', ask.canonicalEmail)
    .where('decided_at', 'is', null)
    .execute();
  await on.db
    .insertInto('staff_ask')
    .values({
      id,
      kind,
      portal,
      email,
      name,
      language,
      role,
      canonical_email: canonicalEmail(email),
      asked_by: ask.askedBy,
      account_id: ask.accountId,
      security_version: ask.securityVersion,
      asked_at: ask.askedAt,
      expires_at: ask.expiresAt,
    })
    .execute();
}

export async function decideAsk(
  on: Handle,
  portal: PortalId,
  id: string,
  { at, by, verdict }: Parameters<StaffWrites['decideStaffAsk']>[2],
): Promise<StaffAsk | undefined> {
  const { numUpdatedRows } = await on.db
    .updateTable('staff_ask')
    .set({ decided_at: at, decided_by: by, verdict })
    .where('portal', '=', portal)
    .where('id', '=', id)
    .where('decided_at', 'is', null)
    .where('expires_at', '>', at)
    .where((row) =>
      row.or([
        row('account_id', 'is', null),
        row.exists(
          row
            .selectFrom('account')
            .select('account.id')
            .whereRef('account.id', '=', 'staff_ask.account_id')
            .whereRef('account.security_version', '=', 'staff_ask.security_version'),
        ),
      ]),
    )
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return undefined;
  const row = await selectAsks(on, portal).where('staff_ask.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : askFrom(row);
}

export async function suspendStaff(on: Handle, account: AccountId, by: AccountId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ status: 'suspended', suspended_by: by, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return numUpdatedRows === 1n && endEverything(on, account, at, 'suspended');
}

export async function changeStaffRole(on: Handle, account: AccountId, role: StaffRole, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ role, staff_since: at, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('role', '<>', role)
    .executeTakeFirst();
  return numUpdatedRows === 1n && endEverything(on, account, at, 'administrator');
}

export async function restoreStaff(on: Handle, account: AccountId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ status: 'active', suspended_by: null, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('status', '=', 'suspended')
    // What somebody disowned still has their device: the break-glass replaces it, two administrators do not.
    .where('locked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n && endEverything(on, account, at, 'administrator');
}

async function endEverything(on: Handle, account: AccountId, at: Instant, reason: 'suspended' | 'administrator'): Promise<true> {
  await endPendingSignIns(on, account, at);
  await endOtherSessions(on, account, null, at, reason);
  return true;
}
