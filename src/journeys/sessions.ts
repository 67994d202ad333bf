/**
 * Living sessions and pending sign-ins: found by the cookie's token, judged by time, ended by sign-out, renewed by a fresh
 * check. A missing, malformed, foreign or expired token is simply nobody (T-50).
 */
import { mayProve } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { alsoProven, isSessionOver, type LiveSession, type PendingSignIn } from '../core/session.ts';
import { hours } from '../core/time.ts';
import { type OpaqueToken, shortHash, tokenFor, tokenId, tokenMatches } from '../core/tokens.ts';
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import type { Caller, Ports } from '../ports.ts';
import { byClaimant, byHolder } from './audit.ts';
import { droppedEnrolment } from './enrolment.ts';
import { alongWithdrawal } from './lost-device-withdrawal.ts';
import { lostRace, verifyCode } from './second-factor.ts';
import { verifyPassword } from './sign-in.ts';

/** How long after its end a pending sign-in still fills in the sign-in form of its browser. */
export const RECALLED_FOR = hours(1);

/** The session of this browser in this portal, or null. Counts as activity only when `active`. */
export async function resolveSession(
  ports: Ports,
  caller: Caller,
  token: string | null,
  active: boolean,
): Promise<LiveSession | null> {
  const id = token === null ? undefined : tokenId(token);
  if (token === null || id === undefined) return null;
  const session = await ports.store.read.session(caller.portal.id, id);
  if (session === undefined || !tokenMatches('session', token, session.digest)) return null;
  const { account } = session;
  if (account.status !== 'active' || isSessionOver(session, caller.portal.session, caller.at)) return null;
  // Begun before the rule: who has a password alone signs in once more, and enrols (T-17).
  if (session.secondFactorAt === null && isTwoFactorRequired(caller.portal, account.company, caller.at)) return null;
  if (active) await ports.store.touchSession(session.id, caller.at);
  const { digest: _digest, passwordRecord: _record, ...live } = session;
  return live;
}

export async function resolvePending(ports: Ports, caller: Caller, token: string | null): Promise<PendingSignIn | null> {
  const id = token === null ? undefined : tokenId(token);
  if (token === null || id === undefined) return null;
  const pending = await ports.store.read.pendingSignIn(caller.portal.id, id);
  if (pending === undefined || !tokenMatches('pending-sign-in', token, pending.digest)) return null;
  if (!mayProve(pending.account) || caller.at >= pending.expiresAt) return null;
  const { digest: _digest, passwordRecord: _record, ...open } = pending;
  return open;
}

/** What was typed for a pending sign-in that has run out, so that nobody types it twice (G-20); null when nothing is known. */
export async function recallPending(
  ports: Ports,
  caller: Caller,
  token: string | null,
): Promise<{ readonly email: string; readonly returnTo: string | null } | null> {
  const id = token === null ? undefined : tokenId(token);
  if (token === null || id === undefined) return null;
  const pending = await ports.store.read.pendingSignIn(caller.portal.id, id);
  if (pending === undefined || !tokenMatches('pending-sign-in', token, pending.digest)) return null;
  return caller.at - pending.expiresAt < RECALLED_FOR ? { email: pending.account.email, returnTo: pending.returnTo } : null;
}

export async function signOut(ports: Ports, caller: Caller, session: LiveSession): Promise<void> {
  const { account } = session;
  const owner = { kind: 'session', id: session.id } as const;
  const ended = byHolder(caller, account, { type: 'session.ended', sessionHash: shortHash(session.id), reason: 'signed-out' });
  await ports.store.write([ended, ...(await droppedEnrolment(ports, caller, account, owner))], async (tx) => {
    await tx.abandonEnrolments(owner, caller.at, 'abandoned');
    await tx.endSession(session.id, caller.at, 'signed-out');
    return done(undefined);
  });
}

/** "Sign in with another account": the pending sign-in and what was begun in it are dropped. */
export async function abandonPending(ports: Ports, caller: Caller, pending: PendingSignIn): Promise<void> {
  const { account } = pending;
  const owner = { kind: 'pending-sign-in', id: pending.id } as const;
  const abandoned = byClaimant(caller, account.id, { type: 'sign-in.abandoned', pendingHash: shortHash(pending.id) });
  await ports.store.write([abandoned, ...(await droppedEnrolment(ports, caller, account, owner))], async (tx) => {
    await tx.abandonEnrolments(owner, caller.at, 'abandoned');
    await tx.consumePendingSignIn(pending.id, caller.at);
    return done(undefined);
  });
}

export type Proof = { readonly kind: 'password'; readonly password: string } | { readonly kind: 'code'; readonly code: string };

/**
 * Step-up: the same journey as signing in, with a session instead of a pending sign-in. A password renews only a session of
 * an account without authenticators (SEC-H03). Answers the session's new token; the old one is dead (SEC-G02).
 */
export async function stepUp(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  proof: Proof,
): Promise<Outcome<OpaqueToken>> {
  const needsCode = session.authenticators.length > 0;
  if (needsCode !== (proof.kind === 'code')) return refuse({ code: 'step-up-needed' });
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });

  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const verified =
    proof.kind === 'code'
      ? await verifyCode(ports, caller, session.account, session.authenticators, proof.code, session)
      : await verifyPassword(ports, caller, stored, null, proof.password, session);
  if (!verified.ok) return verified;
  const method = proof.kind === 'code' ? 'totp' : 'password';
  const provenWith = 'authenticator' in verified.value ? verified.value.authenticator : null;
  const steppedUp = byHolder(caller, session.account, { type: 'session.stepped-up', sessionHash: shortHash(session.id), method });
  const proven = { with: provenWith, by: 'step-up' } as const;
  const outcome = await alongWithdrawal(ports, caller, session.account, proven, (withdrawal) =>
    ports.store.write([steppedUp, ...withdrawal.events], async (tx) => {
      if (!(await withdrawal.work(tx))) return refuse({ code: 'request-changed' });
      if ('accept' in verified.value) {
        const accepted = await verified.value.accept(tx);
        if (!accepted.ok) return accepted;
      } else {
        await verified.value.work(tx);
      }
      const rotated = await tx.rotateSession(session.id, stored.digest, {
        digest: next.digest,
        passwordAt: proof.kind === 'password' ? caller.at : session.passwordAt,
        secondFactorAt: proof.kind === 'code' ? caller.at : session.secondFactorAt,
        methods: alsoProven(session.methods, method),
      });
      return rotated ? done(next) : refuse({ code: 'session-expired' });
    }),
  );
  return outcome.ok ? outcome : lostRace(ports, caller, session.account, outcome.refusal, session);
}
