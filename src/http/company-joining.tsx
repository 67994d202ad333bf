/**
 * A request to join the company: who asks and what was typed, and the two answers. The page says that neither the name of the firm
 * nor the mail address proves anything (product decision 9).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDateTime } from '../i18n/dates.ts';
import { decideJoinRequest, findJoinRequest } from '../journeys/company-people.ts';
import type { JoinRequest } from '../ports.ts';
import { pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { answerAct } from './company-answers.ts';
import { BackToCompany } from './company-colleague.tsx';
import { Actions, Banner, Button, Card, Facts } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

/** GET /{portal}/company/joining/:id */
export function getJoining(visit: SessionVisit, id: string): Promise<Response | null> {
  return showRequest(visit, id, null);
}

/** POST /{portal}/company/joining/:id */
export async function postJoining(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (visit.staleForm) return showRequest(visit, id, staleTrouble(visit, 'acts'));
  const isAccepted = fields['choice'] === 'accept';
  if (!isAccepted && fields['choice'] !== 'decline') return showRequest(visit, id, null);
  if ((await findJoinRequest(site.ports, session, id)) === null) return null;
  const outcome = await decideJoinRequest(site.ports, caller, session, id, isAccepted);
  if (!outcome.ok && outcome.refusal.code === 'too-many-attempts') {
    return showRequest(visit, id, pausedTrouble(visit, outcome.refusal.retryAt, visit.words.company.paused, 'acts'));
  }
  return answerAct(visit, outcome, isAccepted ? 'joined' : 'declined');
}

async function showRequest(visit: SessionVisit, id: string, trouble: Trouble | null): Promise<Response | null> {
  const request = await findJoinRequest(visit.site.ports, visit.session, id);
  if (request === null) return null;
  const page = <JoiningPage visit={visit} request={request} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface JoiningProps {
  readonly visit: SessionVisit;
  readonly request: JoinRequest;
  readonly trouble: Trouble | null;
}

function JoiningPage({ visit, request, trouble }: JoiningProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.company.joinRequests;
  const { people } = words.company;
  return (
    <PortalPage visit={visit} title={texts.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <Banner tone="warn">
        <p>{texts.lead}</p>
      </Banner>
      <Card>
        <Facts
          rows={[
            { term: people.name, value: request.name },
            { term: people.email, value: request.email },
            { term: texts.companyName, value: request.companyName },
            { term: texts.askedAt, value: formatDateTime(language, request.askedAt) },
          ]}
        />
      </Card>
      <p>{texts.acceptNote}</p>
      <form method="post" id="acts" action={pathOf(visit, `company/joining/${request.accountId}`)}>
        <HiddenToken visit={visit} />
        <Actions>
          <Button name="choice" value="accept">
            {texts.accept}
          </Button>
          <Button kind="secondary" name="choice" value="decline">
            {texts.decline}
          </Button>
          <BackToCompany visit={visit} />
        </Actions>
      </form>
    </PortalPage>
  );
}
