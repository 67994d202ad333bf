/** The pages on which a holder changes number and name: at once, after a fresh check, nothing typed is lost on the way. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { maskedPhone } from '../core/account.ts';
import { NAME_MAX, readName, readPhone, type TypedProblem } from '../core/contact-input.ts';
import type { Refusal } from '../core/outcome.ts';
import type { Words } from '../i18n/catalog.ts';
import { changeName, changePhone } from '../journeys/contact-details.ts';
import { viewContact } from '../journeys/contact-overview.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, Facts, TextLink } from './components.tsx';
import { NotNowPage } from './contact-trouble.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { settingsPath } from './settings-path.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

type Detail = 'phone' | 'name';

/** GET /{portal}/account/phone */
export function getPhone(visit: SessionVisit): Promise<Response> {
  return showForm(visit, 'phone', '', null);
}

/** POST /{portal}/account/phone */
export async function postPhone(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const typed = fields['phone'] ?? '';
  if (visit.staleForm) return showForm(visit, 'phone', typed, staleTrouble(visit, 'phone'));
  const isRemoval = fields['choice'] === 'remove';
  const read = readPhone(typed);
  if (!isRemoval && !read.ok) return showForm(visit, 'phone', typed, troubleOf('phone', phoneProblem(words, read.problem)));
  const phone = isRemoval || !read.ok ? null : read.value;
  const outcome = await changePhone(site.ports, caller, session, phone);
  if (!outcome.ok) return answerRefusal(visit, 'phone', typed, outcome.refusal);
  const changed = phone === null ? 'phone-removed' : 'phone-changed';
  return seeOther(settingsPath(visit, outcome.value ? changed : 'unchanged'));
}

/** GET /{portal}/account/name */
export function getName(visit: SessionVisit): Promise<Response> {
  return showForm(visit, 'name', visit.session.account.name, null);
}

/** POST /{portal}/account/name */
export async function postName(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const typed = fields['name'] ?? '';
  if (visit.staleForm) return showForm(visit, 'name', typed, staleTrouble(visit, 'name'));
  const read = readName(typed);
  if (!read.ok) return showForm(visit, 'name', typed, troubleOf('name', nameProblem(words, read.problem)));
  const outcome = await changeName(site.ports, caller, session, read.value);
  if (!outcome.ok) return answerRefusal(visit, 'name', typed, outcome.refusal);
  return seeOther(settingsPath(visit, outcome.value ? 'name-changed' : 'unchanged'));
}

function phoneProblem({ contactData: { phone } }: Words, problem: TypedProblem): string {
  if (problem === 'empty') return phone.empty;
  if (problem === 'too-few-digits') return phone.tooShort;
  return problem === 'not-a-number' ? phone.shape : phone.tooLong;
}

function nameProblem({ contactData: { name } }: Words, problem: TypedProblem): string {
  return problem === 'empty' ? name.empty : name.tooLong(NAME_MAX);
}

function troubleOf(field: Detail, message: string): Trouble {
  return { status: 422, errors: [{ field, message }] };
}

function answerRefusal(visit: SessionVisit, detail: Detail, typed: string, refusal: Refusal): Response | Promise<Response> {
  return refusal.code === 'recovery-request-live' ? showForm(visit, detail, typed, null) : answerElsewhere(visit, refusal);
}

async function showForm(visit: SessionVisit, detail: Detail, typed: string, trouble: Trouble | null): Promise<Response> {
  const { isRecoveryRunning } = await viewContact(visit.site.ports, visit.caller, visit.session);
  if (isRecoveryRunning) return showPage(visit, <NotNowPage visit={visit} title={visit.words.contactData[detail].title} />, 403);
  const page =
    detail === 'phone' ? (
      <PhonePage visit={visit} typed={typed} trouble={trouble} />
    ) : (
      <NamePage visit={visit} typed={typed} trouble={trouble} />
    );
  return showPage(visit, page, trouble?.status ?? 200);
}

interface DetailPageProps {
  readonly visit: SessionVisit;
  readonly typed: string;
  readonly trouble: Trouble | null;
}

function PhonePage({ visit, typed, trouble }: DetailPageProps): JSX.Element {
  const { session, site, words } = visit;
  const texts = words.contactData.phone;
  const current = session.account.phone;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.why}</p>
      <p>{texts.young(lasting(words, site.ports.recovery.contactUnchangedFor))}</p>
      <Facts rows={[{ term: texts.current, value: current === null ? words.account.noPhone : maskedPhone(current) }]} />
      <form method="post" action={pathOf(visit, 'account/phone')} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id="phone"
          type="tel"
          label={texts.label}
          hint={texts.hint}
          value={typed}
          autocomplete="tel"
          inputmode="tel"
          error={errorOf(trouble, 'phone')}
          required
          words={words}
        />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <TextLink href={settingsPath(visit, 'unchanged')}>{words.common.cancel}</TextLink>
        </Actions>
        {current === null ? null : (
          <Actions>
            <Button kind="secondary" name="choice" value="remove">
              {texts.remove}
            </Button>
          </Actions>
        )}
      </form>
    </PortalPage>
  );
}

function NamePage({ visit, typed, trouble }: DetailPageProps): JSX.Element {
  const { words } = visit;
  const texts = words.contactData.name;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <form method="post" action={pathOf(visit, 'account/name')} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id="name"
          label={texts.label}
          hint={texts.hint}
          value={typed}
          autocomplete="name"
          error={errorOf(trouble, 'name')}
          required
          words={words}
        />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <TextLink href={settingsPath(visit, 'unchanged')}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}
