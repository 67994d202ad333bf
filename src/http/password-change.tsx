/**
 * Changing the password while signed in: the current one and the new one, once each (SEC-A07, checklists.md B6-2, B6-3). The route
 * asks for a fresh check before; what else ends with the change is decided by the journey.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { publicCode, type Refusal } from '../core/outcome.ts';
import { isHashable } from '../core/password.ts';
import { changePassword } from '../journeys/password-change.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, TextLink } from './components.tsx';
import { HiddenToken, PasswordField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { HiddenUsername, newPasswordSentence } from './new-password.tsx';
import { answerElsewhere, unchangedPath } from './refusals.ts';
import { type FormError, pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const CURRENT = 'current_password';
const NEXT = 'new_password';

/** GET /{portal}/account/password */
export function getPasswordChange(visit: SessionVisit): Response {
  return showForm(visit, null);
}

/** POST /{portal}/account/password */
export async function postPasswordChange(visit: SessionVisit): Promise<Response> {
  const { caller, fields, jar, portal, session, sessionToken, site } = visit;
  if (visit.staleForm) return showForm(visit, staleTrouble(visit, CURRENT));
  const typed = { current: fields[CURRENT] ?? '', next: fields[NEXT] ?? '' };
  const errors = typedErrors(visit, typed);
  if (errors.length > 0) return showForm(visit, { status: 422, errors });
  const outcome = await changePassword(site.ports, caller, session, sessionToken, typed);
  if (!outcome.ok) return answerRefusal(visit, outcome.refusal);
  jar.set(portal.id, 'session', outcome.value.token);
  return seeOther(`${pathOf(visit, portal.twoFactor.page)}?notice=password-changed`);
}

/** What is wrong with each field by itself, in the order of the fields. */
function typedErrors({ words }: SessionVisit, { current, next }: { current: string; next: string }): readonly FormError[] {
  const { change } = words.passwords;
  const errors: FormError[] = [];
  if (current === '') errors.push({ field: CURRENT, message: change.currentEmpty });
  else if (!isHashable(current)) errors.push({ field: CURRENT, message: words.signIn.passwordLength });
  if (next === '') errors.push({ field: NEXT, message: words.firstPassword.empty });
  return errors;
}

function answerRefusal(visit: SessionVisit, refusal: Refusal): Response {
  const { words } = visit;
  const { change } = words.passwords;
  const at = (field: string, message: string): Response => showForm(visit, { status: 422, errors: [{ field, message }] });
  if (refusal.code === 'password-refused') return at(NEXT, newPasswordSentence(words, refusal.problem));
  if (refusal.code === 'too-many-attempts') return showForm(visit, pausedTrouble(visit, refusal.retryAt, change.paused, CURRENT));
  if (refusal.code === 'password-held') return showForm(visit, { status: 429, errors: [{ field: CURRENT, message: change.held }] });
  return publicCode(refusal.code) === 'not-accepted' ? at(CURRENT, change.currentWrong) : answerElsewhere(visit, refusal);
}

function showForm(visit: SessionVisit, trouble: Trouble | null): Response {
  return showPage(visit, <FormPage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function FormPage({ visit, trouble }: { visit: SessionVisit; trouble: Trouble | null }): JSX.Element {
  const { portal, session, words } = visit;
  const texts = words.passwords.change;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <form method="post" action={pathOf(visit, 'account/password')} novalidate>
        <HiddenToken visit={visit} />
        <HiddenUsername email={session.account.email} words={words} />
        <PasswordField
          id={CURRENT}
          label={texts.current}
          autocomplete="current-password"
          error={errorOf(trouble, CURRENT)}
          words={words}
        />
        <PasswordField
          id={NEXT}
          label={words.firstPassword.label}
          hint={words.firstPassword.hint(visit.portal.passwordFloor)}
          autocomplete="new-password"
          error={errorOf(trouble, NEXT)}
          words={words}
        />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <TextLink href={unchangedPath(visit)}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
      {portal.kind === 'customer' ? (
        <p>
          <TextLink href={pathOf(visit, 'password-reset')}>{texts.forgotten}</TextLink>
        </p>
      ) : null}
    </PortalPage>
  );
}
