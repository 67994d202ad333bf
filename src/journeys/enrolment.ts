/**
 * Adding an authenticator: begun by a fresh check, pending for ten minutes and tied to one session (or to the pending
 * sign-in of someone who must enrol), bound only by a right code (SEC-B08). Opening the page again continues the same
 * secret; cancelling, signing out or time kill it.
 */
import type { Account } from '../core/account.ts';
import { nextStep } from '../core/assurance.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import { DEVICE_NAME_MAX, type EnrolmentOwner, type PendingEnrolment } from '../core/authenticator.ts';
import { keyGroups, otpauthUri } from '../core/otpauth.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { alsoProven, isFresh, type LiveSession, type PendingSignIn } from '../core/session.ts';
import { type AttemptSchedule, attemptsLeft, pauseAhead } from '../core/throttle.ts';
import { minutes } from '../core/time.ts';
import { newId, type OpaqueToken, tokenFor, tokenMatches } from '../core/tokens.ts';
import { driftMinutes, matchCode, TOTP_SECRET_BYTES } from '../core/totp.ts';
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { notice } from './notices.ts';
import { isClockTrusted, openSecret } from './second-factor.ts';
import { type CompletedSignIn, completeSignIn } from './sign-in.ts';

/** Wrong codes while enrolling protect nothing yet; the pause only keeps the form from being hammered. */
export const ENROLMENT_SCHEDULE: AttemptSchedule = { pauseAfter: (n) => (n % 10 === 0 ? minutes(5) : 0) };

/** Whoever may enrol: a session with a fresh check, or a pending sign-in whose mailbox link was confirmed. */
export type Enrollee =
  | { readonly kind: 'session'; readonly session: LiveSession }
  | { readonly kind: 'pending'; readonly pending: PendingSignIn };

/** What the page shows while the enrolment is pending, and only then (SEC-B09). */
export interface EnrolmentView {
  readonly uri: string;
  readonly groups: readonly string[];
  readonly issuer: string;
  readonly account: string;
  readonly expiresAt: number;
}

/** Starts, or continues what is still pending. */
export async function beginEnrolment(ports: Ports, caller: Caller, who: Enrollee): Promise<Outcome<void>> {
  const refusal = mayEnrol(ports, caller, who);
  if (refusal !== null) return refuse(refusal);
  const account = accountOf(who);
  const owner = ownerOf(who);
  if ((await findPending(ports, caller, who)) !== undefined) return done(undefined);

  const id = newId(ports.random.bytes);
  const secret = ports.random.bytes(TOTP_SECRET_BYTES);
  const begun = byHolder(caller, account, { type: 'enrolment.begun', authenticatorId: id });
  return ports.store.write([begun, ...(await droppedEnrolment(ports, caller, account, owner))], async (tx) => {
    await tx.abandonEnrolments(owner, caller.at, 'expired');
    await tx.insertEnrolment({
      id,
      accountId: account.id,
      owner,
      sealedSecret: ports.secrets.seal(secret, { table: 'authenticator', column: 'sealed_secret', row: id }),
      startedAt: caller.at,
      expiresAt: caller.at + ports.durations.enrolmentFor,
      securityVersion: account.securityVersion,
    });
    return done(undefined);
  });
}

export async function viewEnrolment(ports: Ports, caller: Caller, who: Enrollee): Promise<Outcome<EnrolmentView>> {
  const account = accountOf(who);
  if (authenticatorsOf(who).length > 0) return refuse({ code: 'already-enrolled' });
  const enrolment = await findPending(ports, caller, who);
  if (enrolment === undefined) return refuse({ code: 'enrolment-expired' });
  const secret = openSecret(ports, enrolment);
  const { issuer } = caller.portal;
  return done({
    uri: otpauthUri({ issuer, account: account.email, secret }),
    groups: keyGroups(secret),
    issuer,
    account: account.email,
    expiresAt: enrolment.expiresAt,
  });
}

