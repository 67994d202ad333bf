/**
 * The pages behind the "not me" link of a notice: what was reported and what the button does, and what follows. Open to anybody
 * who has the link, signed in or not. Opening changes nothing, because mail scanners open links; only the button does (SEC-P04).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { days } from '../core/time.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { letterWords } from '../i18n/letter-words.ts';
import { findReportedNotice, objectToNotice } from '../journeys/not-me.ts';
import type { ReportedNotice } from '../ports.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Banner, Button, Facts, ResultHeading } from './components.tsx';
import { ContactSection } from './contact.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** id of the one form: what the summary links to. */
const FORM = 'not-me';

/** GET /{portal}/not-me/:token */
export async function getNotMe(visit: Visit, token: string): Promise<Response> {
  return showReview(visit, token, null);
}

/** POST /{portal}/not-me/:token: closes the account and leaves the address of the link (SEC-N05). */
export async function postNotMe(visit: Visit, token: string): Promise<Response> {
  if (visit.staleForm) return showReview(visit, token, staleTrouble(visit, FORM));
  const outcome = await objectToNotice(visit.site.ports, visit.caller, token);
  if (outcome.ok) return seeOther(pathOf(visit, 'not-me/completed'));
  return outcome.refusal.code === 'link-spent' ? showSpent(visit) : answerElsewhere(visit, outcome.refusal);
}

/** GET /{portal}/not-me/completed: the same for everybody; what became of one account is in its letter. */
export function getNotMeDone(visit: Visit): Response {
  return showPage(visit, <DonePage visit={visit} />);
}

async function showReview(visit: Visit, token: string, trouble: Trouble | null): Promise<Response> {
  const notice = await findReportedNotice(visit.site.ports, visit.caller, token);
  if (notice === null) return showSpent(visit);
  return showPage(visit, <ReviewPage visit={visit} notice={notice} token={token} trouble={trouble} />, trouble?.status ?? 200);
}

function showSpent(visit: Visit): Response {
  return showPage(visit, <SpentPage visit={visit} />, 410);
}

interface ReviewPageProps {
  readonly visit: Visit;
  readonly notice: ReportedNotice;
  readonly token: string;
  readonly trouble: Trouble | null;
}

function ReviewPage({ visit, notice, token, trouble }: ReviewPageProps): JSX.Element {
  const { language, site, words } = visit;
  const texts = words.notMe;
  const frozenDays = Math.ceil(site.ports.recovery.freezeFor / days(1));
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <Facts
        rows={[
          { term: texts.reported, value: letterWords(words.letters, notice.kind).title },
          { term: texts.at, value: formatDateTimeWithZone(language, notice.at) },
        ]}
      />
      <h2>{texts.effectsHeading}</h2>
      <ul>
        <li>{texts.sessions}</li>
        <li>{texts.passwordOnly}</li>
        <li>{texts.authenticators}</li>
        <li>{texts.recovery(frozenDays)}</li>
        <li>{texts.told}</li>
      </ul>
      <Banner tone="warn">
        <p>{texts.undo}</p>
      </Banner>
      <form method="post" action={pathOf(visit, `not-me/${encodeURIComponent(token)}`)} id={FORM}>
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

function DonePage({ visit }: { visit: Visit }): JSX.Element {
  const { words } = visit;
  const texts = words.notMe;
  return (
    <PortalPage visit={visit} title={texts.doneTitle} width="reading">
      <ResultHeading word={words.common.done} title={texts.doneTitle} />
      <p class="lead">{texts.doneLead}</p>
      <p>{texts.stillWorks}</p>
      <h2>{texts.nextHeading}</h2>
      <ol>
        <li>{texts.nextContact}</li>
        <li>{texts.nextPassword}</li>
        <li>{texts.nextMail}</li>
      </ol>
      <ContactSection visit={visit} />
    </PortalPage>
  );
}

/** Used, expired or never sent: nobody is told which. */
function SpentPage({ visit }: { visit: Visit }): JSX.Element {
  const { links, notMe } = visit.words;
  return (
    <PortalPage visit={visit} title={links.spentTitle} width="reading">
      <h1>{links.spentTitle}</h1>
      <p class="lead">{notMe.spent}</p>
      <ContactSection visit={visit} />
    </PortalPage>
  );
}
