/**
 * The page behind a mailed invitation or registration link: opening it changes nothing, its button makes the account and leads to
 * the sign-in, never into a session (SEC-P05). Of an invitation the name is the company's word; otherwise it is asked for.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { acceptOffer, type OfferKind, viewOffer } from '../journeys/registration.ts';
import type { Invitation } from '../ports.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Facts, LinkButton } from './components.tsx';
import { TextField } from './fields.tsx';
import { SignInPage } from './layout.tsx';
import { emptyTrouble, NEW_PASSWORD, NewPasswordForm, passwordTrouble } from './new-password.tsx';
import { answerElsewhere } from './refusals.ts';
import { holderErrors, lineOf, type TypedHolder } from './registration-fields.ts';
import { ContactLink } from './second-factor.tsx';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

const NOTHING_TYPED: TypedHolder = { name: '', company: '' };

/** GET /{portal}/invitation/:token and /{portal}/registration/:token */
export function getOffer(kind: OfferKind): (visit: Visit, token: string) => Promise<Response> {
  return (visit, token) => showForm(visit, kind, token, NOTHING_TYPED, null);
}

/** POST of the same. Leaves the address, token and all (SEC-N05). */
export function postOffer(kind: OfferKind): (visit: Visit, token: string) => Promise<Response> {
  return async (visit, token) => {
    const { caller, fields, site, words } = visit;
    const typed = { name: lineOf(fields['name']), company: lineOf(fields['company']) };
    const again = (trouble: Trouble): Promise<Response> => showForm(visit, kind, token, typed, trouble);
    if (visit.staleForm) return again(staleTrouble(visit, NEW_PASSWORD));
    const password = fields['password'] ?? '';
    const wrong = kind === 'registration' ? holderErrors(words, typed) : [];
    const empty = password === '' ? emptyTrouble(words).errors : [];
    if (wrong.length + empty.length > 0) return again({ status: 422, errors: [...wrong, ...empty] });
    const outcome = await acceptOffer(site.ports, caller, kind, token, { ...typed, password });
    if (outcome.ok) return seeOther(`${pathOf(visit, 'sign-in')}?notice=registered`);
    const { refusal } = outcome;
    if (refusal.code === 'password-refused') return again(passwordTrouble(words, refusal.problem));
    return refusal.code === 'link-spent' ? showSpent(visit) : answerElsewhere(visit, refusal);
  };
}

async function showForm(
  visit: Visit,
  kind: OfferKind,
  token: string,
  typed: TypedHolder,
  trouble: Trouble | null,
): Promise<Response> {
  const offer = await viewOffer(visit.site.ports, visit.caller, kind, token);
  if (!offer.ok) return showSpent(visit);
  const action = pathOf(visit, `${kind}/${encodeURIComponent(token)}`);
  const page = <OfferPage visit={visit} offer={offer.value} action={action} typed={typed} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

interface OfferProps {
  readonly visit: Visit;
  readonly offer: Invitation;
  readonly action: string;
  readonly typed: TypedHolder;
  readonly trouble: Trouble | null;
}

function OfferPage({ visit, offer, action, typed, trouble }: OfferProps): JSX.Element {
  const { language, portal, words } = visit;
  const texts = words.registration;
  const isInvited = offer.company !== null;
  const title = isInvited ? texts.invitationTitle : texts.offerTitle;
  return (
    <SignInPage visit={visit} title={title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{title}</h1>
      <p>{isInvited ? texts.invitationLead(portal.name[language]) : texts.offerLead}</p>
      <Facts rows={factsOf(visit, offer)} />
      <NewPasswordForm
        visit={visit}
        action={action}
        email={offer.email}
        submit={texts.create}
        trouble={trouble}
        before={isInvited ? null : <HolderFields visit={visit} typed={typed} trouble={trouble} />}
      />
      <p class="small">{texts.next}</p>
      <p>{texts.notYou}</p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
}

function factsOf({ words }: Visit, { company, name, email, invitedBy }: Invitation) {
  const mail = { term: words.account.email, value: email };
  if (company === null) return [mail];
  return [
    { term: words.account.name, value: words.common.honorific(name) },
    { term: words.account.company, value: company.name },
    mail,
    { term: words.company.invitations.madeBy, value: invitedBy?.name ?? '' },
  ];
}

function HolderFields({ visit, typed, trouble }: Pick<OfferProps, 'visit' | 'typed' | 'trouble'>): JSX.Element {
  const { words } = visit;
  const texts = words.registration;
  return (
    <>
      <TextField
        id="name"
        label={texts.name}
        autocomplete="name"
        value={typed.name === '' ? undefined : typed.name}
        error={errorOf(trouble, 'name')}
        required
        words={words}
      />
      <TextField
        id="company"
        label={texts.company}
        hint={texts.companyHint}
        autocomplete="organization"
        value={typed.company === '' ? undefined : typed.company}
        error={errorOf(trouble, 'company')}
        required={false}
        words={words}
      />
    </>
  );
}

/** Used, superseded, cancelled, expired or never sent: nobody is told which. */
function showSpent(visit: Visit): Response {
  const { links, registration } = visit.words;
  const page = (
    <SignInPage visit={visit} title={links.spentTitle}>
      <h1>{links.spentTitle}</h1>
      <p>{registration.spent}</p>
      <p>
        <LinkButton href={pathOf(visit, 'sign-in')}>{links.spentAction}</LinkButton>
      </p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
  return showPage(visit, page, 410);
}
