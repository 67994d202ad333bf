/** What a browser gets once a sign-in is complete: the session, the browser cookie if it is a new one, and the page asked for. */
import { type Duration, seconds } from '../core/time.ts';
import type { CompletedSignIn } from '../journeys/sign-in.ts';
import { startPath } from './menu.ts';
import { pathOf, seeOther, type Visit } from './visit.ts';

/** `landing` instead of the page asked for: where something has to be said first. */
export function enterPortal(visit: Visit, completed: CompletedSignIn, landing?: string): Response {
  keepSignIn(visit, completed);
  if (completed.hasWithdrawn) return seeOther(withdrawalPath(visit, completed.returnTo));
  return seeOther(landing ?? completed.returnTo ?? startPath(visit.portal, completed.account.role));
}

/** The cookies of a complete sign-in, where a page answers it instead of a redirect. */
export function keepSignIn(visit: Visit, completed: CompletedSignIn): void {
  const { jar, portal } = visit;
  jar.set(portal.id, 'session', completed.session.token);
  // Known already: its time begins anew with every complete sign-in.
  const browserToken = completed.browser?.token ?? visit.caller.browserToken;
  if (browserToken !== null) keepBrowser(visit, browserToken);
  if (jar.read(portal.id, 'pending') !== null) jar.clear(portal.id, 'pending');
}

/** Where it is said that the sign-in ended a recovery request; from there on to the page asked for (G-26). */
function withdrawalPath(visit: Visit, returnTo: string | null): string {
  const query = returnTo === null ? '' : `?${new URLSearchParams({ return_to: returnTo }).toString()}`;
  return `${pathOf(visit, 'lost-device/withdrawal')}${query}`;
}

/** The cookie by which this browser is known again: an attempt budget, never a factor (SEC-G08). */
export function keepBrowser(visit: Visit, token: string): void {
  visit.jar.set(visit.portal.id, 'browser', token, inSeconds(visit.site.ports.durations.knownBrowserFor));
}

/** Max-Age of a cookie. */
export function inSeconds(duration: Duration): number {
  return Math.floor(duration / seconds(1));
}
