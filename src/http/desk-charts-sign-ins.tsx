/** The charts about signing in (D-38), each with its definition. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { shareOf } from '../core/chart-weeks.ts';
import { DRIFT_STEPS } from '../core/sign-in-charts.ts';
import { Chart, written } from './chart.tsx';
import { Card } from './components.tsx';
import { DataTable } from './data-table.tsx';
import type { ChartsProps } from './desk-charts.tsx';
import { weeklyProps } from './desk-charts-requests.tsx';

/** First codes that are right: where it lies lower, clocks or instructions are wrong. */
const FIRST_TRY_TARGET = 95;

export function SignInChartCards(props: ChartsProps): JSX.Element {
  const { visit, charts } = props;
  const texts = visit.words.deskCharts;
  const { signIns, period, drift, codesLeft, isCountsOnly } = charts;
  const { units } = texts;
  const weekly = weeklyProps(visit, period.weeks);
  const counts = { ...weekly, kind: 'bars', unit: units.count, digits: 0 } as const;
  const steps = [...DRIFT_STEPS.map((step) => texts.drift.upTo(step)), texts.drift.more(DRIFT_STEPS.at(-1) ?? 0)];
  const left = codesLeft.toSorted((one, other) => one.left - other.left);
  return (
    <>
      {isCountsOnly ? null : <Shares {...props} />}
      <Chart
        {...counts}
        id="trouble"
        title={texts.trouble.title}
        definition={texts.trouble.definition}
        series={[
          { name: texts.trouble.wrong, values: signIns.wrong },
          { name: texts.trouble.replayed, values: signIns.replayed },
          { name: texts.trouble.locked, values: signIns.locked },
        ]}
        total={texts.total}
      />
      <Chart
        {...counts}
        id="drift"
        title={texts.drift.title}
        definition={texts.drift.definition}
        axis={texts.drift.axis}
        labels={steps}
        series={[{ name: texts.drift.series, values: drift }]}
      />
      <Chart
        {...counts}
        id="codes"
        title={texts.codes.title}
        definition={texts.codes.definition}
        axis={texts.codes.axis}
        labels={left.map((each) => texts.codes.left(each.left))}
        series={[{ name: texts.codes.series, values: left.map(({ accounts }) => accounts) }]}
      />
      {isCountsOnly ? null : <CoverageCard {...props} />}
    </>
  );
}

function Shares({ visit, charts: { signIns, period } }: ChartsProps): JSX.Element {
  const texts = visit.words.deskCharts;
  const lines = {
    ...weeklyProps(visit, period.weeks),
    kind: 'lines',
    unit: '%',
    digits: 1,
    isShare: true,
  } as const;
  const { code, password } = texts;
  return (
    <>
      <Chart {...lines} id="password" {...password} series={[{ name: texts.share, values: signIns.passwordSuccess }]} />
      <Chart
        {...lines}
        id="code"
        title={code.title}
        definition={code.definition}
        series={[
          { name: code.success, values: signIns.codeSuccess },
          { name: code.firstTry, values: signIns.firstTry },
        ]}
        target={{ name: code.target, value: FIRST_TRY_TARGET }}
      />
    </>
  );
}

function CoverageCard({ visit, charts: { coverage } }: ChartsProps): JSX.Element {
  const { language, site, words } = visit;
  const texts = words.deskCharts.coverage;
  return (
    <Card headingId="coverage-heading">
      <h2 id="coverage-heading">{texts.title}</h2>
      <p class="small">{texts.definition}</p>
      {coverage.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <DataTable
          holds="numbers"
          caption={texts.title}
          columns={[
            { label: texts.company },
            { label: words.deskCharts.portal },
            { label: texts.active, align: 'end' },
            { label: texts.secured, align: 'end' },
            { label: texts.share, align: 'end' },
          ]}
          rows={coverage.map(({ company, portal, active, secured }) => [
            company?.name ?? texts.noCompany,
            site.portals.get(portal)?.name[language] ?? portal,
            String(active),
            String(secured),
            written(shareOf(secured, active) ?? 0, 1),
          ])}
        />
      )}
    </Card>
  );
}
