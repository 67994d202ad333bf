/**
 * The members of the desk, for those who look after them: the list, what is asked for, who confirms it, who is suspended. The role and a
 * fresh check come first; then, inside the transaction and with the members locked, everything is decided once more (desk.md section 6).
 */
import { type Account, canonicalEmail, type StaffRole } from '../core/account.ts';
import type { AuditDetail, AuditEvent } from '../core/audit-event.ts';
import type { Language } from '../core/language.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { isFresh, type LiveSession } from '../core/session.ts';
import { type Confirmers, mayAct, mayConfirmStaff, maySuspend, type StaffAction, staffRole } from '../core/staff.ts';
import { ASK_ACTION, ASK_FOR, type StaffAsk, type StaffAskKind, type StaffPerson } from '../core/staff-ask.ts';
import type { StaffChange } from '../core/staff-letter.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, Ports, Sitting } from '../ports.ts';
import { byHolder, byStaff } from './audit.ts';
import { isFree } from './sittings.ts';
import { carryOut, confirmersOf, isLastAdministrator } from './staff-changes.ts';
import { tellStaff } from './staff-letters.ts';

export type StaffWish =
  | {
      readonly kind: 'invite';
      readonly email: string;
      readonly name: string;
      readonly language: Language;
      readonly role: StaffRole;
    }
  | { readonly kind: 'change-role'; readonly accountId: string; readonly role: StaffRole }
  | { readonly kind: 'restore'; readonly accountId: string };

export interface StaffView {
  readonly members: readonly StaffPerson[];
  readonly asks: readonly StaffAsk[];
  readonly invitations: readonly Sitting[];
  readonly confirmers: Confirmers;
}

/** Each sends letters to the whole desk, so one alone cannot fill its mailboxes (SEC-P06). */
const ACTS: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 30, within: hours(1) } };

const ASKED: Readonly<Record<StaffAskKind, StaffChange>> = {
  invite: 'invitation-asked',
  'change-role': 'role-asked',
  restore: 'restoration-asked',
};

/** Null for whoever may not: answered as if there were no such page. Not shown when the look at it cannot be recorded (SEC-Q02). */
export async function viewStaff(ports: Ports, caller: Caller, { account }: LiveSession): Promise<StaffView | null> {
  const role = staffRole(account.role);
  if (role === undefined || !mayAct(account, 'staff.view', caller.at, ports.recovery)) {
    await ports.store.record([byStaff(caller, account, { type: 'recovery.list-refused', refusal: 'not-permitted' })]);
    return null;
  }
  const { read } = ports.store;
  const members = await read.staff(account.portal);
  await ports.store.record([byStaff(caller, account, { type: 'staff.list-viewed', role, shown: members.length })]);
  return {
    members,
    asks: await read.staffAsks(account.portal, caller.at),
    invitations: await read.staffInvitations(account.portal, caller.at),
    confirmers: confirmersOf(members, caller.at, ports.recovery),
  };
}

/** Writes down what waits for a second person, and tells the whole desk. */
export async function askForStaff(ports: Ports, caller: Caller, session: LiveSession, wish: StaffWish): Promise<Outcome<void>> {
  const action = ASK_ACTION[wish.kind];
  const permitted = await permitStaffAct(ports, caller, session, action);
  if (!permitted.ok) return permitted;
  const { account } = session;
  const id = newId(ports.random.bytes);
  const about = wish.kind === 'invite' ? null : wish.accountId;
  const known = (await ports.store.read.staff(account.portal)).find((each) => each.id === about);
  if (about !== null && known === undefined) return refuse({ code: 'no-such-account' });
  if (wish.kind === 'invite' && !(await isFree(ports, account.portal, wish.email))) return refuse({ code: 'address-taken' });
  const role = 'role' in wish ? wish.role : (known?.role ?? 'intake');
  const event = by(caller, account, about, { type: 'staff.asked', ask: wish.kind, askId: id, role });
  const outcome = await ports.store.write([event], async (tx) => {
    const members = await tx.lockStaff(account.portal);
    if (!isStillActing(members, account, action, caller, ports)) return refuse({ code: 'not-permitted' });
    const subject = members.find((each) => each.id === about);
    const refusal = subject === undefined ? null : whyNot(wish, subject, account);
    if (refusal !== null) return refuse(refusal);
    const person = subject ?? (wish.kind === 'invite' ? wish : null);
    if (person === null) return refuse({ code: 'no-such-account' });
    const { email, name, language } = person;
    await tx.insertStaffAsk({
      id,
      kind: wish.kind,
      portal: account.portal,
      askedBy: account.id,
      accountId: about,
      securityVersion: subject?.securityVersion ?? null,
      email,
      canonicalEmail: canonicalEmail(email),
      name,
      language,
      role,
      askedAt: caller.at,
      expiresAt: caller.at + ASK_FOR,
    });
    await tellStaff(tx, caller, members, about, { change: ASKED[wish.kind], person: name, role, by: account.name });
    return done(undefined);
  });
  return outcome.ok ? outcome : refuseStaffAct(ports, caller, account, action, outcome.refusal);
}

