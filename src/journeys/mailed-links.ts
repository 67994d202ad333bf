/**
 * One-time links by mail. They confirm that the mailbox on file is read by whoever sits at this browser; none of them is a
 * second factor and none makes a session (SEC-P05). Opening a link changes nothing, only its button does (POST).
 */
import { type Account, canonicalEmail } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import type { LetterKind } from '../core/letter.ts';
import { LETTERS_OF_A_KIND } from '../core/mail-quota.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { PendingSignIn } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { type Duration, days, hours, type Instant } from '../core/time.ts';
import { newToken, type OpaqueToken, tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, Charge, KnownBrowser, MailedLink, MailedLinkPurpose, Ports, Writes } from '../ports.ts';
import { byClaimant, circumstancesOf } from './audit.ts';
import { notice, plainLetter } from './notices.ts';

/** Links that confirm something; the one that objects is `not-me.ts`. */
export type ConfirmationPurpose = Exclude<MailedLinkPurpose, 'not-me'>;

export interface QueuedLink {
  readonly events: readonly AuditEvent[];
  readonly work: (tx: Writes) => Promise<void>;
}

/** SEC-P06: links of one kind, and of every kind, to one address. */
const OF_A_KIND: AttemptSchedule = { pauseAfter: () => 0, window: { limit: LETTERS_OF_A_KIND, within: hours(1) } };
const OF_EVERY_KIND: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 12, within: days(1) } };
/** Letters that only a right password asks for: what strangers ask for must not use up what lets the holder in. */
const AFTER_PASSWORD: readonly LetterKind[] = ['enrolment-confirmation'];

/**
 * Counts a letter with a link before the link is made: one that waited for room in the mail of its address would be dead, and
 * the one before it as well. Notices are not counted here, they wait (ADR 0032).
 */
export async function chargeLetter(
  ports: Ports,
  caller: Pick<Caller, 'at'>,
  { email }: Pick<Account, 'email'>,
  kind: LetterKind,
): Promise<Charge> {
  const address = mailKey(ports, email);
  const charge = await ports.store.charge(`letter:${kind}:${address}`, OF_A_KIND, caller.at);
  if (!charge.allowed) return charge;
  const inAll = await ports.store.charge(keyOfAll(kind, address), OF_EVERY_KIND, caller.at);
  if (!inAll.allowed) await ports.store.refund(`letter:${kind}:${address}`, caller.at);
  return inAll;
}

/** Takes one charge back: the letter was not made after all. */
export async function refundLetter(
  ports: Ports,
  caller: Pick<Caller, 'at'>,
  { email }: Pick<Account, 'email'>,
  kind: LetterKind,
): Promise<void> {
  const address = mailKey(ports, email);
  await ports.store.refund(`letter:${kind}:${address}`, caller.at);
  await ports.store.refund(keyOfAll(kind, address), caller.at);
}

function keyOfAll(kind: LetterKind, address: string): string {
  return AFTER_PASSWORD.includes(kind) ? `letter:after-password:${address}` : `letter:${address}`;
}

function mailKey(ports: Ports, email: string): string {
  return ports.keyed.digest('address', `mail:${canonicalEmail(email)}`);
}

/** Who must enrol at sign-in first confirms a mailed link (product decision 10): a stolen password is not enough. */
export function mailEnrolmentConfirmation(ports: Ports, caller: Caller, account: Account, pendingSignInId: string): QueuedLink {
  const purpose = 'enrolment-confirmation';
  const link = newLink(ports, caller, account, purpose, pendingSignInId, ports.durations.enrolmentLinkFor);
  const path = `/${account.portal}/sign-in/confirmation/${link.token}`;
  const language = caller.languageChosen || !account.languageChosen ? caller.language : account.language;
  const content = { kind: purpose, path, expiresAt: link.expiresAt, circumstances: circumstancesOf(caller) } as const;
  // To the sign-in address alone: whoever reads a further one is told of things, and lets nobody in.
  const told = notice(ports, caller, { ...account, notificationAddresses: [] }, content, language);
  return {
    events: [link.event],
    work: async (tx) => {
      await link.insert(tx);
      await told.work(tx);
    },
  };
}

/** After a hundred wrong passwords: at most one letter per link lifetime, counted alike for addresses of nobody. */
export async function mailBrowserConfirmation(
  ports: Ports,
  caller: Caller,
  account: Account | undefined,
  counterKey: string,
): Promise<void> {
  const oncePerLink: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 1, within: ports.durations.browserLinkFor } };
  const charge = await ports.store.charge(`mail:${counterKey}`, oncePerLink, caller.at);
  if (!charge.allowed || account === undefined) return;
  const purpose = 'browser-confirmation';
  const link = newLink(ports, caller, account, purpose, null, ports.durations.browserLinkFor);
  const path = `/${account.portal}/sign-in/browser/${link.token}`;
  // Whoever asks for a browser to be confirmed has proven nothing: no say in the language the holder is warned in.
  const content = { kind: purpose, path, expiresAt: link.expiresAt, circumstances: circumstancesOf(caller) } as const;
  const letter = plainLetter(account, content);
  await ports.store.write([byClaimant(caller, account.id, { type: 'password.held' }), link.event], async (tx) => {
    await link.insert(tx);
    await tx.queueLetter(letter);
    return done(undefined);
  });
}

