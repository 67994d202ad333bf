/**
 * One of a company's people: what is on record, and the acts that are possible, each with what it does and a button of its own.
 * What is not possible is not there; where that could surprise, a sentence says why. What is possible is core's decision.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { COLLEAGUE_ACTIONS, type ColleagueAction, refusalOf } from '../core/company-administration.ts';
import { formatDate } from '../i18n/dates.ts';
import { actOnColleague, findColleague } from '../journeys/company-people.ts';
import type { CompanyPerson } from '../ports.ts';
import { pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { answerAct, type CompanyNotice } from './company-answers.ts';
import { disputePath } from './company-dispute.tsx';
import { roleText, SecondFactorBadge, StateBadge } from './company-tables.tsx';
import { Banner, Button, Card, Facts, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const ACTS = 'acts';
const DONE: Readonly<Record<ColleagueAction, CompanyNotice>> = {
  suspend: 'suspended',
  reopen: 'reopened',
  'end-sessions': 'sessions-ended',
  appoint: 'appointed',
};

/** GET /{portal}/company/colleagues/:id */
export function getColleague(visit: SessionVisit, id: string): Promise<Response | null> {
  return showPerson(visit, id, null);
}

/** POST /{portal}/company/colleagues/:id */
export async function postColleague(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (visit.staleForm) return showPerson(visit, id, staleTrouble(visit, ACTS));
  const action = COLLEAGUE_ACTIONS.find((each) => each === fields['choice']);
  if (action === undefined) return showPerson(visit, id, null);
  const outcome = await actOnColleague(site.ports, caller, session, id, action);
  if (!outcome.ok && outcome.refusal.code === 'too-many-attempts') {
    return showPerson(visit, id, pausedTrouble(visit, outcome.refusal.retryAt, visit.words.company.paused, ACTS));
  }
  return answerAct(visit, outcome, DONE[action]);
}

async function showPerson(visit: SessionVisit, id: string, trouble: Trouble | null): Promise<Response | null> {
  const person = await findColleague(visit.site.ports, visit.session, id);
  if (person === null) return null;
  const page = <ColleaguePage visit={visit} person={person} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface PersonProps {
  readonly visit: SessionVisit;
  readonly person: CompanyPerson;
}

function ColleaguePage({ visit, person, trouble }: PersonProps & { trouble: Trouble | null }): JSX.Element {
  const { words } = visit;
  const texts = words.company.colleague;
  return (
    <PortalPage visit={visit} title={texts.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <p class="back">
        <a href={pathOf(visit, 'company')}>‹ {texts.back}</a>
      </p>
      <h1>{texts.title}</h1>
      <Card>
        <PersonFacts visit={visit} person={person} />
      </Card>
      <div id={ACTS} class="stack">
        <Acts visit={visit} person={person} />
      </div>
      {person.id === visit.session.accountId ? null : (
        <>
          <p>
            <TextLink href={pathOf(visit, `company/colleagues/${person.id}/request`)}>
              {visit.words.companyRequests.start.link}
            </TextLink>
          </p>
          <p>
            <TextLink href={disputePath(visit, person.id)}>{visit.words.companyDispute.link}</TextLink>
          </p>
        </>
      )}
      <p class="small">{texts.unchanged}</p>
    </PortalPage>
  );
}

function PersonFacts({ visit, person }: PersonProps): JSX.Element {
  const { language } = visit;
  const { people } = visit.words.company;
  return (
    <Facts
      rows={[
        { term: people.name, value: person.name },
        { term: people.email, value: person.email },
        { term: people.role, value: roleText(visit, person) },
        { term: people.twoFactor, value: <SecondFactorBadge visit={visit} person={person} /> },
        {
          term: people.lastSignIn,
          value: person.lastSignedInAt === null ? people.neverSignedIn : formatDate(language, person.lastSignedInAt),
        },
        { term: people.state, value: <StateBadge visit={visit} person={person} /> },
      ]}
    />
  );
}

function Acts({ visit, person }: PersonProps): JSX.Element {
  const texts = visit.words.company.colleague;
  const actor = visit.session.accountId;
  if (person.id === actor) return <Banner tone="info" title={texts.own} />;
  const possible = COLLEAGUE_ACTIONS.filter((action) => refusalOf(action, actor, person) === null);
  return (
    <>
      {person.status === 'suspended' ? <Suspension visit={visit} person={person} /> : null}
      {possible.map((action) => (
        <ActForm visit={visit} person={person} action={action} />
      ))}
      {possible.length === 0 ? null : <p class="small">{texts.told}</p>}
    </>
  );
}

/** Who stopped it, and who alone can lift that. */
function Suspension({ visit, person }: PersonProps): JSX.Element {
  const texts = visit.words.company.colleague;
  const by = person.suspendedByName;
  const isOwn = person.suspendedBy === visit.session.accountId;
  const why: Child = isOwn ? null : <p>{person.suspendedBy === null ? texts.notOurs : texts.notYours}</p>;
  return (
    <Banner tone="warn" icon="pause" title={by === null ? texts.suspendedElsewhere : texts.suspendedBy(by)}>
      {why}
    </Banner>
  );
}

function ActForm({ visit, person, action }: PersonProps & { action: ColleagueAction }): JSX.Element {
  const texts = visit.words.company.colleague;
  const words: Readonly<Record<ColleagueAction, readonly [label: string, note: string]>> = {
    suspend: [texts.suspend, texts.suspendNote],
    reopen: [texts.reopen, texts.reopenNote],
    'end-sessions': [texts.endSessions, texts.endSessionsNote],
    appoint: [texts.appoint, texts.appointNote],
  };
  const [label, note] = words[action];
  return (
    <Card headingId={`act-${action}`}>
      <h2 id={`act-${action}`}>{label}</h2>
      <p>{note}</p>
      <form method="post" action={pathOf(visit, `company/colleagues/${person.id}`)}>
        <HiddenToken visit={visit} />
        <input type="hidden" name="choice" value={action} />
        <Button kind={action === 'suspend' ? 'danger' : 'secondary'}>{label}</Button>
      </form>
    </Card>
  );
}

/** The way back, for the pages beside this one. */
export function BackToCompany({ visit }: { visit: SessionVisit }): JSX.Element {
  return <TextLink href={pathOf(visit, 'company')}>{visit.words.company.colleague.back}</TextLink>;
}
