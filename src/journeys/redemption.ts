/**
 * Redeeming a registration pass (desk.md section 4, commands 19 to 22): password and pass open an enrolment ticket in the browser of the
 * request, and the first right code of the new app binds it. Everything that was there before dies in that one transaction; a closed tab
 * half-way leaves all as it was. Nobody is signed in by it.
 */

import type { Account } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import type { AuthenticatorKind } from '../core/authenticator.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { WRONG_PASSES } from '../core/recovery-release.ts';
import { passDigest, readPass } from '../core/registration-pass.ts';
import type { PendingSignIn } from '../core/session.ts';
import { type Duration, type Instant, minutes } from '../core/time.ts';
import { digestsEqual, newToken, type OpaqueToken, shortHash } from '../core/tokens.ts';
import type { Caller, Ports, StoredRecoveryRequest, Writes } from '../ports.ts';
import { byClaimant, byHolder, circumstancesOf } from './audit.ts';
import { isDeskStopped } from './desk-stop.ts';
import { beginEnrolment, matchEnrolment, type TypedEnrolment } from './enrolment.ts';
import { claimBrowserFor, findClaimBrowser } from './lost-device.ts';
import type { ConfirmingBrowser } from './lost-device-link.ts';
import { judgePasskey, mayRegisterFirst, type TypedPasskey } from './passkey-enrolment.ts';
import { type CommandGiver, giveCommand } from './recovery-acts.ts';
import { leavesOff } from './recovery-facts.ts';
import { secondFactorKey } from './second-factor.ts';
import { resolvePending } from './sessions.ts';
import { proveNamed, type VerifiedPassword } from './sign-in.ts';

/** How long password and pass keep the enrolment open. */
export const TICKET_FOR: Duration = minutes(10);

export interface TypedPass {
  readonly email: string;
  readonly password: string;
  readonly pass: string;
}

export type Redeemed =
  | { readonly kind: 'ticket'; readonly pending: OpaqueToken }
  /** Two-factor is off now (product decision 11). */
  | { readonly kind: 'left-off' }
  /** Another browser than that of the request: it takes the request over, once, and must be confirmed anew. */
  | { readonly kind: 'taken-over'; readonly receipt: string; readonly claim: OpaqueToken | null };

/** `pass-wrong`: another pass than the one mailed, or none was mailed: whoever knows the password learns nothing more. */
export function redeemPass(ports: Ports, caller: Caller, typed: TypedPass, browser: ConfirmingBrowser): Promise<Outcome<Redeemed>> {
  return ports.passwords.admit(async () => {
    const verified = await proveNamed(ports, caller, typed);
    if (!verified.ok) return verified;
    const { account } = verified.value.facts;
    if (await isDeskStopped(ports, caller.portal.id)) return refuse({ code: 'desk-stopped' });
    const stored = await ports.store.read.releasedRequest(caller.portal.id, account.id);
    const passId = stored?.request.pass?.id ?? null;
    const right = passId === null ? 'none' : await comparePass(ports, passId, typed.pass);
    if (stored === undefined || passId === null || right !== 'right') {
      if (stored !== undefined && passId !== null && right === 'spent') await spendPass(ports, caller, stored, passId);
      return refusePass(ports, caller, verified.value, stored, right === 'spent' ? 'pass-dead' : 'pass-wrong');
    }
    const own = await findClaimBrowser(ports, caller, browser.claimToken);
    const isClaimBrowser = own !== undefined && own.id === stored.request.claimBrowserId;
    if (isClaimBrowser && leavesOff(ports, stored, account, caller.at))
      return leaveOff(ports, caller, stored, passId, verified.value);
    return isClaimBrowser
      ? openTicket(ports, caller, stored, passId, verified.value)
      : takeOver(ports, caller, stored, passId, verified.value, browser);
  });
}

