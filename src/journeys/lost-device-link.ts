/**
 * The holder's side of a filing, behind the mailed link: seeing what was filed, confirming one filing, following the
 * confirmed one (commands 2 and 3 of desk.md section 4). Without the link nobody learns anything (invariant 9).
 */
import { type Account, mayProve } from '../core/account.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import type { RecoveryCommand } from '../core/recovery-command.ts';
import type { FreezeCause, RecoveryEvent } from '../core/recovery-event.ts';
import { decide } from '../core/recovery-request.ts';
import { FAMILIAR_WITHIN } from '../core/recovery-risk.ts';
import { fold, LIVE_STATES } from '../core/recovery-state.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import { type OpaqueToken, tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, Ports, RecoveryLink, StoredRecoveryRequest } from '../ports.ts';
import { byClaimant } from './audit.ts';
import { claimBrowserFor } from './lost-device.ts';
import { administratorLetters, confirmedMails, type RecoveryMail } from './lost-device-mail.ts';
import { changeAccount } from './recovery-acts.ts';
import { appendAll, auditOfAll, type DecidedEvents, FILINGS_AT_ONCE, isNonEmpty, untilUnchanged } from './recovery-events.ts';
import { type DecisionFacts, findDecisionFacts } from './recovery-facts.ts';
import { stepMails } from './recovery-step-letters.ts';
import { verifyPassword } from './sign-in.ts';

export interface HolderView {
  readonly link: RecoveryLink;
  readonly account: Account;
  /** The live or frozen one first, then filings, newest first; of a flood only the newest. */
  readonly requests: readonly StoredRecoveryRequest[];
  /** True while the link may still confirm. */
  readonly mayConfirm: boolean;
}

/** The account's requests as its mailbox sees them; null for a token that is none of ours. Filings of the claim browser come first. */
export async function findHolderView(
  ports: Ports,
  caller: Caller,
  token: string | null,
  claimBrowserId: string | null = null,
): Promise<HolderView | null> {
  const id = token === null ? undefined : tokenId(token);
  const link = token === null || id === undefined ? undefined : await ports.store.read.recoveryLink(caller.portal.id, id);
  if (token === null || link === undefined || !tokenMatches('recovery-link', token, link.digest)) return null;
  const { account } = await findDecisionFacts(ports, link.accountId, null, caller.at);
  if (!mayProve(account)) return null;
  const found = await ports.store.read.stoppableRequests(link.accountId, FILINGS_AT_ONCE + 1, claimBrowserId);
  // Of a locked account nothing is open but its dispute.
  const requests = account.status === 'active' ? found : found.filter(({ request }) => request.dispute);
  if (account.status !== 'active' && requests.length === 0) return null;
  return { link, account, requests, mayConfirm: link.spentAt === null && caller.at < link.confirmsUntil };
}

/** One request of the link's account, ended ones included; null for a receipt of anybody else. */
export async function findHolderRequest(
  ports: Ports,
  caller: Caller,
  view: HolderView,
  receipt: string,
): Promise<StoredRecoveryRequest | null> {
  const stored = await ports.store.read.recoveryRequest(caller.portal.id, receipt);
  return stored !== undefined && stored.request.accountId === view.link.accountId ? stored : null;
}

export interface ConfirmingBrowser {
  readonly session: LiveSession | null;
  readonly claimToken: string | null;
  readonly isStaffBrowser: boolean;
}

export interface Confirmed {
  readonly receipt: string;
  /** The claim cookie, when the confirming browser became the claim browser and had none. */
  readonly claim: OpaqueToken | null;
  /** Why the system stopped it at once (SEC-J14); null when the desk goes on with it. */
  readonly stopped: FreezeCause | null;
}

/** Command 2. The link is spent by it; every other filing of the account ends. */
export async function confirmMailbox(
  ports: Ports,
  caller: Caller,
  token: string,
  receipt: string,
  browser: ConfirmingBrowser,
): Promise<Outcome<Confirmed>> {
  return untilUnchanged(() => tryConfirm(ports, caller, token, receipt, browser));
}

