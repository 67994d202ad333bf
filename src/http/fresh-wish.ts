/**
 * What a fresh check was asked for: a page of ours below the portal, or the beginning of an enrolment. It travels in the query of
 * the check, whichever way is chosen there; anything else leads back to the settings (T-44).
 */
import { safeReturnPath } from '../core/redirect.ts';
import { pathOf, type SessionVisit } from './visit.ts';

/** Begins an enrolment; every other wish is the path of a page, below the portal. */
export const ENROLMENT = 'enrolment';
/** Query key of the wish. */
export const WISH = 'then';

/** Where to go on, below the portal; null for anything that is no page of ours. */
export function wishOf(visit: SessionVisit): string | null {
  const wish = visit.query[WISH];
  if (wish === undefined || wish === ENROLMENT) return wish ?? null;
  return safeReturnPath(pathOf(visit, wish), visit.isFreshPath) === null ? null : wish;
}

/** The page that was asked for, where a link leads on to it. */
export function wishedPath(visit: SessionVisit): string {
  return pathOf(visit, wishOf(visit) ?? visit.portal.twoFactor.page);
}

/** The fresh check itself, or one of its other ways, with the wish. */
export function confirmationPath(visit: SessionVisit, way?: string): string {
  const path = pathOf(visit, way === undefined ? 'confirmation' : `confirmation/${way}`);
  const wish = wishOf(visit);
  return wish === null ? path : `${path}?${new URLSearchParams([[WISH, wish]]).toString()}`;
}
