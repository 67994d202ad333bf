/**
 * Signing in: a password is charged, compared and then leads to a session, to the code page or to a compulsory enrolment.
 * `completeSignIn` is the only place that makes a session. Unknown, suspended and password-less accounts walk the same
 * path at the same cost as a wrong password (SEC-E03).
 */
import { type Account, canonicalEmail } from '../core/account.ts';
import { type NextStep, nextStep } from '../core/assurance.ts';
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import type { BoundAuthenticator } from '../core/authenticator.ts';
import { done, Fault, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { foldPassword, isHashable } from '../core/password.ts';
import type { LiveSession, PendingSignIn, ProofMethod } from '../core/session.ts';
import { NETWORK_SCHEDULE, PASSWORD_SCHEDULE } from '../core/throttle.ts';
import type { Instant } from '../core/time.ts';
import { newToken, type OpaqueToken, shortHash } from '../core/tokens.ts';
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import type { Caller, Ports, SignInFacts, Writes } from '../ports.ts';
import { byClaimant, byHolder, refusedProof } from './audit.ts';
import { alongWithdrawal, type ProvenBinding } from './lost-device-withdrawal.ts';
import {
  chargeLetter,
  findKnownBrowser,
  mailBrowserConfirmation,
  mailEnrolmentConfirmation,
  passwordCounter,
} from './mailed-links.ts';
import { notice } from './notices.ts';
import { demandReplacement } from './password-compromise.ts';
import { bannerOf, signInNotice } from './sign-in-notices.ts';

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Already checked against the route table. */
  readonly returnTo: string | null;
  /** What this browser carried before: ended by a new sign-in (SEC-G02). */
  readonly session: LiveSession | null;
  readonly pending: PendingSignIn | null;
}

export interface CompletedSignIn {
  readonly step: 'session';
  readonly session: OpaqueToken;
  /** A new known-browser cookie, when this browser had none. */
  readonly browser: OpaqueToken | null;
  readonly account: Account;
  readonly returnTo: string | null;
  /** Recovery requests that this sign-in ended (G-26): the next page says so. */
  readonly hasWithdrawn: boolean;
}

export type SignInStep = CompletedSignIn | { readonly step: 'code' | 'enrol'; readonly pending: OpaqueToken };

export function signIn(ports: Ports, caller: Caller, input: SignInInput): Promise<Outcome<SignInStep>> {
  return ports.passwords.admit(() => signInWithPassword(ports, caller, input));
}

/** The password of whoever names an address, charged like a sign-in: by the account or the address of nobody, and by the network. */
export async function proveNamed(
  ports: Ports,
  caller: Caller,
  { email, password }: Pick<SignInInput, 'email' | 'password'>,
): Promise<Outcome<VerifiedPassword>> {
  const facts = await ports.store.read.signInFacts(caller.portal.id, canonicalEmail(email));
  const network = await chargeNetwork(ports, caller, facts?.account.id ?? null);
  if (!network.ok) return network;

  const address = facts === undefined ? ports.keyed.digest('address', `${caller.portal.id}:${canonicalEmail(email)}`) : null;
  const verified = await takingBack(ports, caller, networkKey(ports, caller), () =>
    verifyPassword(ports, caller, facts, address, password, null),
  );
  if (verified.ok) await ports.store.refund(networkKey(ports, caller), caller.at);
  return verified;
}

async function signInWithPassword(ports: Ports, caller: Caller, input: SignInInput): Promise<Outcome<SignInStep>> {
  const verified = await proveNamed(ports, caller, input);
  if (!verified.ok) return verified;
  const { account, authenticators } = verified.value.facts;
  const { step } = verified.value;
  // In a dispute the second factor may be proven, and stops it; a password alone opens nothing.
  if (account.status !== 'active' && step !== 'code') return refuseLocked(ports, caller, account);
  if (step === 'session') {
    return completeSignIn(ports, caller, {
      account,
      authenticators,
      securityVersion: account.securityVersion,
      secondFactorAt: null,
      passwordAt: caller.at,
      methods: ['password'],
      returnTo: input.returnTo,
      replaces: input.session,
      events: verified.value.events,
      work: async (tx) => done(await verified.value.work(tx)),
    });
  }
  const letter = step === 'enrol' ? await chargeLetter(ports, caller, account, 'enrolment-confirmation') : null;
  if (letter?.allowed === false) return putOff(ports, caller, account, letter.retryAt, verified.value);
  return beginPending(ports, caller, account, step, input, verified.value);
}

