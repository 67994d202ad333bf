/**
 * A recovery code in place of the code of an app: at a sign-in after the password, or for a fresh check. One attempt costs one
 * hash, chosen by the public slot label, and is charged to the counter of all codes (SEC-C02, SEC-C06). The code is used up in
 * the transaction of what it opens, and its slot has a replacement at once (SEC-C03, SEC-C05).
 */
import { type Account, mayProve } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { hashedText, newRecoveryCode, type RecoveryCode, type Slot, writeRecoveryCode } from '../core/recovery-codes.ts';
import { alsoProven, type LiveSession, type PendingSignIn } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import { type OpaqueToken, shortHash, tokenFor, tokenMatches } from '../core/tokens.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { alongWithdrawal } from './lost-device-withdrawal.ts';
import { notice } from './notices.ts';
import { hashCode } from './recovery-codes.ts';
import { chargeSecondFactor, codeWrong, lostRace, refuseCode, secondFactorKey } from './second-factor.ts';
import { type CompletedSignIn, completeSignIn, takingBack } from './sign-in.ts';

/** The code that took the place of the used one, in clear for the one page that shows it. */
export interface Replacement {
  readonly setId: string;
  readonly slot: Slot;
  readonly code: string;
  /** Other codes that are saved and unused. */
  readonly left: number;
}

export async function completeWithRecoveryCode(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  code: RecoveryCode,
  replaces: LiveSession | null,
): Promise<Outcome<{ readonly completed: CompletedSignIn; readonly replacement: Replacement }>> {
  const { account } = pending;
  // The desk is opened by authenticators alone (SEC-K01).
  if (caller.portal.kind !== 'customer' || pending.authenticators.length === 0) return refuse({ code: 'not-permitted' });
  if (!mayProve(account)) return refuse({ code: 'pending-sign-in-expired' });
  const verified = await verifyRecoveryCode(ports, caller, account, code, null);
  if (!verified.ok) return verified;
  const { boundAt, events, replacement, accept } = verified.value;

  const outcome = await completeSignIn(ports, caller, {
    account,
    authenticators: pending.authenticators,
    securityVersion: account.securityVersion,
    passwordAt: pending.createdAt,
    secondFactorAt: caller.at,
    methods: ['password', 'recovery-code'],
    returnTo: pending.returnTo,
    replaces,
    provenWith: { boundAt },
    events,
    work: async (tx) => {
      const accepted = await accept(tx);
      if (!accepted.ok) return accepted;
      return (await tx.consumePendingSignIn(pending.id, caller.at)) ? done(undefined) : refuse({ code: 'pending-sign-in-expired' });
    },
  });
  if (!outcome.ok) return lostRace(ports, caller, account, outcome.refusal, null, 'recovery-code');
  return done({ completed: outcome.value, replacement });
}

/** Step-up by a recovery code: the session's token changes, as after any other proof. */
export async function stepUpWithRecoveryCode(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  code: RecoveryCode,
): Promise<Outcome<{ readonly session: OpaqueToken; readonly replacement: Replacement }>> {
  const { account } = session;
  if (caller.portal.kind !== 'customer') return refuse({ code: 'not-permitted' });
  if (session.authenticators.length === 0) return refuse({ code: 'step-up-needed' });
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });

  const verified = await verifyRecoveryCode(ports, caller, account, code, session);
  if (!verified.ok) return verified;
  const { boundAt, events, replacement, accept } = verified.value;
  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const method = 'recovery-code';
  const steppedUp = byHolder(caller, account, { type: 'session.stepped-up', sessionHash: shortHash(session.id), method });
  const outcome = await alongWithdrawal(ports, caller, account, { with: { boundAt }, by: 'step-up' }, (withdrawal) =>
    ports.store.write([steppedUp, ...events, ...withdrawal.events], async (tx) => {
      const accepted = await accept(tx);
      if (!accepted.ok) return accepted;
      if (!(await withdrawal.work(tx))) return refuse({ code: 'request-changed' });
      const rotated = await tx.rotateSession(session.id, stored.digest, {
        digest: next.digest,
        passwordAt: session.passwordAt,
        secondFactorAt: caller.at,
        methods: alsoProven(session.methods, method),
      });
      return rotated ? done(next) : refuse({ code: 'session-expired' });
    }),
  );
  if (!outcome.ok) return lostRace(ports, caller, account, outcome.refusal, session, 'recovery-code');
  return done({ session: outcome.value, replacement });
}

interface VerifiedRecoveryCode {
  /** Since when the account has the set: a request filed before is not ended by it. */
  readonly boundAt: Instant;
  readonly replacement: Replacement;
  readonly events: readonly AuditEvent[];
  /** Uses the code up and replaces it: belongs first into the transaction of what it opens. */
  readonly accept: (tx: Writes) => Promise<Outcome<void>>;
}

function verifyRecoveryCode(
  ports: Ports,
  caller: Caller,
  account: Account,
  code: RecoveryCode,
  session: LiveSession | null,
): Promise<Outcome<VerifiedRecoveryCode>> {
  return ports.passwords.admit(() => compareOnce(ports, caller, account, code, session));
}

async function compareOnce(
  ports: Ports,
  caller: Caller,
  account: Account,
  code: RecoveryCode,
  session: LiveSession | null,
): Promise<Outcome<VerifiedRecoveryCode>> {
  const proof = { account, session, step: 'recovery-code' } as const;
  const charged = await chargeSecondFactor(ports, caller, proof);
  if (!charged.ok) return charged;
  const wrong = codeWrong(charged.value);

  const stored = await ports.store.read.recoveryCode(account.id, code.slot);
  // An empty slot, and an account without codes, cost the same hash.
  const record = stored?.record ?? null;
  const key = secondFactorKey(account);
  const { matches } = await takingBack(ports, caller, key, () => ports.passwords.verify(hashedText(account.id, code), record));
  if (!matches || stored === undefined) return refuseCode(ports, caller, proof, wrong, charged.value);

  const next = newRecoveryCode(code.slot, ports.random.bytes);
  const replacing = await takingBack(ports, caller, key, () => hashCode(ports, account, next));
  const set = await ports.store.read.recoveryCodeSet(account.id);
  const left = Math.max(0, (set?.left ?? 0) - (stored.isSaved ? 1 : 0));
  const circumstances = circumstancesOf(caller);
  const told = notice(ports, caller, account, { kind: 'recovery-code-used', left, circumstances });
  const { setId, slot } = stored;
  return done({
    boundAt: stored.setIssuedAt,
    replacement: { setId, slot, code: writeRecoveryCode(next), left },
    events: [byHolder(caller, account, { type: 'recovery-code.used', setId, slot, left })],
    accept: async (tx) => {
      if (!(await tx.useRecoveryCode(stored, caller.at, replacing))) return refuse(wrong);
      await tx.clearCounter(key);
      await told.work(tx);
      return done(undefined);
    },
  });
}
