/** Where a company's administrator asks the desk for a dispute of a colleague: what it leads to, and one button. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { askForColleague, type DisputeAsking, viewDisputeAsking } from '../journeys/dispute-asking.ts';
import { pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { answerAct } from './company-answers.ts';
import { hindranceText } from './company-request.tsx';
import { Banner, Button, Card } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const FORM = 'ask';

/** GET /{portal}/company/colleagues/:id/dispute */
export function getDisputeAsking(visit: SessionVisit, id: string): Promise<Response | null> {
  return show(visit, id, null);
}

/** POST /{portal}/company/colleagues/:id/dispute */
export async function postDisputeAsking(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, session, site, words } = visit;
  if (visit.staleForm) return show(visit, id, staleTrouble(visit, FORM));
  const outcome = await askForColleague(site.ports, caller, session, id);
  if (outcome.ok) return answerAct(visit, outcome, 'dispute-asked');
  const { refusal } = outcome;
  if (refusal.code === 'too-many-attempts')
    return show(visit, id, pausedTrouble(visit, refusal.retryAt, words.company.paused, FORM));
  const isOver = ['no-dispute', 'voucher-unfit', 'recovery-request-open-already'].includes(refusal.code);
  return isOver ? seeOther(disputePath(visit, id)) : answerAct(visit, outcome, 'dispute-asked');
}

export function disputePath(visit: SessionVisit, id: string): string {
  return pathOf(visit, `company/colleagues/${id}/dispute`);
}

async function show(visit: SessionVisit, id: string, trouble: Trouble | null): Promise<Response | null> {
  const asking = await viewDisputeAsking(visit.site.ports, visit.caller, visit.session, id);
  if (asking === null) return null;
  const page = <AskingPage visit={visit} asking={asking} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface AskingProps {
  readonly visit: SessionVisit;
  readonly asking: DisputeAsking;
}

function AskingPage({ visit, asking, trouble }: AskingProps & { trouble: Trouble | null }): JSX.Element {
  const { company, companyDispute: texts } = visit.words;
  const { person } = asking;
  return (
    <PortalPage visit={visit} title={texts.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <p class="back">
        <a href={pathOf(visit, `company/colleagues/${person.id}`)}>‹ {company.colleague.title}</a>
      </p>
      <h1>{texts.title}</h1>
      <p>{texts.lead(person.name)}</p>
      <div id={FORM}>{barOf({ visit, asking }) ?? <AskForm visit={visit} asking={asking} />}</div>
    </PortalPage>
  );
}

function barOf({ visit, asking }: AskingProps): JSX.Element | null {
  const texts = visit.words.companyDispute;
  if (asking.isRunning) return <Banner tone="info" title={texts.running} />;
  if (!asking.isDisputed)
    return (
      <Banner tone="info" title={texts.notDisputed}>
        <p>{texts.notDisputedText}</p>
      </Banner>
    );
  return asking.hindrance === null ? null : <Banner tone="info" title={hindranceText(visit, asking.hindrance)} />;
}

function AskForm({ visit, asking }: AskingProps): JSX.Element {
  const texts = visit.words.companyDispute;
  const { ownAsk, person } = asking;
  return (
    <Card headingId="ask-heading">
      <h2 id="ask-heading">{texts.heading}</h2>
      {ownAsk === null ? null : (
        <Banner tone="info" title={texts.asked(formatDateTimeWithZone(visit.language, ownAsk.expiresAt))} />
      )}
      <ul>
        {texts.effects.map((effect) => (
          <li>{effect}</li>
        ))}
      </ul>
      <form method="post" action={disputePath(visit, person.id)}>
        <HiddenToken visit={visit} />
        <Button kind="danger">{texts.submit}</Button>
      </form>
    </Card>
  );
}
