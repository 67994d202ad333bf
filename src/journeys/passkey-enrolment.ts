/**
 * Registering a passkey: in a session with a fresh check at the account's highest level (SEC-D07), or, at a desk that takes passkeys alone,
 * as the compulsory last step of a sign-in.
 * There is no pending row: the challenge stands for the ceremony, and the answer binds the key at once. Other sessions end, as with
 * any change of what opens the account (SEC-G06).
 */
import { DEVICE_NAME_MAX, passkeysOf } from '../core/authenticator.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { mayUsePasskey, PASSKEYS_MAX } from '../core/passkey.ts';
import { alsoProven, isFresh, type LiveSession, type PendingSignIn } from '../core/session.ts';
import { newId, type OpaqueToken, tokenFor, tokenMatches } from '../core/tokens.ts';
import type { AttestationAnswer, Caller, NewBoundPasskey, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { whyNotPending } from './enrolment.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { notice } from './notices.ts';
import { registrationBinding, spendAnswer } from './passkey-challenges.ts';
import { type CompletedSignIn, completeSignIn } from './sign-in.ts';
import { accountAfter, completeOwnSitting, sittingEvents } from './sitting-completion.ts';

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
  const judged = await judgePasskey(ports, caller, session, { answer, name });
  if (!judged.ok) return judged;
  const { id, name: called } = judged.value;
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
      if (!(await tx.bindPasskey(judged.value, account.securityVersion))) return refuse({ code: 'passkey-refused' });
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

/** The first authenticator of who must enrol, at a desk that takes passkeys alone: bound and signed in, in one transaction. */
export async function registerAndSignIn(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  typed: TypedPasskey,
  replaces: LiveSession | null,
): Promise<Outcome<CompletedSignIn>> {
  const { account } = pending;
  const refusal = mayRegisterFirst(caller, pending);
  if (refusal !== null) return refuse(refusal);
  // The ticket of a recovery ends what was there before, and signs nobody in.
  if (pending.sitting === 'lost-device') return refuse({ code: 'not-permitted' });
  const judged = await judgePasskey(ports, caller, pending, typed);
  if (!judged.ok) return judged;
  const { id, name } = judged.value;
  const told = notice(ports, caller, account, {
    kind: 'passkey-added',
    deviceName: name,
    circumstances: circumstancesOf(caller),
  });
  const sat = await sittingEvents(ports, caller, pending);
  return completeSignIn(ports, caller, {
    account: accountAfter(pending),
    authenticators: pending.authenticators,
    securityVersion: account.securityVersion + 1,
    passwordAt: pending.createdAt,
    secondFactorAt: caller.at,
    methods: ['password', 'passkey'],
    enrolled: true,
    returnTo: pending.returnTo,
    replaces,
    events: [
      byHolder(caller, account, { type: 'authenticator.bound', authenticatorId: id, kind: 'passkey', via: 'sign-in' }),
      byHolder(caller, account, { type: 'other-sessions.ended', reason: 'two-factor-on' }),
      ...sat,
    ],
    work: async (tx) => {
      if (!(await tx.consumePendingSignIn(pending.id, caller.at))) return refuse({ code: 'pending-sign-in-expired' });
      if (!(await completeOwnSitting(tx, caller, pending))) return refuse({ code: 'pending-sign-in-expired' });
      await tx.endOtherSessions(account.id, null, caller.at, 'two-factor-on');
      await tx.forgetKnownBrowsers(account.id, null);
      if (!(await tx.bindPasskey({ ...judged.value, via: 'sign-in' }, account.securityVersion)))
        return refuse({ code: 'passkey-refused' });
      await told.work(tx);
      return done(undefined);
    },
  });
}

/** Elsewhere a passkey is registered in a session alone (SEC-D07). */
export function mayRegisterFirst(caller: Caller, pending: PendingSignIn): Refusal | null {
  return caller.portal.passkeysOnly === true ? whyNotPending(caller, pending) : { code: 'not-permitted' };
}

/** Spends the challenge of the answer and verifies it; the row is what is bound. */
export async function judgePasskey(
  ports: Ports,
  caller: Caller,
  who: LiveSession | PendingSignIn,
  { answer, name }: TypedPasskey,
): Promise<Outcome<NewBoundPasskey>> {
  const { account } = who;
  const expected = answer && (await spendAnswer(ports, caller, registrationBinding(caller, who), answer));
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
  return done({ ...rest, id, accountId: account.id, name: called, sealedKey, boundAt: caller.at, sessionId: who.id });
}
