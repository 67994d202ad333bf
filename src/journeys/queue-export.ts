/** The list of requests as a table that leaves (D-35): for whoever may export, with a reason, after both the look and the export are recorded. */
import { exportLimit } from '../core/export-limit.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { refuseRemark } from '../core/recovery-rules.ts';
import type { RequestView, SortKey } from '../core/request-view.ts';
import type { LiveSession } from '../core/session.ts';
import { mayAct, staffRole } from '../core/staff.ts';
import type { Caller, Ports } from '../ports.ts';
import { byStaff } from './audit.ts';
import { chargeExport } from './audit-search.ts';
import { type DeskPortal, type DeskRequest, viewQueue } from './desk-queue.ts';

export interface ExportedView {
  readonly view: RequestView;
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

export async function exportQueue(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly DeskPortal[],
  asked: ExportedView,
  reason: string,
): Promise<Outcome<readonly DeskRequest[]>> {
  const { account } = session;
  const role = staffRole(account.role);
  if (role === undefined || !mayAct(account, 'requests.export', caller.at, ports.recovery)) {
    await ports.store.record([byStaff(caller, account, { type: 'recovery.list-refused', refusal: 'not-permitted' })]);
    return refuse({ code: 'not-permitted' });
  }
  const unfit = refuseRemark(reason);
  if (unfit !== null) return refuse(unfit);
  const refused = await chargeExport(ports, caller, session);
  if (refused !== null) return refuse(refused);
  const viewed = await viewQueue(ports, caller, session, { portals, ...asked, page: 1, size: exportLimit(role) });
  if (!viewed.ok) return viewed;
  const { requests } = viewed.value;
  const exported = { type: 'requests.exported', role, view: asked.view, rows: requests.length, reason: reason.trim() } as const;
  await ports.store.record([byStaff(caller, account, exported)]);
  return done(requests);
}
