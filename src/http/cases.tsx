/**
 * The support cases of the signed-in person's company: the list, one case, and the table the dashboard shares with them.
 * Read-only: cases are worked on elsewhere. Which company may be read is decided by `journeys/cases.ts`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { CASE_STATE_LABEL, type CaseState, type SupportCase } from '../core/support-case.ts';
import { formatDateTime } from '../i18n/dates.ts';
import { type CaseList, findCase, findCases } from '../journeys/cases.ts';
import { Pages, pageAsked } from './arrangement.tsx';
import { Badge, Card, Facts, TextLink } from './components.tsx';
import { DataTable } from './data-table.tsx';
import type { IconName } from './icons.ts';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const PAGE_SIZE = 20;

/** GET /{portal}/cases?page=N */
export async function getCases(visit: SessionVisit): Promise<Response> {
  const list = await findCases(visit.site.ports, visit.session, pageAsked(visit.query['page']), PAGE_SIZE);
  return showPage(visit, <CasesPage visit={visit} list={list} />);
}

/** GET /{portal}/cases/{number}; null when there is nothing to show, whatever the reason (SEC-K03). */
export async function getCase(visit: SessionVisit, number: string): Promise<Response | null> {
  const found = await findCase(visit.site.ports, visit.session, number);
  return found === undefined ? null : showPage(visit, <CasePage visit={visit} found={found} />);
}

/** The table of cases, newest first, with the zone said once below it. */
export function CaseTable({ visit, cases }: { visit: SessionVisit; cases: readonly SupportCase[] }): JSX.Element {
  const { language } = visit;
  const words = visit.words.cases;
  return (
    <>
      <DataTable
        caption={words.caption}
        columns={[{ label: words.number }, { label: words.subject }, { label: words.state }, { label: words.updated }]}
        rows={cases.map((each) => [
          <a class="case-number" href={pathOf(visit, `cases/${each.number}`)}>
            {each.number}
          </a>,
          each.subject,
          <CaseStateBadge visit={visit} state={each.state} />,
          <time class="no-wrap" datetime={new Date(each.updatedAt).toISOString()}>
            {formatDateTime(language, each.updatedAt)}
          </time>,
        ])}
      />
      <p class="small">{words.zone}</p>
    </>
  );
}

/** What stands where the table would be. */
export function NoCases({ visit }: { visit: SessionVisit }): JSX.Element {
  const words = visit.words.cases;
  if (visit.session.account.company === null) return <p>{words.noCompany}</p>;
  return (
    <>
      <p>{words.none}</p>
      <p>{words.noneHint}</p>
      <p>
        <TextLink href={`${pathOf(visit, 'help')}#contact`}>{words.contact}</TextLink>
      </p>
    </>
  );
}

function CasesPage({ visit, list }: { visit: SessionVisit; list: CaseList }): JSX.Element {
  const words = visit.words.cases;
  const title = menuLabel(visit, 'cases') ?? words.listTitle;
  const first = (list.page - 1) * PAGE_SIZE + 1;
  return (
    <PortalPage visit={visit} title={title} current="cases">
      <h1>{title}</h1>
      <Card>
        {list.total === 0 ? (
          <NoCases visit={visit} />
        ) : (
          <>
            <p class="small">{words.count(first, first + list.cases.length - 1, list.total)}</p>
            <CaseTable visit={visit} cases={list.cases} />
          </>
        )}
        {list.pages > 1 ? (
          <Pages
            label={words.pages}
            current={words.pageOf(list.page, list.pages)}
            previous={list.page > 1 ? { href: pagePath(visit, list.page - 1), label: words.previous } : null}
            next={list.page < list.pages ? { href: pagePath(visit, list.page + 1), label: words.next } : null}
          />
        ) : null}
      </Card>
    </PortalPage>
  );
}

function CasePage({ visit, found }: { visit: SessionVisit; found: SupportCase }): JSX.Element {
  const { language } = visit;
  const words = visit.words.cases;
  const title = words.caseTitle(found.number);
  return (
    <PortalPage visit={visit} title={title} current="cases" width="enrolment">
      <p>
        <TextLink href={pathOf(visit, 'cases')}>{words.backToList}</TextLink>
      </p>
      <h1>{title}</h1>
      <p class="lead">{found.subject}</p>
      <Card headingId="case-description">
        <Facts
          rows={[
            { term: words.state, value: <CaseStateBadge visit={visit} state={found.state} /> },
            { term: words.company, value: visit.session.account.company?.name },
            { term: words.opened, value: formatDateTime(language, found.openedAt) },
            { term: words.updated, value: formatDateTime(language, found.updatedAt) },
          ]}
        />
        <p class="small">{words.zone}</p>
        <h2 id="case-description">{words.description}</h2>
        <p class="plain-text">{found.description}</p>
      </Card>
      <p>{words.readOnly(found.number)}</p>
      <p>
        <TextLink href={`${pathOf(visit, 'help')}#contact`}>{words.contact}</TextLink>
      </p>
    </PortalPage>
  );
}

const STATE_LOOK: Readonly<Record<CaseState, { readonly tone: 'accent' | 'warn' | 'ok'; readonly icon: IconName }>> = {
  open: { tone: 'accent', icon: 'clock' },
  'waiting-for-customer': { tone: 'warn', icon: 'pause' },
  done: { tone: 'ok', icon: 'check' },
};

function CaseStateBadge({ visit, state }: { visit: SessionVisit; state: CaseState }): JSX.Element {
  return (
    <Badge tone={STATE_LOOK[state].tone} icon={STATE_LOOK[state].icon}>
      {CASE_STATE_LABEL[state][visit.language]}
    </Badge>
  );
}

function pagePath(visit: SessionVisit, page: number): string {
  const path = pathOf(visit, 'cases');
  return page === 1 ? path : `${path}?page=${page}`;
}