async function tryConfirm(
  ports: Ports,
  caller: Caller,
  token: string,
  receipt: string,
  browser: ConfirmingBrowser,
): Promise<Outcome<Confirmed>> {
  const view = await findHolderView(ports, caller, token);
  if (view === null) return refuseRequest(ports, caller, null, 'confirm-mailbox', { code: 'link-spent' });
  // By its number: in a flood it need not be among those the page names.
  const stored = await findHolderRequest(ports, caller, view, receipt);
  if (stored === null) return refuseRequest(ports, caller, null, 'confirm-mailbox', { code: 'link-spent' });
  const now = await ports.store.read.databaseTime();
  const facts = await findDecisionFacts(ports, view.link.accountId, stored, now);
  const claim = stored.request.claimBrowserId === null ? await claimBrowserFor(ports, caller, browser) : null;
  const decided = decide(
    stored.request,
    await confirmCommand(ports, view, stored, facts, claim?.id ?? null, now),
    ports.recovery,
    now,
  );
  if (!decided.ok) return refuseRequest(ports, caller, stored, 'confirm-mailbox', decided.refusal);
  const others = view.requests.filter(({ id, request }) => id !== stored.id && request.state === 'opened');
  const all: readonly DecidedEvents[] = [
    { stored, events: decided.value },
    ...others.flatMap((other) => expiredBy(ports, other, now)),
  ];
  const entries = auditOfAll(all, caller);
  if (!isNonEmpty(entries)) return refuse({ code: 'not-in-this-state' });
  const stopped = freezeIn(decided.value);
  const mails = await newsOf(ports, caller, facts, stored, decided.value, now);
  return ports.store.write(entries, async (tx) => {
    if (!(await tx.claimRecovery(facts.account.id, facts.recoveryVersion))) return refuse({ code: 'request-changed' });
    if (!(await tx.spendRecoveryLink(view.link.id, now))) return refuse({ code: 'link-spent' });
    if (!(await appendAll(tx, all))) return refuse({ code: 'request-changed' });
    if (others.length >= FILINGS_AT_ONCE) await tx.voidFilings(facts.account.id, now);
    const { token: made } = claim ?? { token: null };
    if (made !== null) await tx.insertClaimBrowser({ id: made.id, digest: made.digest, portal: caller.portal.id, createdAt: now });
    await changeAccount(tx, facts.account.id, decided.value, now);
    for (const { link } of mails) if (link !== null) await tx.insertRecoveryLink(link);
    for (const { letter } of mails) await tx.queueLetter(letter);
    return done({ receipt: stored.receipt, claim: made, stopped });
  });
}

function freezeIn(events: readonly RecoveryEvent[]): FreezeCause | null {
  for (const { detail } of events) if (detail.type === 'Frozen') return detail.because;
  return null;
}

/** That it is being checked; of one that was stopped at once, that it was. */
async function newsOf(
  ports: Ports,
  caller: Caller,
  facts: DecisionFacts,
  stored: StoredRecoveryRequest,
  events: readonly RecoveryEvent[],
  now: Instant,
): Promise<readonly RecoveryMail[]> {
  const { account } = facts;
  const told = await ports.store.read.toldAdministrators(account.id);
  const circumstances = { at: now, browser: caller.browser, place: caller.place };
  if (freezeIn(events) !== null) {
    const after = fold(events, stored.request) ?? stored.request;
    return stepMails(ports, { stored, account: account.id, facts, now, events, after }, told, circumstances);
  }
  const letters = administratorLetters(account, told, stored, 'confirmed', circumstances);
  return [...confirmedMails(ports, caller, facts, stored, now), ...letters.map((letter) => ({ link: null, letter }))];
}

