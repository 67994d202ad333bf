/**
 * The desk's list of received requests, to read only: views with counts, a table, and the desks customers are told to call.
 * Who may see which request, and that each look is recorded before, is decided by `journeys/recovery-desk.ts`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { STAFF_ROLES } from '../core/account.ts';
import { REQUEST_VIEWS, type RequestView } from '../core/request-view.ts';
import { may, staffRole } from '../core/staff.ts';
import { hours } from '../core/time.ts';
import { formatDayAndClock } from '../i18n/dates.ts';
import { type RequestList, viewRequests } from '../journeys/recovery-desk.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { Pages, pageAsked } from './arrangement.tsx';
import { Card, LinkButton } from './components.tsx';
import { RequestTable } from './desk-request-table.tsx';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const PAGE_SIZE = 20;

/** GET /desk/requests?view=V&page=N */
export async function getRequests(visit: SessionVisit): Promise<Response> {
  const { caller, query, session, site } = visit;
  const portals = [...site.portals.values()].filter(({ kind }) => kind === 'customer');
  const outcome = await viewRequests(site.ports, caller, session, {
    portals: portals.map(({ id }) => id),
    view: REQUEST_VIEWS.find((view) => view === query['view']) ?? 'all',
    page: pageAsked(query['page']),
    size: PAGE_SIZE,
  });
  if (!outcome.ok) return showPage(visit, <NotAllowedPage visit={visit} />, 403);
  return showPage(visit, <RequestsPage visit={visit} list={outcome.value} portals={portals} />);
}

interface ListProps {
  readonly visit: SessionVisit;
  readonly list: RequestList;
  readonly portals: readonly PortalDefinition[];
}

function RequestsPage({ visit, list, portals }: ListProps): JSX.Element {
  const { words } = visit;
  const title = menuLabel(visit, 'requests') ?? words.requests.title;
  return (
    <PortalPage visit={visit} title={title} current="requests" width="rail">
      <Views visit={visit} list={list} />
      <div class="rail-content">
        <h1>{title}</h1>
        <p class="rail-lead">{words.requests.lead}</p>
        <OneView visit={visit} list={list} portals={portals} />
        <CustomerContacts visit={visit} portals={portals} />
      </div>
    </PortalPage>
  );
}

/** Each view as a link that says how many it shows. */
function Views({ visit, list }: { visit: SessionVisit; list: RequestList }): JSX.Element {
  const words = visit.words.requests;
  return (
    <nav class="rail" aria-labelledby="views-heading">
      <p id="views-heading">{words.viewsLabel}</p>
      <ul>
        {REQUEST_VIEWS.map((view) => (
          <li>
            <a href={listPath(visit, view, 1)} aria-current={view === list.view ? 'page' : undefined}>
              <span>{words.views[view]}</span> <span class="rail-count">{list.counts[view]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function OneView({ visit, list, portals }: ListProps): JSX.Element {
  const { caller, language, site } = visit;
  const words = visit.words.requests;
  const { view, page, pages, requests, counts } = list;
  const first = (page - 1) * PAGE_SIZE + 1;
  return (
    <section class="request-list" aria-labelledby="view-heading">
      <h2 id="view-heading">{words.views[view]}</h2>
      <p class="small">{words.summary(counts[view], formatDayAndClock(language, caller.at))}</p>
      <Card>
        {requests.length === 0 ? <p>{words.none[view]}</p> : <RequestTable visit={visit} requests={requests} portals={portals} />}
      </Card>
      {pages > 1 ? (
        <>
          <p class="small">{words.range(first, first + requests.length - 1, counts[view])}</p>
          <Pages
            label={words.pages}
            current={words.pageOf(page, pages)}
            previous={page > 1 ? { href: listPath(visit, view, page - 1), label: words.previous } : null}
            next={page < pages ? { href: listPath(visit, view, page + 1), label: words.next } : null}
          />
        </>
      ) : null}
      <p class="small">{words.unconfirmedMeans(Math.max(1, Math.round(site.ports.recovery.mailboxLinkFor / hours(1))))}</p>
    </section>
  );
}

/** The desks that the customer portals name: whoever cannot wait for a mail reaches somebody there. */
function CustomerContacts({ visit, portals }: Pick<ListProps, 'visit' | 'portals'>): JSX.Element {
  const { language } = visit;
  const words = visit.words.requests;
  return (
    <section class="customer-contacts" aria-labelledby="contacts-heading">
      <h2 id="contacts-heading">{words.contactHeading}</h2>
      <p>{words.contact}</p>
      <dl>
        {portals.map(({ name, contact }) => (
          <div>
            <dt>{name[language]}</dt>
            {[...contact.paid, ...contact.standard].map((block) => (
              <dd>
                {block.title[language]}: <span class="contact-point">{block.phone ?? block.mail}</span>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Said in words, to somebody whose menu has no such item. */
function NotAllowedPage({ visit }: { visit: SessionVisit }): JSX.Element {
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

function listPath(visit: SessionVisit, view: RequestView, page: number): string {
  const query = new URLSearchParams();
  if (view !== 'all') query.set('view', view);
  if (page > 1) query.set('page', String(page));
  const path = pathOf(visit, 'requests');
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
