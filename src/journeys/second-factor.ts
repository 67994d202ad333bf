/**
 * The six-digit code: charged, compared in every accepted time step, accepted once. Whose code it is comes from the pending
 * sign-in or the session, never from the form (SEC-E02). Step-up and turning off use the same comparison and the same
 * counter (SEC-H04).
 */
import { type Account, mayProve } from '../core/account.ts';
import type { AuditEvent, NonEmpty, ProofStep } from '../core/audit-event.ts';
import { appsOf, type BoundApp, type BoundAuthenticator } from '../core/authenticator.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import type { LiveSession, PendingSignIn } from '../core/session.ts';
import {
  type AttemptCounter,
  type AttemptDecision,
  attemptsLeft,
  decideAttempt,
  pauseAhead,
  SECOND_FACTOR_SCHEDULE,
} from '../core/throttle.ts';
import { type Duration, seconds } from '../core/time.ts';
import { type AcceptedStep, driftMinutes, matchCode, secondsToNextCode } from '../core/totp.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byClaimant, circumstancesOf, refusedProof } from './audit.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { notice, type QueuedNotice } from './notices.ts';
import { type CompletedSignIn, completeSignIn, takingBack } from './sign-in.ts';

/** A node whose clock is further from the database's than this judges no codes (SEC-B07). */
export const CLOCK_TOLERANCE = seconds(5);
/** From this many wrong codes after a right password on, the holder is told (T-06, SEC-E11). */
export const FAILURES_TOLD = 3;

export async function completeWithCode(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  code: string,
  replaces: LiveSession | null,
): Promise<Outcome<CompletedSignIn>> {
  const { account } = pending;
  if (!mayProve(account)) return refuse({ code: 'pending-sign-in-expired' });
  const verified = await verifyCode(ports, caller, account, pending.authenticators, code, null);
  if (!verified.ok) return verified;

  const outcome = await completeSignIn(ports, caller, {
    account,
    authenticators: pending.authenticators,
    securityVersion: account.securityVersion,
    passwordAt: pending.createdAt,
    secondFactorAt: caller.at,
    methods: ['password', 'totp'],
    returnTo: pending.returnTo,
    replaces,
    provenWith: verified.value.authenticator,
    events: [],
    work: async (tx) => {
      if (!(await tx.consumePendingSignIn(pending.id, caller.at))) return refuse({ code: 'pending-sign-in-expired' });
      return verified.value.accept(tx);
    },
  });
  return outcome.ok ? outcome : lostRace(ports, caller, account, outcome.refusal, null);
}

export interface VerifiedCode {
  /** Whose code it was. */
  readonly authenticator: BoundApp;
  /** Marks the time step as used: belongs first into the transaction of what the code opens. */
  readonly accept: (tx: Writes) => Promise<Outcome<void>>;
}

/** Charges one attempt of the account and compares the code with every app bound to it. `session`: where it is asked for again. */
export async function verifyCode(
  ports: Ports,
  caller: Caller,
  account: Account,
  authenticators: readonly BoundAuthenticator[],
  code: string,
  session: LiveSession | null,
): Promise<Outcome<VerifiedCode>> {
  const proof = { account, session, step: 'code' } as const;
  const apps = appsOf(authenticators);
  if (caller.portal.passkeysOnly === true) return refuseCode(ports, caller, proof, { code: 'not-permitted' });
  if (!(await isClockTrusted(ports, caller))) return refuseCode(ports, caller, proof, { code: 'clock-untrusted' });
  const key = secondFactorKey(account);
  const charged = await chargeSecondFactor(ports, caller, proof);
  if (!charged.ok) return charged;
  const counter = charged.value;

  const found = await takingBack(ports, caller, key, async () => findMatch(ports, caller, apps, code));
  if (found === undefined) {
    const drift = hintOf(ports, caller, apps, code);
    const isTold = drift !== undefined && (await mayHearDrift(ports, caller, account, drift));
    const wrong: Refusal = { ...codeWrong(counter), ...(isTold ? { driftMinutes: drift } : {}) };
    return refuseCode(ports, caller, proof, wrong, counter, drift);
  }
  const { authenticator, match } = found;
  if (match.step <= authenticator.lastStep) return refuseCode(ports, caller, proof, replayed(caller, counter), counter);
  return done({
    authenticator,
    accept: async (tx) => {
      if (!(await tx.acceptTimeStep(authenticator.id, match.step, match.drift, caller.at)))
        return refuse(replayed(caller, counter));
      await tx.clearCounter(key);
      return done(undefined);
    },
  });
}

/** Whose attempt it is, and at what; `session`: where it is asked for again. */
export interface AttemptedProof {
  readonly account: Account;
  readonly session: LiveSession | null;
  readonly step: 'code' | 'recovery-code';
}

/** Charges one attempt before anything is compared, whatever was typed: codes of apps and recovery codes share the counter (SEC-C06). */
export async function chargeSecondFactor(ports: Ports, caller: Caller, proof: AttemptedProof): Promise<Outcome<AttemptCounter>> {
  const charge = await ports.store.charge(secondFactorKey(proof.account), SECOND_FACTOR_SCHEDULE, caller.at);
  return charge.allowed ? done(charge.counter) : refuseCode(ports, caller, proof, closedRefusal(charge));
}

/** Why no code would be evaluated right now, or null: what the code page says before anything is typed. Charges nothing. */
export async function findCodePause(ports: Ports, caller: Caller, account: Account): Promise<Refusal | null> {
  const counter = await ports.store.read.counter(secondFactorKey(account));
  if (counter === undefined) return null;
  const decision = decideAttempt(counter, SECOND_FACTOR_SCHEDULE, caller.at);
  return decision.allowed ? null : closedRefusal(decision);
}

