/**
 * The one route table: every page and every action of a portal, who may enter it, and exactly which fields and query keys it
 * takes. A route that is not in this table does not exist; a test prints the table by role.
 */
import type { PortalDefinition } from '../portals/definition.ts';
import type { Route } from './route.ts';
import { ACCOUNT_ROUTES } from './routes/account.ts';
import { ACTIVITY_ROUTES } from './routes/activity.ts';
import { AUTHENTICATORS_ROUTES } from './routes/authenticators.ts';
import { COMPANY_ROUTES } from './routes/company.ts';
import { CONTACT_ROUTES } from './routes/contact.ts';
import { DESK_ROUTES } from './routes/desk.ts';
import { DESK_ACCOUNT_ROUTES } from './routes/desk-account.ts';
import { DESK_AUDIT_ROUTES } from './routes/desk-audit.ts';
import { DESK_REQUEST_ROUTES } from './routes/desk-request.ts';
import { DESK_STOP_ROUTES } from './routes/desk-stop.ts';
import { ENTRANCE_ROUTES } from './routes/entrance.ts';
import { LOST_DEVICE_ROUTES } from './routes/lost-device.ts';
import { PASSKEYS_ROUTES } from './routes/passkeys.ts';
import { PASSWORD_ROUTES } from './routes/password.ts';
import { RECOVERY_CODES_ROUTES } from './routes/recovery-codes.ts';
import { REGISTRATION_ROUTES } from './routes/registration.ts';
import { STAFF_ROUTES } from './routes/staff.ts';

/** In this order a request looks for its row: a fixed path stands before one with a parameter. */
export const ROUTES: readonly Route[] = [
  ...ENTRANCE_ROUTES,
  ...REGISTRATION_ROUTES,
  ...PASSKEYS_ROUTES,
  ...RECOVERY_CODES_ROUTES,
  ...PASSWORD_ROUTES,
  ...LOST_DEVICE_ROUTES,
  ...DESK_ROUTES,
  ...DESK_REQUEST_ROUTES,
  ...DESK_AUDIT_ROUTES,
  ...STAFF_ROUTES,
  ...DESK_STOP_ROUTES,
  ...DESK_ACCOUNT_ROUTES,
  ...ACCOUNT_ROUTES,
  ...AUTHENTICATORS_ROUTES,
  ...CONTACT_ROUTES,
  ...COMPANY_ROUTES,
  ...ACTIVITY_ROUTES,
];

/** The routes a portal has. */
export function routesOf(portal: PortalDefinition): readonly Route[] {
  return ROUTES.filter((route) => route.kind === undefined || route.kind === portal.kind);
}

/** Whether a path is a page of this portal that a sign-in may lead back to (SEC-E09). */
export function returnPaths(portal: PortalDefinition): (path: string) => boolean {
  return among(portal, (route) => route.returnable === true);
}

/** Whether a path is a page that a fresh check may lead on to. */
export function freshPaths(portal: PortalDefinition): (path: string) => boolean {
  return among(portal, (route) => route.method === 'GET' && (route.returnable === true || isFreshRoute(route)));
}

export function isFreshRoute(route: Route): boolean {
  return route.entry === 'session' && route.fresh === true;
}

function among(portal: PortalDefinition, isMeant: (route: Route) => boolean): (path: string) => boolean {
  const shapes = routesOf(portal)
    .filter(isMeant)
    .map((route) => new RegExp(`^/${portal.id}/${route.path.replaceAll(/:[a-z]+/gu, '[A-Za-z0-9_-]{1,32}')}$`, 'u'));
  return (path) => shapes.some((shape) => shape.test(path));
}
