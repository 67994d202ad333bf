/** What every page about one request at the desk has: the request as this person may see it, and its head. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { type ShownRequest, viewRequest } from '../journeys/desk-request.ts';
import { Badge } from './components.tsx';
import { requestPortals } from './desk-paths.ts';
import { DeskTimer } from './desk-timer.tsx';
import type { SessionVisit } from './visit.ts';

export interface RequestProps {
  readonly visit: SessionVisit;
  readonly shown: ShownRequest;
}

/** For the pages below it as well: each shows what its act is about. */
export function findShown(visit: SessionVisit, receipt: string): Promise<ShownRequest | null> {
  const { caller, session, site } = visit;
  return viewRequest(site.ports, caller, session, requestPortals(visit), receipt);
}

export const RISK_TONE = { low: 'ok', medium: 'warn', high: 'err' } as const;

/** `title` says what the page is for. */
export function RequestHead({ visit, shown, title }: RequestProps & { title: string }): JSX.Element {
  const { words } = visit;
  const { request, maskedName } = shown;
  const isOfDesk = request.portal === visit.portal.id;
  return (
    <div class="request-head">
      <div>
        <h1>
          {title}{' '}
          <span class="no-wrap" translate="no">
            {request.receipt}
          </span>
        </h1>
        <p class="request-who">
          {request.company?.name ?? (isOfDesk ? visit.portal.name[visit.language] : words.requests.noCompany)}{' '}
          {words.deskRequest.honorific(maskedName)}
        </p>
      </div>
      <p class="request-state">
        <Badge tone="accent">{words.requests.states[request.state]}</Badge>{' '}
        {request.risk === null ? null : (
          <Badge tone={RISK_TONE[request.risk]} icon={request.risk === 'low' ? 'check' : 'warning'}>
            {words.deskRequest.risk(words.requests.levels[request.risk])}
          </Badge>
        )}{' '}
        <span>
          <DeskTimer visit={visit} timer={request.timer} />
        </span>
      </p>
    </div>
  );
}
