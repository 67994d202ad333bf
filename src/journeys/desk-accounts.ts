/**
 * A customer's account at the desk (desk.md section 6): found by a request that the person may see, so that another portal's or a
 * privileged one is not there; shown masked, every look an entry. Closing it takes one person, opening it again two.
 */
import { type Account, maskedEmail, maskedName, type PortalId } from '../core/account.ts';
import type { AuditDetail, AuditEvent, NonEmpty } from '../core/audit-event.ts';
import {
  type AccountClosing,
  type AccountLift,
  CLOSING_ACTIONS,
  LIFT_ACTIONS,
  LIFT_ASK_FOR,
  type LiftAsk,
  liftable,
} from '../core/desk-account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { refuseRemark } from '../core/recovery-rules.ts';
import type { LiveSession } from '../core/session.ts';
import { may, mayAct, type StaffAction } from '../core/staff.ts';
import type { DeskAct } from '../core/staff-letter.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, DeskAccount, Ports, Writes } from '../ports.ts';
import { byStaff } from './audit.ts';
import type { DeskActor } from './desk-acts.ts';
import { ENDED_FOUND_FOR, enterDesk } from './desk-scope.ts';
import { lettersToAll } from './notices.ts';
import { isStillActing, permitStaffAct, refuseStaffAct } from './staff.ts';

/** Nothing of it is unmasked (SEC-K04). */
export interface ShownAccount {
  readonly receipt: string;
  readonly portal: PortalId;
  readonly name: string;
  readonly email: string;
  readonly company: string | null;
  readonly bars: DeskAccount;
  readonly lifts: readonly AccountLift[];
  readonly asks: readonly LiftAsk[];
  /** Of the staff member who looks: the own account of the person, which nobody acts on (SEC-K06). */
  readonly isOwn: boolean;
}

interface Found {
  readonly account: Account;
  readonly bars: DeskAccount;
  readonly isOwn: boolean;
}

/** Undefined for whoever may not: no request of the person's scope has this number, or nobody was found for it. */
export async function findSubject(
  ports: Ports,
  { caller, portals, session }: DeskActor,
  receipt: string,
): Promise<Found | undefined> {
  if (!may(session.account.role, 'account.suspend')) return undefined;
  const entered = await enterDesk(ports, caller, session, portals, 'requests.view', ENDED_FOUND_FOR);
  if (!entered.ok) return undefined;
  const { read } = ports.store;
  const queued = await read.queuedRequest(entered.value.scope, receipt);
  const stored = queued === undefined ? undefined : await read.recoveryRequest(queued.portal, receipt);
  const id = stored?.request.accountId ?? null;
  if (stored === undefined || id === null) return undefined;
  const facts = await read.accountFacts(stored.portal, id);
  const bars = await read.deskAccount(id);
  if (facts === undefined || bars === undefined) return undefined;
  return { account: facts.account, bars, isOwn: (await read.personOf(session.account.id)).includes(id) };
}

/** Null for whoever may not see it. */
export async function viewDeskAccount(ports: Ports, actor: DeskActor, receipt: string): Promise<ShownAccount | null> {
  const found = await findSubject(ports, actor, receipt);
  if (found === undefined) return null;
  const { account, bars, isOwn } = found;
  const { caller, session } = actor;
  const role = session.account.role === 'supervisor' ? 'supervisor' : 'reviewer';
  await ports.store.record([about(caller, session, account, { type: 'desk-account.viewed', role })]);
  return {
    receipt,
    portal: account.portal,
    name: maskedName(account.name),
    email: maskedEmail(account.email),
    company: account.company?.name ?? null,
    bars,
    lifts: liftable(bars, caller.at),
    asks: await ports.store.read.liftAsks(account.id, caller.at),
    isOwn,
  };
}

const ACTED: Readonly<Record<AccountClosing, DeskAct>> = { 'end-sessions': 'sessions-ended', suspend: 'suspended' };

/** At once, by one person: closing is the safe direction. Null where there is no such account for this person. */
export async function closeAccount(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  act: AccountClosing,
  typed: string,
): Promise<Outcome<void> | null> {
  const permitted = await enterAct(ports, actor, receipt, CLOSING_ACTIONS[act], typed);
  if (permitted === null || !permitted.ok) return permitted;
  const { caller, session } = actor;
  const { account } = permitted.value;
  const reason = typed.trim();
  const change: AuditDetail =
    act === 'suspend'
      ? { type: 'account.status-changed', status: 'suspended' }
      : { type: 'other-sessions.ended', reason: 'administrator' };
  const events = [change, { type: 'desk-account.acted', act, reason } as const] as const;
  return turn(ports, actor, account, CLOSING_ACTIONS[act], [...events], async (tx) => {
    const isDone =
      act === 'suspend'
        ? await tx.suspendByStaff(account.id, session.account.id, caller.at)
        : await tx.endSessionsByStaff(account.id, caller.at);
    return isDone ? ACTED[act] : null;
  });
}

/** Waits half an hour for a second person. */
export async function askToLift(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  lift: AccountLift,
  typed: string,
): Promise<Outcome<void> | null> {
  const action = LIFT_ACTIONS[lift].ask;
  const permitted = await enterAct(ports, actor, receipt, action, typed);
  if (permitted === null || !permitted.ok) return permitted;
  const { caller, session } = actor;
  const { account, bars } = permitted.value;
  if (!liftable(bars, caller.at).includes(lift)) return refuse({ code: 'not-in-this-state' });
  const id = newId(ports.random.bytes);
  const reason = typed.trim();
  return turn(ports, actor, account, action, [{ type: 'desk-account.asked', lift, askId: id, reason }], async (tx) => {
    const { securityVersion } = bars;
    const expiresAt = caller.at + LIFT_ASK_FOR;
    const ask = { id, lift, accountId: account.id, by: session.account.id, securityVersion, reason, askedAt: caller.at, expiresAt };
    await tx.insertLiftAsk(ask);
    return 'nothing';
  });
}