/**
 * Spends a link. `enrolment-confirmation` marks the pending sign-in it belongs to, and only in the browser that holds it:
 * nobody can be talked into pressing the button for a stranger's sign-in (ADR 0017). `browser-confirmation` makes this browser a known one of the account and answers its new cookie, if it had none.
 */
export async function confirmMailedLink(
  ports: Ports,
  caller: Caller,
  purpose: ConfirmationPurpose,
  token: string,
  pending: PendingSignIn | null,
): Promise<Outcome<OpaqueToken | null>> {
  const id = tokenId(token);
  const link = id === undefined ? undefined : await ports.store.read.mailedLink(caller.portal.id, id);
  if (link === undefined || link.purpose !== purpose || !tokenMatches(purpose, token, link.digest)) {
    await ports.store.record([byClaimant(caller, null, { type: 'link.refused', purpose })]);
    return refuse({ code: 'link-spent' });
  }
  if (purpose === 'enrolment-confirmation' && link.pendingSignInId !== pending?.id && isLinkAlive(link, caller)) {
    await ports.store.record([byClaimant(caller, link.accountId, { type: 'link.refused', purpose })]);
    return refuse({ code: 'other-browser' });
  }
  const known = await findKnownBrowser(ports, caller);
  const browser = purpose === 'browser-confirmation' && known === undefined ? newToken('known-browser', ports.random.bytes) : null;
  const outcome = await ports.store.write([byClaimant(caller, link.accountId, { type: 'link.confirmed', purpose })], async (tx) => {
    if (!(await tx.consumeMailedLink(link.id, caller.at))) return refuse({ code: 'link-spent' });
    if (purpose === 'enrolment-confirmation') {
      if (!(await tx.confirmPendingMailbox(link.pendingSignInId ?? '', caller.at))) return refuse({ code: 'link-spent' });
      return done(null);
    }
    if (browser !== null) {
      await tx.insertKnownBrowser({ id: browser.id, digest: browser.digest, portal: caller.portal.id, createdAt: caller.at });
    }
    // A browser may have used up the attempts of its own: they begin anew, as they do in one that had none.
    if (known !== undefined) await tx.clearCounter(passwordCounter(link.accountId, known));
    await tx.noteKnownBrowser(browser?.id ?? known?.id ?? '', link.accountId, caller.at, null);
    return done(browser);
  });
  if (!outcome.ok) await ports.store.record([byClaimant(caller, link.accountId, { type: 'link.refused', purpose })]);
  return outcome;
}

function isLinkAlive(link: MailedLink, caller: Caller): boolean {
  return link.consumedAt === null && caller.at < link.expiresAt;
}

/**
 * The known browser behind the cookie, or undefined when the cookie is missing, malformed or not ours. Only accounts that
 * signed in with it not too long ago are told: a cookie may be copied and kept for ever, what it is worth may not.
 */
export async function findKnownBrowser(ports: Ports, caller: Caller): Promise<KnownBrowser | undefined> {
  const token = caller.browserToken;
  const id = token === null ? undefined : tokenId(token);
  if (token === null || id === undefined) return undefined;
  const browser = await ports.store.read.knownBrowser(caller.portal.id, id);
  if (browser === undefined || !tokenMatches('known-browser', token, browser.digest)) return undefined;
  const isRecent = (at: Instant): boolean => caller.at - at <= ports.durations.knownBrowserFor;
  return { ...browser, accounts: new Map([...browser.accounts].filter(([, at]) => isRecent(at))) };
}

/** What wrong passwords of an account are counted under: apart in a browser it is known in (SEC-F06). */
export function passwordCounter(account: string, browser: KnownBrowser | undefined): string {
  return browser === undefined ? `password:${account}` : `password:${account}:${browser.id}`;
}

interface NewLink {
  readonly token: string;
  readonly expiresAt: Instant;
  readonly event: AuditEvent;
  readonly insert: (tx: Writes) => Promise<void>;
}

function newLink(
  ports: Ports,
  caller: Caller,
  account: Account,
  purpose: ConfirmationPurpose,
  pendingSignInId: string | null,
  lifetime: Duration,
): NewLink {
  const { id, token, digest } = newToken(purpose, ports.random.bytes);
  const expiresAt = caller.at + lifetime;
  return {
    token,
    expiresAt,
    event: byClaimant(caller, account.id, { type: 'link.mailed', purpose }),
    insert: (tx) =>
      tx.insertMailedLink({
        id,
        digest,
        purpose,
        portal: account.portal,
        accountId: account.id,
        pendingSignInId,
        notice: null,
        expiresAt,
      }),
  };
}
