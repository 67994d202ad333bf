/**
 * Sign-in: the form, its answer, and the ways out of a sign-in (another account, sign-out). What a right password leads to is
 * decided by `journeys/sign-in.ts`; this file checks the shape of what was typed and turns the outcome into cookies and pages.
 */
import { publicCode, type Refusal } from '../core/outcome.ts';
import { safeReturnPath } from '../core/redirect.ts';
import { abandonPending, RECALLED_FOR, recallPending, signOut } from '../journeys/sessions.ts';
import { signIn } from '../journeys/sign-in.ts';
import { pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { enterPortal, inSeconds } from './completed-sign-in.ts';
import { answerElsewhere } from './refusals.ts';
import { signInErrors, type TypedSignIn } from './sign-in-fields.ts';
import { noticeOf, SignedInPage, SignInForm } from './sign-in-page.tsx';
import { type PendingVisit, pathOf, type SessionVisit, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/sign-in. Who is signed in already is told so instead of being asked for a password again. */
export async function getSignIn(visit: Visit): Promise<Response> {
  const { caller, jar, portal, query, session, site } = visit;
  const notice = query['notice'];
  const asked = safeReturnPath(query['return_to'], visit.isReturnPath);
  if (session !== null) return showPage(visit, <SignedInPage visit={visit} session={session} returnTo={asked} />);
  const recalled = await recallPending(site.ports, caller, jar.read(portal.id, 'pending'));
  const typed = { email: recalled?.email ?? '', password: '', returnTo: asked ?? recalled?.returnTo ?? null };
  const said = noticeOf(visit, notice, typed.email !== '');
  return showPage(visit, <SignInForm visit={visit} typed={typed} notice={said} />);
}

/** POST /{portal}/sign-in */
export async function postSignIn(visit: Visit): Promise<Response> {
  const { caller, fields, jar, pending, portal, session, site } = visit;
  const typed: TypedSignIn = {
    email: fields['email'] ?? '',
    password: fields['password'] ?? '',
    returnTo: safeReturnPath(fields['return_to'], visit.isReturnPath),
  };
  if (visit.staleForm) return showAgain(visit, typed, staleTrouble(visit, 'email'));
  const errors = signInErrors(visit.words.signIn, typed);
  if (errors.length > 0) return showAgain(visit, typed, { status: 422, errors });

  const outcome = await signIn(site.ports, caller, { ...typed, session, pending });
  if (!outcome.ok) return answerRefusal(visit, typed, outcome.refusal);
  const { value } = outcome;
  if (value.step === 'session') return enterPortal(visit, value);
  // Longer than the pending sign-in lives: with the cookie gone nobody could say that it has ended (G-20).
  jar.set(portal.id, 'pending', value.pending.token, inSeconds(site.ports.durations.pendingSignInFor + RECALLED_FOR));
  return seeOther(pathOf(visit, value.step === 'code' ? 'sign-in/code' : 'sign-in/confirmation'));
}

/** POST /{portal}/sign-in/cancellation: "sign in with another account" (G-21). */
export async function postSignInCancellation(visit: PendingVisit): Promise<Response> {
  const { caller, jar, pending, portal, site } = visit;
  if (visit.staleForm) {
    const typed = { email: pending.account.email, password: '', returnTo: pending.returnTo };
    return showAgain(visit, typed, staleTrouble(visit, 'email'));
  }
  await abandonPending(site.ports, caller, pending);
  jar.clear(portal.id, 'pending');
  return seeOther(`${pathOf(visit, 'sign-in')}?notice=other-account`);
}

/** POST /{portal}/sign-out: ends the session on the server and empties what the browser kept of its pages (SEC-G05). */
export async function postSignOut(visit: SessionVisit): Promise<Response> {
  const { caller, jar, portal, session, site } = visit;
  if (visit.staleForm) {
    const page = <SignedInPage visit={visit} session={session} returnTo={null} trouble={staleTrouble(visit, 'sign-out')} />;
    return showPage(visit, page, 403);
  }
  await signOut(site.ports, caller, session);
  jar.clear(portal.id, 'session');
  if (jar.read(portal.id, 'pending') !== null) jar.clear(portal.id, 'pending');
  const response = seeOther(`${pathOf(visit, 'sign-in')}?notice=signed-out`);
  response.headers.set('clear-site-data', '"cache", "storage"');
  return response;
}

function answerRefusal(visit: Visit, typed: TypedSignIn, refusal: Refusal): Response {
  const words = visit.words.signIn;
  if (refusal.code === 'too-many-attempts') {
    const isPassword = refusal.what === 'password';
    const other = refusal.what === 'letters' ? words.lettersPaused : words.networkPaused;
    const paused = pausedTrouble(visit, refusal.retryAt, isPassword ? words.paused : other, 'email');
    return showAgain(visit, typed, { ...paused, note: isPassword ? words.pausedMeanwhile : undefined });
  }
  const code = publicCode(refusal.code);
  // One sentence and one status for an unknown address, a wrong password and a suspended account (SEC-E03).
  if (code === 'not-accepted')
    return showAgain(visit, typed, { status: 422, errors: [{ field: 'email', message: words.notAccepted }] });
  if (code === 'password-held') return showAgain(visit, typed, { status: 429, errors: [{ field: 'email', message: words.held }] });
  return answerElsewhere(visit, refusal);
}

function showAgain(visit: Visit, typed: TypedSignIn, trouble: Trouble): Response {
  return showPage(visit, <SignInForm visit={visit} typed={typed} trouble={trouble} />, trouble.status, trouble.headers);
}