/** By somebody else than who asked and whom it is about; declining is open to who asked as well. */
export async function decideStaff(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  id: string,
  verdict: 'confirmed' | 'declined',
): Promise<Outcome<StaffAsk>> {
  const { account } = session;
  const action = account.role === 'supervisor' ? 'staff.confirm-for-one' : 'staff.confirm';
  const permitted = await permitStaffAct(ports, caller, session, action);
  if (!permitted.ok) return permitted;
  const { portal } = account;
  const ask = (await ports.store.read.staffAsks(portal, caller.at)).find((each) => each.id === id);
  if (ask === undefined) return refuse({ code: 'not-in-this-state' });
  const type = verdict === 'confirmed' ? 'staff.ask-confirmed' : 'staff.ask-declined';
  const event = by(caller, account, ask.accountId, { type, ask: ask.kind, askId: id, role: ask.role });
  const outcome = await ports.store.write([event], async (tx) => {
    const members = await tx.lockStaff(portal);
    if (!isStillActing(members, account, action, caller, ports)) return refuse({ code: 'not-permitted' });
    const isOwn = verdict === 'declined' && account.id === ask.askedBy.id;
    const asked = { by: ask.askedBy.id, about: ask.accountId };
    if (!isOwn && !mayConfirmStaff(account, asked, confirmersOf(members, caller.at, ports.recovery)))
      return refuse({ code: 'not-permitted' });
    const decided = await tx.decideStaffAsk(portal, id, { at: caller.at, by: account.id, verdict });
    if (decided === undefined) return refuse({ code: 'not-in-this-state' });
    if (verdict === 'confirmed') return carryOut(ports, tx, caller, members, decided, account.name);
    const news = { person: ask.name, role: ask.role, by: account.name };
    await tellStaff(tx, caller, members, ask.accountId, { change: 'ask-declined', ...news });
    return done(decided);
  });
  return outcome.ok ? outcome : refuseStaffAct(ports, caller, account, action, outcome.refusal);
}

/** At once, by one person: stopping somebody is the safe direction. */
export async function suspendStaff(ports: Ports, caller: Caller, session: LiveSession, id: string): Promise<Outcome<void>> {
  const action = 'staff.suspend';
  const permitted = await permitStaffAct(ports, caller, session, action);
  if (!permitted.ok) return permitted;
  const { account } = session;
  const known = (await ports.store.read.staff(account.portal)).find((each) => each.id === id);
  if (known === undefined) return refuse({ code: 'no-such-account' });
  const event = by(caller, account, id, { type: 'staff.suspended', role: known.role });
  const outcome = await ports.store.write([event], async (tx) => {
    const members = await tx.lockStaff(account.portal);
    const subject = members.find((each) => each.id === id);
    if (!isStillActing(members, account, action, caller, ports) || subject === undefined || !maySuspend(account, subject))
      return refuse({ code: 'not-permitted' });
    if (isLastAdministrator(members, subject)) return refuse({ code: 'last-administrator' });
    if (!(await tx.suspendStaff(id, account.id, caller.at))) return refuse({ code: 'not-in-this-state' });
    const news = { person: subject.name, role: subject.role, by: account.name };
    await tellStaff(tx, caller, members, id, { change: 'suspended', ...news });
    return done(undefined);
  });
  return outcome.ok ? outcome : refuseStaffAct(ports, caller, account, action, outcome.refusal);
}

/** Why this cannot even be asked for; null when it can. */
function whyNot(wish: StaffWish, subject: StaffPerson, asker: Account): Refusal | null {
  if (subject.id === asker.id) return { code: 'not-permitted' };
  if (wish.kind === 'change-role') return subject.role === wish.role ? { code: 'not-in-this-state' } : null;
  return wish.kind === 'restore' && subject.status !== 'suspended' ? { code: 'not-in-this-state' } : null;
}

/** The role, how long somebody is here, a proof recent enough (SEC-H02), and not too many acts in an hour. */
export async function permitStaffAct(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  action: StaffAction,
): Promise<Outcome<void>> {
  const { account } = session;
  if (!mayAct(account, action, caller.at, ports.recovery))
    return refuseStaffAct(ports, caller, account, action, { code: 'not-permitted' });
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  const charge = await ports.store.charge(`staff:${account.id}`, ACTS, caller.at);
  return charge.allowed ? done(undefined) : refuse({ code: 'too-many-attempts', what: 'letters', retryAt: charge.retryAt });
}

/** False when the role was lost meanwhile, or the account stopped. */
export function isStillActing(
  members: readonly StaffPerson[],
  { id }: Account,
  action: StaffAction,
  caller: Caller,
  ports: Ports,
): boolean {
  const me = members.find((each) => each.id === id);
  return me !== undefined && me.status === 'active' && mayAct(me, action, caller.at, ports.recovery);
}

export async function refuseStaffAct(
  ports: Ports,
  caller: Caller,
  account: Account,
  action: StaffAction,
  refusal: Refusal,
): Promise<Outcome<never>> {
  await ports.store.record([byStaff(caller, account, { type: 'staff.refused', action, refusal: refusal.code })]);
  return refuse(refusal);
}

/** Done by a member of the desk to another one, or, with null, to somebody who has no account. */
function by(caller: Caller, account: Account, about: string | null, detail: AuditDetail): AuditEvent {
  return { ...byHolder(caller, account, detail), accountId: about };
}