/** Counted before it is compared; `spent` once the last try was wrong, and ever after. */
async function comparePass(ports: Ports, id: string, typed: string): Promise<'right' | 'wrong' | 'spent' | 'none'> {
  const characters = readPass(typed);
  // What can be no pass is no guess.
  if (characters === null) return 'none';
  if (!(await ports.store.chargePass(id, WRONG_PASSES))) return 'spent';
  const kept = await ports.store.read.registrationPass(id);
  if (kept === undefined) return 'none';
  if (digestsEqual(passDigest(id, characters), kept.digest)) {
    await ports.store.refundPass(id);
    return 'right';
  }
  return kept.tries >= WRONG_PASSES ? 'spent' : 'wrong';
}

async function refusePass(
  ports: Ports,
  caller: Caller,
  { events, facts, work }: VerifiedPassword,
  stored: StoredRecoveryRequest | undefined,
  code: 'pass-wrong' | 'pass-dead',
): Promise<Outcome<never>> {
  const detail = { type: 'recovery.refused', requestId: stored?.id ?? null, command: 'redeem', refusal: code } as const;
  // The password was right: it counts as no failure.
  await ports.store.write([byClaimant(caller, facts.account.id, detail), ...events], async (tx) => done(await work(tx)));
  return refuse({ code });
}

function giverOf(ports: Ports, caller: Caller, { portal, receipt }: StoredRecoveryRequest) {
  const { browser, place } = circumstancesOf(caller);
  return {
    caller,
    circumstances: { browser, place },
    find: () => ports.store.read.recoveryRequest(portal, receipt),
    refused: (refusal: Refusal, { id, request }: StoredRecoveryRequest): AuditEvent =>
      byClaimant(caller, request.accountId, { type: 'recovery.refused', requestId: id, command: 'redeem', refusal: refusal.code }),
  } satisfies Omit<CommandGiver, 'command'>;
}

async function spendPass(ports: Ports, caller: Caller, stored: StoredRecoveryRequest, passId: string): Promise<void> {
  await giveCommand(ports, {
    ...giverOf(ports, caller, stored),
    command: async ({ stored: { request } }) =>
      done({ kind: 'spend-pass', version: request.version, actor: { kind: 'system', id: null }, passId }),
  });
}

/** Command 19. */
async function openTicket(
  ports: Ports,
  caller: Caller,
  stored: StoredRecoveryRequest,
  passId: string,
  verified: VerifiedPassword,
): Promise<Outcome<Redeemed>> {
  const { account } = verified.facts;
  const pending = newToken('pending-sign-in', ports.random.bytes);
  const given = await giveCommand(ports, {
    ...giverOf(ports, caller, stored),
    command: async ({ facts, now, stored: { request } }) => {
      if (facts.account.securityVersion !== account.securityVersion) return refuse({ code: 'pass-wrong' });
      return done({
        kind: 'redeem-begin',
        version: request.version,
        actor: { kind: 'claimant', id: null },
        passId,
        wrongTries: 0,
        isClaimBrowser: true,
        ticketId: pending.id,
        ticketUntil: now + TICKET_FOR,
        facts: facts.facts,
      });
    },
    along: async ({ now }) => ({
      events: [
        ...verified.events,
        byClaimant(caller, account.id, { type: 'sign-in.password-accepted', pendingHash: shortHash(pending.id) }),
      ],
      work: async (tx) => {
        await verified.work(tx);
        await tx.insertPendingSignIn({
          id: pending.id,
          digest: pending.digest,
          portal: caller.portal.id,
          accountId: account.id,
          createdAt: now,
          expiresAt: now + TICKET_FOR,
          returnTo: null,
          sitting: 'lost-device',
        });
        return done(undefined);
      },
    }),
  });
  if (!given.ok) return given;
  const opened = await resolvePending(ports, caller, pending.token);
  if (opened !== null) await beginEnrolment(ports, caller, { kind: 'pending', pending: opened });
  return done({ kind: 'ticket', pending });
}

