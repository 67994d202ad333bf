/**
 * The end of a sitting, whichever authenticator it binds: password and authenticator come into force together, and what was there
 * before dies with them (SEC-E10). A sign-in that is none of a sitting has nothing to complete.
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import type { PendingSignIn } from '../core/session.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byHolder } from './audit.ts';

export async function sittingEvents(
  ports: Ports,
  caller: Caller,
  { account, sitting }: PendingSignIn,
): Promise<readonly AuditEvent[]> {
  if (sitting === null) return [];
  const before = sitting === 'recovery' ? await ports.store.read.accountFacts(account.portal, account.id) : undefined;
  const type = sitting === 'set-up' ? 'desk-set-up.completed' : 'staff.sitting-completed';
  return [
    byHolder(caller, account, { type }),
    byHolder(caller, account, { type: 'password.set', via: 'set-up-code' }),
    ...(before?.authenticators ?? []).map(({ id }) =>
      byHolder(caller, account, { type: 'authenticator.invalidated', authenticatorId: id, reason: 'replaced' }),
    ),
  ];
}

/** The account as the sitting leaves it: the break-glass opens what was locked, in the transaction that signs in. */
export function accountAfter({ account, sitting }: PendingSignIn): Account {
  return sitting === 'recovery' ? { ...account, status: 'active' } : account;
}

/** False when the sitting is over, or its code was voided meanwhile. */
export async function completeOwnSitting(tx: Writes, caller: Caller, pending: PendingSignIn): Promise<boolean> {
  return pending.sitting === null || tx.completeSitting(pending.id, caller.at);
}
