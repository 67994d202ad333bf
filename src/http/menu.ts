/**
 * A portal's menu as one role sees it, and the page a complete sign-in leads to. An item the role may not open is not shown;
 * what it may really do is decided by the page itself.
 */
import type { Role } from '../core/account.ts';
import { maySearchAudit } from '../core/audit-groups.ts';
import { may } from '../core/staff.ts';
import type { MenuItem, PortalDefinition } from '../portals/definition.ts';

/** `role` is null where nobody is signed in. */
export function menuOf({ menu }: PortalDefinition, role: Role | null): readonly MenuItem[] {
  return menu.filter(({ page }) => {
    if (page === 'company') return role === 'company-administrator';
    if (page === 'charts') return role !== null && (may(role, 'charts.view') || may(role, 'charts.counts'));
    if (page === 'audit') return role !== null && maySearchAudit(role);
    if (page === 'staff') return role !== null && may(role, 'staff.view');
    if (page === 'stop') return role !== null && may(role, 'stop-switch.set');
    return page !== 'requests' || (role !== null && may(role, 'requests.view'));
  });
}

/** The first item of the menu. */
export function startItem(portal: PortalDefinition, role: Role | null): MenuItem {
  return menuOf(portal, role)[0] ?? portal.menu[0];
}

/** Where a complete sign-in leads. */
export function startPath(portal: PortalDefinition, role: Role | null): string {
  return `/${portal.id}/${startItem(portal, role).page}`;
}
