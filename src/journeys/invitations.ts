/**
 * Invitations of a company: made, renewed and cancelled by its administrators. Whether the address has an account is looked at
 * later, by the clerk (`mailed-invitations.ts`), so that neither page nor time of an answer tells (SEC-E03, product decision 8).
 */
import { canonicalEmail } from '../core/account.ts';
import type { Language } from '../core/language.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { days } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, Invitation, Ports } from '../ports.ts';
import {
  type Administrator,
  administratorOf,
  byAdministrator,
  isStillAdministrator,
  mayAdminister,
  tellAdministrators,
} from './company-administration.ts';

/** Letters that one administrator has sent out, to whomever. */
const INVITATIONS: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 50, within: days(1) } };

export interface Invited {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
}

/** `address-taken` only for somebody whom the administrator sees in the list anyway. */
export async function invite(ports: Ports, caller: Caller, session: LiveSession, who: Invited): Promise<Outcome<void>> {
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  const administrator = permitted.value;
  const { account, company } = administrator;
  const canonical = canonicalEmail(who.email);
  const facts = await ports.store.read.signInFacts(company.portal, canonical);
  if (facts?.account.company?.id === company.id) return refuse({ code: 'address-taken' });
  const charged = await chargeInvitation(ports, caller, administrator);
  if (!charged.ok) return charged;

  const id = newId(ports.random.bytes);
  const told = await tellAdministrators(ports, caller, administrator, { change: 'colleague-invited', person: who.name });
  const event = byAdministrator(caller, administrator, null, { type: 'invitation.made', invitationId: id });
  return ports.store.write([event], async (tx) => {
    if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
    await tx.insertInvitation({
      ...who,
      id,
      portal: company.portal,
      companyId: company.id,
      invitedBy: account.id,
      canonicalEmail: canonical,
      browser: caller.browser,
      place: caller.place,
      createdAt: caller.at,
      expiresAt: caller.at + ports.durations.invitationFor,
    });
    await told(tx);
    return done(undefined);
  });
}

/** A new link; the one before dies. */
export async function renewInvitation(ports: Ports, caller: Caller, session: LiveSession, id: string): Promise<Outcome<void>> {
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  const administrator = permitted.value;
  const { company } = administrator;
  const invitation = await ports.store.read.companyInvitation(company.id, id, caller.at);
  if (invitation === undefined) return refuse({ code: 'link-spent' });
  const charged = await chargeInvitation(ports, caller, administrator);
  if (!charged.ok) return charged;
  const event = byAdministrator(caller, administrator, null, { type: 'invitation.renewed', invitationId: id });
  return ports.store.write([event], async (tx) => {
    if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
    const renewed = await tx.renewInvitation(company.id, id, caller.at, caller.at + ports.durations.invitationFor);
    return renewed ? done(undefined) : refuse({ code: 'link-spent' });
  });
}

export async function cancelInvitation(ports: Ports, caller: Caller, session: LiveSession, id: string): Promise<Outcome<void>> {
  const permitted = await mayAdminister(ports, caller, session, true);
  if (!permitted.ok) return permitted;
  const administrator = permitted.value;
  const { company } = administrator;
  const invitation = await ports.store.read.companyInvitation(company.id, id, caller.at);
  if (invitation === undefined) return refuse({ code: 'link-spent' });
  const told = await tellAdministrators(ports, caller, administrator, { change: 'invitation-cancelled', person: invitation.name });
  const event = byAdministrator(caller, administrator, null, { type: 'invitation.cancelled', invitationId: id });
  return ports.store.write([event], async (tx) => {
    if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
    if (!(await tx.endInvitation(company.id, id, caller.at))) return refuse({ code: 'link-spent' });
    await told(tx);
    return done(undefined);
  });
}

/** Null for whoever is no administrator, and for one that is not, or no longer, open in this company. */
export async function findInvitation(ports: Ports, caller: Caller, session: LiveSession, id: string): Promise<Invitation | null> {
  const administrator = administratorOf(session);
  if (administrator === null) return null;
  return (await ports.store.read.companyInvitation(administrator.company.id, id, caller.at)) ?? null;
}

async function chargeInvitation(ports: Ports, caller: Caller, { account }: Administrator): Promise<Outcome<void>> {
  const charge = await ports.store.charge(`invitations:${account.id}`, INVITATIONS, caller.at);
  return charge.allowed ? done(undefined) : refuse({ code: 'too-many-attempts', what: 'letters', retryAt: charge.retryAt });
}
