/**
 * Sittings at the desk: a code from the host or an invitation, then password and authenticator in one go (SEC-E10, desk.md section 6).
 * Until the first right proof nothing has changed: the password waits elsewhere, so a new account is nobody's and an old one is as it
 * was. The mailbox is not asked again: whoever has the code had a shell on the host, or the letter of an invitation.
 */
import { canonicalEmail, mayProve, type PortalId } from '../core/account.ts';
import type { AuditDetail } from '../core/audit-event.ts';
import type { Language } from '../core/language.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { staffRole } from '../core/staff.ts';
import { PRINTED_CODE_FOR } from '../core/staff-ask.ts';
import type { Instant } from '../core/time.ts';
import { newId, newSetUpCode, newToken, type OpaqueToken, shortHash, tokenDigest } from '../core/tokens.ts';
import type { Caller, Ports, Sitting } from '../ports.ts';
import { byClaimant, byHost } from './audit.ts';
import { beginEnrolment } from './enrolment.ts';
import { type HostPorts, judgePassword } from './first-password.ts';
import { resolvePending } from './sessions.ts';

export type SittingHolder = Pick<Sitting, 'kind' | 'email' | 'name' | 'role'>;

/** Answers the code of the first administrator, which is stored as a digest; the one before is void. */
export async function openDeskSetUp(
  ports: HostPorts,
  at: Instant,
  portal: PortalId,
  who: { readonly email: string; readonly name: string; readonly language: Language },
): Promise<Outcome<{ readonly code: string; readonly expiresAt: Instant }>> {
  if (await ports.store.read.hasAdministrator(portal)) return refuse({ code: 'administrator-exists' });
  if (!(await isFree(ports, portal, who.email))) return refuse({ code: 'address-taken' });
  const { code, digest } = newSetUpCode(ports.random.bytes);
  const expiresAt = at + PRINTED_CODE_FOR;
  const sitting = { ...who, kind: 'set-up', digest, portal, role: 'administrator', accountId: null, expiresAt } as const;
  return ports.store.write([byHost(at, portal, null, { type: 'desk-set-up.opened' })], async (tx) => {
    const opened = await tx.openSitting(sitting);
    return opened ? done({ code, expiresAt }) : refuse({ code: 'administrator-exists' });
  });
}

/** For whom this code is; opening the page changes nothing. */
export async function viewSitting(ports: Ports, caller: Caller, code: string): Promise<Outcome<SittingHolder>> {
  const sitting = await findOpen(ports, caller, code);
  return sitting === undefined ? refuse({ code: 'link-spent' }) : done(sitting);
}

/**
 * Takes the password and spends the code. Answers a pending sign-in with its enrolment begun: the next page is the QR code, and
 * `enrolAndSignIn` completes the sitting together with the authenticator.
 */
export async function beginSitting(ports: Ports, caller: Caller, code: string, password: string): Promise<Outcome<OpaqueToken>> {
  const sitting = await findOpen(ports, caller, code);
  if (sitting === undefined) return refuseCode(ports, caller);
  const problem = judgePassword(ports, caller.portal, { ...sitting, company: null }, password);
  if (problem !== null) return refuse({ code: 'password-refused', problem });
  const passwordRecord = await ports.passwords.hash(password);
  const earlier = await ports.store.read.signInFacts(caller.portal.id, canonicalEmail(sitting.email));
  const accountId = earlier?.account.id ?? newId(ports.random.bytes);
  const pending = newToken('pending-sign-in', ports.random.bytes);
  const event = (detail: AuditDetail) => byClaimant(caller, accountId, detail);
  const via = sitting.kind === 'set-up' ? 'desk-set-up' : 'staff-invitation';
  const outcome = await ports.store.write(
    [
      event({ type: sitting.kind === 'set-up' ? 'desk-set-up.begun' : 'staff.sitting-begun' }),
      event({ type: 'sign-in.password-accepted', pendingHash: shortHash(pending.id) }),
      ...(earlier === undefined ? [event({ type: 'account.created', via })] : []),
    ],
    async (tx) => {
      if (!(await tx.spendSitting(sitting.digest, caller.at, { passwordRecord, pendingSignInId: pending.id })))
        return refuse({ code: 'link-spent' });
      if (earlier === undefined && !(await tx.insertAccount(accountOf(sitting, accountId, caller))))
        return refuse({ code: 'link-spent' });
      await tx.insertPendingSignIn({
        id: pending.id,
        digest: pending.digest,
        portal: caller.portal.id,
        accountId,
        createdAt: caller.at,
        expiresAt: caller.at + ports.durations.pendingSignInFor,
        returnTo: null,
        sitting: sitting.kind,
      });
      await tx.confirmPendingMailbox(pending.id, caller.at);
      return done(pending);
    },
  );
  if (!outcome.ok) return refuseCode(ports, caller);
  const begun = await resolvePending(ports, caller, pending.token);
  if (begun !== null) await beginEnrolment(ports, caller, { kind: 'pending', pending: begun });
  return outcome;
}

/** Not yet anybody's: no password, so that nobody signs in. */
function accountOf({ email, name, language, role }: Sitting, id: string, caller: Caller) {
  const base = { id, portal: caller.portal.id, email, name, language, phone: null, companyId: null };
  return { ...base, role, status: 'active', createdAt: caller.at, passwordSetAt: caller.at, passwordRecord: null } as const;
}

async function findOpen(ports: Ports, caller: Caller, code: string): Promise<Sitting | undefined> {
  const sitting = await ports.store.read.sitting(tokenDigest('desk-set-up', code));
  if (sitting === undefined || sitting.portal !== caller.portal.id) return undefined;
  if (sitting.spentAt !== null || sitting.completedAt !== null || caller.at >= sitting.expiresAt) return undefined;
  return (await isWanted(ports, sitting)) ? sitting : undefined;
}

/** A new account for an address of nobody; a recovery for the member it was printed for, as long as that one is not suspended: locked is something else. */
async function isWanted(ports: Ports, { kind, portal, email, accountId }: Sitting): Promise<boolean> {
  if (kind !== 'recovery') return isFree(ports, portal, email);
  const facts = await ports.store.read.signInFacts(portal, canonicalEmail(email));
  return facts !== undefined && facts.account.id === accountId && mayProve(facts.account);
}

/** Nobody's address at this desk, or that of a sitting which stopped half-way. */
export async function isFree(ports: HostPorts, portal: PortalId, email: string): Promise<boolean> {
  const facts = await ports.store.read.signInFacts(portal, canonicalEmail(email));
  if (facts === undefined) return true;
  const { account, authenticators } = facts;
  return staffRole(account.role) !== undefined && account.passwordSetVia === null && authenticators.length === 0;
}

async function refuseCode(ports: Ports, caller: Caller): Promise<Outcome<never>> {
  await ports.store.record([byClaimant(caller, null, { type: 'desk-set-up.refused' })]);
  return refuse({ code: 'link-spent' });
}
