/**
 * The audit log: events go in, in the transaction of what they speak of; nothing here changes or removes one. Which fields
 * an event may have is closed in `core/audit-event.ts`.
 */
import type { AuditEvent } from '../core/audit-event.ts';
import type { Handle } from './tables.ts';

/** Appends in the given order. */
export async function appendEvents(on: Handle, events: readonly AuditEvent[]): Promise<void> {
  await on.db
    .insertInto('audit_event')
    .values(
      events.map(({ detail: { type, ...rest }, ...context }) => ({
        at: context.at,
        portal: context.portal,
        address: context.address,
        request_id: context.requestId,
        actor_kind: context.actor.kind,
        actor_id: context.actor.id,
        account_id: context.accountId,
        type,
        detail: JSON.stringify(rest),
      })),
    )
    .execute();
}
