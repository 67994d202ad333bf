/**
 * The charts of the desk (D-37, D-38): what is chosen, the figures, what is more than usual today, the charts one after the other. Every
 * number stands in a table as well. Who sees which is decided by the journey.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { WEEKS } from '../core/chart-weeks.ts';
import type { Compared } from '../core/request-charts.ts';
import { days } from '../core/time.ts';
import { formatDate, formatDayAndClock } from '../i18n/dates.ts';
import { type DeskCharts, viewCharts } from '../journeys/desk-charts.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { NONE, written } from './chart.tsx';
import { Banner, LinkButton } from './components.tsx';
import { RequestChartCards } from './desk-charts-requests.tsx';
import { SignInChartCards } from './desk-charts-sign-ins.tsx';
import { handledPortals } from './desk-paths.ts';
import { PortalPage } from './layout.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

export interface ChartsProps {
  readonly visit: SessionVisit;
  readonly charts: DeskCharts;
  readonly portals: readonly PortalDefinition[];
}

/** GET /desk/charts?portal=P */
export async function getCharts(visit: SessionVisit): Promise<Response> {
  const { caller, query, session, site } = visit;
  const handled = handledPortals(visit);
  const chosen = handled.filter(({ id }) => id === query['portal']);
  const portals = chosen.length === 0 ? handled : chosen;
  const outcome = await viewCharts(site.ports, caller, session, portals);
  if (!outcome.ok) return showPage(visit, <NoCharts visit={visit} />, 403);
  return showPage(visit, <ChartsPage visit={visit} charts={outcome.value} portals={portals} />);
}

function NoCharts({ visit }: { visit: SessionVisit }): JSX.Element {
  const { deskCharts, requests } = visit.words;
  return (
    <PortalPage visit={visit} title={deskCharts.title} width="reading">
      <h1>{deskCharts.title}</h1>
      <p>{deskCharts.notAllowed}</p>
      <p>
        <LinkButton href={pathOf(visit, 'dashboard')}>{requests.toRole}</LinkButton>
      </p>
    </PortalPage>
  );
}

function ChartsPage(props: ChartsProps): JSX.Element {
  const { visit, charts } = props;
  const { caller, language } = visit;
  const texts = visit.words.deskCharts;
  const { weeks } = charts.period;
  const first = formatDate(language, weeks[0] ?? caller.at);
  const last = formatDate(language, (weeks[WEEKS - 1] ?? caller.at) + days(6));
  return (
    <PortalPage visit={visit} title={texts.title} current="charts">
      <div class="charts">
        <h1>{texts.title}</h1>
        <p class="small">{texts.lead(first, last, formatDayAndClock(language, caller.at))}</p>
        {charts.isCountsOnly ? <p>{texts.countsOnly}</p> : null}
        <Portals {...props} />
        <Alert {...props} />
        <Figures {...props} />
        <h2 class="charts-part">{texts.requests}</h2>
        <div class="stack">
          <RequestChartCards {...props} />
        </div>
        <h2 class="charts-part">{texts.signIns}</h2>
        <div class="stack">
          <SignInChartCards {...props} />
        </div>
      </div>
    </PortalPage>
  );
}

/** Links: which portal is shown stands in the address, and is nobody's data. */
function Portals({ visit, portals }: ChartsProps): JSX.Element {
  const texts = visit.words.deskCharts;
  const handled = handledPortals(visit);
  const one = portals.length === 1 && handled.length > 1 ? portals[0]?.id : undefined;
  const link = (id: string | undefined, label: string): JSX.Element => (
    <li>
      <a
        href={id === undefined ? pathOf(visit, 'charts') : `${pathOf(visit, 'charts')}?portal=${id}`}
        aria-current={one === id ? 'true' : undefined}
      >
        {label}
      </a>
    </li>
  );
  return (
    <nav aria-label={texts.portal} class="chart-portals">
      <ul>
        {link(undefined, texts.allPortals)}
        {handled.map(({ id, name }) => link(id, name[visit.language]))}
      </ul>
    </nav>
  );
}

function Alert({ visit, charts }: ChartsProps): JSX.Element | null {
  const texts = visit.words.deskCharts;
  const names = [
    ...(charts.requests.isAlarming ? [texts.alerts.received] : []),
    ...charts.signIns.alarming.map((name) => texts.alerts[name]),
  ];
  if (names.length === 0) return null;
  return (
    <Banner tone="warn" title={texts.alert}>
      <p>{texts.alertText(new Intl.ListFormat(visit.language).format(names))}</p>
    </Banner>
  );
}

function Figures({ visit, charts }: ChartsProps): JSX.Element {
  const { figures, units } = visit.words.deskCharts;
  const { requests, signIns } = charts;
  const all: readonly (readonly [string, Compared, string, 0 | 1])[] = [
    [figures.received, requests.received, units.count, 0],
    ...(charts.isCountsOnly
      ? []
      : ([
          [figures.median, requests.medianTime, units.hours, 1],
          [figures.onTime, requests.onTimeShare, '%', 1],
          [figures.cancelled, requests.cancelledShare, '%', 1],
          [figures.suspicious, requests.suspiciousShare, '%', 1],
          [figures.selfRecovery, signIns.selfRecovery, '%', 1],
        ] as const)),
  ];
  return (
    <dl class="chart-figures">
      {all.map(([name, compared, unit, digits]) => (
        <Figure visit={visit} name={name} compared={compared} unit={unit} digits={digits} />
      ))}
    </dl>
  );
}

interface FigureProps {
  readonly visit: SessionVisit;
  readonly name: string;
  readonly compared: Compared;
  readonly unit: string;
  readonly digits: 0 | 1;
}

function Figure({ visit, name, compared: { now, before }, unit, digits }: FigureProps): JSX.Element {
  const texts = visit.words.deskCharts;
  const text = (value: number | null): string => (value === null ? NONE : written(value, digits));
  const change = now === null || before === null ? '' : `${now >= before ? '+' : '−'}${written(Math.abs(now - before), digits)} `;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="chart-figure">{text(now)}</span> {now === null ? null : unit}
        <span class="chart-before">
          {change}
          {texts.previous(text(before))}
        </span>
      </dd>
    </div>
  );
}
