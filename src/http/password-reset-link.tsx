/**
 * The page behind the mailed link of a forgotten password. Opening it changes nothing, because mail scanners open links; its button
 * sets the password and leads to the sign-in, never into a session (SEC-E07).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Account } from '../core/account.ts';
import { resetPassword, viewResetLink } from '../journeys/password-reset-link.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { LinkButton } from './components.tsx';
import { SignInPage } from './layout.tsx';
import { emptyTrouble, NEW_PASSWORD, NewPasswordForm, passwordTrouble } from './new-password.tsx';
import { answerElsewhere } from './refusals.ts';
import { ContactLink } from './second-factor.tsx';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/password-reset/:token */
export function getResetLink(visit: Visit, token: string): Promise<Response> {
  return showForm(visit, token, null);
}

/** POST /{portal}/password-reset/:token. Leaves the address, token and all (SEC-N05). */
export async function postResetLink(visit: Visit, token: string): Promise<Response> {
  if (visit.staleForm) return showForm(visit, token, staleTrouble(visit, NEW_PASSWORD));
  const password = visit.fields['password'] ?? '';
  if (password === '') return showForm(visit, token, emptyTrouble(visit.words));
  const outcome = await resetPassword(visit.site.ports, visit.caller, token, password);
  if (outcome.ok) {
    const notice = outcome.value.isClosed ? 'password-reset-closed' : 'password-reset';
    return seeOther(`${pathOf(visit, 'sign-in')}?notice=${notice}`);
  }
  const { refusal } = outcome;
  if (refusal.code === 'password-refused') return showForm(visit, token, passwordTrouble(visit.words, refusal.problem));
  return refusal.code === 'link-spent' ? showSpent(visit) : answerElsewhere(visit, refusal);
}

async function showForm(visit: Visit, token: string, trouble: Trouble | null): Promise<Response> {
  const holder = await viewResetLink(visit.site.ports, visit.caller, token);
  if (!holder.ok) return showSpent(visit);
  const page = <FormPage visit={visit} token={token} account={holder.value} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

interface FormPageProps {
  readonly visit: Visit;
  readonly token: string;
  readonly account: Account;
  readonly trouble: Trouble | null;
}

/** Nothing of the account but its address, which a reader of the mailbox knows: for password managers (checklists.md B6-2). */
function FormPage({ visit, token, account, trouble }: FormPageProps): JSX.Element {
  const { language, portal, words } = visit;
  const texts = words.passwords.reset;
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead(portal.name[language])}</p>
      <NewPasswordForm
        visit={visit}
        action={pathOf(visit, `password-reset/${encodeURIComponent(token)}`)}
        email={account.email}
        submit={texts.submit}
        trouble={trouble}
      />
      <p class="small">{texts.effects}</p>
      <p>{texts.notYou}</p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
}

/** Used, replaced, expired, never sent, or the account has changed: nobody is told which. */
function showSpent(visit: Visit): Response {
  const { links, passwords } = visit.words;
  const page = (
    <SignInPage visit={visit} title={links.spentTitle}>
      <h1>{links.spentTitle}</h1>
      <p>{passwords.reset.spent}</p>
      <p>
        <LinkButton href={pathOf(visit, 'password-reset')}>{passwords.reset.again}</LinkButton>
      </p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
  return showPage(visit, page, 410);
}
