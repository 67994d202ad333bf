/**
 * The charts of the desk (D-37, D-38): numbers of whole portals, nobody by name, so that a look at them is no look at anybody. All of the
 * desk sees them; an administrator sees counts alone (desk.md section 6).
 */
import type { PortalId } from '../core/account.ts';
import { type ChartPeriod, chartPeriod } from '../core/chart-weeks.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { type ChartedPortal, type RequestCharts, requestCharts } from '../core/request-charts.ts';
import type { LiveSession } from '../core/session.ts';
import { driftHistogram, type SignInCharts, signInCharts } from '../core/sign-in-charts.ts';
import { mayAct } from '../core/staff.ts';
import { days } from '../core/time.ts';
import type { ActiveCoverage, Caller, Ports } from '../ports.ts';
import { byStaff } from './audit.ts';

/** First tries are counted over so many of the newest entries at most. */
const ATTEMPTS_MOST = 20_000;
const COMPANIES_MOST = 50;
const ACTIVE_WITHIN = days(90);

export interface DeskCharts {
  readonly period: ChartPeriod;
  readonly requests: RequestCharts;
  readonly signIns: SignInCharts;
  /** By the steps of `DRIFT_STEPS`, and more. */
  readonly drift: readonly number[];
  /** Empty for whoever sees counts alone. */
  readonly coverage: readonly ActiveCoverage[];
  readonly codesLeft: readonly { readonly left: number; readonly accounts: number }[];
  /** No times, shares, reasons or companies. */
  readonly isCountsOnly: boolean;
}

export async function viewCharts(
  ports: Ports,
  caller: Caller,
  { account }: LiveSession,
  portals: readonly ChartedPortal[],
): Promise<Outcome<DeskCharts>> {
  const mayAll = mayAct(account, 'charts.view', caller.at, ports.recovery);
  if (!mayAll && !mayAct(account, 'charts.counts', caller.at, ports.recovery)) {
    await ports.store.record([byStaff(caller, account, { type: 'recovery.list-refused', refusal: 'not-permitted' })]);
    return refuse({ code: 'not-permitted' });
  }
  const ids: readonly PortalId[] = portals.map(({ id }) => id);
  const { read } = ports.store;
  const period = chartPeriod(caller.at);
  const { previousFrom, weeks } = period;
  const from = weeks[0] ?? caller.at;
  const attempts = await read.codeAttempts(ids, from, ATTEMPTS_MOST);
  return done({
    period,
    requests: requestCharts(await read.chartedRequests(ids, previousFrom), portals, period, caller.at),
    signIns: signInCharts(await read.signInCounts(ids, previousFrom), attempts, period, caller.at),
    drift: driftHistogram(await read.drifts(ids, from)),
    coverage: mayAll ? await read.activeCoverage(ids, caller.at - ACTIVE_WITHIN, COMPANIES_MOST) : [],
    codesLeft: await read.codesLeft(ids),
    isCountsOnly: !mayAll,
  });
}
