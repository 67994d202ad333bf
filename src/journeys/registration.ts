/**
 * Getting an account by a mailed link: asked for by the person, or offered by a company. The account comes into being when the
 * link is accepted with a password, and never before; it makes no session (SEC-P05). Asking is answered before anybody looks
 * whether the address has an account (SEC-E03, SEC-E04, ADR 0033).
 */
import { canonicalEmail } from '../core/account.ts';
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { canonicalCompanyName } from '../core/company-name.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { minutes } from '../core/time.ts';
import { newId, tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, Invitation, Ports, StoredInvitation } from '../ports.ts';
import { byClaimant } from './audit.ts';
import { judgePassword } from './first-password.ts';

/** Forms of one network, whatever they name. */
const REGISTRATIONS: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 30, within: minutes(10) } };

export async function askForAccount(ports: Ports, caller: Caller, email: string): Promise<Outcome<void>> {
  const network = `registration:${ports.keyed.digest('network', caller.network)}`;
  const charge = await ports.store.charge(network, REGISTRATIONS, caller.at);
  if (!charge.allowed) return refuse({ code: 'too-many-attempts', what: 'network', retryAt: charge.retryAt });
  const id = newId(ports.random.bytes);
  return ports.store.write([byClaimant(caller, null, { type: 'registration.asked', invitationId: id })], async (tx) => {
    await tx.insertInvitation({
      id,
      portal: caller.portal.id,
      companyId: null,
      invitedBy: null,
      email,
      canonicalEmail: canonicalEmail(email),
      name: '',
      language: caller.language,
      browser: caller.browser,
      place: caller.place,
      createdAt: caller.at,
      expiresAt: caller.at + ports.durations.registrationLinkFor,
    });
    return done(undefined);
  });
}

/** What kind of link it is: the two have pages of their own. */
export type OfferKind = 'invitation' | 'registration';

/** What the link offers; `link-spent` whatever is wrong with it. */
export async function viewOffer(ports: Ports, caller: Caller, kind: OfferKind, token: string): Promise<Outcome<Invitation>> {
  const offer = await findOffer(ports, caller, kind, token);
  return offer === undefined ? refuse({ code: 'link-spent' }) : done(offer);
}

export interface NewHolder {
  /** Said by the person; of an invitation the company said it. */
  readonly name: string;
  /** The firm it wants to join, or ''. */
  readonly company: string;
  readonly password: string;
}

export async function acceptOffer(
  ports: Ports,
  caller: Caller,
  kind: OfferKind,
  token: string,
  holder: NewHolder,
): Promise<Outcome<void>> {
  const offer = await findOffer(ports, caller, kind, token);
  if (offer === undefined || offer.digest === null) return refuseLink(ports, caller, kind);
  const { digest, company } = offer;
  const name = company === null ? holder.name : offer.name;
  const problem = judgePassword(ports, caller.portal, { name, email: offer.email, company }, holder.password);
  if (problem !== null) return refuse({ code: 'password-refused', problem });
  const passwordRecord = await ports.passwords.hash(holder.password);

  const id = newId(ports.random.bytes);
  const asks = company === null && canonicalCompanyName(holder.company) !== '';
  const events: NonEmpty<AuditEvent> = [
    byClaimant(caller, id, { type: 'account.created', via: kind }),
    byClaimant(caller, id, { type: 'invitation.accepted', invitationId: offer.id }),
    byClaimant(caller, id, { type: 'password.set', via: 'mailed-link' }),
    ...(asks ? [byClaimant(caller, id, { type: 'join-request.made' as const })] : []),
  ];
  const outcome = await ports.store.write(events, async (tx) => {
    const isNew =
      (await tx.acceptInvitation(offer.id, digest, caller.at)) &&
      (await tx.insertAccount(
        {
          id,
          portal: offer.portal,
          email: offer.email,
          name,
          phone: null,
          companyId: company?.id ?? null,
          role: 'holder',
          language: caller.languageChosen ? caller.language : offer.language,
          status: 'active',
          createdAt: caller.at,
          passwordSetAt: caller.at,
          passwordRecord,
          passwordSetVia: 'mailed-link',
        },
        'registration',
      ));
    if (!isNew) return refuse({ code: 'link-spent' });
    if (asks) {
      await tx.insertJoinRequest({ accountId: id, portal: offer.portal, companyName: holder.company, askedAt: caller.at });
    }
    return done(undefined);
  });
  return outcome.ok ? outcome : refuseLink(ports, caller, kind);
}

async function findOffer(ports: Ports, caller: Caller, kind: OfferKind, token: string): Promise<StoredInvitation | undefined> {
  const id = tokenId(token);
  const offer = id === undefined ? undefined : await ports.store.read.invitation(caller.portal.id, id);
  if (offer === undefined || offer.digest === null || !tokenMatches(kind, token, offer.digest)) return undefined;
  return (offer.company === null) === (kind === 'registration') && caller.at < offer.expiresAt ? offer : undefined;
}

async function refuseLink(ports: Ports, caller: Caller, kind: OfferKind): Promise<Outcome<never>> {
  await ports.store.record([byClaimant(caller, null, { type: 'link.refused', purpose: kind })]);
  return refuse({ code: 'link-spent' });
}
