/**
 * The page of a company's administrators: how many people have a second factor, which rule holds, who asks to join, who is
 * invited, and everybody of the company. Whoever is no administrator gets the answer of a missing page.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { administratorOf } from '../journeys/company-administration.ts';
import { type CompanyView, viewCompany } from '../journeys/company-people.ts';
import { listColleagueRequests } from '../journeys/voucher.ts';
import type { ColleagueRequest } from '../ports.ts';
import { pageAsked, SectionHead, Stack } from './arrangement.tsx';
import { ColleagueRequests } from './company-request.tsx';
import { InvitationTable, JoinRequestTable, PeopleTable } from './company-tables.tsx';
import { Banner, Card, Facts, LinkButton, TextLink } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { levelText, ruleOf } from './required-note.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const PAGE_SIZE = 20;

/** GET /{portal}/company?page=N&notice=CODE */
export async function getCompany(visit: SessionVisit): Promise<Response | null> {
  const { caller, query, session, site } = visit;
  const view = await viewCompany(site.ports, caller, session, { page: pageAsked(query['page']), size: PAGE_SIZE });
  if (view === null) return null;
  const requests = (await listColleagueRequests(site.ports, session)) ?? [];
  return showPage(visit, <CompanyPage visit={visit} view={view} requests={requests} />);
}

interface ViewProps {
  readonly visit: SessionVisit;
  readonly view: CompanyView;
}

function CompanyPage({ visit, view, requests }: ViewProps & { requests: readonly ColleagueRequest[] }): JSX.Element {
  const words = visit.words.company;
  const title = menuLabel(visit, 'company') ?? words.title;
  return (
    <PortalPage visit={visit} title={title} current="company">
      <CompanyNotice visit={visit} />
      <h1>{title}</h1>
      <p class="lead">{visit.session.account.company?.name}</p>
      <Stack>
        {requests.length === 0 ? null : <ColleagueRequests visit={visit} requests={requests} />}
        <CoverageCard visit={visit} view={view} />
        {view.joinRequests.length === 0 ? null : (
          <Card emphasis headingId="join-requests-heading">
            <h2 id="join-requests-heading">{words.joinRequests.heading}</h2>
            <JoinRequestTable visit={visit} requests={view.joinRequests} />
          </Card>
        )}
        <Card headingId="people-heading">
          <SectionHead id="people-heading" title={words.people.heading}>
            <span class="small">{words.people.total(view.total)}</span>
          </SectionHead>
          <PeopleTable visit={visit} view={view} />
        </Card>
        <Card headingId="invitations-heading">
          <SectionHead id="invitations-heading" title={words.invitations.heading}>
            <TextLink href={pathOf(visit, 'company/invitations')}>{words.invitations.invite}</TextLink>
          </SectionHead>
          {view.invitations.length === 0 ? (
            <p>{words.invitations.none}</p>
          ) : (
            <InvitationTable visit={visit} invitations={view.invitations} />
          )}
        </Card>
      </Stack>
    </PortalPage>
  );
}

/** A closed code in the query says what was done; any other says nothing. */
function CompanyNotice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const { notices } = visit.words.company;
  const said = Object.entries(notices).find(([code]) => code === visit.query['notice']);
  if (said === undefined) return null;
  return <Banner tone={said[0] === 'changed' ? 'info' : 'ok'} role="status" title={said[1]} />;
}

function CoverageCard({ visit, view }: ViewProps): JSX.Element {
  const { language, portal } = visit;
  const words = visit.words.company.coverage;
  const { people, withSecondFactor } = view.coverage;
  const percent = people === 0 ? 0 : Math.floor((withSecondFactor / people) * 100);
  const rule = ruleOf(visit);
  const stricter =
    rule.setBy === 'portal' ? [{ term: words.portalRule(portal.name[language]), value: levelText(visit, rule) }] : [];
  return (
    <Card accentBar headingId="coverage-heading">
      <h2 id="coverage-heading">{words.heading}</h2>
      <Facts
        rows={[
          { term: words.people, value: words.count(people) },
          { term: words.secured, value: words.share(withSecondFactor, percent) },
          { term: words.rule, value: levelText(visit, view.policy.policy) },
          ...stricter,
        ]}
      />
      <p>
        <LinkButton kind="secondary" href={pathOf(visit, 'company/policy')}>
          {words.change}
        </LinkButton>
      </p>
    </Card>
  );
}

/** On the settings page: the way in for administrators, what was asked for by whoever has no company. */
export function CompanySection({ visit, joining }: { visit: SessionVisit; joining: string | undefined }): JSX.Element | null {
  const words = visit.words.company;
  const isAdministrator = administratorOf(visit.session) !== null;
  if (!isAdministrator && joining === undefined) return null;
  return (
    <Card headingId="company-heading">
      <h2 id="company-heading">{words.title}</h2>
      {isAdministrator ? (
        <>
          <p>{words.sectionText}</p>
          <p>
            <TextLink href={pathOf(visit, 'company')}>{words.toPage}</TextLink>
          </p>
        </>
      ) : (
        <p>{words.joining(joining ?? '')}</p>
      )}
    </Card>
  );
}
