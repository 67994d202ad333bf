/**
 * The one route table: every page and every action of a portal, who may enter it, and exactly which fields and query keys it
 * takes. A route that is not in this table does not exist; a test prints the table by role.
 */
import type { PortalDefinition } from '../portals/definition.ts';
import { getAccessibility } from './accessibility.tsx';
import { getAccount, getProfile } from './account.tsx';
import { getCase, getCases } from './cases.tsx';
import { getConfirmation, postConfirmation } from './confirmation.tsx';
import { getDashboard, postRecommendation } from './dashboard.tsx';
import { getRequests } from './desk-requests.tsx';
import { getDeskSetUp, postDeskSetUp } from './desk-set-up.tsx';
import {
  getEnrolment,
  getEnrolmentDone,
  getSignInEnrolment,
  postEnrolment,
  postEnrolmentCancellation,
  postEnrolmentCode,
  postSignInEnrolment,
  postSignInEnrolmentCode,
} from './enrolment.tsx';
import { getMethod, postMethod } from './enrolment-method.tsx';
import { getFirstPassword, postFirstPassword } from './first-password.tsx';
import { getFront } from './front.ts';
import type { Entry } from './guards.ts';
import { getHelp } from './help.tsx';
import type { Bounded } from './limits.ts';
import { getCancellation, getWithdrawal, postCancellation } from './lost-device-cancellation.tsx';
import { getLostDeviceForm, postLostDevice } from './lost-device-form.tsx';
import { postConfirmation as postRequestConfirmation, postStatus } from './lost-device-link.tsx';
import { getRequest, postLetter } from './lost-device-request.tsx';
import { getLostDevice } from './lost-device-routes.tsx';
import { postPassword } from './lost-device-status.tsx';
import { getBrowserLink, getMailboxWait, getMailedLink, postBrowserLink, postMailboxWait, postMailedLink } from './mailed-link.tsx';
import { getNotMe, getNotMeDone, postNotMe } from './not-me.tsx';
import { getRole } from './role.tsx';
import { getCode, postCode } from './second-factor.tsx';
import { getSignIn, postSignIn, postSignInCancellation, postSignOut } from './sign-in.tsx';
import { getTurnOff, getTurnOffResult, postTurnOff } from './two-factor.tsx';
import type { PendingVisit, SessionVisit, Visit } from './visit.ts';

/** `param` is the `:name` part of the path, '' where there is none. Null is answered with "not found". */
type Handler<V> = (visit: V, param: string) => Response | null | Promise<Response | null>;

interface RouteShape {
  /** Below `/{portal}/`. */
  readonly path: string;
  /** Portals that have it; all without. */
  readonly kind?: PortalDefinition['kind'];
  readonly query?: readonly string[];
  /** The page a form belongs to, where it posts to another path. */
  readonly page?: string;
  /** The pending sign-in is looked at, beside the routes of the sign-in: to fill in and to arrange, never to decide (I-1, I-2). */
  readonly pending?: true;
  /** A sign-in may lead back here. */
  readonly returnable?: true;
}

type Entered =
  | { readonly entry: Extract<Entry, 'public'>; readonly handle: Handler<Visit> }
  | { readonly entry: Extract<Entry, 'pending'>; readonly handle: Handler<PendingVisit> }
  | { readonly entry: Extract<Entry, 'session'>; readonly handle: Handler<SessionVisit> };

export type Route = RouteShape & Bounded & Entered;

