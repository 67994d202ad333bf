/**
 * The page of the own role: which one the signed-in staff member has, what it may do and what it may not (desk.md section 6),
 * and the state of their own account. What a role really may do is decided where it is done, not by this page.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { staffRole } from '../core/staff.ts';
import { formatDate } from '../i18n/dates.ts';
import { findShownNotices } from '../journeys/sign-in-notices.ts';
import { Columns } from './arrangement.tsx';
import { Banner, Card, Facts, TextLink } from './components.tsx';
import { handledPortals } from './desk-paths.ts';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { runningRequest } from './running-request.tsx';
import { TwoFactorBadge } from './security-section.tsx';
import { answerDismissal, SignInNotices } from './sign-in-notices.tsx';
import { pathOf, type SessionVisit, showPage, staleErrors } from './visit.ts';

/** GET /desk/dashboard */
export async function getRole(visit: SessionVisit): Promise<Response> {
  const notices = await findShownNotices(visit.site.ports, visit.session);
  const running = await runningRequest(visit);
  const title = menuLabel(visit, 'dashboard') ?? visit.words.role.heading;
  return showPage(
    visit,
    <PortalPage visit={visit} title={title} current="dashboard" errors={staleErrors(visit, 'main')}>
      <h1>{title}</h1>
      {visit.query['notice'] === 'request-cancelled' ? (
        <Banner tone="ok" role="status" title={visit.words.lostRequest.running.cancelled} />
      ) : null}
      {running}
      <SignInNotices visit={visit} notices={notices} />
      <Columns main={<OwnRole visit={visit} />} side={<OwnAccount visit={visit} />} />
    </PortalPage>,
    visit.staleForm ? 403 : 200,
  );
}

/** POST /desk/dashboard/notices */
export function postRoleNotices(visit: SessionVisit): Promise<Response> {
  return answerDismissal(visit, getRole);
}

function OwnRole({ visit }: { visit: SessionVisit }): JSX.Element {
  const words = visit.words.role;
  const role = staffRole(visit.session.account.role);
  return (
    <Card accentBar headingId={role === undefined ? undefined : 'role-heading'}>
      {role === undefined ? null : (
        <>
          <h2 id="role-heading">{words.lead(words.roles[role].name)}</h2>
          <p>{words.roles[role].does}</p>
          <h3>{words.may}</h3>
          <List items={words.roles[role].may} />
          <h3>{words.mayNot}</h3>
          <List items={words.roles[role].mayNot} />
        </>
      )}
      <p>{words.everyone}</p>
      <p>{words.byTwo}</p>
    </Card>
  );
}

function OwnAccount({ visit }: { visit: SessionVisit }): JSX.Element {
  const { language, session } = visit;
  const words = visit.words.role;
  const [first] = session.authenticators;
  const role = staffRole(session.account.role);
  return (
    <Card headingId="account-heading">
      <h2 id="account-heading">{words.account}</h2>
      <Facts
        rows={[
          { term: words.name, value: session.account.name },
          { term: words.email, value: session.account.email },
          ...(role === undefined ? [] : [{ term: words.role, value: words.roles[role].name }]),
          {
            term: visit.words.staff.members.portals,
            value: handledPortals(visit)
              .map(({ name }) => name[language])
              .join('・'),
          },
          {
            term: words.twoFactor,
            value: (
              <>
                <TwoFactorBadge visit={visit} attention />
                {first === undefined ? null : <span class="small"> {words.since(formatDate(language, first.boundAt))}</span>}
              </>
            ),
          },
          ...(first === undefined
            ? []
            : [{ term: words.device, value: session.authenticators.map((each) => each.name).join(', ') }]),
        ]}
      />
      <p>
        <TextLink href={pathOf(visit, visit.portal.twoFactor.page)}>{words.openAccount}</TextLink>
      </p>
    </Card>
  );
}

function List({ items }: { items: readonly string[] }): JSX.Element {
  return (
    <ul>
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  );
}
