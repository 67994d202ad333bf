/**
 * Asking for a new password: one address in, one answer out, the same for everybody and everything (SEC-E03, T-41). Who has an account
 * is found out later, by the clerk. Staff passwords are not reset by mail (desk.md section 6): their page says whom to ask.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { minutes } from '../core/time.ts';
import { askForReset } from '../journeys/password-reset.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, LinkButton, TextLink } from './components.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { SignInPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { ContactLink } from './second-factor.tsx';
import { emailProblem } from './sign-in-fields.ts';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

const EMAIL = 'email';

/** GET /{portal}/password-reset */
export function getPasswordReset(visit: Visit): Response {
  return showForm(visit, '', null);
}

/** POST /{portal}/password-reset */
export async function postPasswordReset(visit: Visit): Promise<Response> {
  const typed = visit.fields[EMAIL] ?? '';
  if (visit.staleForm) return showForm(visit, typed, staleTrouble(visit, EMAIL));
  const problem = emailProblem(visit.words.signIn, typed);
  if (problem !== null) return showForm(visit, typed, { status: 422, errors: [{ field: EMAIL, message: problem }] });
  const outcome = await askForReset(visit.site.ports, visit.caller, typed);
  if (outcome.ok) return seeOther(pathOf(visit, 'password-reset/requested'));
  const { refusal } = outcome;
  if (refusal.code !== 'too-many-attempts') return answerElsewhere(visit, refusal);
  return showForm(visit, typed, pausedTrouble(visit, refusal.retryAt, visit.words.passwords.ask.networkPaused, EMAIL));
}

/** GET /{portal}/password-reset/requested: the same for everybody; it knows nothing of what was typed. */
export function getResetRequested(visit: Visit): Response {
  return showPage(visit, <RequestedPage visit={visit} />);
}

/** GET /desk/password-reset */
export function getStaffPasswordReset(visit: Visit): Response {
  const { staff, ask } = visit.words.passwords;
  const page = (
    <SignInPage visit={visit} title={staff.title}>
      <h1>{staff.title}</h1>
      <p>{staff.lead}</p>
      <p>{staff.ask}</p>
      <p>
        <LinkButton href={pathOf(visit, 'sign-in')} kind="secondary">
          {ask.toSignIn}
        </LinkButton>
      </p>
    </SignInPage>
  );
  return showPage(visit, page);
}

function showForm(visit: Visit, typed: string, trouble: Trouble | null): Response {
  return showPage(visit, <FormPage visit={visit} typed={typed} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function FormPage({ visit, typed, trouble }: { visit: Visit; typed: string; trouble: Trouble | null }): JSX.Element {
  const { words } = visit;
  const texts = words.passwords.ask;
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <form method="post" action={pathOf(visit, 'password-reset')} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id={EMAIL}
          label={words.signIn.email}
          type="email"
          inputmode="email"
          autocomplete="username"
          value={typed === '' ? undefined : typed}
          error={errorOf(trouble, EMAIL)}
          required
          words={words}
        />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <TextLink href={pathOf(visit, 'sign-in')}>{texts.toSignIn}</TextLink>
        </Actions>
      </form>
      <p class="small">{texts.keeps}</p>
    </SignInPage>
  );
}

function RequestedPage({ visit }: { visit: Visit }): JSX.Element {
  const { site, words } = visit;
  const texts = words.passwords.asked;
  return (
    <SignInPage visit={visit} title={texts.title}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <p>{texts.use(Math.floor(site.ports.durations.resetLinkFor / minutes(1)))}</p>
      <h2>{texts.missingHeading}</h2>
      <ul>
        {texts.missing.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p>
        <TextLink href={pathOf(visit, 'password-reset')}>{texts.again}</TextLink>
      </p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
}
