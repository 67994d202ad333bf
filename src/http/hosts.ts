/**
 * The hosts the service answers under: the site's, and one for each portal that has a host of its own. What is shown on which
 * follows from this table, as does which origin a form may come from. Anything not in it is misdirected.
 */
import type { PortalDefinition } from '../portals/definition.ts';
import { originOf } from '../portals/origin.ts';

export interface SiteHost {
  /** The portal that stands alone here; null for the site, which holds every portal without a host of its own. */
  readonly portal: string | null;
  /** Where a form that is posted here may come from. */
  readonly origins: ReadonlySet<string>;
}

/** By Host header, lower case with the port unless it is the usual one; the site comes first. */
export function hostsOf(
  site: { readonly origin: string; readonly demo: boolean },
  portals: Iterable<PortalDefinition>,
): ReadonlyMap<string, SiteHost> {
  const { origin, demo } = site;
  const origins = demo ? [origin, origin.replace('localhost', '127.0.0.1')] : [origin];
  const hosts = new Map<string, SiteHost>([[new URL(origin).host, { portal: null, origins: new Set(origins) }]]);
  for (const portal of portals) {
    if (portal.host === null) continue;
    const own = originOf(portal, origin);
    hosts.set(new URL(own).host, { portal: portal.id, origins: new Set([own]) });
  }
  return hosts;
}

/** Whether the pages of this portal stand on this host. */
export function isHere({ portal: alone }: SiteHost, portal: Pick<PortalDefinition, 'id' | 'host'>): boolean {
  return alone === (portal.host === null ? null : portal.id);
}