/** Right code in a session: bound, other sessions end, this one gets a new token (S-31, T-33). */
export async function confirmEnrolment(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  typed: { readonly code: string; readonly deviceName: string },
): Promise<Outcome<OpaqueToken>> {
  const who: Enrollee = { kind: 'session', session };
  const matched = await matchEnrolment(ports, caller, who, typed);
  if (!matched.ok) return matched;
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });
  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const browser = await findKnownBrowser(ports, caller);
  const { account } = session;
  return ports.store.write(
    [
      byHolder(caller, account, { type: 'authenticator.bound', authenticatorId: matched.value.id, kind: 'totp', via: 'session' }),
      byHolder(caller, account, { type: 'other-sessions.ended', reason: 'two-factor-on' }),
    ],
    async (tx) => {
      if (!(await matched.value.bind(tx))) return refuse({ code: 'enrolment-expired' });
      await tx.endOtherSessions(account.id, session.id, caller.at, 'two-factor-on');
      await tx.forgetKnownBrowsers(account.id, browser?.id ?? null);
      const rotated = await tx.rotateSession(session.id, stored.digest, {
        digest: next.digest,
        passwordAt: session.passwordAt,
        secondFactorAt: caller.at,
        methods: alsoProven(session.methods, 'totp'),
      });
      return rotated ? done(next) : refuse({ code: 'session-expired' });
    },
  );
}

/** Right code of someone who had to enrol: bound and signed in, in one transaction. */
export async function enrolAndSignIn(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  typed: { readonly code: string; readonly deviceName: string },
  replaces: LiveSession | null,
): Promise<Outcome<CompletedSignIn>> {
  const who: Enrollee = { kind: 'pending', pending };
  const refusal = mayEnrol(ports, caller, who);
  if (refusal !== null) return refuse(refusal);
  const matched = await matchEnrolment(ports, caller, who, typed);
  if (!matched.ok) return matched;
  const { account } = pending;
  // No password yet: this sign-in is the desk's set-up, and password and authenticator come into force together (SEC-E10).
  const isSetUp = account.passwordSetVia === null;
  return completeSignIn(ports, caller, {
    account,
    authenticators: pending.authenticators,
    securityVersion: account.securityVersion + 1,
    passwordAt: pending.createdAt,
    secondFactorAt: caller.at,
    methods: ['password', 'totp'],
    enrolled: true,
    returnTo: pending.returnTo,
    replaces,
    events: [
      byHolder(caller, account, { type: 'authenticator.bound', authenticatorId: matched.value.id, kind: 'totp', via: 'sign-in' }),
      ...(isSetUp ? [byHolder(caller, account, { type: 'desk-set-up.completed' })] : []),
      ...(isSetUp ? [byHolder(caller, account, { type: 'password.set', via: 'set-up-code' })] : []),
    ],
    work: async (tx) => {
      if (!(await tx.consumePendingSignIn(pending.id, caller.at))) return refuse({ code: 'pending-sign-in-expired' });
      if (isSetUp && !(await tx.completeDeskSetUp(pending.id, caller.at))) return refuse({ code: 'pending-sign-in-expired' });
      await tx.forgetKnownBrowsers(account.id, null);
      return (await matched.value.bind(tx)) ? done(undefined) : refuse({ code: 'enrolment-expired' });
    },
  });
}

/** Cancel: the secret is thrown away, nothing else changes (G-10). */
export async function abandonEnrolment(ports: Ports, caller: Caller, who: Enrollee): Promise<void> {
  const [event] = await droppedEnrolment(ports, caller, accountOf(who), ownerOf(who));
  if (event === undefined) return;
  await ports.store.write([event], async (tx) => {
    await tx.abandonEnrolments(ownerOf(who), caller.at, 'abandoned');
    return done(undefined);
  });
}

/** The event of an enrolment that ends without a code, for whatever ends it; none when nothing is pending. */
export async function droppedEnrolment(
  ports: Ports,
  caller: Caller,
  account: Account,
  owner: EnrolmentOwner,
): Promise<readonly AuditEvent[]> {
  const enrolment = await ports.store.read.pendingEnrolment(owner);
  if (enrolment === undefined) return [];
  const reason = caller.at < enrolment.expiresAt ? 'abandoned' : 'expired';
  return [byHolder(caller, account, { type: 'enrolment.abandoned', authenticatorId: enrolment.id, reason })];
}

