/**
 * Asking for an account: one field, one page after it, the same for every address (SEC-E03). Where a portal does not offer it,
 * there is no such page. What the mailed link leads to is `offer.tsx`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { hours, minutes } from '../core/time.ts';
import { askForAccount } from '../journeys/registration.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Button, TextLink } from './components.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { SignInPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { lineOf } from './registration-fields.ts';
import { emailProblem } from './sign-in-fields.ts';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/registration */
export function getRegistration(visit: Visit): Response | null {
  return isOpen(visit) ? showForm(visit, '', null) : null;
}

/** POST /{portal}/registration */
export async function postRegistration(visit: Visit): Promise<Response | null> {
  if (!isOpen(visit)) return null;
  const email = lineOf(visit.fields['email']);
  if (visit.staleForm) return showForm(visit, email, staleTrouble(visit, 'email'));
  const message = emailProblem(visit.words.signIn, email);
  if (message !== null) return showForm(visit, email, { status: 422, errors: [{ field: 'email', message }] });
  const outcome = await askForAccount(visit.site.ports, visit.caller, email.normalize('NFKC'));
  if (outcome.ok) return seeOther(pathOf(visit, 'registration/sent'));
  const { refusal } = outcome;
  if (refusal.code !== 'too-many-attempts') return answerElsewhere(visit, refusal);
  return showForm(visit, email, pausedTrouble(visit, refusal.retryAt, visit.words.registration.paused, 'email'));
}

/** GET /{portal}/registration/sent */
export function getRegistrationSent(visit: Visit): Response | null {
  return isOpen(visit) ? showPage(visit, <SentPage visit={visit} />) : null;
}

function isOpen({ portal }: Visit): boolean {
  return portal.registration === 'open';
}

function showForm(visit: Visit, email: string, trouble: Trouble | null): Response {
  const page = <FormPage visit={visit} email={email} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

function FormPage({ visit, email, trouble }: { visit: Visit; email: string; trouble: Trouble | null }): JSX.Element {
  const { language, portal, words } = visit;
  const texts = words.registration;
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead(portal.name[language])}</p>
      <form method="post" action={pathOf(visit, 'registration')} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id="email"
          label={words.signIn.email}
          type="email"
          inputmode="email"
          autocomplete="email"
          value={email === '' ? undefined : email}
          error={errorOf(trouble, 'email')}
          required
          words={words}
        />
        <Button size="large">{texts.submit}</Button>
      </form>
      <p>
        <TextLink href={pathOf(visit, 'sign-in')}>{texts.toSignIn}</TextLink>
      </p>
    </SignInPage>
  );
}

function SentPage({ visit }: { visit: Visit }): JSX.Element {
  const texts = visit.words.registration;
  const lifetime = visit.site.ports.durations.registrationLinkFor;
  const isHours = lifetime % hours(1) === 0;
  const text = isHours ? texts.hours(lifetime / hours(1)) : texts.minutes(Math.max(1, Math.floor(lifetime / minutes(1))));
  return (
    <SignInPage visit={visit} title={texts.sentTitle}>
      <h1>{texts.sentTitle}</h1>
      <p>{texts.sent(text)}</p>
      <p>
        <TextLink href={pathOf(visit, 'registration')}>{texts.again}</TextLink>
      </p>
      <p>
        <TextLink href={pathOf(visit, 'sign-in')}>{texts.toSignIn}</TextLink>
      </p>
    </SignInPage>
  );
}
