/**
 * Inviting somebody into the company, and one open invitation with its two ways on: the mail once more, or the end. Both pages say
 * the same whether or not the address has an account (SEC-E03).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { isLanguage, LANGUAGES } from '../core/language.ts';
import { formatDateTime } from '../i18n/dates.ts';
import { administratorOf } from '../journeys/company-administration.ts';
import { cancelInvitation, findInvitation, invite, renewInvitation } from '../journeys/invitations.ts';
import type { Invitation } from '../ports.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { answerAct } from './company-answers.ts';
import { BackToCompany } from './company-colleague.tsx';
import { Actions, Button, Card, Facts } from './components.tsx';
import { LANGUAGE_NAME } from './document.tsx';
import { HiddenToken, RadioCard, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { lineOf, NAME_MAX } from './registration-fields.ts';
import { emailProblem } from './sign-in-fields.ts';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

interface TypedInvitation {
  readonly email: string;
  readonly name: string;
  readonly language: string;
}

/** GET /{portal}/company/invitations */
export function getInvite(visit: SessionVisit): Response | null {
  if (administratorOf(visit.session) === null) return null;
  return showForm(visit, { email: '', name: '', language: visit.language }, null);
}

/** POST /{portal}/company/invitations */
export async function postInvite(visit: SessionVisit): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (administratorOf(session) === null) return null;
  const typed = { email: lineOf(fields['email']), name: lineOf(fields['name']), language: fields['language'] ?? '' };
  if (visit.staleForm) return showForm(visit, typed, staleTrouble(visit, 'email'));
  const errors = errorsOf(visit, typed);
  const { language } = typed;
  if (errors.length > 0 || !isLanguage(language)) return showForm(visit, typed, { status: 422, errors });
  const outcome = await invite(site.ports, caller, session, { ...typed, email: typed.email.normalize('NFKC'), language });
  if (!outcome.ok && outcome.refusal.code === 'address-taken') {
    const taken = { field: 'email', message: visit.words.company.invitations.taken };
    return showForm(visit, typed, { status: 422, errors: [taken] });
  }
  if (!outcome.ok && outcome.refusal.code === 'too-many-attempts') {
    return showForm(visit, typed, pausedTrouble(visit, outcome.refusal.retryAt, visit.words.company.invitations.paused, 'email'));
  }
  return answerAct(visit, outcome, 'invited');
}

/** GET /{portal}/company/invitations/:id */
export async function getInvitation(visit: SessionVisit, id: string): Promise<Response | null> {
  return showOne(visit, id, null);
}

/** POST /{portal}/company/invitations/:id */
export async function postInvitation(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (administratorOf(session) === null) return null;
  if (visit.staleForm) return showOne(visit, id, staleTrouble(visit, 'acts'));
  if ((await findInvitation(site.ports, caller, session, id)) === null) return null;
  const isCancelled = fields['choice'] === 'cancel';
  if (!isCancelled && fields['choice'] !== 'renew') return showOne(visit, id, null);
  const act = isCancelled ? cancelInvitation : renewInvitation;
  const outcome = await act(site.ports, caller, session, id);
  if (!outcome.ok && outcome.refusal.code === 'too-many-attempts') {
    return showOne(visit, id, pausedTrouble(visit, outcome.refusal.retryAt, visit.words.company.invitations.paused, 'acts'));
  }
  return answerAct(visit, outcome, isCancelled ? 'cancelled' : 'renewed');
}

function errorsOf(visit: SessionVisit, { email, name, language }: TypedInvitation): Trouble['errors'] {
  const words = visit.words.company.invitations;
  const found = [
    { field: 'email', message: emailProblem(visit.words.signIn, email) },
    { field: 'name', message: name === '' ? words.nameEmpty : [...name].length > NAME_MAX ? words.nameLength(NAME_MAX) : null },
    { field: 'language-ja', message: isLanguage(language) ? null : words.languageEmpty },
  ];
  return found.flatMap(({ field, message }) => (message === null ? [] : [{ field, message }]));
}

