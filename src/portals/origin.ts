/**
 * Under which origin the pages of a portal stand: the site's, or the portal's own host with the scheme and port of the site. The
 * only place that decides it; letters, pages and passkeys ask here, and no request has a say (SEC-N07, SEC-D02).
 */
import type { PortalId } from '../core/account.ts';
import type { RelyingParty } from '../core/passkey.ts';
import type { PortalDefinition } from './definition.ts';

export function originOf(portal: Pick<PortalDefinition, 'host'>, site: string): string {
  if (portal.host === null) return site;
  const url = new URL(site);
  url.hostname = portal.host;
  return url.origin;
}

/** Passkeys of portals under one host share a relying party, and each still belongs to an account of one portal. */
export function relyingParties(
  portals: Iterable<Pick<PortalDefinition, 'id' | 'host'>>,
  site: string,
): ReadonlyMap<PortalId, RelyingParty> {
  return new Map(
    [...portals].map((portal) => {
      const origin = originOf(portal, site);
      return [portal.id, { id: new URL(origin).hostname, origin }];
    }),
  );
}
