/**
 * A password that strangers know opens nothing any more, however right it is: it has to be replaced by the mailed link before the next
 * session starts (SEC-A08). Marked by the operator of the host, or at a proof of a password that stands on the list of leaked ones.
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byClaimant, byHost, refusedProof } from './audit.ts';
import type { HostPorts } from './first-password.ts';
import { lettersToAll } from './notices.ts';
import { queueReset } from './password-reset.ts';

/** On the host, with the reason in the log; the holder is told. Refused for an account without a password or marked before. */
export async function declareCompromised(ports: HostPorts, at: Instant, account: Account, reason: string): Promise<Outcome<void>> {
  if (account.passwordSetVia === null) return refuse({ code: 'no-password' });
  const letters = lettersToAll(account, { kind: 'password-compromised', circumstances: { at, browser: '', place: '' } });
  const by = (detail: AuditEvent['detail']): AuditEvent => byHost(at, account.portal, account.id, detail);
  const events: NonEmpty<AuditEvent> = [
    by({ type: 'password.compromised', because: 'host', reason }),
    by({ type: 'other-sessions.ended', reason: 'password-compromised' }),
  ];
  return ports.store.write(events, async (tx) => {
    if (!(await closeOldPassword(tx, account.id, at))) return refuse({ code: 'password-compromised' });
    for (const letter of letters) await tx.queueLetter(letter);
    return done(undefined);
  });
}

/** Ends whatever the password opened; false when it was marked before. */
async function closeOldPassword(tx: Writes, account: string, at: Instant): Promise<boolean> {
  if (!(await tx.markPasswordCompromised(account, at))) return false;
  await tx.endOtherSessions(account, null, at, 'password-compromised');
  await tx.endPendingSignIns(account, at);
  await tx.forgetKnownBrowsers(account, null);
  return true;
}

interface Replacement {
  /** Where the password was asked for again; null at a sign-in. */
  readonly session?: LiveSession | null;
  /** It stands on the list of leaked ones, so that it counts as marked from now on. */
  readonly isLeaked?: boolean;
  /** What the right password leads to anyway, in the same transaction. */
  readonly work?: (tx: Writes) => Promise<void>;
}

/** What every right proof of such an account leads to: no session, and the link by which the password is replaced. */
export async function demandReplacement(
  ports: Ports,
  caller: Caller,
  account: Account,
  { session = null, isLeaked = false, work }: Replacement = {},
): Promise<Outcome<never>> {
  const isMarkedNow = isLeaked && account.passwordCompromisedAt === null;
  // Staff passwords are not reset by mail (desk.md section 6).
  const asked = caller.portal.kind === 'customer' ? queueReset(ports, caller, account.email) : null;
  const by = (detail: AuditEvent['detail']): AuditEvent => byClaimant(caller, account.id, detail);
  const events: NonEmpty<AuditEvent> = [
    refusedProof(caller, account.id, session, 'password', 'password-compromised'),
    ...(isMarkedNow ? [by({ type: 'password.compromised', because: 'listed' })] : []),
    ...(isMarkedNow ? [by({ type: 'other-sessions.ended', reason: 'password-compromised' })] : []),
    ...(asked === null ? [] : [asked.event]),
  ];
  await ports.store.write(events, async (tx) => {
    await work?.(tx);
    if (isMarkedNow) await closeOldPassword(tx, account.id, caller.at);
    await asked?.work(tx);
    return done(undefined);
  });
  return refuse({ code: 'password-compromised' });
}