function showForm(visit: SessionVisit, typed: TypedInvitation, trouble: Trouble | null): Response {
  const page = <InvitePage visit={visit} typed={typed} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface InviteProps {
  readonly visit: SessionVisit;
  readonly typed: TypedInvitation;
  readonly trouble: Trouble | null;
}

function InvitePage({ visit, typed, trouble }: InviteProps): JSX.Element {
  const { words } = visit;
  const texts = words.company.invitations;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <p>{texts.known}</p>
      <form method="post" action={pathOf(visit, 'company/invitations')} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id="email"
          label={texts.email}
          type="email"
          inputmode="email"
          autocomplete="off"
          value={typed.email === '' ? undefined : typed.email}
          error={errorOf(trouble, 'email')}
          required
          words={words}
        />
        <TextField
          id="name"
          label={texts.name}
          autocomplete="off"
          value={typed.name === '' ? undefined : typed.name}
          error={errorOf(trouble, 'name')}
          required
          words={words}
        />
        <LanguageChoice visit={visit} chosen={typed.language} error={errorOf(trouble, 'language-ja')} />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <BackToCompany visit={visit} />
        </Actions>
      </form>
    </PortalPage>
  );
}

function LanguageChoice({ visit, chosen, error }: { visit: SessionVisit; chosen: string; error: string | undefined }): JSX.Element {
  const texts = visit.words.company.invitations;
  return (
    <fieldset
      class={error === undefined ? undefined : 'has-error'}
      aria-describedby={error === undefined ? undefined : 'language-error'}
    >
      <legend class="label">
        {texts.language} <span class="required">{visit.words.common.required}</span>
      </legend>
      {LANGUAGES.toSorted((one) => (one === visit.language ? -1 : 1)).map((language) => (
        <RadioCard
          id={`language-${language}`}
          name="language"
          value={language}
          label={LANGUAGE_NAME[language]}
          checked={chosen === language}
        />
      ))}
      {error === undefined ? null : (
        <p class="field-error" id="language-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}

async function showOne(visit: SessionVisit, id: string, trouble: Trouble | null): Promise<Response | null> {
  const invitation = await findInvitation(visit.site.ports, visit.caller, visit.session, id);
  if (invitation === null) return null;
  const page = <InvitationPage visit={visit} invitation={invitation} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface OneProps {
  readonly visit: SessionVisit;
  readonly invitation: Invitation;
  readonly trouble: Trouble | null;
}

function InvitationPage({ visit, invitation, trouble }: OneProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.company.invitations;
  const { people } = words.company;
  return (
    <PortalPage visit={visit} title={texts.oneTitle} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.oneTitle}</h1>
      <Card>
        <Facts
          rows={[
            { term: people.name, value: invitation.name },
            { term: people.email, value: invitation.email },
            { term: texts.madeAt, value: formatDateTime(language, invitation.createdAt) },
            { term: texts.madeBy, value: invitation.invitedBy?.name ?? '' },
            { term: texts.until, value: formatDateTime(language, invitation.expiresAt) },
          ]}
        />
      </Card>
      <div id="acts" class="stack">
        <ActForm visit={visit} id={invitation.id} choice="renew" label={texts.again} note={texts.againNote} />
        <ActForm visit={visit} id={invitation.id} choice="cancel" label={texts.cancel} note={texts.cancelNote} />
      </div>
      <p>
        <BackToCompany visit={visit} />
      </p>
    </PortalPage>
  );
}

interface ActProps {
  readonly visit: SessionVisit;
  readonly id: string;
  readonly choice: 'renew' | 'cancel';
  readonly label: string;
  readonly note: string;
}

function ActForm({ visit, id, choice, label, note }: ActProps): JSX.Element {
  return (
    <Card headingId={`act-${choice}`}>
      <h2 id={`act-${choice}`}>{label}</h2>
      <p>{note}</p>
      <form method="post" action={pathOf(visit, `company/invitations/${id}`)}>
        <HiddenToken visit={visit} />
        <input type="hidden" name="choice" value={choice} />
        <Button kind={choice === 'cancel' ? 'danger' : 'secondary'}>{label}</Button>
      </form>
    </Card>
  );
}
