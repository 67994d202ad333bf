/**
 * The signed-in holder changes the password: the current one is always proven, and the second factor freshly where one is bound
 * (SEC-A07). Every other session, begun sign-in, reset link and known browser ends with it; this session goes on under a new token.
 */
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { normalisePassword } from '../core/password.ts';
import { isFresh, type LiveSession } from '../core/session.ts';
import { type OpaqueToken, shortHash, tokenFor, tokenMatches } from '../core/tokens.ts';
import type { Caller, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { judgePassword } from './first-password.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { notice } from './notices.ts';
import { verifyPassword } from './sign-in.ts';

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
}

export function changePassword(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  typed: PasswordChange,
): Promise<Outcome<OpaqueToken>> {
  return ports.passwords.admit(() => changeWithin(ports, caller, session, token, typed));
}

async function changeWithin(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  { current, next }: PasswordChange,
): Promise<Outcome<OpaqueToken>> {
  const { account } = session;
  if (session.authenticators.length > 0 && !isFresh(session, ports.durations.stepUpFor, caller.at))
    return refuse({ code: 'step-up-needed' });
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });
  // Judged before the current one is compared: a new one that is refused must cost no attempt, and tells nothing of the current.
  const problem = judgePassword(ports, caller.portal, account, next) ?? repeated(current, next);
  if (problem !== null) return refuse({ code: 'password-refused', problem });
  const verified = await verifyPassword(ports, caller, stored, null, current, session);
  if (!verified.ok) return verified;

  const record = await ports.passwords.hash(next);
  const renewed = tokenFor(session.id, 'session', ports.random.bytes);
  const browser = await findKnownBrowser(ports, caller);
  const told = notice(ports, caller, account, { kind: 'password-changed', circumstances: circumstancesOf(caller) });
  const by = (detail: AuditEvent['detail']): AuditEvent => byHolder(caller, account, detail);
  const events: NonEmpty<AuditEvent> = [
    by({ type: 'session.stepped-up', sessionHash: shortHash(session.id), method: 'password' }),
    by({ type: 'password.set', via: 'holder' }),
    by({ type: 'other-sessions.ended', reason: 'password-changed' }),
    ...verified.value.events,
  ];
  return ports.store.write(events, async (tx) => {
    await verified.value.work(tx);
    const { securityVersion } = stored.account;
    if (!(await tx.changePassword(account.id, { record, at: caller.at, securityVersion })))
      return refuse({ code: 'request-changed' });
    await tx.endOtherSessions(account.id, session.id, caller.at, 'password-changed');
    await tx.endPendingSignIns(account.id, caller.at);
    await tx.abandonAllEnrolments(account.id, caller.at, 'abandoned');
    await tx.forgetKnownBrowsers(account.id, browser?.id ?? null);
    const { secondFactorAt, methods } = session;
    const next = { digest: renewed.digest, passwordAt: caller.at, secondFactorAt, methods };
    if (!(await tx.rotateSession(session.id, stored.digest, next))) return refuse({ code: 'session-expired' });
    await told.work(tx);
    return done(renewed);
  });
}

/** Both were typed: comparing them says nothing of what is stored. */
function repeated(current: string, next: string): { readonly kind: 'unchanged' } | null {
  return normalisePassword(current) === normalisePassword(next) ? { kind: 'unchanged' } : null;
}
