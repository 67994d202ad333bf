/**
 * What an answered passkey opens: a sign-in of its own, the second step of one, a fresh check. The challenge is used up first, then the
 * answer judged (`passkey-verification.ts`); what it opens happens in one transaction with the counter that moved. Set-aside passkeys
 * are not among those of the account, so they never count.
 */
import { mayProve } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { alsoProven, type LiveSession, type PendingSignIn } from '../core/session.ts';
import { type OpaqueToken, shortHash, tokenFor, tokenMatches } from '../core/tokens.ts';
import type { AssertionAnswer, Caller, Ports } from '../ports.ts';
import { byHolder } from './audit.ts';
import { alongWithdrawal } from './lost-device-withdrawal.ts';
import { secondFactorBinding, signInBinding, spendAnswer, stepUpBinding } from './passkey-challenges.ts';
import { verifyAnyPasskey, verifyOwnPasskey } from './passkey-verification.ts';
import { lostRace } from './second-factor.ts';
import { type CompletedSignIn, completeSignIn } from './sign-in.ts';

/** No password was proven in this session: where one is asked for, it is asked for. */
const NEVER = 0;

export interface PasskeySignIn {
  /** Stands for this browser, as it did when the challenge was issued. */
  readonly browser: string;
  /** Undefined when what came was none. */
  readonly answer: AssertionAnswer | undefined;
  readonly returnTo: string | null;
  /** What this browser carried before: ended by a new sign-in (SEC-G02). */
  readonly session: LiveSession | null;
  readonly pending: PendingSignIn | null;
}

/** A passkey by itself: with user verification, at customer portals only (SEC-D04, SEC-K01). The answer alone says who it is. */
export async function signInWithPasskey(ports: Ports, caller: Caller, input: PasskeySignIn): Promise<Outcome<CompletedSignIn>> {
  const { portal } = caller;
  if (portal.kind !== 'customer') return refuse({ code: 'not-permitted' });
  const { answer, pending } = input;
  const expected = answer && (await spendAnswer(ports, caller, signInBinding(caller, input.browser), answer));
  if (answer === undefined || expected === undefined) return refuse({ code: 'challenge-spent' });
  const found = await verifyAnyPasskey(ports, caller, expected, answer);
  if (!found.ok) return found;

  const { account, authenticators, passkey, accept } = found.value;
  // A password that strangers know is replaced first: that, too, is refused there (SEC-A08).
  const outcome = await completeSignIn(ports, caller, {
    account,
    authenticators,
    securityVersion: account.securityVersion,
    passwordAt: NEVER,
    secondFactorAt: caller.at,
    methods: ['passkey'],
    returnTo: input.returnTo,
    replaces: input.session,
    provenWith: passkey,
    events: [],
    work: async (tx) => {
      if (pending !== null) await tx.consumePendingSignIn(pending.id, caller.at);
      return accept(tx);
    },
  });
  return outcome.ok ? outcome : found.value.refuse(outcome.refusal);
}

/** After the password: a passkey in place of a code. */
export async function completeWithPasskey(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  answer: AssertionAnswer | undefined,
  replaces: LiveSession | null,
): Promise<Outcome<CompletedSignIn>> {
  const { account, authenticators } = pending;
  if (!mayProve(account)) return refuse({ code: 'pending-sign-in-expired' });
  const expected = answer && (await spendAnswer(ports, caller, secondFactorBinding(caller, pending), answer));
  if (answer === undefined || expected === undefined) return refuse({ code: 'challenge-spent' });
  const verified = await verifyOwnPasskey(ports, caller, pending, expected, answer, null);
  if (!verified.ok) return verified;
  const { passkey, accept } = verified.value;
  const outcome = await completeSignIn(ports, caller, {
    account,
    authenticators,
    securityVersion: account.securityVersion,
    passwordAt: pending.createdAt,
    secondFactorAt: caller.at,
    methods: ['password', 'passkey'],
    returnTo: pending.returnTo,
    replaces,
    provenWith: passkey,
    events: [],
    work: async (tx) => {
      if (!(await tx.consumePendingSignIn(pending.id, caller.at))) return refuse({ code: 'pending-sign-in-expired' });
      return accept(tx);
    },
  });
  return outcome.ok ? outcome : lostRace(ports, caller, account, outcome.refusal, null, 'passkey');
}

/** A fresh check with a passkey. Answers the session's new token; the old one is dead (SEC-G02). */
export async function stepUpWithPasskey(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  answer: AssertionAnswer | undefined,
): Promise<Outcome<OpaqueToken>> {
  const { account } = session;
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });
  const expected = answer && (await spendAnswer(ports, caller, stepUpBinding(caller, session), answer));
  if (answer === undefined || expected === undefined) return refuse({ code: 'challenge-spent' });
  const verified = await verifyOwnPasskey(ports, caller, session, expected, answer, session);
  if (!verified.ok) return verified;

  const { passkey, accept } = verified.value;
  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const sessionHash = shortHash(session.id);
  const steppedUp = byHolder(caller, account, { type: 'session.stepped-up', sessionHash, method: 'passkey' });
  const proven = { with: passkey, by: 'step-up' } as const;
  const outcome = await alongWithdrawal(ports, caller, account, proven, (withdrawal) =>
    ports.store.write([steppedUp, ...withdrawal.events], async (tx) => {
      if (!(await withdrawal.work(tx))) return refuse({ code: 'request-changed' });
      const accepted = await accept(tx);
      if (!accepted.ok) return accepted;
      const rotated = await tx.rotateSession(session.id, stored.digest, {
        digest: next.digest,
        passwordAt: session.passwordAt,
        secondFactorAt: caller.at,
        methods: alsoProven(session.methods, 'passkey'),
      });
      return rotated ? done(next) : refuse({ code: 'session-expired' });
    }),
  );
  return outcome.ok ? outcome : lostRace(ports, caller, account, outcome.refusal, session, 'passkey');
}