export interface VerifiedPassword {
  readonly facts: SignInFacts;
  readonly step: Exclude<NextStep, 'closed' | 'replace-password'>;
  /** Belong into the transaction of whatever the right password leads to. */
  readonly events: readonly AuditEvent[];
  readonly work: (tx: Writes) => Promise<void>;
}

/**
 * Charges the attempt, compares, and answers the facts of the account. `address` is the keyed digest that counts for an
 * address of nobody, `session` where the password is asked for again. A known browser of the account has a budget of its own, so that a stranger cannot shut the holder out.
 */
export async function verifyPassword(
  ports: Ports,
  caller: Caller,
  facts: SignInFacts | undefined,
  address: string | null,
  password: string,
  session: LiveSession | null,
): Promise<Outcome<VerifiedPassword>> {
  const accountId = facts?.account.id ?? null;
  const browser = await findKnownBrowser(ports, caller);
  const isKnown = accountId !== null && browser?.accounts.has(accountId) === true;
  const key = passwordCounter(accountId ?? address ?? '', isKnown ? browser : undefined);

  const charge = await ports.store.charge(key, PASSWORD_SCHEDULE, caller.at);
  if (!charge.allowed) {
    const refusal: Refusal =
      charge.reason === 'exhausted'
        ? { code: 'password-held' }
        : { code: 'too-many-attempts', what: 'password', retryAt: charge.retryAt };
    if (refusal.code === 'password-held') await mailBrowserConfirmation(ports, caller, facts?.account, key);
    await ports.store.record([refusedProof(caller, accountId, session, 'password', refusal.code)]);
    return refuse(refusal);
  }

  const hashable = isHashable(password);
  const { matches, outdated } = await takingBack(ports, caller, key, () =>
    ports.passwords.verify(hashable ? password : '', facts?.passwordRecord ?? null),
  );
  const isLeaked = caller.portal.kind === 'customer' && ports.leaked.has(foldPassword(password));
  const step = facts === undefined ? null : stepOf(caller, facts, isLeaked);
  const isDisputed =
    facts !== undefined && facts.account.lockedAt !== null && (await ports.store.read.isInDispute(facts.account.id));
  const refusal = refusalOf(facts, hashable && matches, step, isDisputed);
  if (facts === undefined || step === null || step === 'closed' || refusal !== null) {
    const pausedUntil = charge.counter.lockedUntil;
    const events: [AuditEvent, ...AuditEvent[]] = [
      refusedProof(caller, accountId, session, 'password', refusal?.code ?? 'no-such-account'),
    ];
    if (pausedUntil !== null) events.push(byClaimant(caller, accountId, { type: 'password.paused' }));
    await ports.store.record(events);
    if (pausedUntil !== null) return refuse({ code: 'too-many-attempts', what: 'password', retryAt: pausedUntil });
    return refuse(refusal ?? { code: 'no-such-account' });
  }

  const clearCounters = async (tx: Writes): Promise<void> => {
    await tx.clearCounter(key);
    // The holder is here: the failures of strangers are no longer "in a row" (SEC-F01).
    if (isKnown) await tx.clearCounter(passwordCounter(facts.account.id, undefined));
  };
  if (step === 'replace-password')
    return demandReplacement(ports, caller, facts.account, { session, isLeaked, work: clearCounters });

  const record = facts.passwordRecord ?? '';
  const renewed = outdated ? await takingBack(ports, caller, key, () => ports.passwords.hash(password)) : null;
  return done({
    facts,
    step,
    events: renewed === null ? [] : [byHolder(caller, facts.account, { type: 'password.rehashed' })],
    work: async (tx) => {
      await clearCounters(tx);
      if (renewed !== null) await tx.setPasswordRecord(facts.account.id, record, renewed);
    },
  });
}

export interface Completion {
  readonly account: Account;
  /** Those that counted when the sign-in was proven. */
  readonly authenticators: readonly BoundAuthenticator[];
  /** The version the account must still have when the session is made. */
  readonly securityVersion: number;
  readonly passwordAt: Instant;
  readonly secondFactorAt: Instant | null;
  /** What this sign-in proved: whether that suffices is decided here once more, for every way in (SEC-E05). */
  readonly methods: readonly ProofMethod[];
  /** The authenticator proven was bound by this very sign-in. */
  readonly enrolled?: true;
  readonly returnTo: string | null;
  readonly replaces: LiveSession | null;
  /** The authenticator, or the set, whose code was right: a request filed after its binding ends by this sign-in. */
  readonly provenWith?: ProvenBinding;
  readonly events: readonly AuditEvent[];
  /** Runs first, in the same transaction; a refusal from it leaves everything as it was. */
  readonly work: (tx: Writes) => Promise<Outcome<unknown>>;
}

