/**
 * Looks after what was invited or asked for: whoever has no account gets a link, whoever has one a letter that says so, and
 * nothing changes (product decision 8). It runs at the clerk's moments, never in the request that asked (ADR 0025, ADR 0033).
 */
import { canonicalEmail } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import type { Letter } from '../core/letter.ts';
import { done, refuse } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import { tokenFor } from '../core/tokens.ts';
import type { Invitation, Ports } from '../ports.ts';
import { chargeLetter } from './mailed-links.ts';
import { plainLetter } from './notices.ts';

/** What is over the quota of its address (SEC-P06) is dropped without a word. */
const BATCH = 20;

/** One batch; answers how many were looked after. */
export async function lookAfterInvitations(ports: Ports): Promise<number> {
  const waiting = await ports.store.read.unmailedInvitations(BATCH);
  let count = 0;
  for (const invitation of waiting) if (await lookAfter(ports, invitation)) count += 1;
  return count;
}

async function lookAfter(ports: Ports, invitation: Invitation): Promise<boolean> {
  const at = await ports.store.read.databaseTime();
  const kind = invitation.company === null ? 'registration' : 'invitation';
  const canonical = canonicalEmail(invitation.email);
  const charge = await chargeLetter(ports, { at }, invitation, kind);
  const isLate = at >= invitation.expiresAt;
  const facts = await ports.store.read.signInFacts(invitation.portal, canonical);
  const link = charge.allowed && !isLate && facts === undefined ? tokenFor(invitation.id, kind, ports.random.bytes) : null;
  const isTold = charge.allowed && !isLate && facts?.account.status === 'active';
  const letter =
    link !== null
      ? offerLetter(invitation, `/${invitation.portal}/${kind}/${link.token}`, at)
      : isTold && facts !== undefined
        ? plainLetter(facts.account, knownContent(invitation, at))
        : null;

  const event: AuditEvent = {
    at,
    portal: invitation.portal,
    address: null,
    requestId: null,
    actor: { kind: 'system', id: null },
    accountId: facts?.account.id ?? null,
    detail: { type: 'invitation.looked-after', invitationId: invitation.id, mailed: link !== null },
  };
  const outcome = await ports.store.write([event], async (tx) => {
    if (!(await tx.markInvitationMailed(invitation.id, link?.digest ?? null, at))) return refuse({ code: 'request-changed' });
    if (letter !== null) await tx.queueLetter(letter);
    return done(undefined);
  });
  return outcome.ok;
}

/** To an address that is nobody's yet. */
function offerLetter(invitation: Invitation, path: string, at: Instant): Letter {
  const { company, invitedBy, email, name, language, portal, expiresAt, browser, place } = invitation;
  const envelope = { accountId: null, portal, to: email, name, language, plan: company?.plan ?? null, notMe: null };
  if (company === null) {
    return { ...envelope, content: { kind: 'registration', path, expiresAt, circumstances: { at, browser, place } } };
  }
  const by = invitedBy?.name ?? '';
  const circumstances = { at, browser: '', place: '' };
  return { ...envelope, content: { kind: 'invitation', company: company.name, by, path, expiresAt, circumstances } };
}

function knownContent({ company, invitedBy, portal, browser, place }: Invitation, at: Instant) {
  if (company === null) {
    return { kind: 'registration-known', path: `/${portal}/sign-in`, circumstances: { at, browser, place } } as const;
  }
  const circumstances = { at, browser: '', place: '' };
  return { kind: 'invitation-known', company: company.name, by: invitedBy?.name ?? '', circumstances } as const;
}
