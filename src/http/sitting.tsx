/**
 * The page of a sitting's code: the first administrator, somebody invited to the desk or a member whom the host helps sets a password
 * here and goes on to the authenticator in the same sitting (SEC-E10, desk.md section 6). Opening it changes nothing.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { minutes } from '../core/time.ts';
import { RECALLED_FOR } from '../journeys/sessions.ts';
import { beginSitting, type SittingHolder, viewSitting } from '../journeys/sittings.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { inSeconds } from './completed-sign-in.ts';
import { Facts, LinkButton } from './components.tsx';
import { SignInPage } from './layout.tsx';
import { emptyTrouble, NEW_PASSWORD, NewPasswordForm, passwordTrouble } from './new-password.tsx';
import { answerElsewhere } from './refusals.ts';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** GET /desk/setup/:code */
export function getSitting(visit: Visit, code: string): Promise<Response> {
  return showForm(visit, code, null);
}

/** POST /desk/setup/:code */
export async function postSitting(visit: Visit, code: string): Promise<Response> {
  const { caller, jar, portal, site, words } = visit;
  if (visit.staleForm) return showForm(visit, code, staleTrouble(visit, NEW_PASSWORD));
  const password = visit.fields['password'] ?? '';
  if (password === '') return showForm(visit, code, emptyTrouble(words));
  const outcome = await beginSitting(site.ports, caller, code, password);
  if (outcome.ok) {
    jar.set(portal.id, 'pending', outcome.value.token, inSeconds(site.ports.durations.pendingSignInFor + RECALLED_FOR));
    return seeOther(pathOf(visit, 'sign-in/enrolment'));
  }
  const { refusal } = outcome;
  if (refusal.code === 'password-refused') return showForm(visit, code, passwordTrouble(words, refusal.problem));
  if (refusal.code === 'link-spent') return showSpent(visit);
  return answerElsewhere(visit, refusal);
}

async function showForm(visit: Visit, code: string, trouble: Trouble | null): Promise<Response> {
  const holder = await viewSitting(visit.site.ports, visit.caller, code);
  if (!holder.ok) return showSpent(visit);
  const page = <FormPage visit={visit} code={code} holder={holder.value} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

interface FormPageProps {
  readonly visit: Visit;
  readonly code: string;
  readonly holder: SittingHolder;
  readonly trouble: Trouble | null;
}

function FormPage({ visit, code, holder, trouble }: FormPageProps): JSX.Element {
  const { site, words } = visit;
  const texts = words.sitting;
  const title = texts.titles[holder.kind];
  const limit = Math.floor(site.ports.durations.pendingSignInFor / minutes(1));
  return (
    <SignInPage visit={visit} title={title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{title}</h1>
      <p>{texts.leads[holder.kind]}</p>
      <Facts
        rows={[
          { term: words.account.name, value: words.common.honorific(holder.name) },
          { term: words.account.email, value: holder.email },
          { term: texts.role, value: words.role.roles[holder.role].name },
        ]}
      />
      <NewPasswordForm
        visit={visit}
        action={pathOf(visit, `setup/${encodeURIComponent(code)}`)}
        email={holder.email}
        submit={texts.submit}
        trouble={trouble}
      />
      <p class="small">{texts.next(limit)}</p>
    </SignInPage>
  );
}

/** Used, voided, expired or never printed: nobody is told which. */
function showSpent(visit: Visit): Response {
  const { links, sitting } = visit.words;
  const page = (
    <SignInPage visit={visit} title={sitting.spentTitle}>
      <h1>{sitting.spentTitle}</h1>
      <p>{sitting.spent}</p>
      <p>
        <LinkButton href={pathOf(visit, 'sign-in')}>{links.spentAction}</LinkButton>
      </p>
    </SignInPage>
  );
  return showPage(visit, page, 410);
}
