/**
 * What every change of who may sign in brings with it, whoever made it: the other sessions of the account end, every other
 * browser is a new one again, and the session that did it gets a new token (SEC-G02, SEC-G06). What changes is the caller's.
 */
import type { AuditEvent } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession, Session, SessionEndReason } from '../core/session.ts';
import { type OpaqueToken, tokenFor, tokenMatches } from '../core/tokens.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byHolder } from './audit.ts';
import { findKnownBrowser } from './mailed-links.ts';

export interface SecurityChange {
  readonly events: readonly AuditEvent[];
  /** Why the other sessions end. */
  readonly reason: SessionEndReason;
  /** What the session has proven by now. */
  readonly proven: Pick<Session, 'passwordAt' | 'secondFactorAt' | 'methods'>;
  /** Runs first, in the same transaction; a refusal from it leaves everything as it was. */
  readonly work: (tx: Writes) => Promise<Outcome<unknown>>;
}

/** Answers the session's new token; `token` is dead then. */
export async function changeSecurity(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  { events, reason, proven, work }: SecurityChange,
): Promise<Outcome<OpaqueToken>> {
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });
  const { account } = session;
  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const browser = await findKnownBrowser(ports, caller);
  const ended = byHolder(caller, account, { type: 'other-sessions.ended', reason });
  const [first = ended, ...others] = [...events, ended];
  return ports.store.write([first, ...others], async (tx) => {
    const before = await work(tx);
    if (!before.ok) return before;
    await tx.endOtherSessions(account.id, session.id, caller.at, reason);
    await tx.forgetKnownBrowsers(account.id, browser?.id ?? null);
    const { passwordAt, secondFactorAt, methods } = proven;
    const renewed = { digest: next.digest, passwordAt, secondFactorAt, methods };
    const rotated = await tx.rotateSession(session.id, stored.digest, renewed);
    return rotated ? done(next) : refuse({ code: 'session-expired' });
  });
}
