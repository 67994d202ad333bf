/**
 * What the pages of a lost-device request read from and leave in the browser: the claim cookie of the browser that filed, the
 * mailbox cookie of the one that opened a mailed link. Neither opens anything but the pages of that request.
 */
import { readReceipt } from '../core/receipt.ts';
import type { OpaqueToken } from '../core/tokens.ts';
import { resolveSession } from '../journeys/sessions.ts';
import { inSeconds } from './completed-sign-in.ts';
import { pathOf, type Visit } from './visit.ts';

/**
 * A request may be under way for long, and the claim browser must be known until its end: the time of a cookie that was there
 * already begins anew.
 */
export function keepClaim(visit: Visit, claim: OpaqueToken | null): void {
  const { recovery } = visit.site.ports;
  const longest = recovery.mailboxLinkFor + recovery.evidenceFor + recovery.proposalFor + recovery.passRenewalFor * 2;
  const token = claim?.token ?? visit.jar.read(visit.portal.id, 'claim');
  if (token !== null) visit.jar.set(visit.portal.id, 'claim', token, inSeconds(longest));
}

/** For this sitting only: the letters hold the link to come back. */
export function keepMailboxToken(visit: Visit, token: string): void {
  visit.jar.set(visit.portal.id, 'mailbox', token);
}

/** The mailed token: from the form or the address of a page opened from a letter, else from the cookie of this sitting. */
export function mailboxToken(visit: Visit): string | null {
  return visit.fields['token'] ?? visit.query['token'] ?? visit.jar.read(visit.portal.id, 'mailbox');
}

/** A staff member signed in at the desk uses this browser: it must not become a claim browser (desk.md section 4). */
export async function isStaffBrowser(visit: Visit): Promise<boolean> {
  const { caller, jar, site } = visit;
  for (const portal of site.portals.values()) {
    if (portal.kind !== 'desk') continue;
    const session = await resolveSession(site.ports, { ...caller, portal }, jar.read(portal.id, 'session'), false);
    if (session !== null) return true;
  }
  return false;
}

export function requestPath(visit: Visit, receipt: string): string {
  return pathOf(visit, `lost-device/${receipt}`);
}

/** The page with every way back in (S-51). At the desk its help says whom to ask. */
export function waysBackPath(visit: Visit): string {
  return visit.portal.kind === 'desk' ? `${pathOf(visit, 'help')}#lost-device` : pathOf(visit, 'lost-device');
}

/** The receipt in a path or query; null for what can be none. */
export function readOwnReceipt(text: string | undefined): string | null {
  return text === undefined ? null : (readReceipt(text) ?? null);
}