/**
 * Commands 19 and 22 in one go: password and pass were right, in the browser of the request, and nothing new is bound. What was there
 * before dies all the same, and quarantine holds. Fails like a ticket that was never used.
 */
async function leaveOff(
  ports: Ports,
  caller: Caller,
  stored: StoredRecoveryRequest,
  passId: string,
  verified: VerifiedPassword,
): Promise<Outcome<Redeemed>> {
  const { account } = verified.facts;
  const ticketId = newToken('pending-sign-in', ports.random.bytes).id;
  const begun = await giveCommand(ports, {
    ...giverOf(ports, caller, stored),
    command: async ({ facts, now, stored: { request } }) =>
      done({
        kind: 'redeem-begin',
        version: request.version,
        actor: { kind: 'claimant', id: null },
        passId,
        wrongTries: 0,
        isClaimBrowser: true,
        ticketId,
        ticketUntil: now + TICKET_FOR,
        facts: facts.facts,
      }),
  });
  if (!begun.ok) return begun;
  const given = await giveCommand(ports, {
    ...giverOf(ports, caller, stored),
    command: async ({ account: accountId, facts, now, stored: current }) => {
      if (facts.account.securityVersion !== account.securityVersion) return refuse({ code: 'pass-wrong' });
      // The rule may have become stricter since.
      if (accountId !== account.id || !leavesOff(ports, current, facts.account, now)) return refuse({ code: 'ticket-over' });
      return done({
        kind: 'bind',
        version: current.request.version,
        actor: { kind: 'claimant', id: null },
        ticketId,
        authenticatorId: null,
        isActive: facts.account.status === 'active',
        facts: facts.facts,
      });
    },
    along: async ({ now }) => ({
      events: [...verified.events, ...(await endedBy(ports, caller, account, 'turned-off'))],
      work: async (tx) => {
        await verified.work(tx);
        await endOld(ports, tx, account, null, now);
        return done(undefined);
      },
    }),
  });
  return given.ok ? done({ kind: 'left-off' }) : given;
}

/** The entries of what dies with a redeemed pass (invariant 6). */
async function endedBy(
  { store }: Ports,
  caller: Caller,
  account: Account,
  reason: 'replaced' | 'turned-off',
): Promise<readonly AuditEvent[]> {
  const before = await store.read.accountFacts(account.portal, account.id);
  const codes = await store.read.recoveryCodeSet(account.id);
  return [
    ...(before?.authenticators ?? []).map(({ id: authenticatorId }) =>
      byHolder(caller, account, { type: 'authenticator.invalidated', authenticatorId, reason }),
    ),
    ...(codes === undefined ? [] : [byHolder(caller, account, { type: 'recovery-codes.ended', setId: codes.id })]),
    byHolder(caller, account, { type: 'other-sessions.ended', reason: 'recovered' }),
  ];
}

async function endOld(
  { recovery: { quarantineFor } }: Ports,
  tx: Writes,
  account: Account,
  except: string | null,
  now: Instant,
): Promise<void> {
  await tx.endOtherAuthenticators(account.id, except, now, now + quarantineFor);
  await tx.forgetKnownBrowsers(account.id, null);
  await tx.clearCounter(secondFactorKey(account));
  await tx.freezeRecovery(account.id, now + quarantineFor);
}

