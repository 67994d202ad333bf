/** The charts about removal requests (D-37), each with its definition. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { WEEKS } from '../core/chart-weeks.ts';
import { CUSTOMER_CHANNELS } from '../core/recovery-event.ts';
import { CHART_RESULTS } from '../core/request-charts.ts';
import { hours, type Instant } from '../core/time.ts';
import { Chart, type ChartProps } from './chart.tsx';
import { Card } from './components.tsx';
import { DataTable } from './data-table.tsx';
import type { ChartsProps } from './desk-charts.tsx';
import type { SessionVisit } from './visit.ts';

/** What every chart by weeks has. */
export function weeklyProps(visit: SessionVisit, weeks: readonly Instant[]): Pick<ChartProps, 'axis' | 'labels' | 'nothing'> {
  const { nothing, week } = visit.words.deskCharts;
  return { axis: week, labels: weeks.map(dayLabel), nothing };
}

/** 11/23: the same in both languages, and short enough for the axis. */
function dayLabel(at: Instant): string {
  const day = new Date(at + hours(9));
  return `${day.getUTCMonth() + 1}/${day.getUTCDate()}`;
}

export function RequestChartCards({ visit, charts, portals }: ChartsProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.deskCharts;
  const { requests, period, isCountsOnly } = charts;
  const { units } = texts;
  const weekly = weeklyProps(visit, period.weeks);
  const counts = { ...weekly, kind: 'bars', unit: units.count, digits: 0 } as const;
  const { before } = requests.received;
  return (
    <>
      <Chart
        {...counts}
        id="volume"
        {...texts.volume}
        series={portals.map(({ id, name }) => ({ name: name[language], values: requests.byPortal.get(id) ?? [] }))}
        total={portals.length > 1 ? texts.total : undefined}
        comparison={before === null || before === 0 ? undefined : { name: texts.average, value: before / WEEKS }}
      />
      <Chart
        {...counts}
        id="channel"
        {...texts.channel}
        series={CUSTOMER_CHANNELS.map((channel) => ({
          name: words.requests.channels[channel],
          values: requests.byChannel[channel],
        }))}
        total={texts.total}
      />
      <Chart
        {...counts}
        id="result"
        {...texts.result}
        series={CHART_RESULTS.map((result) => ({ name: texts.results[result], values: requests.byResult[result] }))}
        total={texts.total}
      />
      {isCountsOnly ? null : <Decisions visit={visit} charts={charts} portals={portals} />}
    </>
  );
}

function Decisions({ visit, charts: { requests, period } }: ChartsProps): JSX.Element {
  const texts = visit.words.deskCharts;
  const lines = { ...weeklyProps(visit, period.weeks), kind: 'lines', digits: 1 } as const;
  const { decision, units } = texts;
  const share = (id: 'onTime' | 'cancelled' | 'suspicious'): JSX.Element => {
    const { before } = requests[`${id}Share`];
    return (
      <Chart
        {...lines}
        id={id}
        {...texts[id]}
        unit="%"
        isShare
        series={[{ name: texts.share, values: requests[id] }]}
        comparison={before === null ? undefined : { name: texts.before, value: before }}
      />
    );
  };
  return (
    <>
      <Chart
        {...lines}
        id="decision"
        title={decision.title}
        definition={decision.definition}
        unit={units.hours}
        series={[
          { name: decision.median, values: requests.median },
          { name: decision.ninetieth, values: requests.ninetieth },
        ]}
      />
      {share('onTime')}
      {share('cancelled')}
      {share('suspicious')}
      <Reasons visit={visit} requests={requests} />
    </>
  );
}

function Reasons({ visit, requests }: Pick<ChartsProps, 'visit'> & { requests: ChartsProps['charts']['requests'] }): JSX.Element {
  const { reasons } = visit.words.deskCharts;
  return (
    <Card headingId="reasons-heading">
      <h2 id="reasons-heading">{reasons.title}</h2>
      <DataTable
        holds="numbers"
        caption={reasons.title}
        columns={[{ label: reasons.reason }, { label: reasons.now, align: 'end' }, { label: reasons.before, align: 'end' }]}
        rows={requests.reasons.map(({ reason, now, before }) => [
          visit.words.deskRequest.reasons[reason],
          String(now),
          String(before),
        ])}
      />
    </Card>
  );
}
