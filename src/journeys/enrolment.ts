/**
 * Adding an authenticator: begun by a fresh check, pending for ten minutes and tied to one session (or to the pending
 * sign-in of someone who must enrol), bound only by a right code (SEC-B08). Opening the page again continues the same
 * secret; cancelling, signing out or time kill it.
 */
import type { Account } from '../core/account.ts';
import { nextStep } from '../core/assurance.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import { appsOf, DEVICE_NAME_MAX, type EnrolmentOwner, type PendingEnrolment } from '../core/authenticator.ts';
import { freeName, isNameTaken } from '../core/authenticator-set.ts';
import { keyGroups, otpauthUri } from '../core/otpauth.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { alsoProven, isFresh, type LiveSession, type PendingSignIn } from '../core/session.ts';
import { type AttemptSchedule, attemptsLeft, pauseAhead } from '../core/throttle.ts';
import { minutes } from '../core/time.ts';
import { newId, type OpaqueToken } from '../core/tokens.ts';
import { driftMinutes, matchCode, TOTP_SECRET_BYTES } from '../core/totp.ts';
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byHolder } from './audit.ts';
import { type EnrolmentPurpose, endReasonOf, eventsOf, noticeContentOf, purposeOf, whyNot } from './enrolment-purpose.ts';
import { notice } from './notices.ts';
import { isClockTrusted, openSecret, secondFactorKey } from './second-factor.ts';
import { changeSecurity } from './security-change.ts';
import { type CompletedSignIn, completeSignIn } from './sign-in.ts';
import { accountAfter, completeOwnSitting, sittingEvents } from './sitting-completion.ts';

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
  readonly purpose: EnrolmentPurpose;
}

/** What is typed beside the QR code. */
export interface TypedEnrolment {
  readonly code: string;
  /** '' for who gave none. */
  readonly deviceName: string;
  /** What a device without a name is called. */
  readonly unnamed: string;
}

/** Starts, or continues what is still pending for the same purpose. `replaces`: the id of an app, or null for one more. */
export async function beginEnrolment(
  ports: Ports,
  caller: Caller,
  who: Enrollee,
  replaces: string | null = null,
): Promise<Outcome<void>> {
  // A passkey has no pending row: its page begins by itself (`passkey-enrolment.ts`).
  if (who.kind === 'pending' && caller.portal.passkeysOnly === true) return done(undefined);
  const refusal = mayEnrol(ports, caller, who, replaces);
  if (refusal !== null) return refuse(refusal);
  const account = accountOf(who);
  const owner = ownerOf(who);
  if ((await findPending(ports, caller, who))?.replaces === replaces) return done(undefined);

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
      replaces,
    });
    return done(undefined);
  });
}

export async function viewEnrolment(ports: Ports, caller: Caller, who: Enrollee): Promise<Outcome<EnrolmentView>> {
  const account = accountOf(who);
  const enrolment = await findPending(ports, caller, who);
  const purpose = enrolment === undefined ? undefined : purposeOf(enrolment, authenticatorsOf(who));
  if (enrolment === undefined || purpose === undefined) return refuse(await nothingPending(ports, who));
  const secret = openSecret(ports, enrolment);
  const { issuer } = caller.portal;
  return done({
    uri: otpauthUri({ issuer, account: account.email, secret }),
    groups: keyGroups(secret),
    issuer,
    account: account.email,
    expiresAt: enrolment.expiresAt,
    purpose,
  });
}

/** Right code in a session: bound, other sessions end, this one gets a new token (S-31, T-33). */
export async function confirmEnrolment(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  typed: TypedEnrolment,
): Promise<Outcome<{ readonly token: OpaqueToken; readonly purpose: EnrolmentPurpose }>> {
  const matched = await matchEnrolment(ports, caller, { kind: 'session', session }, typed);
  if (!matched.ok) return matched;
  const { id, purpose, bind } = matched.value;
  const changed = await changeSecurity(ports, caller, session, token, {
    events: eventsOf(purpose, caller, session.account, id, 'session'),
    reason: endReasonOf(purpose),
    proven: { passwordAt: session.passwordAt, secondFactorAt: caller.at, methods: alsoProven(session.methods, 'totp') },
    work: async (tx) => ((await bind(tx)) ? done(undefined) : refuse({ code: 'enrolment-expired' })),
  });
  return changed.ok ? done({ token: changed.value, purpose }) : changed;
}

