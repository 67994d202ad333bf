/**
 * The stop switch (desk.md invariant 11): while it is set for a portal, or for all, nothing is approved, released or redeemed there. Read
 * from the database every time, so that it holds on every node at once. Set by one person at once, lifted by another one only.
 */
import type { PortalId } from '../core/account.ts';
import type { Bilingual } from '../core/language.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { refuseRemark } from '../core/recovery-rules.ts';
import type { LiveSession } from '../core/session.ts';
import type { StaffContent } from '../core/staff-letter.ts';
import type { Caller, Ports } from '../ports.ts';
import { byStaff, circumstancesOf } from './audit.ts';
import { isStillActing, permitStaffAct, refuseStaffAct } from './staff.ts';
import { tellAllStaff } from './staff-letters.ts';

export async function isDeskStopped({ store }: Pick<Ports, 'store'>, portal: PortalId): Promise<boolean> {
  return (await store.read.deskStops()).some((stop) => stop.portal === null || stop.portal === portal);
}

/** What is stopped, and what it is called in letters: both null for every portal. */
export interface StopScope {
  readonly portal: PortalId | null;
  readonly name: Bilingual | null;
}

export async function setDeskStop(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  { portal, name }: StopScope,
  typed: string,
): Promise<Outcome<void>> {
  const reason = typed.trim();
  const unfit = refuseRemark(reason);
  if (unfit !== null) return refuse(unfit);
  const content = { kind: 'desk-stopped', where: name, reason, ...actedBy(caller, session) } as const;
  const event = { type: 'desk.stopped', stopped: portal, reason } as const;
  return turn(ports, caller, session, 'stop-switch.set', { event, content }, (tx) =>
    tx.setDeskStop(portal, session.account.id, caller.at, reason),
  );
}

/** Refused to whoever set it, also when that person has another role by now. */
export async function liftDeskStop(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  { portal, name }: StopScope,
): Promise<Outcome<void>> {
  const { account } = session;
  const stop = (await ports.store.read.deskStops()).find((each) => each.portal === portal);
  if (stop?.by.id === account.id) return refuseStaffAct(ports, caller, account, 'stop-switch.lift', { code: 'not-permitted' });
  const content = { kind: 'desk-resumed', where: name, reason: '', ...actedBy(caller, session) } as const;
  const event = { type: 'desk.resumed', stopped: portal } as const;
  return turn(ports, caller, session, 'stop-switch.lift', { event, content }, (tx) => tx.liftDeskStop(portal, account.id));
}

function actedBy(caller: Caller, { account }: LiveSession) {
  return { by: account.name, circumstances: circumstancesOf(caller) };
}

interface Told {
  readonly event: Parameters<typeof byStaff>[2];
  readonly content: StaffContent;
}

async function turn(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  action: 'stop-switch.set' | 'stop-switch.lift',
  { event, content }: Told,
  work: (tx: Parameters<Parameters<Ports['store']['write']>[1]>[0]) => Promise<boolean>,
): Promise<Outcome<void>> {
  const permitted = await permitStaffAct(ports, caller, session, action);
  if (!permitted.ok) return permitted;
  const { account } = session;
  return ports.store.write<void>([byStaff(caller, account, event)], async (tx) => {
    const members = await tx.lockStaff(account.portal);
    if (!isStillActing(members, account, action, caller, ports)) return refuse({ code: 'not-permitted' });
    if (!(await work(tx))) return refuse({ code: 'not-in-this-state' });
    await tellAllStaff(
      tx,
      account.portal,
      members.filter(({ status }) => status === 'active'),
      content,
    );
    return done(undefined);
  });
}
