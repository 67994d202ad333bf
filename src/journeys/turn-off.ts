/**
 * Turning two-factor off (無効化): by the holder alone, in a session that itself has a second factor, with a current code.
 * Authenticators are invalidated and their secrets erased, every other session ends, the holder is told. Removal (解除) by
 * the desk is another journey.
 */
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { alsoProven, type LiveSession } from '../core/session.ts';
import { type OpaqueToken, shortHash, tokenFor, tokenMatches } from '../core/tokens.ts';
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import type { Caller, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { alongWithdrawal } from './lost-device-withdrawal.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { notice } from './notices.ts';
import { endedCodes } from './recovery-codes.ts';
import { lostRace, verifyCode } from './second-factor.ts';

export async function turnOff(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  code: string,
): Promise<Outcome<OpaqueToken>> {
  const { account } = session;
  if (isTwoFactorRequired(caller.portal, account.company, caller.at)) return refuse({ code: 'last-authenticator' });
  if (session.authenticators.length === 0) return refuse({ code: 'not-enrolled' });
  // What is left would be a password that opens nothing, or whoever has it (desk.md section 4).
  if (account.passwordOnlyClosedAt !== null) return refuse({ code: 'password-only-closed' });
  if (session.secondFactorAt === null) return refuse({ code: 'step-up-needed' });
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });

  const verified = await verifyCode(ports, caller, account, session.authenticators, code, session);
  if (!verified.ok) return verified;
  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const browser = await findKnownBrowser(ports, caller);
  const told = notice(ports, caller, account, { kind: 'two-factor-off', circumstances: circumstancesOf(caller) });
  const ended = await endedCodes(ports, caller, account);
  const proven = { with: verified.value.authenticator, by: 'step-up' } as const;
  const outcome = await alongWithdrawal(ports, caller, account, proven, (withdrawal) =>
    ports.store.write([...eventsOf(caller, session), ...ended, ...withdrawal.events], async (tx) => {
      const accepted = await verified.value.accept(tx);
      if (!accepted.ok) return accepted;
      if (!(await withdrawal.work(tx))) return refuse({ code: 'request-changed' });
      await tx.invalidateAuthenticators(account.id, caller.at, 'turned-off');
      await tx.endOtherSessions(account.id, session.id, caller.at, 'two-factor-off');
      await tx.forgetKnownBrowsers(account.id, browser?.id ?? null);
      const rotated = await tx.rotateSession(session.id, stored.digest, {
        digest: next.digest,
        passwordAt: session.passwordAt,
        secondFactorAt: caller.at,
        methods: alsoProven(session.methods, 'totp'),
      });
      if (!rotated) return refuse({ code: 'session-expired' });
      await told.work(tx);
      return done(next);
    }),
  );
  return outcome.ok ? outcome : lostRace(ports, caller, account, outcome.refusal, session);
}

function eventsOf(caller: Caller, session: LiveSession): NonEmpty<AuditEvent> {
  const { account } = session;
  return [
    byHolder(caller, account, { type: 'session.stepped-up', sessionHash: shortHash(session.id), method: 'totp' }),
    ...session.authenticators.map((authenticator) =>
      byHolder(caller, account, { type: 'authenticator.invalidated', authenticatorId: authenticator.id, reason: 'turned-off' }),
    ),
    byHolder(caller, account, { type: 'other-sessions.ended', reason: 'two-factor-off' }),
  ];
}
