/**
 * Who works at the desk and on whose requests: the role is asked of the table of core/staff.ts, what it may see becomes the scope of
 * every query that follows. Whoever may not is recorded and refused.
 */
import type { PortalId, StaffRole } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { ENDED_SHOWN_FOR } from '../core/request-view.ts';
import type { LiveSession } from '../core/session.ts';
import { may, mayAct, type StaffAction, staffRole } from '../core/staff.ts';
import { type Duration, days } from '../core/time.ts';
import type { Caller, Ports, RequestScope } from '../ports.ts';
import { byStaff } from './audit.ts';

export interface AtDesk {
  readonly role: StaffRole;
  readonly scope: RequestScope;
}

/** A request that is over is found by its number or its holder for as long as what was typed for it is kept. */
export const ENDED_FOUND_FOR: Duration = days(90);

export async function enterDesk(
  ports: Ports,
  caller: Caller,
  { account }: LiveSession,
  portals: readonly PortalId[],
  action: StaffAction = 'requests.view',
  endedFor: Duration = ENDED_SHOWN_FOR,
): Promise<Outcome<AtDesk>> {
  const role = staffRole(account.role);
  if (role === undefined || !may(role, 'requests.view') || !mayAct(account, action, caller.at, ports.recovery)) {
    await ports.store.record([byStaff(caller, account, { type: 'recovery.list-refused', refusal: 'not-permitted' })]);
    return refuse({ code: 'not-permitted' });
  }
  return done({
    role,
    scope: {
      portals,
      desk: account.portal,
      privileged: may(role, 'privileged.view'),
      assignedTo: may(role, 'privileged.view-assigned') ? account.id : null,
      endedSince: caller.at - endedFor,
    },
  });
}
