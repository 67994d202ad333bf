/**
 * Challenges: issued for one ceremony in one browser, with the server's own wish for user verification beside them; used up by the first
 * answer, whatever it is worth (SEC-D01, SEC-D04). What an answer opens is decided in `passkeys.ts` and `passkey-enrolment.ts`.
 */
import type { Account } from '../core/account.ts';
import { passkeysOf } from '../core/authenticator.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import {
  CHALLENGE_BYTES,
  CHALLENGE_FOR,
  type ChallengeBinding,
  type CreationOptions,
  creationOptions,
  needsVerification,
  PASSKEYS_MAX,
  type PasskeyCeremony,
  type RequestOptions,
  readClientData,
  requestOptions,
} from '../core/passkey.ts';
import { isFresh, type LiveSession, type PendingSignIn } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { minutes } from '../core/time.ts';
import { tokenDigest } from '../core/tokens.ts';
import type { AssertionAnswer, AttestationAnswer, Caller, ExpectedAnswer, Ports } from '../ports.ts';

/** A row each, so somebody counts: of one network at a sign-in, of one account elsewhere. */
const NETWORK_CHALLENGES: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 300, within: minutes(10) } };
const OWN_CHALLENGES: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 60, within: minutes(10) } };

/** At a sign-in nobody is named: the same answer to everybody, and an empty list (SEC-D06). `browser` stands for this browser. */
export async function askSignIn(ports: Ports, caller: Caller, browser: string): Promise<Outcome<RequestOptions>> {
  const { portal } = caller;
  // A desk asks for the password as well (SEC-K01).
  if (portal.kind !== 'customer') return refuse({ code: 'not-permitted' });
  const issued = await issue(ports, caller, signInBinding(caller, browser));
  return issued.ok ? done(requestOptions(ports.passkeys.relyingParty(portal.id), issued.value, [], true)) : issued;
}

export function askSecondFactor(ports: Ports, caller: Caller, pending: PendingSignIn): Promise<Outcome<RequestOptions>> {
  return askOwn(ports, caller, secondFactorBinding(caller, pending), pending);
}

export function askStepUp(ports: Ports, caller: Caller, session: LiveSession): Promise<Outcome<RequestOptions>> {
  return askOwn(ports, caller, stepUpBinding(caller, session), session);
}

async function askOwn(
  ports: Ports,
  caller: Caller,
  binding: ChallengeBinding,
  { authenticators }: PendingSignIn | LiveSession,
): Promise<Outcome<RequestOptions>> {
  const passkeys = passkeysOf(authenticators);
  if (passkeys.length === 0) return refuse({ code: 'not-enrolled' });
  const issued = await issue(ports, caller, binding);
  if (!issued.ok) return issued;
  const wish = needsVerification(binding.ceremony, caller.portal.kind);
  return done(requestOptions(ports.passkeys.relyingParty(caller.portal.id), issued.value, passkeys, wish));
}

/** Only in a session with a fresh check at the account's highest level (SEC-D07); keys it has already are named, to be left out. */
export async function askRegistration(ports: Ports, caller: Caller, session: LiveSession): Promise<Outcome<CreationOptions>> {
  const { account, authenticators } = session;
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  if (account.passwordOnlyClosedAt !== null) return refuse({ code: 'password-only-closed' });
  const passkeys = passkeysOf(authenticators);
  if (passkeys.length >= PASSKEYS_MAX) return refuse({ code: 'passkeys-full' });
  const issued = await issue(ports, caller, registrationBinding(caller, session));
  return issued.ok ? done(optionsFor(ports, caller, session, issued.value)) : issued;
}

/** At a desk that takes passkeys alone, for who must enrol before the first session. */
export async function askFirstRegistration(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
): Promise<Outcome<CreationOptions>> {
  const issued = await issue(ports, caller, registrationBinding(caller, pending));
  return issued.ok ? done(optionsFor(ports, caller, pending, issued.value)) : issued;
}

function optionsFor(
  ports: Ports,
  caller: Caller,
  { account, authenticators }: PendingSignIn | LiveSession,
  challenge: string,
): CreationOptions {
  const holder = { handle: holderHandle(account), email: account.email, portalName: caller.portal.name[caller.language] };
  const wish = needsVerification('registration', caller.portal.kind);
  return creationOptions(ports.passkeys.relyingParty(caller.portal.id), challenge, holder, passkeysOf(authenticators), wish);
}

/** Stands for the account in every authenticator, and says nothing about it (WebAuthn section 14.6.1). */
export function holderHandle(account: Pick<Account, 'id'>): string {
  return tokenDigest('passkey-holder', account.id);
}

export function signInBinding(caller: Caller, browser: string): ChallengeBinding {
  return { portal: caller.portal.id, ceremony: 'sign-in', boundTo: tokenDigest('passkey-challenge', browser), accountId: null };
}

export function secondFactorBinding(caller: Caller, { id, account }: PendingSignIn): ChallengeBinding {
  return ownBinding(caller, 'second-factor', id, account);
}

export function stepUpBinding(caller: Caller, { id, account }: LiveSession): ChallengeBinding {
  return ownBinding(caller, 'step-up', id, account);
}

export function registrationBinding(caller: Caller, { id, account }: LiveSession | PendingSignIn): ChallengeBinding {
  return ownBinding(caller, 'registration', id, account);
}

function ownBinding(caller: Caller, ceremony: PasskeyCeremony, boundTo: string, account: Account): ChallengeBinding {
  return { portal: caller.portal.id, ceremony, boundTo, accountId: account.id };
}

/** Uses the challenge of an answer up; undefined when it is not one of this binding, was answered before, or ran out. */
export async function spendAnswer(
  ports: Ports,
  caller: Caller,
  binding: ChallengeBinding,
  answer: AttestationAnswer | AssertionAnswer,
): Promise<ExpectedAnswer | undefined> {
  const challenge = readClientData(answer.clientDataJSON)?.challenge;
  if (challenge === undefined) return undefined;
  const spent = await ports.store.spendChallenge(digestOf(challenge), binding, caller.at);
  return spent === undefined ? undefined : { portal: binding.portal, challenge, userVerification: spent.userVerification };
}

async function issue(ports: Ports, caller: Caller, binding: ChallengeBinding): Promise<Outcome<string>> {
  const { accountId, ceremony } = binding;
  const whose = accountId === null ? ports.keyed.digest('network', caller.network) : accountId;
  const schedule = accountId === null ? NETWORK_CHALLENGES : OWN_CHALLENGES;
  const charge = await ports.store.charge(`passkey-challenge:${whose}`, schedule, caller.at);
  if (!charge.allowed) return refuse({ code: 'too-many-attempts', what: 'passkey', retryAt: charge.retryAt });
  const challenge = Buffer.from(ports.random.bytes(CHALLENGE_BYTES)).toString('base64url');
  await ports.store.keepChallenge({
    ...binding,
    digest: digestOf(challenge),
    userVerification: needsVerification(ceremony, caller.portal.kind),
    expiresAt: caller.at + CHALLENGE_FOR,
  });
  return done(challenge);
}

function digestOf(challenge: string): string {
  return tokenDigest('passkey-challenge', challenge);
}