function closedRefusal({ reason, retryAt }: Extract<AttemptDecision, { allowed: false }>): Refusal {
  return reason === 'exhausted'
    ? { code: 'authenticator-disabled' }
    : { code: 'too-many-attempts', what: 'second-factor', retryAt };
}

/** Records a refusal that only the transaction could see: another request used the code or the pending sign-in first. */
export async function lostRace(
  ports: Ports,
  caller: Caller,
  account: Account,
  refusal: Refusal,
  session: LiveSession | null,
  step: ProofStep = 'code',
): Promise<Outcome<never>> {
  await ports.store.record([refusedProof(caller, account.id, session, step, refusal.code)]);
  return refuse(refusal);
}

/** Asked before any code is compared, of whichever form (SEC-B07). */
export async function isClockTrusted(ports: Ports, caller: Caller): Promise<boolean> {
  return Math.abs((await ports.store.read.databaseTime()) - caller.at) <= CLOCK_TOLERANCE;
}

/** What wrong codes of the account are counted by; refused passkeys count here as well. */
export function secondFactorKey(account: Account): string {
  return `second-factor:${account.id}`;
}

function findMatch(
  ports: Ports,
  caller: Caller,
  apps: readonly BoundApp[],
  code: string,
): { readonly authenticator: BoundApp; readonly match: AcceptedStep } | undefined {
  let found: { readonly authenticator: BoundApp; readonly match: AcceptedStep } | undefined;
  for (const authenticator of apps) {
    const match = matchCode(openSecret(ports, authenticator), code, caller.at, authenticator.drift, ports.codeWindow);
    if (match !== undefined && found === undefined) found = { authenticator, match };
  }
  return found;
}

function hintOf(ports: Ports, caller: Caller, apps: readonly BoundApp[], code: string): number | undefined {
  for (const authenticator of apps) {
    const off = driftMinutes(openSecret(ports, authenticator), code, caller.at, ports.codeWindow);
    if (off !== undefined) return off;
  }
  return undefined;
}

/**
 * A code of the past is of no use to anybody. One of the future is: a guesser who learns of it keeps it until its time has
 * come, and every guess counts for thirteen steps instead of three. It is told only where the holder signed in before.
 */
async function mayHearDrift(ports: Ports, caller: Caller, account: Account, drift: number): Promise<boolean> {
  return drift < 0 || (await findKnownBrowser(ports, caller))?.accounts.has(account.id) === true;
}

/** The secret of an authenticator, pending or bound; Fault 'seal-broken' when the row was tampered with. */
export function openSecret(ports: Ports, authenticator: { readonly id: string; readonly sealedSecret: string }): Uint8Array {
  return ports.secrets.open(authenticator.sealedSecret, { table: 'authenticator', column: 'sealed_secret', row: authenticator.id });
}

function replayed(caller: Caller, counter: AttemptCounter): Refusal {
  return { code: 'code-replayed', nextCodeIn: secondsToNextCode(caller.at), ...ahead(counter) };
}

/** A code that fits nothing. */
export function codeWrong(counter: AttemptCounter): Extract<Refusal, { code: 'code-wrong' }> {
  return { code: 'code-wrong', ...ahead(counter) };
}

/** What further wrong codes lead to. */
function ahead(counter: AttemptCounter): { readonly attemptsLeft: number; readonly pauseFor: Duration | null } {
  return { attemptsLeft: attemptsLeft(counter, SECOND_FACTOR_SCHEDULE), pauseFor: pauseAhead(counter, SECOND_FACTOR_SCHEDULE) };
}

/** One refused code: audit, the drift for the desk's charts, the pause it may have begun, and the letter to the holder. */
export async function refuseCode(
  ports: Ports,
  caller: Caller,
  { account, session, step }: AttemptedProof,
  refusal: Refusal,
  charged?: AttemptCounter,
  drift?: number,
): Promise<Outcome<never>> {
  const pausedUntil = charged?.lockedUntil ?? null;
  const isLast = charged !== undefined && charged.failures >= (SECOND_FACTOR_SCHEDULE.exhaustedAt ?? Number.POSITIVE_INFINITY);
  const events: NonEmpty<AuditEvent> = [
    refusedProof(caller, account.id, session, step, refusal.code),
    ...(drift === undefined ? [] : [byClaimant(caller, account.id, { type: 'second-factor.drift', minutes: drift })]),
    ...(pausedUntil === null ? [] : [byClaimant(caller, account.id, { type: 'second-factor.paused' })]),
    ...(isLast ? [byClaimant(caller, account.id, { type: 'second-factor.disabled' })] : []),
  ];
  if (charged?.failures === FAILURES_TOLD || isLast) {
    const told = failuresNotice(ports, caller, account, charged.failures);
    await ports.store.write(events, async (tx) => done(await told.work(tx)));
  } else {
    await ports.store.record(events);
  }
  if (isLast) return refuse({ code: 'authenticator-disabled' });
  return refuse(pausedUntil === null ? refusal : { code: 'too-many-attempts', what: 'second-factor', retryAt: pausedUntil });
}

export function failuresNotice(ports: Ports, caller: Caller, account: Account, failures: number): QueuedNotice {
  return notice(ports, caller, account, { kind: 'second-factor-failures', failures, circumstances: circumstancesOf(caller) });
}