export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '', entry: 'public', handle: getFront },
  { method: 'GET', path: 'help', entry: 'public', handle: getHelp },
  { method: 'GET', path: 'accessibility', entry: 'public', handle: getAccessibility },
  { method: 'GET', path: 'lost-device', entry: 'public', kind: 'customer', pending: true, handle: getLostDevice },

  { method: 'GET', path: 'sign-in', entry: 'public', query: ['notice', 'return_to'], handle: getSignIn },
  {
    method: 'POST',
    path: 'sign-in',
    entry: 'public',
    limit: ['password', 'network', 'letters'],
    fields: ['email', 'password', 'return_to'],
    handle: postSignIn,
  },
  { method: 'GET', path: 'sign-in/code', entry: 'pending', handle: getCode },
  {
    method: 'POST',
    path: 'sign-in/code',
    entry: 'pending',
    limit: ['second-factor', 'letters'],
    fields: ['code'],
    handle: postCode,
  },
  {
    method: 'POST',
    path: 'sign-in/cancellation',
    entry: 'pending',
    limit: 'nothing-to-guess',
    page: 'sign-in',
    handle: postSignInCancellation,
  },
  { method: 'GET', path: 'sign-in/confirmation', entry: 'pending', handle: getMailboxWait },
  { method: 'POST', path: 'sign-in/confirmation', entry: 'pending', limit: 'nothing-to-guess', handle: postMailboxWait },
  { method: 'GET', path: 'sign-in/confirmation/:token', entry: 'public', limit: ['token-entropy'], handle: getMailedLink },
  { method: 'POST', path: 'sign-in/confirmation/:token', entry: 'public', limit: ['token-entropy'], handle: postMailedLink },
  { method: 'GET', path: 'sign-in/browser/:token', entry: 'public', limit: ['token-entropy'], handle: getBrowserLink },
  { method: 'POST', path: 'sign-in/browser/:token', entry: 'public', limit: ['token-entropy'], handle: postBrowserLink },
  { method: 'GET', path: 'not-me/completed', entry: 'public', handle: getNotMeDone },
  { method: 'GET', path: 'not-me/:token', entry: 'public', limit: ['token-entropy'], handle: getNotMe },
  { method: 'POST', path: 'not-me/:token', entry: 'public', limit: ['token-entropy'], handle: postNotMe },
  { method: 'GET', path: 'sign-in/enrolment', entry: 'pending', handle: getSignInEnrolment },
  { method: 'POST', path: 'sign-in/enrolment', entry: 'pending', limit: 'nothing-to-guess', handle: postSignInEnrolment },
  {
    method: 'POST',
    path: 'sign-in/enrolment/code',
    entry: 'pending',
    limit: ['enrolment'],
    page: 'sign-in/enrolment',
    fields: ['code', 'device_name'],
    handle: postSignInEnrolmentCode,
  },
  { method: 'GET', path: 'password/:token', entry: 'public', kind: 'customer', limit: ['token-entropy'], handle: getFirstPassword },
  {
    method: 'POST',
    path: 'password/:token',
    entry: 'public',
    kind: 'customer',
    limit: ['token-entropy'],
    fields: ['email', 'password'],
    handle: postFirstPassword,
  },
  { method: 'GET', path: 'setup/:code', entry: 'public', kind: 'desk', limit: ['token-entropy'], handle: getDeskSetUp },
  {
    method: 'POST',
    path: 'setup/:code',
    entry: 'public',
    kind: 'desk',
    limit: ['token-entropy'],
    fields: ['email', 'password'],
    handle: postDeskSetUp,
  },
  { method: 'POST', path: 'sign-out', entry: 'session', limit: 'nothing-to-guess', page: 'sign-in', handle: postSignOut },

  {
    method: 'GET',
    path: 'lost-device/form',
    entry: 'public',
    kind: 'customer',
    query: ['again'],
    pending: true,
    handle: getLostDeviceForm,
  },
  {
    method: 'POST',
    path: 'lost-device',
    limit: ['filings', 'filing-letters'],
    entry: 'public',
    kind: 'customer',
    page: 'lost-device/form',
    fields: ['email', 'name', 'company', 'phone', 'case_number', 'summary', 'risk'],
    pending: true,
    handle: postLostDevice,
  },
  {
    method: 'GET',
    path: 'lost-device/withdrawal',
    entry: 'session',
    kind: 'customer',
    query: ['return_to'],
    handle: getWithdrawal,
  },
  {
    method: 'GET',
    path: 'lost-device/:receipt',
    limit: ['token-entropy'],
    entry: 'public',
    kind: 'customer',
    query: ['token', 'notice'],
    handle: getRequest,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/letter',
    limit: ['filings', 'filing-letters'],
    entry: 'public',
    kind: 'customer',
    handle: postLetter,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/confirmation',
    limit: ['token-entropy'],
    entry: 'public',
    kind: 'customer',
    fields: ['token', 'number'],
    handle: postRequestConfirmation,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/status',
    limit: ['token-entropy'],
    entry: 'public',
    kind: 'customer',
    fields: ['token'],
    handle: postStatus,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/password',
    limit: ['password'],
    entry: 'public',
    kind: 'customer',
    fields: ['password', 'email'],
    handle: postPassword,
  },
  {
    method: 'GET',
    path: 'lost-device/:receipt/cancellation',
    limit: ['token-entropy'],
    entry: 'public',
    kind: 'customer',
    query: ['token'],
    handle: getCancellation,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/cancellation',
    limit: ['token-entropy'],
    entry: 'public',
    kind: 'customer',
    query: ['token'],
    fields: ['token', 'choice'],
    handle: postCancellation,
  },

  { method: 'GET', path: 'dashboard', entry: 'session', kind: 'customer', returnable: true, handle: getDashboard },
  {
    method: 'POST',
    path: 'dashboard/recommendation',
    entry: 'session',
    limit: 'nothing-to-guess',
    kind: 'customer',
    page: 'dashboard',
    fields: ['choice'],
    handle: postRecommendation,
  },
  { method: 'GET', path: 'cases', entry: 'session', kind: 'customer', query: ['page'], returnable: true, handle: getCases },
  { method: 'GET', path: 'cases/:number', entry: 'session', kind: 'customer', returnable: true, handle: getCase },
  { method: 'GET', path: 'dashboard', entry: 'session', kind: 'desk', returnable: true, handle: getRole },
  {
    method: 'GET',
    path: 'requests',
    entry: 'session',
    kind: 'desk',
    query: ['view', 'page'],
    returnable: true,
    handle: getRequests,
  },

  { method: 'GET', path: 'account', entry: 'session', query: ['notice'], returnable: true, handle: getAccount },
  { method: 'GET', path: 'profile', entry: 'session', query: ['notice'], returnable: true, handle: getProfile },
  { method: 'GET', path: 'enrolment/method', entry: 'session', returnable: true, handle: getMethod },
  { method: 'POST', path: 'enrolment/method', entry: 'session', limit: 'nothing-to-guess', fields: ['method'], handle: postMethod },
  { method: 'GET', path: 'enrolment', entry: 'session', returnable: true, handle: getEnrolment },
  { method: 'POST', path: 'enrolment', entry: 'session', limit: 'nothing-to-guess', handle: postEnrolment },
  {
    method: 'POST',
    path: 'enrolment/code',
    entry: 'session',
    limit: ['enrolment'],
    page: 'enrolment',
    fields: ['code', 'device_name'],
    handle: postEnrolmentCode,
  },
  {
    method: 'POST',
    path: 'enrolment/cancellation',
    entry: 'session',
    limit: 'nothing-to-guess',
    page: 'enrolment',
    handle: postEnrolmentCancellation,
  },
  { method: 'GET', path: 'enrolment/completed', entry: 'session', query: ['return_to'], handle: getEnrolmentDone },
  { method: 'GET', path: 'confirmation', entry: 'session', query: ['then'], handle: getConfirmation },
  {
    method: 'POST',
    path: 'confirmation',
    entry: 'session',
    limit: ['password', 'second-factor'],
    query: ['then'],
    fields: ['password', 'code', 'then'],
    handle: postConfirmation,
  },
  { method: 'GET', path: 'two-factor', entry: 'session', returnable: true, handle: getTurnOff },
  { method: 'POST', path: 'two-factor', entry: 'session', limit: ['second-factor'], fields: ['code'], handle: postTurnOff },
  { method: 'GET', path: 'two-factor/result', entry: 'session', handle: getTurnOffResult },
];

/** The routes a portal has. */
export function routesOf(portal: PortalDefinition): readonly Route[] {
  return ROUTES.filter((route) => route.kind === undefined || route.kind === portal.kind);
}

/** Whether a path is a page of this portal that a sign-in may lead back to (SEC-E09). */
export function returnPaths(portal: PortalDefinition): (path: string) => boolean {
  const shapes = routesOf(portal)
    .filter((route) => route.returnable === true)
    .map((route) => new RegExp(`^/${portal.id}/${route.path.replace(/:[a-z]+/u, '[A-Za-z0-9-]{1,32}')}$`, 'u'));
  return (path) => shapes.some((shape) => shape.test(path));
}
