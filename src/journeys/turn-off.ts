/**
 * Turning two-factor off (無効化): by the holder alone, in a session that itself has a fresh second factor, with a current code
 * where the account has an app. Authenticators are invalidated and their secrets erased, every other session ends, the holder
 * is told. Removal (解除) by the desk is another journey.
 */
import type { AuditEvent } from '../core/audit-event.ts';
import { appsOf } from '../core/authenticator.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { refuseQuarantined } from '../core/quarantine.ts';
import { alsoProven, isFresh, type LiveSession } from '../core/session.ts';
import { type OpaqueToken, shortHash } from '../core/tokens.ts';
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import type { Caller, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { alongWithdrawal } from './lost-device-withdrawal.ts';
import { notice } from './notices.ts';
import { endedCodes } from './recovery-codes.ts';
import { lostRace, type VerifiedCode, verifyCode } from './second-factor.ts';
import { changeSecurity } from './security-change.ts';

/** Whether turning off asks for a code beside the fresh check: an account with passkeys only has none (SEC-H04). */
export function asksForCode({ authenticators }: LiveSession): boolean {
  return appsOf(authenticators).length > 0;
}

/** `code` is compared wherever the account has an app; null is enough for an account without. */
export async function turnOff(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  code: string | null,
): Promise<Outcome<OpaqueToken>> {
  const { account, authenticators } = session;
  if (isTwoFactorRequired(caller.portal, account.company, caller.at)) return refuse({ code: 'last-authenticator' });
  if (authenticators.length === 0) return refuse({ code: 'not-enrolled' });
  const quarantined = refuseQuarantined(account, caller.at);
  if (quarantined !== null) return refuse(quarantined);
  // What is left would be a password that opens nothing, or whoever has it (desk.md section 4).
  if (account.passwordOnlyClosedAt !== null) return refuse({ code: 'password-only-closed' });
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  if (!asksForCode(session)) return turnAllOff(ports, caller, session, token, null);
  if (code === null) return refuse({ code: 'step-up-needed' });
  const verified = await verifyCode(ports, caller, account, authenticators, code, session);
  if (!verified.ok) return verified;
  const outcome = await turnAllOff(ports, caller, session, token, verified.value);
  return outcome.ok ? outcome : lostRace(ports, caller, account, outcome.refusal, session);
}

async function turnAllOff(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  verified: VerifiedCode | null,
): Promise<Outcome<OpaqueToken>> {
  const { account, authenticators, passwordAt } = session;
  const told = notice(ports, caller, account, { kind: 'two-factor-off', circumstances: circumstancesOf(caller) });
  const by = (detail: AuditEvent['detail']): AuditEvent => byHolder(caller, account, detail);
  const invalidated = authenticators.map(({ id }) =>
    by({ type: 'authenticator.invalidated', authenticatorId: id, reason: 'turned-off' }),
  );
  const steppedUp = by({ type: 'session.stepped-up', sessionHash: shortHash(session.id), method: 'totp' });
  const ended = await endedCodes(ports, caller, account);
  const proven = { with: verified?.authenticator ?? null, by: 'step-up' } as const;
  return alongWithdrawal(ports, caller, account, proven, (withdrawal) =>
    changeSecurity(ports, caller, session, token, {
      events: [...(verified === null ? [] : [steppedUp]), ...invalidated, ...ended, ...withdrawal.events],
      reason: 'two-factor-off',
      proven: verified === null ? session : { passwordAt, secondFactorAt: caller.at, methods: alsoProven(session.methods, 'totp') },
      work: async (tx) => {
        const accepted = verified === null ? done(undefined) : await verified.accept(tx);
        if (!accepted.ok) return accepted;
        if (!(await withdrawal.work(tx))) return refuse({ code: 'request-changed' });
        await tx.invalidateAuthenticators(account.id, caller.at, 'turned-off');
        await told.work(tx);
        return done(undefined);
      },
    }),
  );
}
