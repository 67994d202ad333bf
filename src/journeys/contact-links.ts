/**
 * The links in letters about addresses. One confirms a new address from its mailbox, the other takes a change of the sign-in
 * address back: before it is confirmed, and seven days after. Opening one changes nothing (SEC-P05), neither signs anybody in.
 */
import type { ContactChange } from '../core/contact.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { isDoubtful, type RecoveryCodeSet } from '../core/recovery-codes.ts';
import type { LiveSession } from '../core/session.ts';
import { tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, ContactFacts, ContactLinkPurpose, Ports } from '../ports.ts';
import { byClaimant, byHolder, circumstancesOf } from './audit.ts';
import { type PlannedChange, writeContact } from './contact-writing.ts';
import { planConfirmation } from './email-change.ts';
import { notice, plainLetter } from './notices.ts';
import { planAddition } from './notification-addresses.ts';

const TOKENS = { confirmation: 'contact-confirmation', cancellation: 'contact-cancellation' } as const;

/** The change behind a link that can still do something, or null; changes nothing, because mail scanners open links. */
export async function findLinkedChange(
  ports: Ports,
  caller: Caller,
  purpose: ContactLinkPurpose,
  token: string,
): Promise<ContactChange | null> {
  const id = tokenId(token);
  const link = id === undefined ? undefined : await ports.store.read.contactLink(caller.portal.id, id);
  if (link === undefined || link.purpose !== purpose || !tokenMatches(TOKENS[purpose], token, link.digest)) return null;
  const { change } = link;
  const isWaiting = change.state === 'pending' && caller.at < change.confirmUntil;
  if (purpose === 'confirmation') return isWaiting ? change : null;
  return isWaiting || (change.state === 'confirmed' && caller.at < change.cancelUntil) ? change : null;
}

/** Refused as `link-spent` also when the address was taken meanwhile: nobody is told of somebody else's account. */
export async function confirmContact(ports: Ports, caller: Caller, token: string): Promise<Outcome<ContactChange['kind']>> {
  const change = await findLinkedChange(ports, caller, 'confirmation', token);
  if (change === null) return refused(ports, caller, null, 'confirmation', { code: 'link-spent' });
  const outcome = await writeContact(ports, change.accountId, (facts) => {
    if (facts.isRecoveryRunning) return refuse({ code: 'recovery-request-live' });
    return change.kind === 'email' ? planConfirmation(ports, caller, facts, change) : planAddition(ports, caller, facts, change);
  });
  return outcome.ok ? outcome : refused(ports, caller, change, 'confirmation', outcome.refusal);
}

/** By whoever reads a mailbox that was the holder's before: it brings back what was, and opens nothing. */
export async function cancelContact(ports: Ports, caller: Caller, token: string): Promise<Outcome<void>> {
  const change = await findLinkedChange(ports, caller, 'cancellation', token);
  if (change === null) return refused(ports, caller, null, 'cancellation', { code: 'link-spent' });
  const codes = await ports.store.read.recoveryCodeSet(change.accountId);
  const outcome = await writeContact(ports, change.accountId, (facts) =>
    // By the facts, not by what was read before: it may have been confirmed at this very moment.
    facts.waiting.some(({ id }) => id === change.id)
      ? planCancelling(ports, caller, facts, change, null)
      : planUndoing(ports, caller, facts, change, codes),
  );
  return outcome.ok ? outcome : refused(ports, caller, change, 'cancellation', outcome.refusal);
}

/** From the settings, while it waits; also while a request for removal runs, because nothing changes by it (desk.md invariant 5). */
export function cancelOwnChange(ports: Ports, caller: Caller, session: LiveSession, changeId: string): Promise<Outcome<void>> {
  return writeContact(ports, session.accountId, (facts) => {
    const change = facts.waiting.find(({ id }) => id === changeId);
    return change === undefined ? refuse({ code: 'link-spent' }) : planCancelling(ports, caller, facts, change, session);
  });
}

