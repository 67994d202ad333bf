/**
 * The letters of a recovery request: whom each step tells, and the link that proves the mailbox. Every verified address of
 * the holder learns of every step, and so do the company's administrators from the confirmed mailbox on (invariant 10).
 */
import type { Account } from '../core/account.ts';
import { type RecoveryAddresses, recoveryAddresses } from '../core/contact.ts';
import type { Circumstances, Letter } from '../core/letter.ts';
import type { Instant } from '../core/time.ts';
import { newToken, type OpaqueToken } from '../core/tokens.ts';
import type {
  AwaitedBy,
  Caller,
  NewRecoveryLink,
  Ports,
  RecoveryFacts,
  StoredRecoveryRequest,
  ToldAdministrator,
} from '../ports.ts';
import { plainLetter } from './notices.ts';

export interface RecoveryMail {
  /** Null in a letter that only tells. */
  readonly link: NewRecoveryLink | null;
  readonly letter: Letter;
  /** A request goes on only once it was accepted. */
  readonly awaited?: AwaitedBy;
}

/**
 * The first letters. To the address on file, which may be another than the sign-in address (SEC-H06): confirm it, or cancel it.
 * To every other verified one: that it was filed. Nothing has changed yet. `counted`: one of the few of a day.
 */
export function filedMails(
  ports: Ports,
  facts: RecoveryFacts,
  stored: StoredRecoveryRequest,
  now: Instant,
  counted: boolean,
): readonly RecoveryMail[] {
  const { onFile, seasoned, young } = addressesOf(ports, facts, now);
  const copies = [...seasoned, ...young].map((email) => copyOf(facts.account, email, stored, 'filed', circumstancesOf(stored)));
  return [filedMail(ports, { ...facts.account, email: onFile }, stored, now, counted), ...copies];
}

function filedMail(ports: Ports, account: Account, stored: StoredRecoveryRequest, now: Instant, counted: boolean): RecoveryMail {
  const token = newToken('recovery-link', ports.random.bytes);
  const confirmsUntil = now + ports.recovery.mailboxLinkFor;
  const letter = plainLetter(account, {
    kind: 'recovery-filed',
    receipt: stored.receipt,
    channel: stored.request.channel,
    ...pathsOf(stored, token),
    expiresAt: Math.min(confirmsUntil, stored.request.filedAt + ports.recovery.mailboxLinkFor),
    circumstances: circumstancesOf(stored),
  });
  return { link: { ...linkOf(account, token, now), confirmsUntil, counted }, letter };
}

/** Who has just given the right password is always written to; so is whoever staff or an administrator speaks for. */
export function isCounted({ request }: StoredRecoveryRequest): boolean {
  return request.channel === 'web' && !request.pending.password;
}

/** After the mailbox was confirmed: a fresh link each to follow or cancel the request. It confirms nothing more. */
export function confirmedMails(
  ports: Ports,
  caller: Caller,
  facts: RecoveryFacts,
  stored: StoredRecoveryRequest,
  now: Instant,
): readonly RecoveryMail[] {
  const { onFile, seasoned, young } = addressesOf(ports, facts, now);
  const circumstances = { at: now, browser: caller.browser, place: caller.place };
  return [
    ...[onFile, ...seasoned].map((email) => confirmedMail(ports, { ...facts.account, email }, stored, circumstances)),
    ...young.map((email) => copyOf(facts.account, email, stored, 'confirmed', circumstances)),
  ];
}

export function addressesOf(ports: Ports, { account, contactPoints }: RecoveryFacts, now: Instant): RecoveryAddresses {
  return recoveryAddresses(contactPoints, now, ports.recovery.contactUnchangedFor, account.email);
}

function copyOf(
  account: Account,
  email: string,
  { receipt, request: { dispute } }: StoredRecoveryRequest,
  step: 'filed' | 'confirmed',
  circumstances: Circumstances,
): RecoveryMail {
  return {
    link: null,
    letter: plainLetter({ ...account, email }, { kind: 'recovery-copy', receipt, step, dispute, circumstances }),
  };
}

function confirmedMail(ports: Ports, account: Account, stored: StoredRecoveryRequest, circumstances: Circumstances): RecoveryMail {
  const now = circumstances.at;
  const token = newToken('recovery-link', ports.random.bytes);
  const letter = plainLetter(account, {
    kind: 'recovery-confirmed',
    dispute: stored.request.dispute,
    receipt: stored.receipt,
    ...pathsOf(stored, token),
    circumstances,
  });
  return { link: { ...linkOf(account, token, now), confirmsUntil: now, counted: false }, letter };
}

/** That one exists, and what became of it; never a link that could stop it without signing in. */
export function administratorLetters(
  account: Account,
  administrators: readonly ToldAdministrator[],
  stored: StoredRecoveryRequest,
  step: 'confirmed' | 'ended',
  circumstances: Circumstances,
): readonly Letter[] {
  return administrators.map((each) => ({
    accountId: each.accountId,
    portal: account.portal,
    to: each.email,
    name: each.name,
    language: each.language,
    plan: account.company?.plan ?? null,
    content: { kind: `colleague-recovery-${step}`, colleague: account.name, receipt: stored.receipt, circumstances },
    notMe: null,
  }));
}

/** Where and when it was filed: what the holder needs to know whether it was them. */
export function circumstancesOf({ request, browser, place }: StoredRecoveryRequest): Circumstances {
  return { at: request.filedAt, browser, place };
}

export function pathsOf({ portal, receipt }: StoredRecoveryRequest, { token }: OpaqueToken) {
  return {
    path: `/${portal}/lost-device/${receipt}?token=${token}`,
    cancelPath: `/${portal}/lost-device/${receipt}/cancellation?token=${token}`,
  };
}

export function linkOf(account: Account, token: OpaqueToken, mailedAt: Instant) {
  return { id: token.id, digest: token.digest, portal: account.portal, accountId: account.id, mailedAt };
}
