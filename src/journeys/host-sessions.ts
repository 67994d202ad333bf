/**
 * The operator of the host ends sessions: those of one account, or all of a portal at once (SEC-G09). Begun sign-ins end with them, and changes
 * of contact data that still wait for a mailbox: a stranger may have asked for them.
 * The holder of one account is told by letter. After all of a portal nobody is: as many letters as accounts would bury the
 * notices that matter, and the reason is the portal's, not the account's.
 */
import type { Account, PortalId } from '../core/account.ts';
import { done, type Outcome } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import { byHost } from './audit.ts';
import type { HostPorts } from './first-password.ts';
import { plainLetter } from './notices.ts';

/** Answers how many there were. Every browser is a new one to the account afterwards: its next sign-in is told. */
export async function endAccountSessions(
  ports: HostPorts,
  at: Instant,
  account: Account,
  reason: string,
): Promise<Outcome<number>> {
  const event = byHost(at, account.portal, account.id, { type: 'sessions.ended-by-host', reason });
  const content = { kind: 'sessions-ended-by-host', circumstances: { at, browser: '', place: '' } } as const;
  return ports.store.write([event], async (tx) => {
    await tx.endPendingSignIns(account.id, at);
    await tx.voidContactChanges(account.id, {});
    const ended = await tx.endOtherSessions(account.id, null, at, 'ended-by-host');
    await tx.forgetKnownBrowsers(account.id, null);
    const told = ended === 0 ? [] : [account.email, ...account.notificationAddresses];
    for (const to of told) await tx.queueLetter({ ...plainLetter(account, content), to });
    return done(ended);
  });
}

export async function endPortalSessions(ports: HostPorts, at: Instant, portal: PortalId, reason: string): Promise<Outcome<number>> {
  const event = byHost(at, portal, null, { type: 'sessions.ended-by-host', reason });
  return ports.store.write([event], async (tx) => done(await tx.endPortalSessions(portal, at, 'ended-by-host')));
}
