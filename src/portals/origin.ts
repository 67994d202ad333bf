/**
 * Under which origin the pages of a portal stand: the site's, or the portal's own host with the scheme and port of the site. The
 * only place that decides it; letters and pages ask here, and no request has a say (SEC-N07).
 */
import type { PortalDefinition } from './definition.ts';

export function originOf(portal: Pick<PortalDefinition, 'host'>, site: string): string {
  if (portal.host === null) return site;
  const url = new URL(site);
  url.hostname = portal.host;
  return url.origin;
}
