/**
 * The pages behind the links in letters about addresses, open in any browser to whoever has the link: confirming a new address, and
 * taking a change of the sign-in address back. Opening changes nothing, because mail scanners open links; no button signs anybody in.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ContactChange } from '../core/contact.ts';
import type { Refusal } from '../core/outcome.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { cancelContact, confirmContact, findLinkedChange } from '../journeys/contact-links.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, Facts, LinkButton, ResultHeading } from './components.tsx';
import { ContactSection } from './contact.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { settingsPath } from './settings-path.ts';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** id of the one form of these pages: what the summary links to. */
const FORM = 'confirm';

/** GET /{portal}/contact-confirmation/:token */
export function getContactConfirmation(visit: Visit, token: string): Promise<Response> {
  return showConfirmation(visit, token, null);
}

/** POST /{portal}/contact-confirmation/:token. Leaves the address, token and all (SEC-N05). */
export async function postContactConfirmation(visit: Visit, token: string): Promise<Response> {
  if (visit.staleForm) return showConfirmation(visit, token, staleTrouble(visit, FORM));
  const outcome = await confirmContact(visit.site.ports, visit.caller, token);
  if (outcome.ok) return seeOther(pathOf(visit, `contact-confirmation/${outcome.value === 'email' ? 'completed' : 'added'}`));
  const { refusal } = outcome;
  if (refusal.code === 'link-spent') return showSpent(visit, visit.words.contactData.confirmLink.spent);
  const trouble = runningTrouble(refusal, visit.words.contactData.runningLink);
  return trouble === null ? answerElsewhere(visit, refusal) : showConfirmation(visit, token, trouble);
}

/** GET /{portal}/contact-confirmation/completed: the same for everybody. */
export function getContactConfirmed(visit: Visit): Response {
  return showPage(visit, <ConfirmedPage visit={visit} />);
}

/** GET /{portal}/contact-confirmation/added: the same for everybody. */
export function getContactAdded(visit: Visit): Response {
  const { common, contactData } = visit.words;
  const texts = contactData.confirmLink;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.extraDoneTitle} width="reading">
      <ResultHeading word={common.done} title={texts.extraDoneTitle} />
      <p class="lead">{texts.extraDone}</p>
      <BackToSettings visit={visit} />
    </PortalPage>,
  );
}

/** GET /{portal}/contact-cancellation/:token */
export function getContactCancellation(visit: Visit, token: string): Promise<Response> {
  return showCancellation(visit, token, null);
}

/** POST /{portal}/contact-cancellation/:token */
export async function postContactCancellation(visit: Visit, token: string): Promise<Response> {
  if (visit.staleForm) return showCancellation(visit, token, staleTrouble(visit, FORM));
  const outcome = await cancelContact(visit.site.ports, visit.caller, token);
  if (outcome.ok) return seeOther(pathOf(visit, 'contact-cancellation/completed'));
  const { refusal } = outcome;
  if (refusal.code === 'link-spent') return showSpent(visit, visit.words.contactData.cancelLink.spent);
  const trouble = runningTrouble(refusal, visit.words.contactData.runningUndo);
  return trouble === null ? answerElsewhere(visit, refusal) : showCancellation(visit, token, trouble);
}

/** GET /{portal}/contact-cancellation/completed: the same for everybody. */
export function getContactCancelled(visit: Visit): Response {
  const { common, contactData } = visit.words;
  const texts = contactData.cancelLink;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.doneTitle} width="reading">
      <ResultHeading word={common.done} title={texts.doneTitle} />
      <p class="lead">{texts.doneLead}</p>
      <h2>{texts.nextHeading}</h2>
      <ol>
        {texts.next.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p>
        <LinkButton kind="secondary" href={pathOf(visit, 'password-reset')}>
          {texts.toReset}
        </LinkButton>
      </p>
      <ContactSection visit={visit} />
    </PortalPage>,
  );
}

/** Null: the refusal is about something else. */
function runningTrouble(refusal: Refusal, message: string): Trouble | null {
  return refusal.code === 'recovery-request-live' ? { status: 403, errors: [{ field: FORM, message }] } : null;
}

