/**
 * The sessions of one account, what the log holds of it, and the ends that come from elsewhere. Whose they are is a condition of
 * each query (SEC-K03); what of it is told, and in which words, is decided in core.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import type { AuditDetail, AuditEvent, AuditEventType } from '../core/audit-event.ts';
import type { SessionEndReason } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { AccountSession } from '../ports.ts';
import { methodsFrom } from './sessions.ts';
import type { AuditEventTable, Handle } from './tables.ts';

export async function findAccountSessions(on: Handle, account: AccountId): Promise<readonly AccountSession[]> {
  const rows = await on.db
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    portal: row.portal,
    accountId: row.account_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    passwordAt: row.password_at,
    secondFactorAt: row.second_factor_at,
    methods: methodsFrom(row.methods),
    browser: row.browser,
    place: row.place,
    endedAt: row.ended_at,
  }));
}

export async function findActivity(
  on: Handle,
  account: AccountId,
  since: Instant,
  types: readonly AuditEventType[],
  limit: number,
): Promise<readonly AuditEvent[]> {
  const rows = await on.db
    .selectFrom('audit_event')
    .selectAll()
    .where('account_id', '=', account)
    .where('at', '>', since)
    .where('type', 'in', [...types])
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(eventFrom);
}

export async function endSessionOf(
  on: Handle,
  account: AccountId,
  id: string,
  at: Instant,
  reason: SessionEndReason,
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('session')
    .set({ ended_at: at, end_reason: reason })
    .where('id', '=', id)
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endPortalSessions(on: Handle, portal: PortalId, at: Instant, reason: SessionEndReason): Promise<number> {
  await on.db
    .updateTable('pending_sign_in')
    .set({ consumed_at: at })
    .where('portal', '=', portal)
    .where('consumed_at', 'is', null)
    .execute();
  await on.db
    .updateTable('contact_change')
    .set({ state: 'cancelled' })
    .where('portal', '=', portal)
    .where('state', '=', 'pending')
    .execute();
  const { numUpdatedRows } = await on.db
    .updateTable('session')
    .set({ ended_at: at, end_reason: reason })
    .where('portal', '=', portal)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

function eventFrom(row: AuditEventTable): AuditEvent {
  const detail: AuditDetail = { ...JSON.parse(row.detail), type: row.type };
  return {
    at: row.at,
    portal: row.portal,
    address: row.address,
    requestId: row.request_id,
    actor: { kind: row.actor_kind, id: row.actor_id },
    accountId: row.account_id,
    detail,
  };
}
