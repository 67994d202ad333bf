/**
 * The desk's view of received requests, read-only: who may see the list, which requests stand in it, and that every look at
 * it is in the audit log before anybody sees it. Names leave here masked; whom a role may see is decided in core/staff.ts.
 */
import { maskedName, type PortalId } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { ENDED_SHOWN_FOR, type RequestView, VIEW_STATES, viewCounts } from '../core/request-view.ts';
import type { LiveSession } from '../core/session.ts';
import { may, staffRole } from '../core/staff.ts';
import type { Caller, ListedRequest, Ports, RequestScope } from '../ports.ts';
import { byStaff } from './audit.ts';

export interface DeskRequest extends Omit<ListedRequest, 'name'> {
  readonly maskedName: string;
}

export interface RequestList {
  readonly view: RequestView;
  readonly counts: Readonly<Record<RequestView, number>>;
  readonly requests: readonly DeskRequest[];
  /** The page that is shown, from 1; the last one when a later page was asked for. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
}

export interface AskedList {
  /** The portals whose requests this desk handles. */
  readonly portals: readonly PortalId[];
  readonly view: RequestView;
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

/** One page of a view. The list is not answered when the look at it cannot be recorded (SEC-Q02). */
export async function viewRequests(
  ports: Ports,
  caller: Caller,
  { account }: LiveSession,
  { portals, view, page: asked, size }: AskedList,
): Promise<Outcome<RequestList>> {
  const role = staffRole(account.role);
  if (role === undefined || !may(role, 'requests.view')) {
    await ports.store.record([byStaff(caller, account, { type: 'recovery.list-refused', refusal: 'not-permitted' })]);
    return refuse({ code: 'not-permitted' });
  }
  const scope: RequestScope = {
    portals,
    desk: account.portal,
    privileged: may(role, 'privileged.view'),
    endedSince: caller.at - ENDED_SHOWN_FOR,
  };
  const counts = viewCounts(await ports.store.read.requestCounts(scope));
  const pages = Math.max(1, Math.ceil(counts[view] / size));
  const page = Math.min(asked, pages);
  const found = await ports.store.read.listedRequests(scope, VIEW_STATES[view], { offset: (page - 1) * size, limit: size });
  const shown = found.map(({ receipt }) => receipt);
  await ports.store.record([byStaff(caller, account, { type: 'recovery.list-viewed', role, portals, view, page, shown })]);
  return done({ view, counts, requests: found.map(masked), page, pages });
}

function masked({ name, ...request }: ListedRequest): DeskRequest {
  return { ...request, maskedName: maskedName(name) };
}
