/**
 * The numbers of the charts about removal requests (D-37), by the definitions of the field: what was received is a request whose mailbox
 * was confirmed; the time to a decision runs from the receipt to approval or refusal in business minutes; on time is a decision before it
 * was due, of all decided; cancelled by the owner is "not me" or "found it" from the letter, of all received.
 */
import type { PortalId, SupportPlan } from './account.ts';
import type { BusinessCalendar } from './business-calendar.ts';
import { type ChartPeriod, dayOf, isAlarming, percentile, shareOf, WEEKS, weekIndex } from './chart-weeks.ts';
import { CUSTOMER_CHANNELS, REFUSAL_REASONS, type RequestChannel } from './recovery-event.ts';
import type { RequestState } from './recovery-state.ts';
import { decisionOf, type RequestStep, type ResponseTimes } from './response-times.ts';
import { days, type Instant } from './time.ts';

export interface ChartStep extends RequestStep {
  /** Reason code, outcome or way, where the event has one. */
  readonly because: string | null;
}

export interface ChartedRequest {
  readonly portal: PortalId;
  readonly plan: SupportPlan;
  readonly channel: RequestChannel;
  readonly state: RequestState;
  readonly filedAt: Instant;
  readonly confirmedAt: Instant;
  readonly stateSince: Instant;
  readonly steps: readonly ChartStep[];
}

/** How a portal counts time. */
export interface ChartedPortal {
  readonly id: PortalId;
  readonly responseTimes: ResponseTimes;
  readonly deskCalendar: BusinessCalendar;
}

export const CHART_RESULTS = ['completed', 'refused', 'cancelled', 'expired', 'running'] as const;
export type ChartResult = (typeof CHART_RESULTS)[number];

type Weekly = readonly (number | null)[];

/** One number for the thirteen weeks and for those before. */
export interface Compared {
  readonly now: number | null;
  readonly before: number | null;
}

export interface RequestCharts {
  readonly received: Compared;
  readonly byPortal: ReadonlyMap<PortalId, Weekly>;
  readonly byChannel: Readonly<Record<(typeof CUSTOMER_CHANNELS)[number], Weekly>>;
  readonly byResult: Readonly<Record<ChartResult, Weekly>>;
  /** In business hours. */
  readonly median: Weekly;
  readonly ninetieth: Weekly;
  readonly medianTime: Compared;
  /** In percent. */
  readonly onTime: Weekly;
  readonly onTimeShare: Compared;
  readonly cancelled: Weekly;
  readonly cancelledShare: Compared;
  readonly suspicious: Weekly;
  readonly suspiciousShare: Compared;
  readonly reasons: readonly { readonly reason: (typeof REFUSAL_REASONS)[number]; readonly now: number; readonly before: number }[];
  /** More today than twice the median of seven days. */
  readonly isAlarming: boolean;
}

interface Judged extends ChartedRequest {
  readonly week: number;
  readonly result: ChartResult;
  readonly isSuspicious: boolean;
  readonly decision: { readonly hours: number; readonly isLate: boolean } | null;
}

export function requestCharts(
  all: readonly ChartedRequest[],
  portals: readonly ChartedPortal[],
  period: ChartPeriod,
  now: Instant,
): RequestCharts {
  const judged = all.flatMap((request) => judge(request, portals, period) ?? []);
  const weekly = (of: (requests: readonly Judged[]) => number | null): Weekly =>
    Array.from({ length: WEEKS }, (_, week) => of(judged.filter((request) => request.week === week)));
  const compared = (of: (requests: readonly Judged[]) => number | null): Compared => ({
    now: of(judged.filter(({ week }) => week >= 0)),
    before: of(judged.filter(({ week }) => week === -1)),
  });
  const count = (fits: (request: Judged) => boolean) => (requests: readonly Judged[]) => requests.filter(fits).length;
  const share = (fits: (request: Judged) => boolean) => (requests: readonly Judged[]) =>
    shareOf(requests.filter(fits).length, requests.length);
  const time = (at: number) => (requests: readonly Judged[]) =>
    percentile(
      requests.flatMap(({ decision }) => decision?.hours ?? []),
      at,
    );
  const onTime = (requests: readonly Judged[]): number | null => {
    const decided = requests.flatMap(({ decision }) => decision ?? []);
    return shareOf(decided.filter(({ isLate }) => !isLate).length, decided.length);
  };
  const isCancelled = ({ result }: Judged): boolean => result === 'cancelled';
  const record = <K extends string>(keys: readonly K[], of: (key: K) => Weekly) =>
    Object.fromEntries(keys.map((key) => [key, of(key)])) as Readonly<Record<K, Weekly>>;
  return {
    received: compared((requests) => requests.length),
    byPortal: new Map(portals.map(({ id }) => [id, weekly(count(({ portal }) => portal === id))])),
    byChannel: record(CUSTOMER_CHANNELS, (channel) => weekly(count((request) => request.channel === channel))),
    byResult: record(CHART_RESULTS, (result) => weekly(count((request) => request.result === result))),
    median: weekly(time(0.5)),
    ninetieth: weekly(time(0.9)),
    medianTime: compared(time(0.5)),
    onTime: weekly(onTime),
    onTimeShare: compared(onTime),
    cancelled: weekly(share(isCancelled)),
    cancelledShare: compared(share(isCancelled)),
    suspicious: weekly(share(({ isSuspicious }) => isSuspicious)),
    suspiciousShare: compared(share(({ isSuspicious }) => isSuspicious)),
    reasons: REFUSAL_REASONS.map((reason) => {
      const isIt = ({ steps }: Judged): boolean => steps.some(({ type, because }) => type === 'Refused' && because === reason);
      const { now: here, before } = compared(count(isIt));
      return { reason, now: here ?? 0, before: before ?? 0 };
    }),
    isAlarming: isAlarming(daily(all, now)),
  };
}

function judge(request: ChartedRequest, portals: readonly ChartedPortal[], period: ChartPeriod): Judged | null {
  const week = weekIndex(period, request.filedAt);
  const portal = portals.find(({ id }) => id === request.portal);
  if (week === null || portal === undefined) return null;
  const timed = { ...request, waitUntil: null };
  const decision = decisionOf(timed, portal.responseTimes[request.plan], portal.deskCalendar);
  return {
    ...request,
    week,
    result: resultOf(request),
    isSuspicious: request.steps.some(({ type, because }) => SUSPICIOUS.includes(`${type} ${because ?? ''}`)),
    decision: decision === null ? null : { hours: decision.businessMinutes / 60, isLate: decision.isLate },
  };
}

const SUSPICIOUS: readonly string[] = ['ContactTried suspicious', 'Frozen suspicious-call'];

/** A request that ended by a sign-in of its holder was not needed, and was cancelled by nobody. */
function resultOf({ state, steps }: ChartedRequest): ChartResult {
  const isFromLetter = steps.some(({ type, because }) => type === 'Withdrawn' && because === 'cancel-page');
  switch (state) {
    case 'redeemed':
    case 'closed':
      return 'completed';
    case 'refused':
      return 'refused';
    case 'vetoed':
      return 'cancelled';
    case 'withdrawn':
      return isFromLetter ? 'cancelled' : 'expired';
    case 'expired':
      return 'expired';
    default:
      return 'running';
  }
}

function daily(all: readonly ChartedRequest[], now: Instant): readonly number[] {
  const today = dayOf(now);
  return Array.from(
    { length: 8 },
    (_, index) => all.filter(({ filedAt }) => dayOf(filedAt) === today - (7 - index) * days(1)).length,
  );
}