const LIFTED: Readonly<Record<AccountLift, DeskAct>> = {
  suspension: 'suspension-lifted',
  freeze: 'freeze-lifted',
  closing: 'closing-lifted',
};

/** By somebody else than who asked; who asked may drop it. */
export async function decideLift(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  askId: string,
  verdict: 'confirmed' | 'declined',
): Promise<Outcome<void> | null> {
  const { caller, session } = actor;
  const found = await findSubject(ports, actor, receipt);
  if (found === undefined) return null;
  const { account } = found;
  const ask = (await ports.store.read.liftAsks(account.id, caller.at)).find(({ id }) => id === askId);
  if (ask === undefined) return refuse({ code: 'not-in-this-state' });
  const { lift } = ask;
  const isAsker = ask.by.id === session.account.id;
  const action = isAsker ? LIFT_ACTIONS[lift].ask : LIFT_ACTIONS[lift].second;
  const permitted = await enterAct(ports, actor, receipt, action, null);
  if (permitted === null || !permitted.ok) return permitted;
  if (isAsker && verdict === 'confirmed')
    return refuseStaffAct(ports, caller, session.account, LIFT_ACTIONS[lift].second, { code: 'not-permitted' });
  const type = verdict === 'confirmed' ? 'desk-account.lifted' : 'desk-account.declined';
  const events: NonEmpty<AuditDetail> = [{ type, lift, askId }];
  const opens = lift === 'suspension' && verdict === 'confirmed';
  if (opens) return turn(ports, actor, account, action, [...events, { type: 'account.status-changed', status: 'active' }], decided);
  return turn(ports, actor, account, action, events, decided);

  async function decided(tx: Writes): Promise<DeskAct | 'nothing' | null> {
    if (!(await isAskerStill(ports, tx, actor, ask?.by.id ?? '', lift))) return null;
    if (!(await tx.decideLiftAsk(account.id, askId, { at: caller.at, by: session.account.id, verdict }))) return null;
    if (verdict === 'declined') return 'nothing';
    return (await tx.liftFromAccount(account.id, lift, session.account.portal, caller.at)) ? LIFTED[lift] : null;
  }
}

/** Whoever lost the role or was suspended since has asked for nothing. */
async function isAskerStill(
  ports: Ports,
  tx: Writes,
  { caller, session }: DeskActor,
  asker: string,
  lift: AccountLift,
): Promise<boolean> {
  const members = await tx.lockStaff(session.account.portal);
  const member = members.find(({ id }) => id === asker);
  if (member === undefined || member.status !== 'active') return false;
  return mayAct(member, LIFT_ACTIONS[lift].ask, caller.at, ports.recovery);
}

/** The account, the role, a fresh check, a reason where one is asked for (null: none is), and nobody the own account. */
async function enterAct(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  action: StaffAction,
  reason: string | null,
): Promise<Outcome<Found> | null> {
  const found = await findSubject(ports, actor, receipt);
  if (found === undefined) return null;
  const { caller, session } = actor;
  if (found.isOwn) return refuseStaffAct(ports, caller, session.account, action, { code: 'not-permitted' });
  const unfit = reason === null ? null : refuseRemark(reason);
  if (unfit !== null) return refuse(unfit);
  const permitted = await permitStaffAct(ports, caller, session, action);
  return permitted.ok ? done(found) : permitted;
}

/** `work` answers what the holder is told, `nothing`, or null when the account was not as it had to be. */
async function turn(
  ports: Ports,
  { caller, session }: DeskActor,
  account: Account,
  action: StaffAction,
  details: NonEmpty<AuditDetail>,
  work: (tx: Writes) => Promise<DeskAct | 'nothing' | null>,
): Promise<Outcome<void>> {
  const [first, ...rest] = details;
  const events: NonEmpty<AuditEvent> = [
    about(caller, session, account, first),
    ...rest.map((detail) => about(caller, session, account, detail)),
  ];
  const company = account.company?.id;
  const administrators = company === undefined ? [] : await ports.store.read.companyAdministrators(company);
  return ports.store.write<void>(events, async (tx) => {
    const members = await tx.lockStaff(session.account.portal);
    if (!isStillActing(members, session.account, action, caller, ports)) return refuse({ code: 'not-permitted' });
    const act = await work(tx);
    if (act === null) return refuse({ code: 'not-in-this-state' });
    if (act === 'nothing') return done(undefined);
    const content = { kind: 'desk-acted', act, circumstances: { at: caller.at, browser: '', place: '' } } as const;
    const others = administrators.filter(({ id }) => id !== account.id);
    const letters = [
      ...lettersToAll(account, { ...content, person: '' }),
      ...others.flatMap((each) => lettersToAll(each, { ...content, person: account.name })),
    ];
    for (const letter of letters) await tx.queueLetter(letter);
    return done(undefined);
  });
}

function about(caller: Caller, session: LiveSession, account: Account, detail: AuditDetail): AuditEvent {
  return { ...byStaff(caller, session.account, detail), accountId: account.id };
}