async function showConfirmation(visit: Visit, token: string, trouble: Trouble | null): Promise<Response> {
  const change = await findLinkedChange(visit.site.ports, visit.caller, 'confirmation', token);
  if (change === null) return showSpent(visit, visit.words.contactData.confirmLink.spent);
  const page = <ConfirmationPage visit={visit} change={change} token={token} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

async function showCancellation(visit: Visit, token: string, trouble: Trouble | null): Promise<Response> {
  const change = await findLinkedChange(visit.site.ports, visit.caller, 'cancellation', token);
  if (change === null) return showSpent(visit, visit.words.contactData.cancelLink.spent);
  const page = <CancellationPage visit={visit} change={change} token={token} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

interface LinkPageProps {
  readonly visit: Visit;
  readonly change: ContactChange;
  readonly token: string;
  readonly trouble: Trouble | null;
}

/** Names the address and the portal and nothing else of the account: the mailbox may be a stranger's. */
function ConfirmationPage({ visit, change, token, trouble }: LinkPageProps): JSX.Element {
  const texts = visit.words.contactData.confirmLink;
  const isEmail = change.kind === 'email';
  const title = isEmail ? texts.emailTitle : texts.extraTitle;
  return (
    <PortalPage visit={visit} title={title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{title}</h1>
      <p>{isEmail ? texts.emailLead : texts.extraLead}</p>
      <Facts rows={[{ term: texts.address, value: change.value }]} />
      {isEmail ? <p>{texts.emailEffects}</p> : null}
      <form method="post" action={pathOf(visit, `contact-confirmation/${encodeURIComponent(token)}`)} id={FORM}>
        <HiddenToken visit={visit} />
        <Actions>
          <Button size="large">{texts.submit}</Button>
        </Actions>
      </form>
      <p>{texts.notYou}</p>
    </PortalPage>
  );
}

function CancellationPage({ visit, change, token, trouble }: LinkPageProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.contactData.cancelLink;
  const isConfirmed = change.confirmedAt !== null;
  const when = (at: number): string => formatDateTimeWithZone(language, at);
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <Facts
        rows={[
          { term: texts.address, value: change.value },
          { term: texts.requested, value: when(change.requestedAt) },
          ...(change.confirmedAt === null ? [] : [{ term: texts.confirmed, value: when(change.confirmedAt) }]),
        ]}
      />
      <h2>{texts.effectsHeading}</h2>
      <ul>
        {(isConfirmed ? texts.confirmedEffects : texts.pendingEffects).map((effect) => (
          <li>{effect}</li>
        ))}
      </ul>
      <p>{texts.password}</p>
      <form method="post" action={pathOf(visit, `contact-cancellation/${encodeURIComponent(token)}`)} id={FORM}>
        <HiddenToken visit={visit} />
        <Actions>
          <Button kind="danger" size="large">
            {texts.submit}
          </Button>
        </Actions>
      </form>
      <p>{texts.wasMe}</p>
    </PortalPage>
  );
}

function ConfirmedPage({ visit }: { visit: Visit }): JSX.Element {
  const { common, contactData } = visit.words;
  const texts = contactData.confirmLink;
  return (
    <PortalPage visit={visit} title={texts.emailDoneTitle} width="reading">
      <ResultHeading word={common.done} title={texts.emailDoneTitle} />
      <p class="lead">{texts.emailDone}</p>
      <p>{texts.emailDoneNext}</p>
      {visit.session === null ? (
        <p>
          <LinkButton href={pathOf(visit, 'sign-in')}>{texts.toSignIn}</LinkButton>
        </p>
      ) : (
        <BackToSettings visit={visit} />
      )}
    </PortalPage>
  );
}

/** The mailbox may be a stranger's: only who is signed in here has settings to go back to. */
function BackToSettings({ visit }: { visit: Visit }): JSX.Element | null {
  if (visit.session === null) return null;
  return (
    <p>
      <LinkButton href={settingsPath(visit)}>{visit.words.contactData.back}</LinkButton>
    </p>
  );
}

/** Used, superseded, cancelled, expired, taken or never sent: nobody is told which. */
function showSpent(visit: Visit, why: string): Response {
  const { links } = visit.words;
  const page = (
    <PortalPage visit={visit} title={links.spentTitle} width="reading">
      <h1>{links.spentTitle}</h1>
      <p class="lead">{why}</p>
      <ContactSection visit={visit} />
    </PortalPage>
  );
  return showPage(visit, page, 410);
}