/** Right code of someone who had to enrol: bound and signed in, in one transaction. */
export async function enrolAndSignIn(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  typed: TypedEnrolment,
  replaces: LiveSession | null,
): Promise<Outcome<CompletedSignIn>> {
  const who: Enrollee = { kind: 'pending', pending };
  const refusal = mayEnrol(ports, caller, who, null);
  if (refusal !== null) return refuse(refusal);
  // The ticket of a recovery ends what was there before, and signs nobody in.
  if (pending.sitting === 'lost-device') return refuse({ code: 'not-permitted' });
  const matched = await matchEnrolment(ports, caller, who, typed);
  if (!matched.ok) return matched;
  const { account } = pending;
  const sat = await sittingEvents(ports, caller, pending);
  return completeSignIn(ports, caller, {
    account: accountAfter(pending),
    authenticators: pending.authenticators,
    securityVersion: account.securityVersion + 1,
    passwordAt: pending.createdAt,
    secondFactorAt: caller.at,
    methods: ['password', 'totp'],
    enrolled: true,
    returnTo: pending.returnTo,
    replaces,
    events: [
      ...eventsOf(matched.value.purpose, caller, account, matched.value.id, 'sign-in'),
      byHolder(caller, account, { type: 'other-sessions.ended', reason: 'two-factor-on' }),
      ...sat,
    ],
    work: async (tx) => {
      if (!(await tx.consumePendingSignIn(pending.id, caller.at))) return refuse({ code: 'pending-sign-in-expired' });
      if (!(await completeOwnSitting(tx, caller, pending))) return refuse({ code: 'pending-sign-in-expired' });
      // Where the rule came later than a session, a password alone may still hold one (T-33).
      await tx.endOtherSessions(account.id, null, caller.at, 'two-factor-on');
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

export interface MatchedEnrolment {
  readonly id: string;
  readonly purpose: EnrolmentPurpose;
  readonly bind: (tx: Writes) => Promise<boolean>;
}

/** The first right code. `isTold`: by the usual notice; whoever tells of it otherwise says false. */
export async function matchEnrolment(
  ports: Ports,
  caller: Caller,
  who: Enrollee,
  typed: TypedEnrolment,
  isTold = true,
): Promise<Outcome<MatchedEnrolment>> {
  const account = accountOf(who);
  const authenticators = authenticatorsOf(who);
  const enrolment = await findPending(ports, caller, who);
  const purpose = enrolment === undefined ? undefined : purposeOf(enrolment, authenticators);
  if (enrolment === undefined || purpose === undefined) return refuse(await nothingPending(ports, who));
  const name = nameOf(typed, who, enrolment.replaces);
  if (isNameTaken(authenticators, name, enrolment.replaces)) return refuse({ code: 'name-taken' });

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
  const told = notice(ports, caller, account, noticeContentOf(purpose, caller, name));
  const others = appsOf(authenticators).filter(({ id }) => id !== enrolment.replaces);
  return done({
    id: enrolment.id,
    purpose,
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
      // Wrong codes were guesses at what is gone now: the new app must not begin paused, or stopped for good (SEC-F02, SEC-F03).
      if (purpose.kind === 'replaced' && others.length === 0) await tx.clearCounter(secondFactorKey(account));
      if (isTold) await told.work(tx);
      return true;
    },
  });
}

/** As typed, cut to what the table takes; who typed nothing keeps the name of what is replaced, or gets the common one. */
function nameOf(typed: TypedEnrolment, who: Enrollee, replaces: string | null): string {
  if (typed.deviceName !== '') return [...typed.deviceName].slice(0, DEVICE_NAME_MAX).join('');
  const authenticators = authenticatorsOf(who);
  return authenticators.find(({ id }) => id === replaces)?.name ?? freeName(authenticators, typed.unnamed, replaces);
}

/** Over before it was bound, or bound already, perhaps by another window (G-12). */
async function nothingPending(ports: Ports, who: Enrollee): Promise<Refusal> {
  const isOver = authenticatorsOf(who).length === 0 || (await ports.store.read.pendingEnrolment(ownerOf(who))) !== undefined;
  return { code: isOver ? 'enrolment-expired' : 'already-enrolled' };
}

/** Why somebody whose sign-in is pending may not add a first authenticator, of whichever kind; null when they must. */
export function whyNotPending(
  caller: Caller,
  { account, authenticators, mailboxConfirmedAt, sitting }: PendingSignIn,
): Refusal | null {
  // The ticket was opened for nothing else.
  if (sitting === 'lost-device') return null;
  if (authenticators.length > 0) return { code: 'already-enrolled' };
  const twoFactorRequired = isTwoFactorRequired(caller.portal, account.company, caller.at);
  const step = nextStep({ proven: ['password'], authenticators, account, twoFactorRequired });
  return step === 'enrol' && mailboxConfirmedAt !== null ? null : { code: 'not-permitted' };
}

function mayEnrol(ports: Ports, caller: Caller, who: Enrollee, replaces: string | null): Refusal | null {
  if (caller.portal.passkeysOnly === true) return { code: 'not-permitted' };
  if (who.kind === 'pending') return whyNotPending(caller, who.pending);
  const { account, authenticators } = who.session;
  const refusal = whyNot(account, authenticators, replaces);
  if (refusal !== null) return refusal;
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
