/**
 * The page of the mailed link with which a new account sets its password. Opening it changes nothing; its button sets the
 * password and leads to the sign-in, never into a session (SEC-P05).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Account } from '../core/account.ts';
import { setFirstPassword, viewPasswordLink } from '../journeys/first-password.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Facts, LinkButton } from './components.tsx';
import { SignInPage } from './layout.tsx';
import { emptyTrouble, NEW_PASSWORD, NewPasswordForm, passwordTrouble } from './new-password.tsx';
import { answerElsewhere } from './refusals.ts';
import { ContactLink } from './second-factor.tsx';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/password/:token */
export function getFirstPassword(visit: Visit, token: string): Promise<Response> {
  return showForm(visit, token, null);
}

/** POST /{portal}/password/:token. Leaves the address, token and all (SEC-N05). */
export async function postFirstPassword(visit: Visit, token: string): Promise<Response> {
  if (visit.staleForm) return showForm(visit, token, staleTrouble(visit, NEW_PASSWORD));
  const password = visit.fields['password'] ?? '';
  if (password === '') return showForm(visit, token, emptyTrouble(visit.words));
  const outcome = await setFirstPassword(visit.site.ports, visit.caller, token, password);
  if (outcome.ok) return seeOther(`${pathOf(visit, 'sign-in')}?notice=password-set`);
  const { refusal } = outcome;
  if (refusal.code === 'password-refused') return showForm(visit, token, passwordTrouble(visit.words, refusal.problem));
  if (refusal.code === 'link-spent') return showSpent(visit);
  return answerElsewhere(visit, refusal);
}

async function showForm(visit: Visit, token: string, trouble: Trouble | null): Promise<Response> {
  const holder = await viewPasswordLink(visit.site.ports, visit.caller, token);
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

function FormPage({ visit, token, account, trouble }: FormPageProps): JSX.Element {
  const { language, portal, words } = visit;
  const texts = words.firstPassword;
  const company = account.company === null ? [] : [{ term: words.account.company, value: account.company.name }];
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead(portal.name[language])}</p>
      <Facts
        rows={[
          { term: words.account.name, value: words.common.honorific(account.name) },
          ...company,
          { term: words.account.email, value: account.email },
        ]}
      />
      <NewPasswordForm
        visit={visit}
        action={pathOf(visit, `password/${encodeURIComponent(token)}`)}
        email={account.email}
        submit={texts.submit}
        trouble={trouble}
      />
      <p class="small">{texts.next}</p>
      <p>{texts.notYou}</p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
}

/** Used, superseded, expired, never sent, or a password is there already: nobody is told which. */
function showSpent(visit: Visit): Response {
  const { firstPassword, links } = visit.words;
  const page = (
    <SignInPage visit={visit} title={links.spentTitle}>
      <h1>{links.spentTitle}</h1>
      <p>{firstPassword.spent}</p>
      <p>
        <LinkButton href={pathOf(visit, 'sign-in')}>{links.spentAction}</LinkButton>
      </p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
  return showPage(visit, page, 410);
}
