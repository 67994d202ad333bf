/** The export of a view of the list (D-35): a page that asks why, answered by the table. Who may is decided by the journey. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { exportLimit } from '../core/export-limit.ts';
import type { Timer } from '../core/response-times.ts';
import { mayAct, staffRole } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import { formatIsoDate } from '../i18n/dates.ts';
import type { DeskRequest } from '../journeys/desk-queue.ts';
import { exportQueue } from '../journeys/queue-export.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Button, TextLink } from './components.tsx';
import { placeAsked, queuePath, requestPortals } from './desk-paths.ts';
import { PlaceFields } from './desk-request-table.tsx';
import { sendTable } from './download.ts';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const FIELD = 'reason';

/** GET /desk/exports?view=V; whoever may not export finds no such page. */
export function getQueueExport(visit: SessionVisit): Response | null {
  return showExport(visit, null);
}

/** POST /desk/exports */
export async function postQueueExport(visit: SessionVisit): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  if (visit.staleForm && mayExport(visit)) return showExport(visit, staleTrouble(visit, FIELD));
  const { view, sort, isDescending } = placeAsked(visit);
  const asked = { view, sort, isDescending };
  const outcome = await exportQueue(site.ports, caller, session, requestPortals(visit), asked, fields[FIELD] ?? '');
  if (outcome.ok) return sendTable(`genkan-requests-${view}-${formatIsoDate(caller.at)}.csv`, tableOf(visit, outcome.value));
  const { refusal } = outcome;
  if (refusal.code === 'not-permitted') return null;
  if (refusal.code === 'remark-length') {
    return showExport(visit, { status: 422, errors: [{ field: FIELD, message: words.deskExport.reasonLength }] });
  }
  if (refusal.code === 'too-many-attempts') {
    return showExport(visit, pausedTrouble(visit, refusal.retryAt, words.deskExport.paused, FIELD));
  }
  return answerElsewhere(visit, refusal);
}

/** For the list: nothing for whoever may not export. */
export function QueueExportLink({ visit }: { visit: SessionVisit }): JSX.Element | null {
  if (!mayExport(visit)) return null;
  const query = new URLSearchParams(visit.query);
  for (const name of ['page', 'notice']) query.delete(name);
  const path = pathOf(visit, 'exports');
  return <TextLink href={query.size === 0 ? path : `${path}?${query.toString()}`}>{visit.words.deskExport.queueLink}</TextLink>;
}

function mayExport({ caller, session, site }: SessionVisit): boolean {
  return mayAct(session.account, 'requests.export', caller.at, site.ports.recovery);
}

function showExport(visit: SessionVisit, trouble: Trouble | null): Response | null {
  const role = staffRole(visit.session.account.role);
  if (role === undefined || !mayExport(visit)) return null;
  const { fields, words } = visit;
  const texts = words.deskExport;
  const place = placeAsked(visit);
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.queueTitle} current="requests" width="reading" errors={trouble?.errors}>
      <p class="back">
        <a href={queuePath(visit, place)}>‹ {words.deskWork.back}</a>
      </p>
      <h1>{texts.queueTitle}</h1>
      <p>{texts.queueLead(words.requests.views[place.view], exportLimit(role))}</p>
      <form method="post" action={pathOf(visit, 'exports')} novalidate>
        <HiddenToken visit={visit} />
        <PlaceFields visit={visit} />
        <TextArea
          id={FIELD}
          label={texts.reason}
          hint={texts.reasonHint}
          error={errorOf(trouble, FIELD)}
          value={fields[FIELD]}
          rows={3}
          required
          words={words}
        />
        <div class="actions">
          <Button>{texts.queueSubmit}</Button>
        </div>
      </form>
      <p>
        <TextLink href={queuePath(visit, place)}>{texts.cancel}</TextLink>
      </p>
    </PortalPage>,
    trouble?.status ?? 200,
    trouble?.headers,
  );
}

/** Head and rows: times in ISO 8601, UTC; names masked as in the list. */
function tableOf({ words }: SessionVisit, requests: readonly DeskRequest[]): readonly (readonly string[])[] {
  const texts = words.requests;
  const { columns } = words.deskExport;
  const head = [
    columns.receipt,
    columns.portal,
    columns.company,
    columns.name,
    columns.plan,
    texts.channel,
    texts.risk,
    texts.state,
    columns.filed,
    columns.confirmed,
    columns.stateSince,
    texts.due,
    texts.owner,
    columns.labels,
  ];
  const rows = requests.map((request) => [
    request.receipt,
    request.portal,
    request.company?.name ?? '',
    request.maskedName,
    request.company === null ? '' : texts.plans[request.company.plan],
    texts.channels[request.channel],
    request.risk === null ? '' : texts.levels[request.risk],
    texts.states[request.state],
    iso(request.filedAt),
    iso(request.confirmedAt),
    iso(request.stateSince),
    iso(dueOf(request.timer)),
    request.owner?.name ?? '',
    request.labels.join(' / '),
  ]);
  return [head, ...rows];
}

function dueOf(timer: Timer): Instant | null {
  if (timer.kind === 'running') return timer.dueAt;
  return timer.kind === 'standby' ? timer.until : null;
}

const iso = (at: Instant | null): string => (at === null ? '' : new Date(at).toISOString());
