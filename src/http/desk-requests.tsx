/**
 * The desk's queue: views with counts in a rail, a table sorted by links, the next request, what can be done to several at once, and
 * the desks customers are told to call. Who may see which request, and that each look is recorded, is decided by the journeys.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { REQUEST_VIEWS, type RequestView } from '../core/request-view.ts';
import { mayAct } from '../core/staff.ts';
import { hours } from '../core/time.ts';
import { formatDayAndClock } from '../i18n/dates.ts';
import { findAssignable } from '../journeys/desk-claims.ts';
import { countQueue, type Queue, viewQueue } from '../journeys/desk-queue.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import type { AssignableStaff } from '../ports.ts';
import { Pages } from './arrangement.tsx';
import type { Trouble } from './code-errors.tsx';
import { Card, LinkButton } from './components.tsx';
import { DeskNotice, NotAllowedPage } from './desk-answers.tsx';
import { BulkForm, PAGE_SIZE } from './desk-bulk.tsx';
import { handledBy, handledPortals, placeAsked, queuePath, requestPath, requestPortals } from './desk-paths.ts';
import { RequestTable, type Sorting } from './desk-request-table.tsx';
import { ShortcutsLink, shortcutMark, VIEW_KEYS } from './desk-shortcut-marks.tsx';
import { refuseJson, showJson } from './json.ts';
import { PortalPage } from './layout.tsx';
import { Icon } from './marks.tsx';
import { QueueExportLink } from './queue-export.tsx';
import { runningRequest } from './running-request.tsx';
import { StaffLostLink } from './staff-lost-device.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

/** GET /desk/requests?view=V&sort=S&order=desc&page=N */
export function getRequests(visit: SessionVisit): Promise<Response> {
  return showQueue(visit, null);
}

/** The queue once more, where a form of it was not complete. */
export async function showQueue(visit: SessionVisit, trouble: Trouble | null): Promise<Response> {
  const { caller, session, site } = visit;
  const portals = requestPortals(visit);
  const outcome = await viewQueue(site.ports, caller, session, {
    portals,
    ...placeAsked(visit),
    size: PAGE_SIZE,
  });
  if (!outcome.ok) return showPage(visit, <NotAllowedPage visit={visit} />, 403);
  const isWorker = mayAct(session.account, 'request.claim', caller.at, site.ports.recovery);
  const members = isWorker ? await findAssignable(site.ports, session, handledBy(site)) : null;
  // Where a sign-in leads: whoever is asked for must see it (command 24).
  const running = await runningRequest(visit);
  const page = (
    <RequestsPage visit={visit} queue={outcome.value} portals={portals} members={members} running={running} trouble={trouble} />
  );
  return showPage(visit, page, trouble?.status ?? 200);
}

/** GET /desk/counts: asked by a page that stands open; numbers alone. */
export async function getCounts(visit: SessionVisit): Promise<Response> {
  const { caller, session, site } = visit;
  const outcome = await countQueue(site.ports, caller, session, requestPortals(visit));
  return outcome.ok ? showJson(outcome.value) : refuseJson(outcome.refusal.code);
}

interface QueueProps {
  readonly visit: SessionVisit;
  readonly queue: Queue;
  readonly portals: readonly PortalDefinition[];
  /** Null for whoever only reads. */
  readonly members: readonly AssignableStaff[] | null;
  readonly trouble: Trouble | null;
}

interface QueuePageProps extends QueueProps {
  /** That somebody asks for the removal of this person's own two-factor authentication. */
  readonly running: JSX.Element | null;
}

function RequestsPage(props: QueuePageProps): JSX.Element {
  const { visit, queue, running, trouble } = props;
  const { words } = visit;
  return (
    <PortalPage
      visit={visit}
      title={words.requests.views[queue.view]}
      current="requests"
      width="rail"
      errors={trouble?.errors}
      errorNote={trouble?.note}
    >
      <Views visit={visit} queue={queue} />
      <div class="rail-content">
        {running}
        <DeskNotice visit={visit} />
        <QueueHead visit={visit} queue={queue} isWorker={props.members !== null} />
        <OneView {...props} />
        <CustomerContacts visit={visit} />
      </div>
    </PortalPage>
  );
}