/** Makes the session: the single call site of `insertSession` (SEC-E05). */
export async function completeSignIn(ports: Ports, caller: Caller, how: Completion): Promise<Outcome<CompletedSignIn>> {
  const { account, authenticators, methods, provenWith = null } = how;
  if (account.status !== 'active') return proveLocked(ports, caller, how);
  const twoFactorRequired = isTwoFactorRequired(caller.portal, account.company, caller.at);
  const step = nextStep({ proven: methods, authenticators, account, twoFactorRequired });
  if (step === 'replace-password') return demandReplacement(ports, caller, account);
  if (step !== 'session') return refuse({ code: 'not-permitted' });
  const session = newToken('session', ports.random.bytes);
  const known = await findKnownBrowser(ports, caller);
  const isNewBrowser = known?.accounts.has(account.id) !== true;
  const browser = known === undefined ? newToken('known-browser', ports.random.bytes) : null;

  const language = caller.languageChosen || !account.languageChosen ? caller.language : account.language;
  const chosen = caller.languageChosen || account.languageChosen;

  const content = signInNotice(caller, account, isNewBrowser);
  const told = content === null ? null : notice(ports, caller, account, content, language);
  const showNotices = await bannerOf(ports, caller, account, known, session.id);

  const events: NonEmpty<AuditEvent> = [
    byHolder(caller, account, {
      type: 'sign-in.completed',
      sessionHash: shortHash(session.id),
      methods,
      ...(how.enrolled === undefined ? {} : { enrolled: how.enrolled }),
      newBrowser: isNewBrowser,
    }),
    ...how.events,
    ...(language === account.language ? [] : [byHolder(caller, account, { type: 'language.changed', language })]),
    ...(how.replaces === null
      ? []
      : [
          byHolder(caller, how.replaces.account, {
            type: 'session.ended',
            sessionHash: shortHash(how.replaces.id),
            reason: 'replaced',
          }),
        ]),
  ];
  const proven = { with: provenWith, by: 'sign-in' } as const;
  return alongWithdrawal(ports, caller, account, proven, (withdrawal) =>
    ports.store.write([...events, ...withdrawal.events], async (tx) => {
      const before = await how.work(tx);
      if (!before.ok) return before;
      if (!(await withdrawal.work(tx))) return refuse({ code: 'request-changed' });
      const inserted = await tx.insertSession(
        {
          id: session.id,
          digest: session.digest,
          portal: caller.portal.id,
          accountId: account.id,
          createdAt: caller.at,
          expiresAt: caller.at + caller.portal.session.absoluteFor,
          passwordAt: how.passwordAt,
          secondFactorAt: how.secondFactorAt,
          methods,
          browser: caller.browser,
          place: caller.place,
        },
        how.securityVersion,
      );
      if (!inserted) return refuse({ code: 'pending-sign-in-expired' });
      await showNotices(tx);
      if (how.replaces !== null) await tx.endSession(how.replaces.id, caller.at, 'replaced');
      if (browser !== null) {
        await tx.insertKnownBrowser({ id: browser.id, digest: browser.digest, portal: caller.portal.id, createdAt: caller.at });
      }
      await tx.noteKnownBrowser(browser?.id ?? known?.id ?? '', account.id, caller.at, how.secondFactorAt);
      if (language !== account.language || chosen !== account.languageChosen) await tx.setLanguage(account.id, language, chosen);
      await told?.work(tx);
      const hasWithdrawn = withdrawal.receipts.length > 0;
      return done({ step: 'session', session, browser, account, returnTo: how.returnTo, hasWithdrawn });
    }),
  );
}

/** In a dispute: whoever has an old authenticator stops it, for a supervisor to look at, and is not signed in. */
async function proveLocked(ports: Ports, caller: Caller, how: Completion): Promise<Outcome<never>> {
  const { account, provenWith = null } = how;
  const locked: Refusal = { code: 'account-locked' };
  const proven = { with: provenWith, by: 'sign-in' } as const;
  const written = await alongWithdrawal<void>(ports, caller, account, proven, (withdrawal) =>
    ports.store.write([refused(caller, account.id, locked), ...how.events, ...withdrawal.events], async (tx) => {
      const before = await how.work(tx);
      if (!before.ok) return before;
      return (await withdrawal.work(tx)) ? done(undefined) : refuse({ code: 'request-changed' });
    }),
  );
  return written.ok ? refuse(locked) : written;
}

