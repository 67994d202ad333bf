/**
 * Sign-ins and activity: where the account is signed in, and ninety days of what happened in it, by day (SEC-G09, U-58, Z-25). Whose it
 * is follows from the session alone; what is told is decided in core. The forms end sessions elsewhere, after a fresh check.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatClock, formatDate, formatDateTime } from '../i18n/dates.ts';
import { type ActivityLine, type ActivityPage, viewActivity, viewSessions } from '../journeys/activity.ts';
import { endOtherSessions, endSession } from '../journeys/session-ends.ts';
import { Pages, pageAsked } from './arrangement.tsx';
import { placeOf } from './client.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Card, TextLink } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { SignedInBrowsers } from './signed-in-browsers.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const PAGE_SIZE = 50;
/** Where the list of sessions begins: errors of its forms lead there. */
const SESSIONS = 'sessions';

/** GET /{portal}/activity */
export function getActivity(visit: SessionVisit): Promise<Response> {
  return showActivity(visit, null);
}

/** POST /{portal}/activity/sessions: every other session ends, this one has a new token. */
export async function postSessions(visit: SessionVisit): Promise<Response> {
  const { caller, jar, portal, session, sessionToken, site } = visit;
  if (visit.staleForm) return showActivity(visit, staleTrouble(visit, SESSIONS));
  const outcome = await endOtherSessions(site.ports, caller, session, sessionToken);
  if (!outcome.ok) return answerElsewhere(visit, outcome.refusal);
  jar.set(portal.id, 'session', outcome.value.token.token);
  return seeOther(`${pathOf(visit, 'activity')}?notice=others-ended`);
}

/** POST /{portal}/activity/sessions/{handle}: one ends. */
export async function postSession(visit: SessionVisit, handle: string): Promise<Response> {
  const { caller, session, site } = visit;
  if (visit.staleForm) return showActivity(visit, staleTrouble(visit, SESSIONS));
  const outcome = await endSession(site.ports, caller, session, handle);
  if (!outcome.ok) return answerElsewhere(visit, outcome.refusal);
  return seeOther(`${pathOf(visit, 'activity')}?notice=one-ended`);
}

async function showActivity(visit: SessionVisit, trouble: Trouble | null): Promise<Response> {
  const { caller, session, site, words } = visit;
  const [sessions, page] = await Promise.all([
    viewSessions(site.ports, caller, session),
    viewActivity(site.ports, caller, session, pageAsked(visit.query['page']), PAGE_SIZE),
  ]);
  const texts = words.activity;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.title} width="enrolment" errors={trouble?.errors}>
      <Notice visit={visit} />
      <h1>{texts.title}</h1>
      <div class="stack">
        <Card id={SESSIONS} headingId="sessions-heading">
          <h2 id="sessions-heading">{texts.sessions}</h2>
          <SignedInBrowsers visit={visit} sessions={sessions} />
        </Card>
        <History visit={visit} page={page} />
        <Card headingId="strange-heading">
          <h2 id="strange-heading">{texts.strange}</h2>
          <p>{texts.strangeText}</p>
          <p>
            <TextLink href={pathOf(visit, 'account/password')}>{texts.changePassword}</TextLink>
          </p>
          <p>
            <TextLink href={`${pathOf(visit, 'help')}#contact`}>{texts.contact}</TextLink>
          </p>
        </Card>
      </div>
    </PortalPage>,
    trouble?.status ?? 200,
  );
}

function Notice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const texts = visit.words.activity;
  switch (visit.query['notice']) {
    case 'one-ended':
      return <Banner tone="ok" role="status" title={texts.endedOne} />;
    case 'others-ended':
      return <Banner tone="ok" role="status" title={texts.endedOthers} />;
    case 'session-over':
      return <Banner tone="info" role="status" title={texts.endedAlready} />;
    default:
      return null;
  }
}

function History({ visit, page }: { visit: SessionVisit; page: ActivityPage }): JSX.Element {
  const texts = visit.words.activity;
  const link = (number: number): string => `${pathOf(visit, 'activity')}${number === 1 ? '' : `?page=${number}`}#history`;
  return (
    <Card id="history" headingId="history-heading">
      <h2 id="history-heading">{texts.history}</h2>
      {page.lines.length === 0 ? <p>{texts.none}</p> : <p class="small">{texts.zone}</p>}
      {byDay(visit, page.lines).map(([day, lines]) => (
        <>
          <h3>{day}</h3>
          <ul class="activity">
            {lines.map((line) => (
              <Line visit={visit} line={line} />
            ))}
          </ul>
        </>
      ))}
      {page.isCut && page.page === page.pages ? <p class="small">{texts.cut}</p> : null}
      {page.pages > 1 ? (
        <Pages
          label={texts.pages}
          current={texts.pageOf(page.page, page.pages)}
          previous={page.page > 1 ? { href: link(page.page - 1), label: texts.newer } : null}
          next={page.page < page.pages ? { href: link(page.page + 1), label: texts.older } : null}
        />
      ) : null}
    </Card>
  );
}

function Line({ visit, line }: { visit: SessionVisit; line: ActivityLine }): JSX.Element {
  const { language, words } = visit;
  const texts = words.activity;
  const facts = [
    line.count > 1 ? texts.repeated(line.count, formatDateTime(language, line.since)) : '',
    line.methods.map((method) => texts.methods[method]).join(' + '),
    line.browser,
    line.address === null ? '' : placeOf(line.address),
    line.actor === 'holder' || line.actor === 'claimant' ? '' : texts.actors[line.actor],
  ].filter((fact) => fact !== '');
  return (
    <li>
      <time datetime={new Date(line.at).toISOString()}>{formatClock(language, line.at)}</time>
      <div>
        {texts.sentences[line.kind]}
        {facts.length === 0 ? null : <span class="activity-facts">{facts.join(' · ')}</span>}
      </div>
    </li>
  );
}

/** Days as they are in Japan, newest first. */
function byDay(visit: SessionVisit, lines: readonly ActivityLine[]): readonly (readonly [string, readonly ActivityLine[]])[] {
  const days = new Map<string, ActivityLine[]>();
  for (const line of lines) {
    const day = formatDate(visit.language, line.at);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days];
}
