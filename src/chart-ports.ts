/** What the charts of the desk count (D-37, D-38). Part of `ports.ts`. */
import type { CompanyId, PortalId } from './core/account.ts';
import type { ChartedRequest } from './core/request-charts.ts';
import type { CodeAttempt, CountedDay } from './core/sign-in-charts.ts';
import type { Instant } from './core/time.ts';

export interface ActiveCoverage {
  /** Null: accounts without a company. */
  readonly company: { readonly id: CompanyId; readonly name: string } | null;
  readonly portal: PortalId;
  /** Signed in lately. */
  readonly active: number;
  /** Of those, with a second factor. */
  readonly secured: number;
}

export interface ChartReads {
  /** Requests of these portals that were filed since then and whose mailbox was confirmed. */
  chartedRequests(portals: readonly PortalId[], since: Instant): Promise<readonly ChartedRequest[]>;
  signInCounts(portals: readonly PortalId[], since: Instant): Promise<readonly CountedDay[]>;
  /** The newest, at most `limit`, in order. */
  codeAttempts(portals: readonly PortalId[], since: Instant, limit: number): Promise<readonly CodeAttempt[]>;
  drifts(portals: readonly PortalId[], since: Instant): Promise<readonly { readonly minutes: number; readonly count: number }[]>;
  /** By company, those with the most people first, at most `limit`. */
  activeCoverage(portals: readonly PortalId[], signedInSince: Instant, limit: number): Promise<readonly ActiveCoverage[]>;
  codesLeft(portals: readonly PortalId[]): Promise<readonly { readonly left: number; readonly accounts: number }[]>;
}