async function confirmCommand(
  ports: Ports,
  { link, requests }: HolderView,
  { id, request }: StoredRecoveryRequest,
  facts: DecisionFacts,
  browserId: string | null,
  now: Instant,
): Promise<RecoveryCommand> {
  const { knownBrowserId } = request.pending;
  const provenAt = knownBrowserId === null ? null : await ports.store.read.secondFactorIn(knownBrowserId, link.accountId);
  return {
    kind: 'confirm-mailbox',
    version: request.version,
    actor: { kind: 'claimant', id: null },
    link: { id: link.id, accountId: link.accountId, expiresAt: link.confirmsUntil, isSpent: link.spentAt !== null },
    isActive: facts.account.status === 'active',
    filingsVoidBefore: facts.filingsVoidBefore,
    hasOtherLive: requests.some((each) => each.id !== id && LIVE_STATES.includes(each.request.state)),
    frozenUntil: facts.account.recoveryFrozenUntil,
    confirmedWithinQuota: facts.confirmedWithinQuota,
    isKnownBrowser: provenAt !== null && now - provenAt <= FAMILIAR_WITHIN,
    browserId,
    facts: facts.facts,
  };
}

function expiredBy(ports: Ports, stored: StoredRecoveryRequest, now: Instant): readonly DecidedEvents[] {
  const { version } = stored.request;
  const actor = { kind: 'system', id: null } as const;
  const decided = decide(stored.request, { kind: 'expire', version, actor, because: 'another-confirmed' }, ports.recovery, now);
  return decided.ok ? [{ stored, events: decided.value }] : [];
}

/** Command 3, on the status page: charged like a sign-in, with the account of the link and no other. */
export async function confirmPassword(
  ports: Ports,
  caller: Caller,
  token: string,
  receipt: string,
  password: string,
): Promise<Outcome<void>> {
  const view = await findHolderView(ports, caller, token);
  const stored = view === null ? null : await findHolderRequest(ports, caller, view, receipt);
  if (view === null || stored === null) return refuseRequest(ports, caller, null, 'confirm-password', { code: 'link-spent' });
  const { account } = view;
  const signIn = await ports.store.read.signInFacts(account.portal, account.canonicalEmail);
  const verified = await verifyPassword(ports, caller, signIn, null, password, null);
  if (!verified.ok) return verified;
  return untilUnchanged(async () => {
    const now = await ports.store.read.databaseTime();
    const current = await ports.store.read.recoveryRequest(caller.portal.id, receipt);
    if (current === undefined) return refuse({ code: 'link-spent' });
    const facts = await findDecisionFacts(ports, account.id, current, now);
    // Replaced or marked since it was compared: it is not the password that was right.
    if (facts.account.securityVersion !== verified.value.facts.account.securityVersion) return refuse({ code: 'request-changed' });
    const actor = { kind: 'claimant', id: null } as const;
    const command = { kind: 'confirm-password', version: current.request.version, actor, facts: facts.facts } as const;
    const decided = decide(current.request, command, ports.recovery, now);
    if (!decided.ok) return refuseRequest(ports, caller, current, 'confirm-password', decided.refusal);
    const all = [{ stored: current, events: decided.value }];
    const entries = [...auditOfAll(all, caller), ...verified.value.events];
    if (!isNonEmpty(entries)) return done(undefined);
    return ports.store.write(entries, async (tx) => {
      if (!(await tx.claimRecovery(account.id, facts.recoveryVersion))) return refuse({ code: 'request-changed' });
      if (!(await appendAll(tx, all))) return refuse({ code: 'request-changed' });
      await verified.value.work(tx);
      return done(undefined);
    });
  });
}

/** Every refusal is an entry: a link that is tried again and again shows in the log. */
export async function refuseRequest(
  ports: Ports,
  caller: Caller,
  stored: StoredRecoveryRequest | null,
  command: 'confirm-mailbox' | 'confirm-password' | 'withdraw' | 'veto',
  refusal: Refusal,
): Promise<Outcome<never>> {
  if (refusal.code === 'request-changed') return refuse(refusal);
  const detail = { type: 'recovery.refused', requestId: stored?.id ?? null, command, refusal: refusal.code } as const;
  await ports.store.record([byClaimant(caller, stored?.request.accountId ?? null, detail)]);
  return refuse(refusal);
}
