/**
 * Further addresses that are told of everything (SEC-P03): two at most, each in force once its mailbox has confirmed it. A
 * removed one receives the notice of its removal, so that nobody is silenced unnoticed.
 */
import { type Account, canonicalEmail } from '../core/account.ts';
import { type ContactChange, keptUntil, mayAddNotification, standing } from '../core/contact.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import { newId, newToken } from '../core/tokens.ts';
import type { Caller, ContactFacts, NewContactChange, Ports } from '../ports.ts';
import { byClaimant, byHolder, circumstancesOf } from './audit.ts';
import { waitingOf } from './contact-overview.ts';
import { chargeLetters, type PlannedChange, setViaOf, writeOwnContact } from './contact-writing.ts';
import { notice, plainLetter } from './notices.ts';

/** Nothing changes before its mailbox has confirmed it; asked for again, the earlier link dies. */
export async function requestNotificationAddress(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  email: string,
): Promise<Outcome<ContactChange>> {
  const canonical = canonicalEmail(email);
  const before = await ports.store.read.contactFacts(session.accountId);
  const refusal = refusalOf(before, canonical, caller.at);
  if (!refusal.ok) return refusal;
  const charged = await chargeLetters(ports, caller, session, 'notification-confirmation', email);
  if (!charged.ok) return charged;
  return writeOwnContact(ports, caller, session, 'notification', (facts) => {
    const still = refusalOf(facts, canonical, caller.at);
    return still.ok ? planRequest(ports, caller, session, facts.account, { value: email, canonical }) : still;
  });
}

function refusalOf(facts: ContactFacts, canonical: string, at: Instant): Outcome<void> {
  const { account, points } = facts;
  const own = [account.canonicalEmail, ...standing(points, 'notification').map((point) => point.canonical)];
  if (own.includes(canonical)) return refuse({ code: 'address-unchanged' });
  const others = waitingOf(facts, at).filter((change) => change.kind === 'notification' && change.canonical !== canonical);
  return mayAddNotification(points, others.length, at) ? done(undefined) : refuse({ code: 'too-many-addresses' });
}

function planRequest(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  account: Account,
  address: { readonly value: string; readonly canonical: string },
): Outcome<PlannedChange<ContactChange>> {
  const confirmUntil = caller.at + ports.durations.contactLinkFor;
  const change: NewContactChange = {
    id: newId(ports.random.bytes),
    portal: account.portal,
    accountId: account.id,
    kind: 'notification',
    ...address,
    setVia: setViaOf(session),
    sessionId: session.id,
    securityVersion: account.securityVersion,
    requestedAt: caller.at,
    confirmUntil,
    cancelUntil: confirmUntil,
  };
  const link = newToken('contact-confirmation', ports.random.bytes);
  const path = `/${account.portal}/contact-confirmation/${link.token}`;
  const content = {
    kind: 'notification-confirmation',
    path,
    expiresAt: confirmUntil,
    circumstances: circumstancesOf(caller),
  } as const;
  return done({
    events: [
      byHolder(caller, account, { type: 'contact.change-requested', kind: 'notification' }),
      byHolder(caller, account, { type: 'link.mailed', purpose: 'notification-address' }),
    ],
    work: async (tx) => {
      await tx.insertContactChange(change);
      await tx.insertContactLink({ id: link.id, digest: link.digest, changeId: change.id, purpose: 'confirmation' });
      // Without the name: whoever reads this mailbox may be a stranger to the holder.
      await tx.queueLetter(plainLetter({ ...account, email: change.value, name: '' }, content));
      return done({ ...change, state: 'pending', confirmedAt: null });
    },
  });
}

/** Pressed in any browser. Every address hears of the new one, the new one included. */
export function planAddition(
  ports: Ports,
  caller: Caller,
  facts: ContactFacts,
  change: ContactChange,
): Outcome<PlannedChange<ContactChange['kind']>> {
  const { account } = facts;
  // It may have become the sign-in address meanwhile, or a former one is no longer held and takes a place.
  if (!refusalOf({ ...facts, waiting: [] }, change.canonical, caller.at).ok) return refuse({ code: 'link-spent' });
  const { value, canonical, setVia } = change;
  const told = notice(
    ports,
    caller,
    { ...account, notificationAddresses: [...account.notificationAddresses, value] },
    { kind: 'notification-added', address: value, circumstances: circumstancesOf(caller) },
  );
  return done({
    events: [
      byClaimant(caller, account.id, { type: 'link.confirmed', purpose: 'notification-address' }),
      byClaimant(caller, account.id, { type: 'contact.changed', kind: 'notification', change: 'added' }),
    ],
    work: async (tx) => {
      if (!(await tx.confirmContactChange(change.id, caller.at, change.cancelUntil))) return refuse({ code: 'link-spent' });
      const point = { id: newId(ports.random.bytes), value, canonical, setVia };
      await tx.addNotificationAddress(account.id, point, change.id, caller.at);
      await told.work(tx);
      return done(change.kind);
    },
  });
}

export function removeNotificationAddress(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  pointId: string,
): Promise<Outcome<void>> {
  return writeOwnContact(ports, caller, session, 'notification', ({ account, points }) => {
    const point = standing(points, 'notification').find(({ id }) => id === pointId);
    if (point === undefined) return refuse({ code: 'link-spent' });
    if (keptUntil(point, points, caller.at, ports.recovery.contactUnchangedFor) !== null) return refuse({ code: 'address-kept' });
    const content = { kind: 'notification-removed', address: point.value, circumstances: circumstancesOf(caller) } as const;
    // As the account still is: the removed address hears of it like the others, with a link that objects.
    const told = notice(ports, caller, account, content);
    return done({
      events: [byHolder(caller, account, { type: 'contact.changed', kind: 'notification', change: 'removed' })],
      work: async (tx) => {
        if (!(await tx.removeNotificationAddress(account.id, point.id, caller.at))) return refuse({ code: 'link-spent' });
        await told.work(tx);
        return done(undefined);
      },
    });
  });
}
