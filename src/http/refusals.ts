/**
 * Where a refusal leads that the page itself has no words for: to the step the person is really at, or to a page that says
 * no. The switch is total: a new refusal does not compile until somebody says here what becomes of it.
 */
import { publicCode, type Refusal } from '../core/outcome.ts';
import { startPath } from './menu.ts';
import { portalProblem } from './problems.tsx';
import { showQuarantined } from './quarantine.tsx';
import { pathOf, seeOther, type Visit } from './visit.ts';

/** The page that holds the on/off section of this portal. */
export function securityPath(visit: Visit): string {
  return `${pathOf(visit, visit.portal.twoFactor.page)}#two-factor`;
}

/** Where another phone takes the place of one (Z-10). */
export function replacementPath(visit: Visit): string {
  return pathOf(visit, 'account/authenticators/replacement');
}

/** The same page, saying that nothing was changed (G-10). */
export function unchangedPath(visit: Visit): string {
  return `${pathOf(visit, visit.portal.twoFactor.page)}?notice=unchanged`;
}

export function answerElsewhere(visit: Visit, refusal: Refusal): Response {
  const code = publicCode(refusal.code);
  switch (code) {
    case 'pending-sign-in-expired':
      return seeOther(`${pathOf(visit, 'sign-in')}?notice=sign-in-expired`);
    case 'account-locked':
      return seeOther(`${pathOf(visit, 'sign-in')}?notice=account-locked`);
    case 'session-expired':
      // Another window may hold the living session: the guard of the start page finds out.
      return seeOther(startPath(visit.portal, visit.session?.account.role ?? null));
    case 'password-compromised':
      return seeOther(pathOf(visit, 'sign-in/replacement'));
    case 'already-enrolled':
      return seeOther(pathOf(visit, visit.session === null ? 'sign-in/code' : 'enrolment'));
    case 'not-enrolled':
    case 'enrolment-expired':
    case 'step-up-needed':
      return seeOther(visit.session === null ? pathOf(visit, 'sign-in') : securityPath(visit));
    case 'no-such-session':
      return portalProblem(visit, 'not-found');
    case 'session-over':
      return seeOther(`${pathOf(visit, 'activity')}?notice=session-over`);
    case 'not-accepted':
    case 'code-wrong':
    case 'code-replayed':
    case 'too-many-attempts':
    case 'password-held':
    case 'last-authenticator':
    case 'authenticator-disabled':
    case 'clock-untrusted':
    case 'link-spent':
    case 'other-browser':
    case 'not-permitted':
    case 'name-taken':
    case 'filing-incomplete':
    case 'not-in-this-state':
    case 'recovery-request-open-already':
    case 'recovery-frozen':
    case 'recovery-quota-reached':
    case 'password-refused':
    case 'address-taken':
    case 'address-unchanged':
    case 'address-kept':
    case 'too-many-addresses':
    case 'recovery-request-live':
    case 'no-such-company':
    case 'company-exists':
    case 'case-exists':
    case 'password-set-already':
    case 'no-password':
    case 'administrator-exists':
    case 'last-administrator':
    case 'codes-issued-already':
    case 'challenge-spent':
    case 'passkey-unknown':
    case 'passkey-refused':
    case 'passkey-counter-went-back':
    case 'passkey-synced':
    case 'passkeys-full':
    case 'request-claimed':
    case 'same-person-cannot-approve':
    case 'staff-reads-only':
    case 'remark-length':
    case 'ask-needed':
    case 'no-dispute':
    case 'voucher-needed':
    case 'voucher-unfit':
    case 'recorded-already':
    case 'call-code-wrong':
    case 'call-over':
    case 'request-not-claimed':
    case 'number-unusable':
    case 'no-such-evidence':
    case 'risk-not-higher':
    case 'risk-not-lowerable':
    case 'agent-quota-reached':
    case 'single-person-cannot':
    case 'evidence-missing':
    case 'evidence-fell-short':
    case 'notices-outstanding':
    case 'wait-not-over':
    case 'desk-stopped':
    case 'pass-dead':
    case 'pass-renewed-already':
    case 'ticket-over':
    case 'page-stale':
    case 'pass-wrong':
      return portalProblem(visit, 'forbidden');
    case 'quarantined':
      return showQuarantined(visit);
    case 'no-such-authenticator':
      return portalProblem(visit, 'not-found');
    case 'request-changed':
      // Others were faster, many times: nothing was decided and the same may be tried again.
      return portalProblem(visit, 'unavailable');
    default:
      return neverAnswered(visit, code);
  }
}

/** Reached only by a code this file does not know: no, whatever it is. */
function neverAnswered(visit: Visit, _code: never): Response {
  return portalProblem(visit, 'forbidden');
}
