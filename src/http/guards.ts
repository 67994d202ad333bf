/**
 * Who may enter a route, decided from its entry alone: anyone, a pending sign-in, a living session. Who may not is sent to
 * the sign-in and, where the page can be returned to, back afterwards; who must prove it freshly, to the fresh check. Rules of
 * a journey (states, roles) are its own.
 */
import { safeReturnPath } from '../core/redirect.ts';
import { isFresh } from '../core/session.ts';
import { type PendingVisit, pathOf, type SessionVisit, seeOther, type Visit } from './visit.ts';

/** SEC-E01: "pending" opens exactly the routes that say so; a session opens none of them twice. */
export type Entry = 'public' | 'pending' | 'session';

export function isSessionVisit(visit: Visit): visit is SessionVisit {
  return visit.session !== null && visit.sessionToken !== null;
}

export function isPendingVisit(visit: Visit): visit is PendingVisit {
  return visit.pending !== null;
}

/** Proven recently enough for a security change: the second factor where one is bound (SEC-H01). */
export function isFreshVisit({ caller, session, site }: SessionVisit): boolean {
  return isFresh(session, site.ports.durations.stepUpFor, caller.at);
}

/**
 * Without a session: to the sign-in, which says so if one has ended, and back to the page asked for. The cookie stays as it is:
 * when another window has just renewed the token, this answer would take the new one away.
 */
export function sendToSignIn(visit: Visit): Response {
  const { portal, jar } = visit;
  return seeOther(signInPath(visit, jar.read(portal.id, 'session') !== null));
}

/** Where a page leads once its session is over: the sign-in, which says so, and back to the page afterwards. */
export function endedSessionPath(visit: Visit): string {
  return signInPath(visit, true);
}

function signInPath(visit: Visit, hasEnded: boolean): string {
  const query = new URLSearchParams();
  if (hasEnded) query.set('notice', 'session-ended');
  const asked = safeReturnPath(withoutLanguage(visit.here), visit.isReturnPath);
  if (asked !== null) query.set('return_to', asked);
  return withQuery(pathOf(visit, 'sign-in'), query);
}

/** Without a pending sign-in: to the start page of who is signed in already, else to the sign-in. */
export function sendToStart(visit: Visit): Response {
  const { portal, jar } = visit;
  if (visit.session !== null) return seeOther(`/${portal.id}/`);
  const query = new URLSearchParams();
  if (jar.read(portal.id, 'pending') !== null) query.set('notice', 'sign-in-expired');
  return seeOther(withQuery(pathOf(visit, 'sign-in'), query));
}

function withQuery(path: string, query: URLSearchParams): string {
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

export function withoutLanguage(here: string): string {
  const [path = '', query = ''] = here.split('?', 2);
  const kept = new URLSearchParams(query);
  kept.delete('lang');
  return kept.size === 0 ? path : `${path}?${kept.toString()}`;
}
