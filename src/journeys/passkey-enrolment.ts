/**
 * Registering a passkey: in a session with a fresh check at the account's highest level, never while a sign-in is pending (SEC-D07).
 * There is no pending row: the challenge stands for the ceremony, and the answer binds the key at once. Other sessions end, as with
 * any change of what opens the account (SEC-G06).
 */
import { DEVICE_NAME_MAX, passkeysOf } from '../core/authenticator.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { mayUsePasskey, PASSKEYS_MAX } from '../core/passkey.ts';
import { alsoProven, isFresh, type LiveSession } from '../core/session.ts';
import { newId, type OpaqueToken, tokenFor, tokenMatches } from '../core/tokens.ts';
import type { AttestationAnswer, Caller, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { notice } from './notices.ts';
import { registrationBinding, spendAnswer } from './passkey-challenges.ts';

export interface TypedPasskey {
  /** Undefined when what came was none. */
  readonly answer: AttestationAnswer | undefined;
  readonly name: string;
}

/** Answers the session's new token; the old one is dead. */
export async function registerPasskey(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  { answer, name }: TypedPasskey,
): Promise<Outcome<OpaqueToken>> {
  const { account, authenticators } = session;
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  // It would stand aside at once, and a new password would no longer open what "not me" closed (ADR 0030).
  if (account.passwordOnlyClosedAt !== null) return refuse({ code: 'password-only-closed' });
  if (passkeysOf(authenticators).length >= PASSKEYS_MAX) return refuse({ code: 'passkeys-full' });
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });
  const expected = answer && (await spendAnswer(ports, caller, registrationBinding(caller, session), answer));
  if (answer === undefined || expected === undefined) return refuse({ code: 'challenge-spent' });

  const passkey = await ports.passkeys.verifyRegistration(expected, answer);
  const isAllowed =
    passkey !== undefined && mayUsePasskey(account.role, caller.portal.deviceBoundPasskeysFor, passkey.backupEligible);
  if (passkey === undefined || !isAllowed) {
    const code = passkey === undefined ? 'passkey-refused' : 'passkey-synced';
    await ports.store.record([byHolder(caller, account, { type: 'enrolment.refused', authenticatorId: null, refusal: code })]);
    return refuse({ code });
  }

  const id = newId(ports.random.bytes);
  const { publicKey, ...rest } = passkey;
  const sealedKey = ports.secrets.seal(publicKey, { table: 'authenticator', column: 'sealed_secret', row: id });
  const called = [...name].slice(0, DEVICE_NAME_MAX).join('');
  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const browser = await findKnownBrowser(ports, caller);
  // The session goes on (S-31): with its first authenticator it has proven the second factor now, with a further one when it did.
  const isFirst = authenticators.length === 0;
  const reason = isFirst ? 'two-factor-on' : 'authenticators-changed';
  const told = notice(ports, caller, account, {
    kind: 'passkey-added',
    deviceName: called,
    circumstances: circumstancesOf(caller),
  });
  return ports.store.write(
    [
      byHolder(caller, account, { type: 'authenticator.bound', authenticatorId: id, kind: 'passkey', via: 'session' }),
      byHolder(caller, account, { type: 'other-sessions.ended', reason }),
    ],
    async (tx) => {
      const row = { ...rest, id, accountId: account.id, name: called, sealedKey, boundAt: caller.at, sessionId: session.id };
      if (!(await tx.bindPasskey(row, account.securityVersion))) return refuse({ code: 'passkey-refused' });
      await tx.endOtherSessions(account.id, session.id, caller.at, reason);
      await tx.forgetKnownBrowsers(account.id, browser?.id ?? null);
      await told.work(tx);
      const rotated = await tx.rotateSession(session.id, stored.digest, {
        digest: next.digest,
        passwordAt: session.passwordAt,
        secondFactorAt: isFirst ? caller.at : session.secondFactorAt,
        methods: isFirst ? alsoProven(session.methods, 'passkey') : session.methods,
      });
      return rotated ? done(next) : refuse({ code: 'session-expired' });
    },
  );
}
