/**
 * The page of the desk's staff: what waits for a second person, everybody who works here, who is invited. For administrators and
 * supervisors; whoever else asks gets the answer of a missing page. Every row leads on to what can be done about it.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { actsFrom, confirmationBy, mayAct } from '../core/staff.ts';
import type { StaffAsk, StaffPerson } from '../core/staff-ask.ts';
import { formatDate, formatDateTime } from '../i18n/dates.ts';
import { type StaffView, viewStaff } from '../journeys/staff.ts';
import type { Sitting } from '../ports.ts';
import { SectionHead, Stack } from './arrangement.tsx';
import { Badge, Banner, Card, LinkButton, TextLink } from './components.tsx';
import { DataTable } from './data-table.tsx';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

/** GET /desk/staff?notice=CODE */
export async function getStaff(visit: SessionVisit): Promise<Response | null> {
  const view = await viewStaff(visit.site.ports, visit.caller, visit.session);
  return view === null ? null : showPage(visit, <StaffPage visit={visit} view={view} />);
}

interface ViewProps {
  readonly visit: SessionVisit;
  readonly view: StaffView;
}

function StaffPage({ visit, view }: ViewProps): JSX.Element {
  const words = visit.words.staff;
  const title = menuLabel(visit, 'staff') ?? words.title;
  return (
    <PortalPage visit={visit} title={title} current="staff">
      <StaffNotice visit={visit} />
      <h1>{title}</h1>
      <p>{words.lead}</p>
      <Stack>
        {view.asks.length === 0 ? null : (
          <Card emphasis headingId="asks-heading">
            <h2 id="asks-heading">{words.asks.heading}</h2>
            <p>{words.confirmation[confirmationBy(view.confirmers)]}</p>
            <AskTable visit={visit} asks={view.asks} />
          </Card>
        )}
        <Card headingId="members-heading">
          <SectionHead id="members-heading" title={words.members.heading}>
            <span class="small">{words.members.total(view.members.length)}</span>
          </SectionHead>
          <MemberTable visit={visit} members={view.members} />
        </Card>
        <Inviting visit={visit} view={view} />
      </Stack>
    </PortalPage>
  );
}

/** A closed code in the query says what was done; any other says nothing. */
function StaffNotice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const said = Object.entries(visit.words.staff.notices).find(([code]) => code === visit.query['notice']);
  if (said === undefined) return null;
  return <Banner tone={said[0] === 'changed' ? 'info' : 'ok'} role="status" title={said[1]} />;
}

function AskTable({ visit, asks }: { visit: SessionVisit; asks: readonly StaffAsk[] }): JSX.Element {
  const { language } = visit;
  const { asks: words } = visit.words.staff;
  return (
    <DataTable
      caption={words.caption}
      columns={[words.what, words.person, words.role, words.askedBy, words.until].map((label) => ({ label }))}
      rows={asks.map(({ id, kind, name, role, askedBy, expiresAt }) => [
        <TextLink href={pathOf(visit, `staff/asks/${id}`)}>{words.kinds[kind]}</TextLink>,
        name,
        visit.words.role.roles[role].name,
        askedBy.name,
        formatDateTime(language, expiresAt),
      ])}
    />
  );
}

function MemberTable({ visit, members }: { visit: SessionVisit; members: readonly StaffPerson[] }): JSX.Element {
  const { language, session } = visit;
  const { members: words } = visit.words.staff;
  return (
    <DataTable
      caption={words.caption}
      columns={[words.name, words.email, words.role, words.lastSignIn, words.state].map((label) => ({ label }))}
      rows={members.map((member) => [
        <TextLink href={pathOf(visit, `staff/people/${member.id}`)}>
          {member.id === session.accountId ? `${member.name} ${words.you}` : member.name}
        </TextLink>,
        member.email,
        visit.words.role.roles[member.role].name,
        member.lastSignedInAt === null ? words.never : formatDate(language, member.lastSignedInAt),
        <StaffState visit={visit} member={member} />,
      ])}
    />
  );
}

export function StaffState({ visit, member }: { visit: SessionVisit; member: StaffPerson }): JSX.Element {
  const { states } = visit.words.staff.members;
  if (member.status === 'suspended')
    return (
      <Badge tone="err" icon="pause">
        {states.suspended}
      </Badge>
    );
  if (!member.isComplete)
    return (
      <Badge tone="warn" icon="warning">
        {states.incomplete}
      </Badge>
    );
  const isNew = actsFrom(member, visit.site.ports.recovery) > visit.caller.at;
  return (
    <Badge tone={isNew ? 'accent' : 'neutral'} icon="person">
      {isNew ? states.new : states.active}
    </Badge>
  );
}

/** Who is invited and the way to invite: only for whoever may. */
function Inviting({ visit, view }: ViewProps): JSX.Element | null {
  const words = visit.words.staff.invitations;
  const mayInvite = mayAct(visit.session.account, 'staff.invite', visit.caller.at, visit.site.ports.recovery);
  if (!mayInvite && view.invitations.length === 0) return null;
  return (
    <Card headingId="invitations-heading">
      <h2 id="invitations-heading">{words.heading}</h2>
      {view.invitations.length === 0 ? null : <InvitationTable visit={visit} invitations={view.invitations} />}
      <p>{visit.words.staff.confirmation[confirmationBy(view.confirmers)]}</p>
      {mayInvite ? (
        <p>
          <LinkButton kind="secondary" href={pathOf(visit, 'staff/invitation')}>
            {words.title}
          </LinkButton>
        </p>
      ) : null}
    </Card>
  );
}

function InvitationTable({ visit, invitations }: { visit: SessionVisit; invitations: readonly Sitting[] }): JSX.Element {
  const { invitations: words, members } = visit.words.staff;
  return (
    <>
      <DataTable
        caption={words.caption}
        columns={[members.name, members.email, members.role, words.until].map((label) => ({ label }))}
        rows={invitations.map(({ name, email, role, expiresAt }) => [
          name,
          email,
          visit.words.role.roles[role].name,
          formatDateTime(visit.language, expiresAt),
        ])}
      />
      <p class="small">{words.againNote}</p>
    </>
  );
}
