/**
 * Pages of the one-time links by mail: waiting for one, and confirming one. Opening a link changes nothing, because mail
 * scanners open links; only its button does (G-24). The token stands in the path of these pages and nowhere else.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { maskedEmail } from '../core/account.ts';
import { publicCode } from '../core/outcome.ts';
import { beginEnrolment } from '../journeys/enrolment.ts';
import { type ConfirmationPurpose, confirmMailedLink } from '../journeys/mailed-links.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { keepBrowser } from './completed-sign-in.ts';
import { Banner, Button, LinkButton, StepProgress } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { SignInPage } from './layout.tsx';
import { clockTime } from './pause.ts';
import { sendToStep } from './pending-step.ts';
import { answerElsewhere } from './refusals.ts';
import { ContactLink, PendingAccount } from './second-factor.tsx';
import { type PendingVisit, pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** id of the one form of these pages: what the summary links to. */
const FORM = 'confirm';

/** GET /{portal}/sign-in/confirmation: who must enrol waits here for the mail (product decision 10). */
export function getMailboxWait(visit: PendingVisit): Response {
  return sendToStep(visit, ['mailbox', 'enrolment']) ?? showWait(visit, null);
}

/** POST /{portal}/sign-in/confirmation: goes on once the link was confirmed, in whichever browser. */
export async function postMailboxWait(visit: PendingVisit): Promise<Response> {
  const { caller, pending, site } = visit;
  const elsewhere = sendToStep(visit, ['mailbox', 'enrolment']);
  if (elsewhere !== null) return elsewhere;
  if (visit.staleForm) return showWait(visit, staleTrouble(visit, FORM));
  if (pending.mailboxConfirmedAt === null) {
    return showWait(visit, { status: 422, errors: [{ field: FORM, message: visit.words.links.waitNotYet }] });
  }
  const begun = await beginEnrolment(site.ports, caller, { kind: 'pending', pending });
  return begun.ok ? seeOther(pathOf(visit, 'sign-in/enrolment')) : answerElsewhere(visit, begun.refusal);
}

/** GET /{portal}/sign-in/confirmation/:token */
export function getMailedLink(visit: Visit, token: string): Response {
  return showLink(visit, 'enrolment-confirmation', token, null);
}

/** POST /{portal}/sign-in/confirmation/:token */
export function postMailedLink(visit: Visit, token: string): Promise<Response> {
  return spendLink(visit, 'enrolment-confirmation', token);
}

/** GET /{portal}/sign-in/browser/:token */
export function getBrowserLink(visit: Visit, token: string): Response {
  return showLink(visit, 'browser-confirmation', token, null);
}

/** POST /{portal}/sign-in/browser/:token */
export function postBrowserLink(visit: Visit, token: string): Promise<Response> {
  return spendLink(visit, 'browser-confirmation', token);
}

/** Spends the link and leaves its address, token and all (SEC-N05). */
async function spendLink(visit: Visit, purpose: ConfirmationPurpose, token: string): Promise<Response> {
  if (visit.staleForm) return showLink(visit, purpose, token, staleTrouble(visit, FORM));
  const outcome = await confirmMailedLink(visit.site.ports, visit.caller, purpose, token, visit.pending);
  if (!outcome.ok) {
    const code = publicCode(outcome.refusal.code);
    if (code === 'other-browser') {
      return showLink(visit, purpose, token, { status: 422, errors: [{ field: FORM, message: visit.words.links.otherBrowser }] });
    }
    if (code === 'link-spent') return showPage(visit, <SpentPage visit={visit} />, 410);
    return answerElsewhere(visit, outcome.refusal);
  }
  if (outcome.value !== null) keepBrowser(visit, outcome.value.token);
  if (purpose === 'browser-confirmation') return seeOther(`${pathOf(visit, 'sign-in')}?notice=browser-confirmed`);
  return seeOther(pathOf(visit, 'sign-in/confirmation'));
}

function showWait(visit: PendingVisit, trouble: Trouble | null): Response {
  return showPage(visit, <WaitPage visit={visit} trouble={trouble} />, trouble?.status ?? 200);
}

function showLink(visit: Visit, purpose: ConfirmationPurpose, token: string, trouble: Trouble | null): Response {
  return showPage(visit, <LinkPage visit={visit} purpose={purpose} token={token} trouble={trouble} />, trouble?.status ?? 200);
}

function WaitPage({ visit, trouble }: { visit: PendingVisit; trouble: Trouble | null }): JSX.Element {
  const { pending, words } = visit;
  const { links } = words;
  return (
    <SignInPage visit={visit} title={links.waitTitle} errors={trouble?.errors} errorNote={trouble?.note}>
      <StepProgress step={2} of={3} label={links.confirmTitle} words={words} />
      <h1>{links.waitTitle}</h1>
      <PendingAccount visit={visit} />
      {pending.mailboxConfirmedAt === null ? (
        <>
          <p>{links.waitLead}</p>
          <p>{links.waitSent(maskedEmail(pending.account.email))}</p>
          <p>{links.waitThen}</p>
        </>
      ) : (
        <Banner tone="ok" title={links.confirmDoneTitle} role="status">
          <p>{links.waitConfirmed}</p>
        </Banner>
      )}
      <form method="post" action={pathOf(visit, 'sign-in/confirmation')} id={FORM}>
        <Button size="large">{words.common.continue}</Button>
        <HiddenToken visit={visit} />
      </form>
      <p class="small">
        {links.waitUntil(clockTime(visit, pending.expiresAt))} {pending.mailboxConfirmedAt === null ? links.waitResend : null}
      </p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
}

interface LinkPageProps {
  readonly visit: Visit;
  readonly purpose: ConfirmationPurpose;
  readonly token: string;
  readonly trouble: Trouble | null;
}

function LinkPage({ visit, purpose, token, trouble }: LinkPageProps): JSX.Element {
  const { links } = visit.words;
  const isBrowser = purpose === 'browser-confirmation';
  const title = isBrowser ? links.browserTitle : links.confirmTitle;
  const path = pathOf(visit, `sign-in/${isBrowser ? 'browser' : 'confirmation'}/${encodeURIComponent(token)}`);
  return (
    <SignInPage visit={visit} title={title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{title}</h1>
      <p>{isBrowser ? links.browserLead : links.confirmLead}</p>
      <form method="post" action={path} id={FORM}>
        <Button size="large">{isBrowser ? links.browserSubmit : links.confirmSubmit}</Button>
        <HiddenToken visit={visit} />
      </form>
      <p>{links.confirmNotYou}</p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
}

/** Used, superseded, expired or never sent: nobody is told which. */
function SpentPage({ visit }: { visit: Visit }): JSX.Element {
  const { links } = visit.words;
  return (
    <SignInPage visit={visit} title={links.spentTitle}>
      <h1>{links.spentTitle}</h1>
      <p>{links.spent}</p>
      <p>
        <LinkButton href={pathOf(visit, 'sign-in')}>{links.spentAction}</LinkButton>
      </p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
}
