/** The portal's own address: on to the first page of who is signed in, else to the sign-in. Its answer says nothing else. */
import { startPath } from './menu.ts';
import { pathOf, seeOther, type Visit } from './visit.ts';

/** GET /{portal}/ */
export function getFront(visit: Visit): Response {
  return seeOther(visit.session === null ? pathOf(visit, 'sign-in') : startPath(visit.portal, visit.session.account.role));
}
