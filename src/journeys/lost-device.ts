/**
 * Filing a lost-device request (desk.md section 1). The form finds nothing out: whoever files is answered before anybody
 * looks whether the account exists, so page, status, cookie and time cannot tell (SEC-E03, SEC-E04, invariant 9). What the
 * filing leads to is `lost-device-admission.ts`.
 */
import { canonicalEmail, type PortalId } from '../core/account.ts';
import { done, Fault, type Outcome, refuse } from '../core/outcome.ts';
import { newReceipt } from '../core/receipt.ts';
import type { CommandOf } from '../core/recovery-command.ts';
import type { Claims } from '../core/recovery-event.ts';
import { decide } from '../core/recovery-request.ts';
import type { LiveSession, PendingSignIn } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours, type Instant, minutes } from '../core/time.ts';
import { newId, newToken, type OpaqueToken, tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, ClaimBrowser, Ports, StoredRecoveryRequest } from '../ports.ts';
import { byClaimant } from './audit.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { auditOf, isNonEmpty } from './recovery-events.ts';

/** Filings of one network. Wide: a whole company may sit behind one address, and a flood costs its holder nothing. */
const FILING_SCHEDULE: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 150, within: minutes(10) } };
/** A second factor proven more recently than this may be the thief's own (desk.md section 2). */
const SESSION_PROVEN_BEFORE = hours(1);
/** How long the filing browser is shown again what it typed. */
const RECALLED_FOR = hours(1);
const RECEIPT_ROUNDS = 8;

export interface Filing {
  readonly claims: Claims;
  /** Version of the risk text that was accepted; null when the box was left empty. */
  readonly riskText: string | null;
}

/** What this browser carries. None of it decides whether the form is taken. */
export interface FilingBrowser {
  readonly pending: PendingSignIn | null;
  readonly session: LiveSession | null;
  readonly claimToken: string | null;
  /** A staff member is signed in at the desk in this browser: it must not become a claim browser. */
  readonly isStaffBrowser: boolean;
}

export interface Filed {
  readonly receipt: string;
  /** The claim cookie; null where the browser has one already or must have none. */
  readonly claim: OpaqueToken | null;
}

export async function fileRequest(ports: Ports, caller: Caller, filing: Filing, browser: FilingBrowser): Promise<Outcome<Filed>> {
  const charge = await chargeNetwork(ports, caller);
  if (!charge.ok) return charge;
  const now = await ports.store.read.databaseTime();
  const known = await findKnownBrowser(ports, caller);
  const claim = await claimBrowserFor(ports, caller, browser);
  const filed = await keepFiling(ports, caller, now, {
    portal: caller.portal.id,
    channel: 'web',
    actor: { kind: 'claimant', id: null },
    filing,
    pending: { ...provenBy(browser, filing.claims.email, now), knownBrowserId: known?.id ?? null },
    claim,
    browser: caller.browser,
    place: caller.place,
  });
  return filed.ok ? done({ receipt: filed.value, claim: claim?.token ?? null }) : filed;
}

/** A filing of any channel, before anybody looks for its account. */
export interface KeptFiling extends Pick<CommandOf<'file'>, 'channel' | 'pending' | 'actor'> {
  readonly portal: PortalId;
  readonly filing: Filing;
  /** The browser that filed; null where it must not be the claim browser. */
  readonly claim: { readonly id: string; readonly token: OpaqueToken | null } | null;
  /** Of whoever asks; '' where somebody else filed for them. */
  readonly browser: string;
  readonly place: string;
}

/** Answers the receipt. */
export async function keepFiling(ports: Ports, caller: Caller, now: Instant, kept: KeptFiling): Promise<Outcome<string>> {
  const { actor, browser, channel, claim, filing, pending, place, portal } = kept;
  const command = { kind: 'file', version: 0, actor, channel, ...filing, pending, claimBrowserId: claim?.id ?? null } as const;
  const decided = decide(null, command, ports.recovery, now);
  if (!decided.ok) return decided;
  const events = decided.value;
  if (!isNonEmpty(events)) throw new Fault('invariant-broken', 'filing is an event');

  const id = newId(ports.random.bytes);
  const [first, ...others] = auditOf({ id, portal, version: 0, accountId: null }, events, caller);
  if (first === undefined) throw new Fault('invariant-broken', 'filing is an audit entry');
  const { claims } = filing;
  const { language } = caller;
  return ports.store.write([first, ...others], async (tx) => {
    if (claim !== null && claim.token !== null) {
      await tx.insertClaimBrowser({ id: claim.id, digest: claim.token.digest, portal, createdAt: now });
    }
    for (let round = 0; round < RECEIPT_ROUNDS; round += 1) {
      const receipt = newReceipt(yearOf(now), ports.random.bytes);
      if (await tx.insertRecoveryRequest({ id, receipt, portal, browser, place, language, events, claims })) return done(receipt);
    }
    throw new Fault('store-unavailable', 'no free receipt number was found');
  });
}

