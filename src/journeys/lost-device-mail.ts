/**
 * The letters of a recovery request: whom each step tells, and the link that proves the mailbox. Every verified address of
 * the holder learns of every step, and so do the company's administrators from the confirmed mailbox on (invariant 10).
 */
import type { Account } from '../core/account.ts';
import type { Circumstances, Letter } from '../core/letter.ts';
import type { Instant } from '../core/time.ts';
import { newToken, type OpaqueToken } from '../core/tokens.ts';
import type { Caller, NewRecoveryLink, Ports, StoredRecoveryRequest, ToldAdministrator } from '../ports.ts';
import { plainLetter } from './notices.ts';

export interface RecoveryMail {
  readonly link: NewRecoveryLink;
  readonly letter: Letter;
}

/** The first letter: confirm it, or cancel it. Nothing has changed yet. `counted`: one of the few of a day. */
export function filedMail(
  ports: Ports,
  account: Account,
  stored: StoredRecoveryRequest,
  now: Instant,
  counted: boolean,
): RecoveryMail {
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

/** After the mailbox was confirmed: a fresh link to follow or cancel the request. It confirms nothing more. */
export function confirmedMail(
  ports: Ports,
  caller: Caller,
  account: Account,
  stored: StoredRecoveryRequest,
  now: Instant,
): RecoveryMail {
  const token = newToken('recovery-link', ports.random.bytes);
  const letter = plainLetter(account, {
    kind: 'recovery-confirmed',
    receipt: stored.receipt,
    ...pathsOf(stored, token),
    circumstances: { at: now, browser: caller.browser, place: caller.place },
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

function pathsOf({ portal, receipt }: StoredRecoveryRequest, { token }: OpaqueToken) {
  return {
    path: `/${portal}/lost-device/${receipt}?token=${token}`,
    cancelPath: `/${portal}/lost-device/${receipt}/cancellation?token=${token}`,
  };
}

function linkOf(account: Account, token: OpaqueToken, mailedAt: Instant) {
  return { id: token.id, digest: token.digest, portal: account.portal, accountId: account.id, mailedAt };
}