async function refuseLocked(ports: Ports, caller: Caller, account: Account): Promise<Outcome<never>> {
  const refusal: Refusal = { code: 'account-suspended' };
  await ports.store.record([refused(caller, account.id, refusal)]);
  return refuse(refusal);
}

async function beginPending(
  ports: Ports,
  caller: Caller,
  account: Account,
  step: 'code' | 'enrol',
  input: SignInInput,
  verified: VerifiedPassword,
): Promise<Outcome<SignInStep>> {
  const pending = newToken('pending-sign-in', ports.random.bytes);
  const letter = step === 'enrol' ? mailEnrolmentConfirmation(ports, caller, account, pending.id) : null;
  const events: NonEmpty<AuditEvent> = [
    byClaimant(caller, account.id, { type: 'sign-in.password-accepted', pendingHash: shortHash(pending.id) }),
    ...verified.events,
    ...(letter?.events ?? []),
  ];
  return ports.store.write(events, async (tx) => {
    await verified.work(tx);
    if (input.pending !== null) await tx.consumePendingSignIn(input.pending.id, caller.at);
    await tx.insertPendingSignIn({
      id: pending.id,
      digest: pending.digest,
      portal: caller.portal.id,
      accountId: account.id,
      createdAt: caller.at,
      expiresAt: caller.at + ports.durations.pendingSignInFor,
      returnTo: input.returnTo,
    });
    await letter?.work(tx);
    return done({ step, pending });
  });
}

/** The password was right, but its holder has been sent enough letters for now. */
async function putOff(
  ports: Ports,
  caller: Caller,
  account: Account,
  retryAt: Instant,
  verified: VerifiedPassword,
): Promise<Outcome<never>> {
  const refusal: Refusal = { code: 'too-many-attempts', what: 'letters', retryAt };
  await ports.store.write([refused(caller, account.id, refusal), ...verified.events], async (tx) => done(await verified.work(tx)));
  return refuse(refusal);
}

/** A closed network stays open to a browser of the account itself (SEC-F06): the attempts of its own bound it. */
async function chargeNetwork(ports: Ports, caller: Caller, accountId: string | null): Promise<Outcome<void>> {
  const charge = await ports.store.charge(networkKey(ports, caller), NETWORK_SCHEDULE, caller.at);
  const isOwn = async () => accountId !== null && (await findKnownBrowser(ports, caller))?.accounts.has(accountId) === true;
  if (charge.allowed || (await isOwn())) return done(undefined);
  const refusal: Refusal = { code: 'too-many-attempts', what: 'network', retryAt: charge.retryAt };
  await ports.store.record([refused(caller, accountId, refusal)]);
  return refuse(refusal);
}

/** When we failed (no place at the hasher, a secret that does not open), nothing was compared: the charge is taken back. */
export async function takingBack<T>(ports: Ports, caller: Caller, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOurs = error instanceof Fault && (error.code === 'overloaded' || error.code === 'seal-broken');
    if (isOurs) await ports.store.refund(key, caller.at);
    throw error;
  }
}

function networkKey(ports: Ports, caller: Caller): string {
  return `network:${ports.keyed.digest('network', caller.network)}`;
}

/** A password on the list of leaked ones counts as marked from this proof on (SEC-A08). */
function stepOf(caller: Caller, { account, authenticators }: SignInFacts, isLeaked: boolean): NextStep {
  const twoFactorRequired = isTwoFactorRequired(caller.portal, account.company, caller.at);
  const passwordCompromisedAt = account.passwordCompromisedAt ?? (isLeaked ? caller.at : null);
  return nextStep({ proven: ['password'], authenticators, account: { ...account, passwordCompromisedAt }, twoFactorRequired });
}

/** A right password that leads nowhere is refused like a wrong one, at the same cost and with the same count (SEC-E03). */
function refusalOf(facts: SignInFacts | undefined, matches: boolean, step: NextStep | null, isDisputed: boolean): Refusal | null {
  if (facts === undefined) return { code: 'no-such-account' };
  if (!matches) return { code: 'wrong-password' };
  // Nobody is sent a new password for a locked account.
  if (facts.account.status !== 'active' && (!isDisputed || step === 'replace-password')) return { code: 'account-suspended' };
  return step === 'closed' ? { code: 'password-only-closed' } : null;
}

function refused(caller: Caller, accountId: string | null, refusal: Refusal): AuditEvent {
  return byClaimant(caller, accountId, { type: 'sign-in.refused', step: 'password', refusal: refusal.code });
}
