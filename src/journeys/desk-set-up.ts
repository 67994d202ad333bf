/**
 * The first administrator: a code from the host, then password and authenticator in one sitting (SEC-E10, desk.md section 6).
 * Until the first right code nobody can sign in to the account, because the password waits elsewhere. The mailbox is not asked:
 * whoever has the code had a shell on the host.
 */
import { canonicalEmail, type PortalId } from '../core/account.ts';
import type { Language } from '../core/language.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { type Instant, minutes } from '../core/time.ts';
import { newId, newSetUpCode, newToken, type OpaqueToken, shortHash, tokenMatches } from '../core/tokens.ts';
import type { Caller, DeskSetUp, Ports } from '../ports.ts';
import { byClaimant, byHost } from './audit.ts';
import { beginEnrolment } from './enrolment.ts';
import { type HostPorts, judgePassword } from './first-password.ts';
import { resolvePending } from './sessions.ts';

/** How long the printed code may be used. */
export const SET_UP_FOR = minutes(30);

export interface SetUpHolder {
  readonly email: string;
  readonly name: string;
}

/** Answers the code, which is stored as a digest; the one before is void. */
export async function openDeskSetUp(
  ports: HostPorts,
  at: Instant,
  portal: PortalId,
  who: SetUpHolder & { readonly language: Language },
): Promise<Outcome<{ readonly code: string; readonly expiresAt: Instant }>> {
  if (await ports.store.read.hasAdministrator(portal)) return refuse({ code: 'administrator-exists' });
  if (!(await isFree(ports, portal, who.email))) return refuse({ code: 'address-taken' });
  const { code, digest } = newSetUpCode(ports.random.bytes);
  const expiresAt = at + SET_UP_FOR;
  return ports.store.write([byHost(at, portal, null, { type: 'desk-set-up.opened' })], async (tx) => {
    const opened = await tx.openDeskSetUp({ ...who, digest, expiresAt });
    return opened ? done({ code, expiresAt }) : refuse({ code: 'administrator-exists' });
  });
}

/** For whom this code is; opening the page changes nothing. */
export async function viewDeskSetUp(ports: Ports, caller: Caller, code: string): Promise<Outcome<SetUpHolder>> {
  const setUp = await findOpen(ports, caller, code);
  return setUp === undefined ? refuse({ code: 'link-spent' }) : done(setUp);
}

/**
 * Takes the password and spends the code. Answers a pending sign-in with its enrolment begun: the next page is the QR code, and
 * `enrolAndSignIn` completes the set-up together with the authenticator.
 */
export async function beginDeskSetUp(ports: Ports, caller: Caller, code: string, password: string): Promise<Outcome<OpaqueToken>> {
  const setUp = await findOpen(ports, caller, code);
  if (setUp === undefined) return refuseCode(ports, caller);
  const problem = judgePassword(ports, caller.portal, { ...setUp, company: null }, password);
  if (problem !== null) return refuse({ code: 'password-refused', problem });
  const passwordRecord = await ports.passwords.hash(password);
  const earlier = await ports.store.read.signInFacts(caller.portal.id, canonicalEmail(setUp.email));
  const accountId = earlier?.account.id ?? newId(ports.random.bytes);
  const pending = newToken('pending-sign-in', ports.random.bytes);
  const created = byClaimant(caller, accountId, { type: 'account.created', via: 'desk-set-up' });
  const outcome = await ports.store.write(
    [
      byClaimant(caller, accountId, { type: 'desk-set-up.begun' }),
      byClaimant(caller, accountId, { type: 'sign-in.password-accepted', pendingHash: shortHash(pending.id) }),
      ...(earlier === undefined ? [created] : []),
    ],
    async (tx) => {
      if (!(await tx.spendDeskSetUp(setUp.digest, caller.at, { passwordRecord, pendingSignInId: pending.id })))
        return refuse({ code: 'link-spent' });
      if (earlier === undefined && !(await tx.insertAccount(accountOf(setUp, accountId, caller))))
        return refuse({ code: 'link-spent' });
      await tx.insertPendingSignIn({
        id: pending.id,
        digest: pending.digest,
        portal: caller.portal.id,
        accountId,
        createdAt: caller.at,
        expiresAt: caller.at + ports.durations.pendingSignInFor,
        returnTo: null,
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
function accountOf(setUp: DeskSetUp, id: string, caller: Caller) {
  const { email, name, language } = setUp;
  const base = { id, portal: caller.portal.id, email, name, language, phone: null, companyId: null };
  return {
    ...base,
    role: 'administrator',
    status: 'active',
    createdAt: caller.at,
    passwordSetAt: caller.at,
    passwordRecord: null,
  } as const;
}

async function findOpen(ports: Ports, caller: Caller, code: string): Promise<DeskSetUp | undefined> {
  const setUp = await ports.store.read.deskSetUp();
  if (setUp === undefined || !tokenMatches('desk-set-up', code, setUp.digest)) return undefined;
  const isOpen = setUp.spentAt === null && setUp.completedAt === null && caller.at < setUp.expiresAt;
  return isOpen && (await isFree(ports, caller.portal.id, setUp.email)) ? setUp : undefined;
}

/** Nobody's address at this desk, or that of a set-up which stopped half-way. */
async function isFree(ports: HostPorts, portal: PortalId, email: string): Promise<boolean> {
  const facts = await ports.store.read.signInFacts(portal, canonicalEmail(email));
  if (facts === undefined) return true;
  const { account, authenticators } = facts;
  return account.role === 'administrator' && account.passwordSetVia === null && authenticators.length === 0;
}

async function refuseCode(ports: Ports, caller: Caller): Promise<Outcome<never>> {
  await ports.store.record([byClaimant(caller, null, { type: 'desk-set-up.refused' })]);
  return refuse({ code: 'link-spent' });
}
