/**
 * The tables of the company page: everybody, who is invited, who asks to join. A state is a word with an icon, never a colour; no
 * number, no secret and no name of an authenticator stands here.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDate, formatDateTime } from '../i18n/dates.ts';
import type { CompanyView } from '../journeys/company-people.ts';
import type { CompanyPerson, Invitation, JoinRequest } from '../ports.ts';
import { Pages } from './arrangement.tsx';
import { Badge, TextLink } from './components.tsx';
import { DataTable } from './data-table.tsx';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

export function PeopleTable({ visit, view }: { visit: SessionVisit; view: CompanyView }): JSX.Element {
  const { language, session } = visit;
  const words = visit.words.company.people;
  const { page, pages } = view;
  return (
    <>
      <DataTable
        caption={words.caption}
        columns={[words.name, words.email, words.role, words.twoFactor, words.lastSignIn, words.state].map((label) => ({ label }))}
        rows={view.people.map((person) => [
          person.id === session.accountId ? (
            `${person.name} ${words.you}`
          ) : (
            <TextLink href={pathOf(visit, `company/colleagues/${person.id}`)}>{person.name}</TextLink>
          ),
          person.email,
          roleText(visit, person),
          <SecondFactorBadge visit={visit} person={person} />,
          person.lastSignedInAt === null ? words.neverSignedIn : formatDate(language, person.lastSignedInAt),
          <StateBadge visit={visit} person={person} />,
        ])}
      />
      {pages === 1 ? null : (
        <Pages
          label={words.pages}
          current={words.pageOf(page, pages)}
          previous={page > 1 ? { href: `${pathOf(visit, 'company')}?page=${page - 1}`, label: words.previous } : null}
          next={page < pages ? { href: `${pathOf(visit, 'company')}?page=${page + 1}`, label: words.next } : null}
        />
      )}
    </>
  );
}

export function roleText({ words }: Visit, { role }: Pick<CompanyPerson, 'role'>): string {
  return words.company.roles[role === 'company-administrator' ? 'administrator' : 'holder'];
}

export function SecondFactorBadge({ visit, person }: { visit: Visit; person: CompanyPerson }): JSX.Element {
  const { common } = visit.words;
  return person.hasSecondFactor ? (
    <Badge tone="ok" icon="check">
      {common.on}
    </Badge>
  ) : (
    <Badge tone="warn" icon="warning">
      {common.off}
    </Badge>
  );
}

export function StateBadge({ visit, person }: { visit: Visit; person: CompanyPerson }): JSX.Element {
  const { states } = visit.words.company;
  return person.status === 'active' ? (
    <Badge tone="neutral" icon="person">
      {states.active}
    </Badge>
  ) : (
    <Badge tone="err" icon="pause">
      {states.suspended}
    </Badge>
  );
}

export function InvitationTable({ visit, invitations }: { visit: Visit; invitations: readonly Invitation[] }): JSX.Element {
  const { language } = visit;
  const { invitations: words, people, states } = visit.words.company;
  return (
    <DataTable
      caption={words.caption}
      columns={[people.name, people.email, words.until, people.state].map((label) => ({ label }))}
      rows={invitations.map(({ id, name, email, expiresAt }) => [
        <TextLink href={pathOf(visit, `company/invitations/${id}`)}>{name}</TextLink>,
        email,
        formatDateTime(language, expiresAt),
        <Badge tone="accent" icon="mail">
          {states.invited}
        </Badge>,
      ])}
    />
  );
}

export function JoinRequestTable({ visit, requests }: { visit: Visit; requests: readonly JoinRequest[] }): JSX.Element {
  const { language } = visit;
  const { joinRequests: words, people } = visit.words.company;
  return (
    <DataTable
      caption={words.caption}
      columns={[people.name, people.email, words.companyName, words.askedAt].map((label) => ({ label }))}
      rows={requests.map(({ accountId, name, email, companyName, askedAt }) => [
        <TextLink href={pathOf(visit, `company/joining/${accountId}`)}>{name}</TextLink>,
        email,
        companyName,
        formatDateTime(language, askedAt),
      ])}
    />
  );
}
