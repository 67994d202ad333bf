/**
 * The desk as the operator of the host keeps it going: confirming where nobody of the desk can yet, and the break-glass for a member who
 * lost the authenticator (desk.md section 6). Whoever has a shell on the host is trusted with it; the whole desk is told.
 */
import { canonicalEmail, mayProve, type PortalId } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { RecoveryPolicy } from '../core/recovery-policy.ts';
import { confirmationBy } from '../core/staff.ts';
import { PRINTED_CODE_FOR, type StaffAsk } from '../core/staff-ask.ts';
import type { Instant } from '../core/time.ts';
import { newSetUpCode } from '../core/tokens.ts';
import { byHost } from './audit.ts';
import type { HostPorts } from './first-password.ts';
import { findAccount } from './host-accounts.ts';
import { carryOut, confirmersOf, isLastAdministrator } from './staff-changes.ts';
import { tellStaff } from './staff-letters.ts';

type Policy = Pick<RecoveryPolicy, 'newStaffFor'>;

/** Of the ask about this address; refused as soon as somebody of the desk could do it. */
export async function confirmByHost(
  ports: HostPorts,
  policy: Policy,
  at: Instant,
  portal: PortalId,
  email: string,
): Promise<Outcome<StaffAsk>> {
  const asks = await ports.store.read.staffAsks(portal, at);
  const ask = asks.find((each) => canonicalEmail(each.email) === canonicalEmail(email));
  if (ask === undefined) return refuse({ code: 'not-in-this-state' });
  const detail = { type: 'staff.ask-confirmed', ask: ask.kind, askId: ask.id, role: ask.role } as const;
  return ports.store.write([byHost(at, portal, ask.accountId, detail)], async (tx) => {
    const members = await tx.lockStaff(portal);
    if (confirmationBy(confirmersOf(members, at, policy)) !== 'host') return refuse({ code: 'not-permitted' });
    const decided = await tx.decideStaffAsk(portal, ask.id, { at, by: 'host', verdict: 'confirmed' });
    if (decided === undefined) return refuse({ code: 'not-in-this-state' });
    return carryOut(ports, tx, { portal: { id: portal }, at }, members, decided, '');
  });
}

/** Answers a code, printed once; also for a member who is locked, because a new device was disowned: nothing else opens that. Until its sitting is complete nothing has changed: password and authenticators are as they were. */
export async function recoverStaff(
  ports: HostPorts,
  at: Instant,
  portal: PortalId,
  email: string,
  reason: string,
): Promise<Outcome<{ readonly code: string; readonly expiresAt: Instant }>> {
  const found = await findAccount(ports, portal, email);
  if (!found.ok) return found;
  const { id, name, language, passwordSetVia, email: stored } = found.value;
  if (!mayProve(found.value)) return refuse({ code: 'account-suspended' });
  if (passwordSetVia === null) return refuse({ code: 'no-password' });
  const { code, digest } = newSetUpCode(ports.random.bytes);
  const expiresAt = at + PRINTED_CODE_FOR;
  return ports.store.write([byHost(at, portal, id, { type: 'staff.recovery-opened', reason })], async (tx) => {
    const members = await tx.lockStaff(portal);
    const member = members.find((each) => each.id === id);
    if (member === undefined) return refuse({ code: 'no-such-account' });
    const { role } = member;
    await tx.openSitting({ kind: 'recovery', digest, portal, email: stored, name, language, role, accountId: id, expiresAt });
    await tellStaff(tx, { portal: { id: portal }, at }, members, id, {
      change: 'recovery-opened',
      person: name,
      role,
      by: '',
      reason,
    });
    return done({ code, expiresAt });
  });
}

/** whether disabling this address would leave the desk without an administrator. */
export async function isOnlyAdministrator(ports: HostPorts, portal: PortalId, id: string): Promise<boolean> {
  const members = await ports.store.read.staff(portal);
  const subject = members.find((each) => each.id === id);
  return subject !== undefined && isLastAdministrator(members, subject);
}
