/**
 * The export of one request (invariant 12, SEC-J15): a page that says what the file holds and asks why; its form is answered by the file
 * itself. Who may, and that it is recorded before it leaves, is decided by the journey.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { mayAct } from '../core/staff.ts';
import { exportRequest } from '../journeys/request-export.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Button, Card, Facts, TextLink } from './components.tsx';
import { requestPath, requestPortals } from './desk-paths.ts';
import { findShown, RequestHead, type RequestProps } from './desk-request-parts.tsx';
import { sendFile } from './download.ts';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { type SessionVisit, showPage } from './visit.ts';

const FIELD = 'reason';

/** GET /desk/requests/:receipt/export; whoever may not export finds no such page. */
export function getRequestExport(visit: SessionVisit, receipt: string): Promise<Response | null> {
  return showExport(visit, receipt, null);
}

/** POST /desk/requests/:receipt/export */
export async function postRequestExport(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  if (visit.staleForm && mayExport(visit)) return showExport(visit, receipt, staleTrouble(visit, FIELD));
  const portals = requestPortals(visit).map(({ id }) => id);
  const outcome = await exportRequest(site.ports, caller, session, portals, receipt, fields[FIELD] ?? '');
  if (outcome === null || (!outcome.ok && outcome.refusal.code === 'not-permitted')) return null;
  if (outcome.ok) return sendFile(`genkan-${receipt}.jsonl`, 'application/x-ndjson; charset=utf-8', outcome.value);
  const texts = words.deskExport;
  const { refusal } = outcome;
  if (refusal.code === 'remark-length') {
    return showExport(visit, receipt, { status: 422, errors: [{ field: FIELD, message: texts.reasonLength }] });
  }
  if (refusal.code === 'too-many-attempts') {
    return showExport(visit, receipt, pausedTrouble(visit, refusal.retryAt, texts.paused, FIELD));
  }
  return answerElsewhere(visit, refusal);
}

/** For the page of a request: nothing for whoever may not export. */
export function RequestExportLink({ visit, receipt }: { visit: SessionVisit; receipt: string }): JSX.Element | null {
  if (!mayExport(visit)) return null;
  return (
    <p>
      <TextLink href={exportPath(visit, receipt)}>{visit.words.deskExport.link}</TextLink>
    </p>
  );
}

function mayExport({ caller, session, site }: SessionVisit): boolean {
  return mayAct(session.account, 'requests.export', caller.at, site.ports.recovery);
}

const exportPath = (visit: SessionVisit, receipt: string): string => `${requestPath(visit, receipt)}/export`;

async function showExport(visit: SessionVisit, receipt: string, trouble: Trouble | null): Promise<Response | null> {
  if (!mayExport(visit)) return null;
  const shown = await findShown(visit, receipt);
  if (shown === null) return null;
  return showPage(visit, <ExportPage visit={visit} shown={shown} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function ExportPage({ visit, shown, trouble }: RequestProps & { trouble: Trouble | null }): JSX.Element {
  const { fields, site, words } = visit;
  const texts = words.deskExport;
  const { receipt } = shown.request;
  return (
    <PortalPage visit={visit} title={`${texts.title} ${receipt}`} current="requests" width="reading" errors={trouble?.errors}>
      <p class="back">
        <a href={requestPath(visit, receipt)}>‹ {words.deskCall.back}</a>
      </p>
      <RequestHead visit={visit} shown={shown} title={texts.title} />
      <p>{texts.lead}</p>
      <Card headingId="holds-heading">
        <h2 id="holds-heading">{texts.holds}</h2>
        <ul>
          {texts.contents.map((each) => (
            <li>{each}</li>
          ))}
        </ul>
        <p>{texts.masked}</p>
        <p>{texts.verify}</p>
        <Facts rows={[{ term: texts.fingerprint, value: <code translate="no">{site.ports.signing.fingerprint}</code> }]} />
      </Card>
      <form method="post" action={exportPath(visit, receipt)} novalidate>
        <HiddenToken visit={visit} />
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
          <Button>{texts.submit}</Button>
        </div>
      </form>
      <p>
        <TextLink href={requestPath(visit, receipt)}>{texts.cancel}</TextLink>
      </p>
    </PortalPage>
  );
}
