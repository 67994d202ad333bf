/**
 * The pages on which a holder asks for another sign-in address: what follows is said before (SEC-H06), the letters that were sent
 * after. An address somebody has an account with is answered like any other. What happens in a mailbox is `contact-link.tsx`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ContactChange } from '../core/contact.ts';
import type { Refusal } from '../core/outcome.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { cancelOwnChange } from '../journeys/contact-links.ts';
import { type ContactOverview, viewContact } from '../journeys/contact-overview.ts';
import { requestEmailChange } from '../journeys/email-change.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Banner, Button, Facts, ResultHeading, TextLink } from './components.tsx';
import { contactTrouble, NotNowPage } from './contact-trouble.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { settingsPath } from './settings-path.ts';
import { emailProblem } from './sign-in-fields.ts';
import { pathOf, type SessionVisit, seeOther, showPage, type Visit } from './visit.ts';

const FIELD = 'email';

/** GET /{portal}/account/email */
export function getEmail(visit: SessionVisit): Promise<Response> {
  return showForm(visit, '', null);
}

/** POST /{portal}/account/email */
export async function postEmail(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const typed = fields[FIELD] ?? '';
  if (visit.staleForm) return showForm(visit, typed, staleTrouble(visit, FIELD));
  const problem = emailProblem(words.signIn, typed);
  if (problem !== null) return showForm(visit, typed, { status: 422, errors: [{ field: FIELD, message: problem }] });
  const outcome = await requestEmailChange(site.ports, caller, session, typed.normalize('NFKC').trim());
  return outcome.ok ? seeOther(pathOf(visit, 'account/email/requested')) : answerRefusal(visit, typed, outcome.refusal);
}

/** GET /{portal}/account/email/requested */
export async function getEmailRequested(visit: SessionVisit): Promise<Response> {
  const { waitingEmail } = await viewContact(visit.site.ports, visit.caller, visit.session);
  if (waitingEmail === null) return seeOther(settingsPath(visit));
  return showPage(visit, <RequestedPage visit={visit} change={waitingEmail} />);
}

/** POST /{portal}/account/email/cancellation: also while a request runs, because nothing changes by it (desk.md invariant 5). */
export async function postEmailCancellation(visit: SessionVisit): Promise<Response> {
  const { caller, session, site } = visit;
  if (visit.staleForm) return showForm(visit, '', staleTrouble(visit, FIELD));
  const { waitingEmail } = await viewContact(site.ports, caller, session);
  const outcome = waitingEmail === null ? null : await cancelOwnChange(site.ports, caller, session, waitingEmail.id);
  if (outcome !== null && !outcome.ok && outcome.refusal.code !== 'link-spent') return answerElsewhere(visit, outcome.refusal);
  return seeOther(settingsPath(visit, outcome?.ok === true ? 'email-change-cancelled' : undefined));
}

function answerRefusal(visit: SessionVisit, typed: string, refusal: Refusal): Response | Promise<Response> {
  const { words } = visit;
  if (refusal.code === 'address-unchanged') {
    return showForm(visit, typed, { status: 422, errors: [{ field: FIELD, message: words.contactData.email.unchanged }] });
  }
  const trouble = contactTrouble(visit, FIELD, refusal);
  if (trouble !== null) return showForm(visit, typed, trouble);
  return refusal.code === 'recovery-request-live' ? showForm(visit, typed, null) : answerElsewhere(visit, refusal);
}

async function showForm(visit: SessionVisit, typed: string, trouble: Trouble | null): Promise<Response> {
  const book = await viewContact(visit.site.ports, visit.caller, visit.session);
  if (book.isRecoveryRunning) {
    const page = (
      <NotNowPage visit={visit} title={visit.words.contactData.email.title}>
        <Waiting visit={visit} change={book.waitingEmail} />
      </NotNowPage>
    );
    return showPage(visit, page, 403);
  }
  const page = <FormPage visit={visit} typed={typed} book={book} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface FormPageProps {
  readonly visit: SessionVisit;
  readonly typed: string;
  readonly book: ContactOverview;
  readonly trouble: Trouble | null;
}

function FormPage({ visit, typed, book, trouble }: FormPageProps): JSX.Element {
  const { session, site, words } = visit;
  const texts = words.contactData;
  const { durations, recovery } = site.ports;
  const next = texts.email.next(lasting(words, durations.contactLinkFor), lasting(words, durations.contactCancelFor));
  return (
    <PortalPage visit={visit} title={texts.email.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.email.title}</h1>
      <Waiting visit={visit} change={book.waitingEmail} />
      <Facts rows={[{ term: texts.email.current, value: session.account.email }]} />
      <form method="post" action={pathOf(visit, 'account/email')} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id={FIELD}
          type="email"
          label={texts.email.label}
          hint={texts.email.hint}
          value={typed}
          autocomplete="email"
          inputmode="email"
          error={errorOf(trouble, FIELD)}
          required
          words={words}
        />
        <h2>{texts.nextHeading}</h2>
        <ol>
          {next.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <p>{texts.email.recovery(lasting(words, recovery.contactUnchangedFor))}</p>
        <Actions>
          <Button size="large">{texts.email.submit}</Button>
          <TextLink href={settingsPath(visit, 'unchanged')}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}

function Waiting({ visit, change }: { visit: Visit; change: ContactChange | null }): JSX.Element | null {
  if (change === null) return null;
  const { language, words } = visit;
  const texts = words.contactData.email;
  return (
    <Banner tone="info" title={texts.pendingTitle}>
      <p>{texts.pending(change.value, formatDateTimeWithZone(language, change.confirmUntil))}</p>
      <p>{texts.replaces}</p>
      <Cancellation visit={visit} />
    </Banner>
  );
}

function Cancellation({ visit }: { visit: Visit }): JSX.Element {
  return (
    <form method="post" action={pathOf(visit, 'account/email/cancellation')}>
      <HiddenToken visit={visit} />
      <Button kind="secondary">{visit.words.contactData.email.cancel}</Button>
    </form>
  );
}

function RequestedPage({ visit, change }: { visit: SessionVisit; change: ContactChange }): JSX.Element {
  const { language, site, words } = visit;
  const texts = words.contactData;
  const { durations } = site.ports;
  const next = texts.email.next(lasting(words, durations.contactLinkFor), lasting(words, durations.contactCancelFor));
  return (
    <PortalPage visit={visit} title={texts.email.sentTitle} width="reading">
      <ResultHeading word={words.common.done} title={texts.email.sentTitle} />
      <p class="lead">{texts.email.sentLead(change.value)}</p>
      <Facts rows={[{ term: texts.email.until, value: formatDateTimeWithZone(language, change.confirmUntil) }]} />
      <h2>{texts.nextHeading}</h2>
      <ol>
        {next.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p>{texts.email.missing}</p>
      <Cancellation visit={visit} />
      <p>
        <TextLink href={settingsPath(visit)}>{texts.back}</TextLink>
      </p>
    </PortalPage>
  );
}