/** It will not happen. Whoever reads the addresses on record learns who stopped it. */
function planCancelling(
  ports: Ports,
  caller: Caller,
  { account }: ContactFacts,
  change: ContactChange,
  session: LiveSession | null,
): Outcome<PlannedChange<void>> {
  const detail = { type: 'contact.change-cancelled', kind: change.kind, wasConfirmed: false } as const;
  const told = notice(ports, caller, account, { kind: 'email-change-cancelled', circumstances: circumstancesOf(caller) });
  return done({
    events: [session === null ? byClaimant(caller, account.id, detail) : byHolder(caller, account, detail)],
    work: async (tx) => {
      if (!(await tx.cancelContactChange(change.id, 'pending', caller.at))) return refuse({ code: 'link-spent' });
      if (change.kind === 'email') await told.work(tx);
      return done(undefined);
    },
  });
}

/** Everything that was signed in or begun ends: somebody held the account who was not to. */
function planUndoing(
  ports: Ports,
  caller: Caller,
  { account, authenticators, isRecoveryRunning }: ContactFacts,
  change: ContactChange,
  codes: RecoveryCodeSet | undefined,
): Outcome<PlannedChange<void>> {
  // The same mailbox can stop the request, and then this.
  if (isRecoveryRunning) return refuse({ code: 'recovery-request-live' });
  const by = (detail: Parameters<typeof byClaimant>[2]) => byClaimant(caller, account.id, detail);
  const circumstances = circumstancesOf(caller);
  const doubtful = authenticators.filter(({ boundAt }) => boundAt >= change.requestedAt);
  const doubtfulCodes = codes !== undefined && isDoubtful(codes, change.requestedAt) ? [codes] : [];
  return done({
    events: [
      by({ type: 'link.confirmed', purpose: 'email-change-cancellation' }),
      by({ type: 'contact.change-cancelled', kind: 'email', wasConfirmed: true }),
      by({ type: 'other-sessions.ended', reason: 'email-change-cancelled' }),
      by({ type: 'password.compromised', because: 'address-taken-back' }),
      ...doubtful.map(({ id }) => by({ type: 'authenticator.set-aside', authenticatorId: id })),
      ...doubtfulCodes.map(({ id }) => by({ type: 'recovery-codes.set-aside', setId: id })),
    ],
    work: async (tx) => {
      if (!(await tx.cancelContactChange(change.id, 'confirmed', caller.at))) return refuse({ code: 'link-spent' });
      const restored = await tx.restoreSignInAddress(change, caller.at);
      if (restored === null) return refuse({ code: 'link-spent' });
      await tx.endOtherSessions(account.id, null, caller.at, 'email-change-cancelled');
      await tx.endPendingSignIns(account.id, caller.at);
      await tx.forgetKnownBrowsers(account.id, null);
      // With one that was mailed to the stranger meanwhile, they could shut the holder out again for weeks.
      await tx.voidMailedLinks(account.id, change.requestedAt);
      // Whoever changed the address knew the password, or has set another one by now: it comes back by this mailbox alone.
      await tx.markPasswordCompromised(account.id, caller.at);
      // With what was bound since, the stranger would be back as soon as there is a new password. It is not removed, and the account
      // closes with it: the reader of a mailbox takes nobody's authenticator away, and gets in by nothing else (ADR 0022, ADR 0030).
      const aside = await tx.setAsideAuthenticators(account.id, change.requestedAt);
      if (aside.length > 0) await tx.closePasswordOnly(account.id, caller.at);
      await tx.setAsideRecoveryCodes(account.id, change.requestedAt);
      await tx.abandonAllEnrolments(account.id, caller.at, 'disowned');
      const holder = { ...account, email: restored.email, notificationAddresses: restored.notificationAddresses };
      await notice(ports, caller, holder, { kind: 'email-change-undone', circumstances }).work(tx);
      for (const email of restored.gone) {
        await tx.queueLetter(plainLetter({ ...account, email, name: '' }, { kind: 'address-removed', circumstances }));
      }
      return done(undefined);
    },
  });
}

async function refused(
  ports: Ports,
  caller: Caller,
  change: ContactChange | null,
  purpose: ContactLinkPurpose,
  refusal: Refusal,
): Promise<Outcome<never>> {
  if (refusal.code === 'request-changed') return refuse(refusal);
  const what =
    purpose === 'cancellation'
      ? 'email-change-cancellation'
      : change?.kind === 'notification'
        ? 'notification-address'
        : 'email-change';
  await ports.store.record([byClaimant(caller, change?.accountId ?? null, { type: 'link.refused', purpose: what })]);
  return refuse(refusal);
}
