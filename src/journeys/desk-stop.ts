/**
 * The stop switch (desk.md invariant 11): while it is set for a portal, or for all, nothing is approved, released or redeemed there. Read
 * from the database every time, so that it holds on every node at once.
 */
import type { PortalId } from '../core/account.ts';
import type { Ports } from '../ports.ts';

export async function isDeskStopped({ store }: Pick<Ports, 'store'>, portal: PortalId): Promise<boolean> {
  return (await store.read.deskStops()).some((stop) => stop.portal === null || stop.portal === portal);
}
