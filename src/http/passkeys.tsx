/**
 * Passkeys at the door: the challenges a script asks for, and the answers a form brings, for signing in, for the second step and for the
 * fresh check. What an answer opens is decided by `journeys/passkeys.ts`; a refused one leads back to the page with its other ways.
 */
import { type Outcome, publicCode, type Refusal } from '../core/outcome.ts';
import { safeReturnPath } from '../core/redirect.ts';
import { askSecondFactor, askSignIn, askStepUp } from '../journeys/passkey-challenges.ts';
import { completeWithPasskey, signInWithPasskey, stepUpWithPasskey } from '../journeys/passkeys.ts';
import { staleTrouble } from './code-errors.tsx';
import { enterPortal } from './completed-sign-in.ts';
import { enterConfirmed, showConfirmation } from './confirmation.tsx';
import { refuseJson, showJson } from './json.ts';
import { readAssertion } from './passkey-answer.ts';
import { PASSKEY, passkeyTrouble } from './passkey-form.tsx';
import { sendToStep } from './pending-step.ts';
import { answerElsewhere } from './refusals.ts';
import { showCode } from './second-factor.tsx';
import { SignInForm } from './sign-in-page.tsx';
import { type PendingVisit, type SessionVisit, showPage, type Visit } from './visit.ts';

/** POST /{portal}/sign-in/passkey/challenge */
export async function postSignInChallenge(visit: Visit): Promise<Response> {
  if (visit.staleForm) return refuseJson('stale-form');
  return answerChallenge(await askSignIn(visit.site.ports, visit.caller, visit.formToken));
}

/** POST /{portal}/sign-in/code/passkey/challenge */
export async function postCodeChallenge(visit: PendingVisit): Promise<Response> {
  if (visit.staleForm) return refuseJson('stale-form');
  return answerChallenge(await askSecondFactor(visit.site.ports, visit.caller, visit.pending));
}

/** POST /{portal}/confirmation/passkey/challenge */
export async function postConfirmationChallenge(visit: SessionVisit): Promise<Response> {
  if (visit.staleForm) return refuseJson('stale-form');
  return answerChallenge(await askStepUp(visit.site.ports, visit.caller, visit.session));
}

/** POST /{portal}/sign-in/passkey: the passkey by itself. */
export async function postSignInPasskey(visit: Visit): Promise<Response> {
  const { caller, fields, pending, session, site, words } = visit;
  const returnTo = safeReturnPath(fields['return_to'], visit.isReturnPath);
  const typed = { email: fields['email'] ?? '', password: '', returnTo };
  if (visit.staleForm) {
    const trouble = staleTrouble(visit, 'email');
    return showPage(visit, <SignInForm visit={visit} typed={typed} trouble={trouble} />, trouble.status);
  }
  const answer = readAssertion(fields['assertion'] ?? '');
  const input = { browser: visit.formToken, answer, returnTo, session, pending };
  const outcome = await signInWithPasskey(site.ports, caller, input);
  if (outcome.ok) return enterPortal(visit, outcome.value);
  // Not by a passkey alone, though by the password: the same words lead there.
  const refusal = outcome.refusal.code === 'not-permitted' ? ({ code: 'passkey-refused' } as const) : outcome.refusal;
  const trouble = passkeyTrouble(visit, shown(refusal), words.passkeys.signIn, 'email');
  if (trouble === null) return answerElsewhere(visit, outcome.refusal);
  return showPage(visit, <SignInForm visit={visit} typed={typed} trouble={trouble} />, trouble.status, trouble.headers);
}

/** POST /{portal}/sign-in/code/passkey: in place of a code. */
export async function postCodePasskey(visit: PendingVisit): Promise<Response> {
  const { caller, fields, pending, session, site, words } = visit;
  const elsewhere = sendToStep(visit, ['code']);
  if (elsewhere !== null) return elsewhere;
  if (visit.staleForm) return showCode(visit, staleTrouble(visit, PASSKEY));
  const outcome = await completeWithPasskey(site.ports, caller, pending, readAssertion(fields['assertion'] ?? ''), session);
  if (outcome.ok) return enterPortal(visit, outcome.value);
  const trouble = passkeyTrouble(visit, shown(outcome.refusal), words.passkeys.code);
  return trouble === null ? answerElsewhere(visit, outcome.refusal) : showCode(visit, trouble);
}

/** POST /{portal}/confirmation/passkey: the fresh check. */
export async function postConfirmationPasskey(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, sessionToken, site, words } = visit;
  if (visit.staleForm) return showConfirmation(visit, staleTrouble(visit, PASSKEY));
  const answer = readAssertion(fields['assertion'] ?? '');
  const outcome = await stepUpWithPasskey(site.ports, caller, session, sessionToken, answer);
  if (outcome.ok) return enterConfirmed(visit, outcome.value.token, { secondFactorAt: caller.at });
  const trouble = passkeyTrouble(visit, shown(outcome.refusal), words.passkeys.code);
  return trouble === null ? answerElsewhere(visit, outcome.refusal) : showConfirmation(visit, trouble);
}

function answerChallenge(outcome: Outcome<object>): Response {
  return outcome.ok ? showJson(outcome.value) : refuseJson(outcome.refusal.code);
}

/** What the visitor may be told of it. */
function shown(refusal: Refusal): { readonly code: string; readonly retryAt?: number } {
  return { code: publicCode(refusal.code), ...('retryAt' in refusal ? { retryAt: refusal.retryAt } : {}) };
}