async function matchEnrolment(
  ports: Ports,
  caller: Caller,
  who: Enrollee,
  typed: { readonly code: string; readonly deviceName: string },
): Promise<Outcome<{ readonly id: string; readonly bind: (tx: Writes) => Promise<boolean> }>> {
  const account = accountOf(who);
  if (authenticatorsOf(who).length > 0) return refuse({ code: 'already-enrolled' });
  const enrolment = await findPending(ports, caller, who);
  if (enrolment === undefined) return refuse({ code: 'enrolment-expired' });

  if (!(await isClockTrusted(ports, caller))) {
    const refusal = 'clock-untrusted';
    await ports.store.record([byHolder(caller, account, { type: 'enrolment.refused', authenticatorId: enrolment.id, refusal })]);
    return refuse({ code: refusal });
  }

  const key = `enrolment:${account.id}`;
  const charge = await ports.store.charge(key, ENROLMENT_SCHEDULE, caller.at);
  if (!charge.allowed) return refuse({ code: 'too-many-attempts', what: 'second-factor', retryAt: charge.retryAt });
  const secret = openSecret(ports, enrolment);
  const match = matchCode(secret, typed.code, caller.at, 0, ports.codeWindow);
  if (match === undefined) {
    const drift = driftMinutes(secret, typed.code, caller.at, ports.codeWindow);
    await ports.store.record([
      byHolder(caller, account, { type: 'enrolment.refused', authenticatorId: enrolment.id, refusal: 'code-wrong' }),
    ]);
    const ahead = {
      attemptsLeft: attemptsLeft(charge.counter, ENROLMENT_SCHEDULE),
      pauseFor: pauseAhead(charge.counter, ENROLMENT_SCHEDULE),
    };
    return refuse({ code: 'code-wrong', ...ahead, ...(drift === undefined ? {} : { driftMinutes: drift }) });
  }
  const name = [...typed.deviceName].slice(0, DEVICE_NAME_MAX).join('');
  const told = notice(ports, caller, account, { kind: 'two-factor-on', deviceName: name, circumstances: circumstancesOf(caller) });
  return done({
    id: enrolment.id,
    bind: async (tx) => {
      const bound = await tx.bindAuthenticator(enrolment.id, {
        name,
        step: match.step,
        drift: match.drift,
        at: caller.at,
        via: who.kind === 'session' ? 'session' : 'sign-in',
      });
      if (!bound) return false;
      await tx.clearCounter(key);
      await told.work(tx);
      return true;
    },
  });
}

function mayEnrol(ports: Ports, caller: Caller, who: Enrollee): Refusal | null {
  if (authenticatorsOf(who).length > 0) return { code: 'already-enrolled' };
  if (who.kind === 'pending') {
    const { account, authenticators, mailboxConfirmedAt } = who.pending;
    const twoFactorRequired = isTwoFactorRequired(caller.portal, account.company, caller.at);
    const step = nextStep({ proven: ['password'], authenticators, account, twoFactorRequired });
    return step === 'enrol' && mailboxConfirmedAt !== null ? null : { code: 'not-permitted' };
  }
  return isFresh(who.session, ports.durations.stepUpFor, caller.at) ? null : { code: 'step-up-needed' };
}

/** The living pending enrolment of this owner; one begun before another security change is void. */
async function findPending(ports: Ports, caller: Caller, who: Enrollee): Promise<PendingEnrolment | undefined> {
  const enrolment = await ports.store.read.pendingEnrolment(ownerOf(who));
  const isAlive =
    enrolment !== undefined && caller.at < enrolment.expiresAt && enrolment.securityVersion === accountOf(who).securityVersion;
  return isAlive ? enrolment : undefined;
}

function accountOf(who: Enrollee): Account {
  return who.kind === 'session' ? who.session.account : who.pending.account;
}

function authenticatorsOf(who: Enrollee) {
  return who.kind === 'session' ? who.session.authenticators : who.pending.authenticators;
}

function ownerOf(who: Enrollee): EnrolmentOwner {
  return who.kind === 'session' ? { kind: 'session', id: who.session.id } : { kind: 'pending-sign-in', id: who.pending.id };
}
