/**
 * A new sign-in address (SEC-H06): asked for in a fresh session, in force once its mailbox has confirmed it. The old address and
 * those for notices are told at once, and again when it happens, each time with a link that takes it back (contact-links.ts).
 */
import { type Account, canonicalEmail } from '../core/account.ts';
import { type ContactChange, type ContactPoint, tooYoungToCancel } from '../core/contact.ts';
import type { ContactLetter } from '../core/contact-letter.ts';
import type { Letter } from '../core/letter.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import { newId, newToken } from '../core/tokens.ts';
import type { Caller, ContactFacts, NewContactChange, Ports } from '../ports.ts';
import { byClaimant, byHolder, circumstancesOf } from './audit.ts';
import { chargeLetters, type PlannedChange, setViaOf, writeOwnContact } from './contact-writing.ts';
import { lettersToAll, plainLetter } from './notices.ts';

/**
 * Nothing changes yet. An address that somebody has an account with is answered like any other, with as much work (SEC-E03,
 * SEC-E04): only its holder learns of it, by letter.
 */
export async function requestEmailChange(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  email: string,
): Promise<Outcome<ContactChange>> {
  const canonical = canonicalEmail(email);
  if (canonical === session.account.canonicalEmail) return refuse({ code: 'address-unchanged' });
  const charged = await chargeLetters(ports, caller, session, 'email-confirmation', email);
  if (!charged.ok) return charged;
  const holder = await ports.store.read.signInFacts(caller.portal.id, canonical);
  return writeOwnContact(ports, caller, session, 'email', (facts) =>
    planRequest(ports, caller, session, facts, { value: email, canonical }, holder?.account),
  );
}

function planRequest(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  { account, points }: ContactFacts,
  address: { readonly value: string; readonly canonical: string },
  holder: Account | undefined,
): Outcome<PlannedChange<ContactChange>> {
  const { contactLinkFor, contactCancelFor } = ports.durations;
  const change: NewContactChange = {
    id: newId(ports.random.bytes),
    portal: account.portal,
    accountId: account.id,
    kind: 'email',
    ...address,
    setVia: setViaOf(session),
    sessionId: session.id,
    securityVersion: account.securityVersion,
    requestedAt: caller.at,
    confirmUntil: caller.at + contactLinkFor,
    cancelUntil: caller.at + contactCancelFor,
  };
  const confirmation = newToken('contact-confirmation', ports.random.bytes);
  const cancellation = newToken('contact-cancellation', ports.random.bytes);
  const letters = [
    holder === undefined ? confirmationLetter(caller, account, change, confirmation.token) : takenLetter(caller, holder),
    ...cancellableLetters(ports, caller, account, points, {
      kind: 'email-change-requested',
      address: change.value,
      cancelPath: `/${account.portal}/contact-cancellation/${cancellation.token}`,
      expiresAt: change.cancelUntil,
      circumstances: circumstancesOf(caller),
    }),
  ];
  return done({
    events: [
      byHolder(caller, account, { type: 'contact.change-requested', kind: 'email' }),
      byHolder(caller, account, { type: 'link.mailed', purpose: 'email-change' }),
    ],
    work: async (tx) => {
      await tx.insertContactChange(change);
      await tx.insertContactLink({
        id: confirmation.id,
        digest: confirmation.digest,
        changeId: change.id,
        purpose: 'confirmation',
      });
      await tx.insertContactLink({
        id: cancellation.id,
        digest: cancellation.digest,
        changeId: change.id,
        purpose: 'cancellation',
      });
      for (const letter of letters) await tx.queueLetter(letter);
      return done({ ...change, state: 'pending', confirmedAt: null });
    },
  });
}

/** To every address, with the link that takes the change back for all but those that a thief may have added for it. */
function cancellableLetters(
  ports: Ports,
  caller: Caller,
  account: Account,
  points: readonly ContactPoint[],
  content: Extract<ContactLetter, { readonly cancelPath: string | null }>,
): readonly Letter[] {
  const young = tooYoungToCancel(points, caller.at, ports.recovery.contactUnchangedFor);
  const isYoung = (address: string): boolean => young.includes(address);
  return [
    ...lettersToAll({ ...account, notificationAddresses: account.notificationAddresses.filter((each) => !isYoung(each)) }, content),
    ...account.notificationAddresses
      .filter(isYoung)
      .map((email) => plainLetter({ ...account, email }, { ...content, cancelPath: null })),
  ];
}

/** Without the name: whoever reads this mailbox may be a stranger to the holder, and the name is a text that a person chose. */
function confirmationLetter(caller: Caller, account: Account, change: NewContactChange, token: string): Letter {
  return plainLetter(
    { ...account, email: change.value, name: '' },
    {
      kind: 'email-confirmation',
      path: `/${account.portal}/contact-confirmation/${token}`,
      expiresAt: change.confirmUntil,
      circumstances: circumstancesOf(caller),
    },
  );
}

/** To whoever has an account with the address: that it cannot become somebody else's is their news, nobody else's. */
function takenLetter(caller: Caller, holder: Account): Letter {
  return plainLetter(holder, { kind: 'email-address-taken', circumstances: circumstancesOf(caller) });
}

/** What the pressed link of the new mailbox leads to. The old address is told of everything for as long as recovery goes to it. */
export function planConfirmation(
  ports: Ports,
  caller: Caller,
  { account, points }: ContactFacts,
  change: ContactChange,
): Outcome<PlannedChange<ContactChange['kind']>> {
  const { contactCancelFor } = ports.durations;
  const cancelUntil = caller.at + contactCancelFor;
  const heldUntil = caller.at + Math.max(contactCancelFor, ports.recovery.contactUnchangedFor);
  const cancellation = newToken('contact-cancellation', ports.random.bytes);
  const circumstances = circumstancesOf(caller);
  const others = account.notificationAddresses.filter((address) => canonicalEmail(address) !== change.canonical);
  const letters = [
    ...cancellableLetters(ports, caller, { ...account, notificationAddresses: others }, points, {
      kind: 'email-changed',
      address: change.value,
      cancelPath: `/${account.portal}/contact-cancellation/${cancellation.token}`,
      expiresAt: cancelUntil,
      circumstances,
    }),
    plainLetter({ ...account, email: change.value }, { kind: 'email-change-completed', circumstances }),
  ];
  const by = (detail: Parameters<typeof byClaimant>[2]) => byClaimant(caller, account.id, detail);
  return done({
    events: [
      by({ type: 'link.confirmed', purpose: 'email-change' }),
      by({ type: 'contact.changed', kind: 'email', change: 'set' }),
      by({ type: 'other-sessions.ended', reason: 'email-changed' }),
    ],
    work: async (tx) => {
      if (!(await tx.confirmContactChange(change.id, caller.at, cancelUntil))) return refuse({ code: 'link-spent' });
      const ids = [newId(ports.random.bytes), newId(ports.random.bytes)] as const;
      if (!(await tx.changeSignInAddress({ ...change, confirmedAt: caller.at }, ids, caller.at, heldUntil)))
        return refuse({ code: 'link-spent' });
      await tx.insertContactLink({
        id: cancellation.id,
        digest: cancellation.digest,
        changeId: change.id,
        purpose: 'cancellation',
      });
      await tx.endOtherSessions(account.id, change.sessionId, caller.at, 'email-changed');
      await tx.endPendingSignIns(account.id, caller.at);
      await tx.voidMailedLinks(account.id, null);
      for (const letter of letters) await tx.queueLetter(letter);
      return done(change.kind);
    },
  });
}
