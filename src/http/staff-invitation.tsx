/** Inviting somebody to the desk: who, which role, which language. Nothing is sent before a second person has confirmed it. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { STAFF_ROLES } from '../core/account.ts';
import { isLanguage, LANGUAGES } from '../core/language.ts';
import { mayAct } from '../core/staff.ts';
import { askForStaff } from '../journeys/staff.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button } from './components.tsx';
import { LANGUAGE_NAME } from './document.tsx';
import { HiddenToken, RadioCard, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { lineOf, NAME_MAX } from './registration-fields.ts';
import { emailProblem } from './sign-in-fields.ts';
import { answerStaff, BackToStaff } from './staff-answers.tsx';
import { RoleChoice } from './staff-person.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

interface Typed {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly language: string;
}

/** GET /desk/staff/invitation */
export function getStaffInvitation(visit: SessionVisit): Response | null {
  return mayInvite(visit) ? showForm(visit, { email: '', name: '', role: '', language: visit.language }, null) : null;
}

/** POST /desk/staff/invitation */
export async function postStaffInvitation(visit: SessionVisit): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (!mayInvite(visit)) return null;
  const typed = {
    email: lineOf(fields['email']),
    name: lineOf(fields['name']),
    role: fields['role'] ?? '',
    language: fields['language'] ?? '',
  };
  if (visit.staleForm) return showForm(visit, typed, staleTrouble(visit, 'email'));
  const errors = errorsOf(visit, typed);
  const role = STAFF_ROLES.find((each) => each === typed.role);
  const { language, name } = typed;
  if (errors.length > 0 || role === undefined || !isLanguage(language)) return showForm(visit, typed, { status: 422, errors });
  const email = typed.email.normalize('NFKC');
  const outcome = await askForStaff(site.ports, caller, session, { kind: 'invite', email, name, role, language });
  const words = visit.words.staff;
  if (!outcome.ok && outcome.refusal.code === 'address-taken') {
    return showForm(visit, typed, { status: 422, errors: [{ field: 'email', message: words.invitations.taken }] });
  }
  if (!outcome.ok && outcome.refusal.code === 'too-many-attempts') {
    return showForm(visit, typed, pausedTrouble(visit, outcome.refusal.retryAt, words.member.paused, 'email'));
  }
  return answerStaff(visit, outcome, 'asked');
}

function mayInvite({ caller, session, site }: SessionVisit): boolean {
  return mayAct(session.account, 'staff.invite', caller.at, site.ports.recovery);
}

function errorsOf(visit: SessionVisit, { email, name, role, language }: Typed): Trouble['errors'] {
  const words = visit.words.staff.invitations;
  const found = [
    { field: 'email', message: emailProblem(visit.words.signIn, email) },
    { field: 'name', message: name === '' ? words.nameEmpty : [...name].length > NAME_MAX ? words.nameLength(NAME_MAX) : null },
    { field: 'role-intake', message: STAFF_ROLES.some((each) => each === role) ? null : words.roleEmpty },
    { field: 'language-ja', message: isLanguage(language) ? null : words.languageEmpty },
  ];
  return found.flatMap(({ field, message }) => (message === null ? [] : [{ field, message }]));
}

function showForm(visit: SessionVisit, typed: Typed, trouble: Trouble | null): Response {
  const page = <InvitationPage visit={visit} typed={typed} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface PageProps {
  readonly visit: SessionVisit;
  readonly typed: Typed;
  readonly trouble: Trouble | null;
}

function InvitationPage({ visit, typed, trouble }: PageProps): JSX.Element {
  const { words } = visit;
  const texts = words.staff.invitations;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <BackToStaff visit={visit} />
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <form method="post" action={pathOf(visit, 'staff/invitation')} novalidate>
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
        <RoleChoice visit={visit} legend={texts.role} chosen={typed.role} error={errorOf(trouble, 'role-intake')} />
        <LetterLanguage visit={visit} chosen={typed.language} error={errorOf(trouble, 'language-ja')} />
        <Actions>
          <Button size="large">{texts.submit}</Button>
        </Actions>
      </form>
    </PortalPage>
  );
}

interface LetterLanguageProps {
  readonly visit: SessionVisit;
  readonly chosen: string;
  readonly error: string | undefined;
}

function LetterLanguage({ visit, chosen, error }: LetterLanguageProps): JSX.Element {
  const texts = visit.words.staff.invitations;
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