/** What the browser that filed is shown again: its own words, never anything of an account. */
export interface OwnFiling {
  readonly stored: StoredRecoveryRequest;
  /** Null once they were erased, or some time after filing. */
  readonly claims: Claims | null;
}

/** The filing behind a receipt, if this browser filed it; null for everybody else. */
export async function findOwnFiling(
  ports: Ports,
  caller: Caller,
  receipt: string,
  claimToken: string | null,
): Promise<OwnFiling | null> {
  const claim = await findClaimBrowser(ports, caller, claimToken);
  if (claim === undefined) return null;
  const stored = await ports.store.read.recoveryRequest(caller.portal.id, receipt);
  if (stored === undefined || stored.request.claimBrowserId !== claim.id || stored.request.channel !== 'web') return null;
  const isRecent = caller.at - stored.request.filedAt < RECALLED_FOR;
  return { stored, claims: isRecent ? await ports.store.read.recoveryClaims(stored.id) : null };
}

/** "Send the link again": noted alike whether or not anybody has the address; the clerk sends what may be sent. */
export async function wantLetterAgain(ports: Ports, caller: Caller, own: OwnFiling): Promise<Outcome<void>> {
  const charge = await chargeNetwork(ports, caller);
  if (!charge.ok) return charge;
  const event = byClaimant(caller, null, { type: 'recovery.letter-wanted', requestId: own.stored.id });
  return ports.store.write([event], async (tx) => {
    await tx.wantRecoveryLetter(own.stored.id, caller.at);
    return done(undefined);
  });
}

/** The claim browser behind the cookie; undefined when the cookie is missing, malformed or not ours. */
export async function findClaimBrowser(ports: Ports, caller: Caller, token: string | null): Promise<ClaimBrowser | undefined> {
  const id = token === null ? undefined : tokenId(token);
  if (token === null || id === undefined) return undefined;
  const browser = await ports.store.read.claimBrowser(caller.portal.id, id);
  return browser !== undefined && tokenMatches('claim-browser', token, browser.digest) ? browser : undefined;
}

/** Never one with a session of staff or of a company administrator (desk.md section 4); null for those. */
export async function claimBrowserFor(
  ports: Ports,
  caller: Caller,
  browser: Pick<FilingBrowser, 'session' | 'claimToken' | 'isStaffBrowser'>,
): Promise<{ readonly id: string; readonly token: OpaqueToken | null } | null> {
  if (browser.isStaffBrowser || browser.session?.account.role === 'company-administrator') return null;
  const known = await findClaimBrowser(ports, caller, browser.claimToken);
  if (known !== undefined) return { id: known.id, token: null };
  const token = newToken('claim-browser', ports.random.bytes);
  return { id: token.id, token };
}

/** Forms and repeated letters of one network, whatever they name. */
async function chargeNetwork(ports: Ports, caller: Caller): Promise<Outcome<void>> {
  const network = `filing:${ports.keyed.digest('network', caller.network)}`;
  const charge = await ports.store.charge(network, FILING_SCHEDULE, caller.at);
  if (charge.allowed) return done(undefined);
  return refuse({ code: 'too-many-attempts', what: 'network', retryAt: charge.retryAt });
}

/** What this browser has proven of the account it names: a password just accepted, a session that has long had its second factor. */
function provenBy({ pending, session }: FilingBrowser, email: string, now: Instant) {
  const named = canonicalEmail(email);
  const provenAt = session?.account.canonicalEmail === named ? session.secondFactorAt : null;
  return {
    password: pending?.account.canonicalEmail === named,
    liveSession: provenAt !== null && now - provenAt >= SESSION_PROVEN_BEFORE,
  };
}

/** The year in Japan, where the receipt is read. */
function yearOf(at: Instant): number {
  return new Date(at + hours(9)).getUTCFullYear();
}
