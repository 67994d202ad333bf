/**
 * The table of received requests as the desk sees them. Meaning never stands in a colour alone: timer, risk and state are words. It
 * shows what it is given; masking was done before. With `sorting` its heads are links, with `isWorked` rows can be taken and selected.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { CLAIMABLE_STATES } from '../core/desk-claim.ts';
import type { RiskLevel } from '../core/recovery-policy.ts';
import type { SortKey } from '../core/request-view.ts';
import type { DeskRequest } from '../journeys/desk-queue.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { Badge } from './components.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { placeAsked, requestPath } from './desk-paths.ts';
import { DeskTimer } from './desk-timer.tsx';
import { HiddenToken } from './fields.tsx';
import type { IconName } from './icons.ts';
import { Icon } from './marks.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

/** The form that the boxes of the rows belong to. */
export const BULK_FORM = 'bulk';

export interface Sorting {
  readonly by: SortKey;
  readonly isDescending: boolean;
  readonly hrefOf: (by: SortKey) => string;
}

export interface TableProps {
  readonly visit: SessionVisit;
  readonly requests: readonly DeskRequest[];
  readonly portals: readonly PortalDefinition[];
  readonly sorting?: Sorting | undefined;
  /** Whoever may work on requests gets a button and a box. */
  readonly isWorked?: boolean | undefined;
}

export function RequestTable({ visit, requests, portals, sorting, isWorked = false }: TableProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.requests;
  const nameOf = (id: string): string => portals.find((portal) => portal.id === id)?.name[language] ?? id;
  const head = (by: SortKey, label: string): Column => {
    if (sorting === undefined) return { label };
    const direction = sorting.by !== by ? null : sorting.isDescending ? 'descending' : 'ascending';
    return { label, sort: { href: sorting.hrefOf(by), direction } };
  };
  return (
    <DataTable
      caption={texts.caption}
      columns={[
        ...(!isWorked ? [] : [{ label: texts.selected, isQuiet: true }]),
        head('due', texts.due),
        head('receipt', texts.receipt),
        head('company', texts.holder),
        head('channel', texts.channel),
        head('risk', texts.risk),
        head('state', texts.state),
        head('owner', texts.owner),
      ]}
      rows={requests.map((request, index) => [
        ...(!isWorked ? [] : [<SelectBox visit={visit} request={request} index={index} />]),
        <DeskTimer visit={visit} timer={request.timer} />,
        <>
          <a class="request-receipt" href={requestPath(visit, request.receipt)} translate="no">
            {request.receipt}
          </a>
          <span class="request-second portal-mark" data-mark={request.portal}>
            {nameOf(request.portal)}
          </span>
        </>,
        <>
          {request.company?.name ?? texts.noCompany}
          <span class="request-second">{words.common.honorific(request.maskedName)}</span>
        </>,
        <>
          <span class="request-channel">{texts.channels[request.channel]}</span>
          {request.company === null ? null : (
            <span class="request-second request-channel">{texts.plans[request.company.plan]}</span>
          )}
        </>,
        <RiskBadge visit={visit} risk={request.risk} />,
        <>
          <span class="request-state">{texts.states[request.state]}</span>
          {request.labels.map((label) => (
            <span class="request-label">{label}</span>
          ))}
        </>,
        <OwnerCell visit={visit} request={request} isWorked={isWorked} />,
      ])}
    />
  );
}

function SelectBox({ visit, request, index }: { visit: SessionVisit; request: DeskRequest; index: number }): JSX.Element {
  return (
    <label class="check select-box">
      <input
        type="checkbox"
        name={`row_${index + 1}`}
        value={request.receipt}
        form={BULK_FORM}
        checked={Object.values(visit.fields).includes(request.receipt) ? true : undefined}
        aria-label={visit.words.requests.select(request.receipt)}
      />
    </label>
  );
}

/** What a form of the queue says about where it stands, so that it leads back there. */
export function PlaceFields({ visit }: { visit: SessionVisit }): JSX.Element {
  const { view, sort, isDescending, page } = placeAsked(visit);
  return (
    <>
      <input type="hidden" name="view" value={view} />
      <input type="hidden" name="sort" value={sort} />
      <input type="hidden" name="order" value={isDescending ? 'desc' : 'asc'} />
      <input type="hidden" name="page" value={String(page)} />
    </>
  );
}

const RISK_LOOK: Readonly<Record<RiskLevel, { readonly tone: 'neutral' | 'warn' | 'err'; readonly icon: IconName }>> = {
  low: { tone: 'neutral', icon: 'check' },
  medium: { tone: 'warn', icon: 'warning' },
  high: { tone: 'err', icon: 'warning' },
};

function RiskBadge({ visit, risk }: { visit: SessionVisit; risk: RiskLevel | null }): JSX.Element {
  const words = visit.words.requests;
  if (risk === null) return <span class="request-quiet">{words.notAssessed}</span>;
  const { tone, icon } = RISK_LOOK[risk];
  return (
    <Badge tone={tone} icon={icon}>
      {words.levels[risk]}
    </Badge>
  );
}

/** Who is in charge, who is there, and the button for what is nobody's. */
function OwnerCell({ visit, request, isWorked }: { visit: SessionVisit; request: DeskRequest; isWorked: boolean }): JSX.Element {
  const texts = visit.words.deskWork;
  const { owner, claim, others, receipt, state } = request;
  const isHeld = claim !== null && visit.caller.at < claim.until;
  const keeper = isHeld && claim.by !== owner?.id ? claim.name : null;
  const isEditing = isHeld || others.some((presence) => presence.isEditing);
  const isThere = others.length > 0 || (isHeld && claim.by !== visit.session.account.id);
  const isFree = owner === null && !isHeld && CLAIMABLE_STATES.includes(state);
  return (
    <>
      {isFree && isWorked ? (
        <form method="post" action={pathOf(visit, `requests/${receipt}/claim`)}>
          <HiddenToken visit={visit} />
          <input type="hidden" name="back" value="queue" />
          <PlaceFields visit={visit} />
          <button type="submit" class="button button-secondary button-row" name="choice" value="claim">
            {texts.claim}
            <span class="visually-hidden"> {receipt}</span>
          </button>
        </form>
      ) : (
        (owner?.name ?? texts.nobody)
      )}
      {keeper === null ? null : <span class="request-second">{keeper}</span>}
      {isThere ? (
        <span class="request-second presence">
          <Icon name="eye" size={16} />
          {isEditing ? texts.editing : texts.viewing}
        </span>
      ) : null}
    </>
  );
}
