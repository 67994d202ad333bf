/**
 * Recovery events on their way into the store and the log: each becomes an audit entry that holds its digest, so that the
 * chain covers it. What is decided stands in `core/recovery-request.ts`.
 */
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { eventDigest } from '../core/event-digest.ts';
import type { Outcome } from '../core/outcome.ts';
import type { RecoveryEvent } from '../core/recovery-event.ts';
import type { Caller, StoredRecoveryRequest, Writes } from '../ports.ts';

/** Another change of the same account came first: decided anew so often at most. */
const ROUNDS = 8;

/** So many filings one transaction ends, and one page names; what is over stays for the clerk. */
export const FILINGS_AT_ONCE = 50;

/** Events that were decided for one request, in order. */
export interface DecidedEvents {
  readonly stored: StoredRecoveryRequest;
  readonly events: readonly RecoveryEvent[];
}

/** `caller` is null when the clock acted. */
export function auditOf(
  request: { readonly id: string; readonly portal: string; readonly version: number; readonly accountId: string | null },
  events: readonly RecoveryEvent[],
  caller: Caller | null,
): readonly AuditEvent[] {
  return events.map((event, index) => {
    const version = request.version + index + 1;
    const { kind, id } = event.actor;
    return {
      at: event.at,
      portal: request.portal,
      address: caller?.address ?? null,
      requestId: caller?.requestId ?? null,
      actor: { kind: kind === 'company-administrator' ? 'holder' : kind, id },
      accountId: event.detail.type === 'Matched' ? event.detail.accountId : request.accountId,
      detail: {
        type: 'recovery.event',
        requestId: request.id,
        version,
        event: event.detail.type,
        digest: eventDigest(request.id, version, event),
      },
    };
  });
}

/** The audit entries of everything decided together; a decision has at least one event. */
export function auditOfAll(decided: readonly DecidedEvents[], caller: Caller | null): readonly AuditEvent[] {
  return decided.flatMap(({ stored, events }) => auditOf(placeOf(stored), events, caller));
}

/** Decides and writes anew while another change of the same account came first. */
export async function untilUnchanged<T>(attempt: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  for (let round = 0; ; round += 1) {
    const outcome = await attempt();
    if (outcome.ok || outcome.refusal.code !== 'request-changed' || round >= ROUNDS) return outcome;
  }
}

/** Each to the version it was decided on; false when one of them changed meanwhile. */
export async function appendAll(tx: Writes, all: readonly DecidedEvents[]): Promise<boolean> {
  for (const { stored, events } of all) {
    if (events.length > 0 && !(await tx.appendRecoveryEvents(stored, events))) return false;
  }
  return true;
}

export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

function placeOf({ id, portal, request }: StoredRecoveryRequest) {
  return { id, portal, version: request.version, accountId: request.accountId };
}