/** Each view as a link that says how many it shows; the script asks for the numbers again. */
function Views({ visit, queue }: Pick<QueueProps, 'visit' | 'queue'>): JSX.Element {
  const words = visit.words.requests;
  return (
    <nav class="rail" aria-labelledby="views-heading" data-counts={pathOf(visit, 'counts')}>
      <p id="views-heading">{words.viewsLabel}</p>
      <ul>
        {REQUEST_VIEWS.map((view, index) => (
          <li>
            <a
              href={queuePath(visit, { view })}
              aria-current={view === queue.view ? 'page' : undefined}
              {...shortcutMark(visit, VIEW_KEYS[index])}
            >
              <span>{words.views[view]}</span> <Count view={view} count={queue.counts[view]} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Count({ view, count }: { view: RequestView; count: number }): JSX.Element {
  const isAlert = view === 'overdue' && count > 0;
  return (
    <span class={isAlert ? 'rail-count rail-alert' : 'rail-count'}>
      {view === 'overdue' ? <Icon name="alert" size={20} /> : null}
      <span data-count={view}>{count}</span>
    </span>
  );
}

function QueueHead({ visit, queue, isWorker }: Pick<QueueProps, 'visit' | 'queue'> & { isWorker: boolean }): JSX.Element {
  const { caller, language, words } = visit;
  const texts = words.requests;
  const order = orderText(visit);
  return (
    <div class="queue-head">
      <div>
        <h1 id="view-heading">{texts.views[queue.view]}</h1>
        <p class="small">{texts.summary(queue.counts[queue.view], order, formatDayAndClock(language, caller.at))}</p>
      </div>
      {isWorker ? (
        <div class="actions">
          <LinkButton kind="secondary" href={pathOf(visit, 'intake')}>
            {words.deskIntake.link}
          </LinkButton>
          {queue.next === null ? (
            <p class="small">{words.deskWork.noNext}</p>
          ) : (
            <a class="button button-primary button-desk" href={requestPath(visit, queue.next)} {...shortcutMark(visit, 'KeyN')}>
              {words.deskWork.next}
            </a>
          )}
        </div>
      ) : null}
    </div>
  );
}

function orderText(visit: SessionVisit): string {
  const texts = visit.words.requests;
  const { sort, isDescending } = placeAsked(visit);
  if (sort === 'due' && !isDescending) return texts.orders.due;
  const column = {
    due: texts.due,
    receipt: texts.receipt,
    company: texts.holder,
    channel: texts.channel,
    risk: texts.risk,
    state: texts.state,
    owner: texts.owner,
  }[sort];
  return isDescending ? texts.orders.reversed(column) : texts.orders.column(column);
}

function OneView({ visit, queue, portals, members, trouble }: QueueProps): JSX.Element {
  const { site } = visit;
  const words = visit.words.requests;
  const { view, page, pages, requests, counts, reachable } = queue;
  const first = (page - 1) * PAGE_SIZE + 1;
  const { sort: by, isDescending } = placeAsked(visit);
  const sorting: Sorting = {
    by,
    isDescending,
    hrefOf: (sort) => queuePath(visit, { view, sort, isDescending: sort === by && !isDescending }),
  };
  const pagePath = (wanted: number) => queuePath(visit, { view, sort: by, isDescending, page: wanted });
  return (
    <section class="request-list" aria-labelledby="view-heading">
      <Card>
        {requests.length === 0 ? (
          <p>{words.none[view]}</p>
        ) : (
          <RequestTable visit={visit} requests={requests} portals={portals} sorting={sorting} isWorked={members !== null} />
        )}
      </Card>
      <div class="queue-foot">
        {pages > 1 ? (
          <>
            <p class="small">{words.range(first, first + requests.length - 1, reachable)}</p>
            <Pages
              label={words.pages}
              current={words.pageOf(page, pages)}
              previous={page > 1 ? { href: pagePath(page - 1), label: words.previous } : null}
              next={page < pages ? { href: pagePath(page + 1), label: words.next } : null}
            />
          </>
        ) : null}
        <StaffLostLink visit={visit} />
        <QueueExportLink visit={visit} />
        <ShortcutsLink visit={visit} />
      </div>
      {reachable < counts[view] ? <p class="small">{words.cut(reachable)}</p> : null}
      {members === null || requests.length === 0 ? null : <BulkForm visit={visit} members={members} trouble={trouble} />}
      <p class="small">{words.unconfirmedMeans(Math.max(1, Math.round(site.ports.recovery.mailboxLinkFor / hours(1))))}</p>
    </section>
  );
}

/** The desks that the customer portals name: whoever cannot wait for a mail reaches somebody there. */
function CustomerContacts({ visit }: Pick<QueueProps, 'visit'>): JSX.Element {
  const { language } = visit;
  const words = visit.words.requests;
  return (
    <section class="customer-contacts" aria-labelledby="contacts-heading">
      <h2 id="contacts-heading">{words.contactHeading}</h2>
      <p>{words.contact}</p>
      <dl>
        {handledPortals(visit).map(({ name, contact }) => (
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
