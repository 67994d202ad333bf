/**
 * The fresh check before a security change: the code where an authenticator is bound, the password where none is (SEC-H01,
 * G-37). Afterwards the session has a new token and the person is where they wanted to go.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { appsOf } from '../core/authenticator.ts';
import { publicCode, type Refusal } from '../core/outcome.ts';
import type { Session } from '../core/session.ts';
import { readCode } from '../core/totp.ts';
import { type Proof, stepUp } from '../journeys/sessions.ts';
import { ClockHelp, codeTrouble, errorOf, pausedTrouble, staleTrouble, type Trouble, typedTrouble } from './code-errors.tsx';
import { Actions, Button, TextLink } from './components.tsx';
import { ConfirmationWays } from './confirmation-ways.tsx';
import { startEnrolment } from './enrolment-start.ts';
import { CodeField, HiddenToken, PasswordField } from './fields.tsx';
import { confirmationPath, ENROLMENT, WISH, wishOf } from './fresh-wish.ts';
import { withoutLanguage } from './guards.ts';
import { PortalPage } from './layout.tsx';
import { answerElsewhere, securityPath, unchangedPath } from './refusals.ts';
import { passwordProblem } from './sign-in-fields.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

/**
 * Instead of a page or an action that asks for a fresh check: the way to the check and back. An action that was posted is not
 * done; the answer is the check itself, and leads on to the page of its form.
 */
export function askFreshCheck(visit: SessionVisit): Response {
  const page = withoutLanguage(visit.here).slice(pathOf(visit, '').length);
  const asked = { ...visit, query: { [WISH]: page } };
  if (visit.c.req.method === 'POST') return showConfirmation(asked, { status: 403, errors: [] });
  return seeOther(confirmationPath(asked));
}

/** GET /{portal}/confirmation?then= */
export function getConfirmation(visit: SessionVisit): Response {
  return showConfirmation(visit, null);
}

/** POST /{portal}/confirmation */
export async function postConfirmation(visit: SessionVisit): Promise<Response> {
  const { caller, session, sessionToken, site } = visit;
  if (visit.staleForm) return showConfirmation(visit, staleTrouble(visit, proofField(visit)));
  const typed = readProof(visit);
  if ('errors' in typed) return showConfirmation(visit, typed);

  const outcome = await stepUp(site.ports, caller, session, sessionToken, typed);
  if (!outcome.ok) return answerRefusal(visit, outcome.refusal);
  return enterConfirmed(
    visit,
    outcome.value.token,
    typed.kind === 'code' ? { secondFactorAt: caller.at } : { passwordAt: caller.at },
  );
}

/** The session has a new token, and the person is where they wanted to go. */
export function enterConfirmed(
  visit: SessionVisit,
  token: string,
  proven: Partial<Pick<Session, 'passwordAt' | 'secondFactorAt'>>,
): Response | Promise<Response> {
  visit.jar.set(visit.portal.id, 'session', token);
  return goOn({ ...visit, session: { ...visit.session, ...proven }, sessionToken: token });
}

function goOn(visit: SessionVisit): Response | Promise<Response> {
  const then = wishOf(visit);
  // Bound in another window meanwhile: whether there is to be one more is asked there.
  if (then === ENROLMENT && visit.session.authenticators.length === 0) return startEnrolment(visit);
  return seeOther(then === null ? securityPath(visit) : pathOf(visit, then));
}

function proofField({ session }: SessionVisit): Proof['kind'] {
  return session.authenticators.length > 0 ? 'code' : 'password';
}

function readProof(visit: SessionVisit): Proof | Trouble {
  const { fields, words } = visit;
  if (proofField(visit) === 'code') {
    const typed = readCode(fields['code'] ?? '');
    return typed.ok ? { kind: 'code', code: typed.code } : typedTrouble(words, typed);
  }
  const password = fields['password'] ?? '';
  const problem = passwordProblem(words.signIn, password);
  return problem === null ? { kind: 'password', password } : { status: 422, errors: [{ field: 'password', message: problem }] };
}

function answerRefusal(visit: SessionVisit, refusal: Refusal): Response {
  const { words } = visit;
  const field = proofField(visit);
  if (field === 'code') {
    const trouble = codeTrouble(visit, refusal);
    return trouble === null ? answerElsewhere(visit, refusal) : showConfirmation(visit, trouble);
  }
  if (refusal.code === 'too-many-attempts')
    return showConfirmation(visit, pausedTrouble(visit, refusal.retryAt, words.signIn.paused, field));
  const code = publicCode(refusal.code);
  if (code === 'not-accepted') {
    return showConfirmation(visit, { status: 422, errors: [{ field, message: words.confirmation.wrongPassword }] });
  }
  if (code === 'password-held') return showConfirmation(visit, { status: 429, errors: [{ field, message: words.signIn.held }] });
  return answerElsewhere(visit, refusal);
}

export function showConfirmation(asked: SessionVisit, trouble: Trouble | null): Response {
  // The language links repeat the query: a wish nobody knows is not among what they repeat.
  const visit = { ...asked, here: confirmationPath(asked) };
  return showPage(visit, <ConfirmationPage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function ConfirmationPage({ visit, trouble }: { visit: SessionVisit; trouble: Trouble | null }): JSX.Element {
  const { portal, words } = visit;
  const texts = words.confirmation;
  const isCode = proofField(visit) === 'code';
  const hasForm = !isCode || appsOf(visit.session.authenticators).length > 0;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      {hasForm ? (
        <>
          <p>{isCode ? texts.codeLead : texts.passwordLead}</p>
          <form method="post" action={confirmationPath(visit)} novalidate>
            <HiddenToken visit={visit} />
            {isCode ? (
              <CodeField
                id="code"
                label={words.code.label}
                hint={words.code.hint(portal.issuer)}
                error={errorOf(trouble, 'code')}
                autofocus={trouble === null}
                words={words}
              />
            ) : (
              <PasswordField
                id="password"
                label={words.signIn.password}
                autocomplete="current-password"
                error={errorOf(trouble, 'password')}
                words={words}
              />
            )}
            <Actions>
              <Button size="large">{texts.submit}</Button>
              <TextLink href={unchangedPath(visit)}>{words.common.cancel}</TextLink>
            </Actions>
          </form>
        </>
      ) : null}
      <ClockHelp words={words} trouble={trouble} />
      <ConfirmationWays visit={visit} trouble={trouble} isOnly={!hasForm} />
    </PortalPage>
  );
}
