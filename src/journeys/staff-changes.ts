/** What a confirmed ask does, whether a person of the desk or the host confirmed it: in the transaction that decided it. */
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { RecoveryPolicy } from '../core/recovery-policy.ts';
import { type Confirmers, mayAct } from '../core/staff.ts';
import { STAFF_INVITATION_FOR, type StaffAsk, type StaffPerson } from '../core/staff-ask.ts';
import type { Instant } from '../core/time.ts';
import { newSetUpCode } from '../core/tokens.ts';
import type { Writes } from '../ports.ts';
import type { HostPorts } from './first-password.ts';
import { type NewsFrom, tellStaff } from './staff-letters.ts';

/** Those who could confirm something now: whoever is stopped, half-way or only reads confirms nothing, so does not count. */
export function confirmersOf(
  members: readonly StaffPerson[],
  at: Instant,
  policy: Pick<RecoveryPolicy, 'newStaffFor'>,
): Confirmers {
  const able = members.filter(({ status, isComplete }) => status === 'active' && isComplete);
  return {
    administrators: able.filter((each) => mayAct(each, 'staff.confirm', at, policy)).length,
    supervisors: able.filter((each) => mayAct(each, 'staff.confirm-for-one', at, policy)).length,
  };
}

/** without this one nobody could look after the desk any more. */
export function isLastAdministrator(members: readonly StaffPerson[], { id, role }: Pick<StaffPerson, 'id' | 'role'>): boolean {
  const others = members.filter((each) => each.id !== id && each.role === 'administrator');
  return role === 'administrator' && !others.some(({ status, isComplete }) => status === 'active' && isComplete);
}

/** `confirmedBy`: a name, or '' for the host. The role of who asked was looked at by the caller. */
export async function carryOut(
  ports: HostPorts,
  tx: Writes,
  from: NewsFrom,
  members: readonly StaffPerson[],
  ask: StaffAsk,
  confirmedBy: string,
): Promise<Outcome<StaffAsk>> {
  const { kind, accountId, role, name } = ask;
  const asker = members.find(({ id }) => id === ask.askedBy.id);
  if (asker === undefined || asker.status !== 'active' || asker.role !== 'administrator')
    return refuse({ code: 'not-in-this-state' });
  const news = { person: name, role, by: ask.askedBy.name, confirmedBy };
  if (kind === 'invite' || accountId === null) {
    if (!(await sendInvitation(ports, tx, from, ask))) return refuse({ code: 'address-taken' });
    await tellStaff(tx, from, members, null, { change: 'invited', ...news });
    return done(ask);
  }
  const subject = members.find(({ id }) => id === accountId);
  if (subject === undefined) return refuse({ code: 'not-in-this-state' });
  if (kind === 'change-role' && isLastAdministrator(members, subject)) return refuse({ code: 'last-administrator' });
  const isDone =
    kind === 'change-role' ? await tx.changeStaffRole(accountId, role, from.at) : await tx.restoreStaff(accountId, from.at);
  if (!isDone) return refuse({ code: 'not-in-this-state' });
  await tellStaff(tx, from, members, accountId, { change: kind === 'change-role' ? 'role-changed' : 'restored', ...news });
  return done(ask);
}

/** One link, to the address that was confirmed; nobody of the desk ever sees it (SEC-J03). */
async function sendInvitation(ports: HostPorts, tx: Writes, { portal, at }: NewsFrom, ask: StaffAsk): Promise<boolean> {
  const { email, name, language, role } = ask;
  const { code, digest } = newSetUpCode(ports.random.bytes);
  const expiresAt = at + STAFF_INVITATION_FOR;
  const sitting = {
    kind: 'invitation',
    digest,
    portal: portal.id,
    email,
    name,
    language,
    role,
    accountId: null,
    expiresAt,
  } as const;
  if (!(await tx.openSitting(sitting))) return false;
  await tx.queueLetter({
    accountId: null,
    portal: portal.id,
    to: email,
    name,
    language,
    plan: null,
    notMe: null,
    content: {
      kind: 'staff-invitation',
      role,
      by: ask.askedBy.name,
      path: `/${portal.id}/setup/${code}`,
      expiresAt,
      circumstances: { at, browser: '', place: '' },
    },
  });
  return true;
}