/** Command 20: the person may have lost that browser too. Once, and then it is proven anew before two people. */
async function takeOver(
  ports: Ports,
  caller: Caller,
  stored: StoredRecoveryRequest,
  passId: string,
  verified: VerifiedPassword,
  browser: ConfirmingBrowser,
): Promise<Outcome<Redeemed>> {
  const claim = await claimBrowserFor(ports, caller, browser);
  if (claim === null) return refuse({ code: 'other-browser' });
  const given = await giveCommand(ports, {
    ...giverOf(ports, caller, stored),
    command: async ({ facts, stored: { request } }) =>
      done({
        kind: 'redeem-elsewhere',
        version: request.version,
        actor: { kind: 'claimant', id: null },
        passId,
        wrongTries: 0,
        isClaimBrowser: false,
        browserId: claim.id,
        facts: facts.facts,
      }),
    along: async ({ now }) => ({
      events: verified.events,
      work: async (tx) => {
        await verified.work(tx);
        const { token } = claim;
        if (token !== null)
          await tx.insertClaimBrowser({ id: token.id, digest: token.digest, portal: caller.portal.id, createdAt: now });
        return done(undefined);
      },
    }),
  });
  return given.ok ? done({ kind: 'taken-over', receipt: stored.receipt, claim: claim.token }) : given;
}

/** Command 22, with the first right code of the new app. The device is bound and nobody is signed in. */
export async function bindRecovered(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  typed: TypedEnrolment,
): Promise<Outcome<{ readonly receipt: string }>> {
  const matched = await matchEnrolment(ports, caller, { kind: 'pending', pending }, typed, false);
  if (!matched.ok) return matched;
  const { bind, id } = matched.value;
  return bindDevice(ports, caller, pending, {
    id,
    kind: 'totp',
    bind: async (tx) => ((await bind(tx)) ? done(undefined) : refuse({ code: 'enrolment-expired' })),
  });
}

/** The same at a desk that takes passkeys alone. */
export async function bindRecoveredPasskey(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  typed: TypedPasskey,
): Promise<Outcome<{ readonly receipt: string }>> {
  const refusal = mayRegisterFirst(caller, pending);
  if (refusal !== null) return refuse(refusal);
  const judged = await judgePasskey(ports, caller, pending, typed);
  if (!judged.ok) return judged;
  const { securityVersion } = pending.account;
  return bindDevice(ports, caller, pending, {
    id: judged.value.id,
    kind: 'passkey',
    bind: async (tx) => {
      const isBound = await tx.bindPasskey({ ...judged.value, via: 'sign-in' }, securityVersion);
      return isBound ? done(undefined) : refuse({ code: 'passkey-refused' });
    },
  });
}

/** A new device that has proven itself. */
interface NewDevice {
  readonly id: string;
  readonly kind: AuthenticatorKind;
  readonly bind: (tx: Writes) => Promise<Outcome<void>>;
}

async function bindDevice(
  ports: Ports,
  caller: Caller,
  pending: PendingSignIn,
  { bind, id, kind }: NewDevice,
): Promise<Outcome<{ readonly receipt: string }>> {
  const { account } = pending;
  const stored = await ports.store.read.releasedRequest(caller.portal.id, account.id);
  if (stored === undefined) return refuse({ code: 'ticket-over' });
  if (await isDeskStopped(ports, stored.portal)) return refuse({ code: 'desk-stopped' });
  const ended = await endedBy(ports, caller, account, 'replaced');
  const given = await giveCommand(ports, {
    ...giverOf(ports, caller, stored),
    command: async ({ facts, stored: { request } }) =>
      done({
        kind: 'bind',
        version: request.version,
        actor: { kind: 'claimant', id: null },
        ticketId: pending.id,
        authenticatorId: id,
        isActive: facts.account.status === 'active' || request.dispute,
        facts: facts.facts,
      }),
    along: async ({ now }) => ({
      events: [byHolder(caller, account, { type: 'authenticator.bound', authenticatorId: id, kind, via: 'sign-in' }), ...ended],
      work: async (tx) => {
        if (!(await tx.consumePendingSignIn(pending.id, now))) return refuse({ code: 'ticket-over' });
        const bound = await bind(tx);
        if (!bound.ok) return bound;
        await endOld(ports, tx, account, id, now);
        return done(undefined);
      },
    }),
  });
  return given.ok ? done({ receipt: stored.receipt }) : given;
}
