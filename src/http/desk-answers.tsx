/** What every page of the desk may have to say: what an act led to, and that a role does not see requests. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { STAFF_ROLES } from '../core/account.ts';
import { may, staffRole } from '../core/staff.ts';
import type { Words } from '../i18n/catalog.ts';
import { Banner, LinkButton } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

type Notice = keyof Words['deskWork']['notices'];

/** What an act on the desk's own side led to, said once at the top of the page that it led back to. */
export function DeskNotice({ visit }: { visit: Visit }): JSX.Element | null {
  const { notices } = visit.words.deskWork;
  const isNotice = (text: string | undefined): text is Notice => text !== undefined && Object.hasOwn(notices, text);
  const notice = visit.query['notice'];
  if (!isNotice(notice)) return null;
  const isDone = ![
    'held',
    'changed',
    'label-kept',
    'bulk-partly',
    'bulk-none',
    'not-possible',
    'take-up-first',
    'no-number',
  ].includes(notice);
  return <Banner tone={isDone ? 'ok' : 'warn'} role="status" title={notices[notice]} />;
}

/** Said in words, to somebody whose menu has no such item. */
export function NotAllowedPage({ visit }: { visit: SessionVisit }): JSX.Element {
  const { words } = visit;
  const title = menuLabel(visit, 'requests') ?? words.requests.title;
  const role = staffRole(visit.session.account.role);
  const allowed = STAFF_ROLES.filter((each) => may(each, 'requests.view')).map((each) => words.role.roles[each].name);
  return (
    <PortalPage visit={visit} title={title} width="reading">
      <h1>{title}</h1>
      {role === undefined ? null : <p>{words.requests.notAllowed(words.role.roles[role].name)}</p>}
      <p>{words.requests.whoMay(new Intl.ListFormat(visit.language).format(allowed))}</p>
      <p>
        <LinkButton href={pathOf(visit, 'dashboard')}>{words.requests.toRole}</LinkButton>
      </p>
    </PortalPage>
  );
}
