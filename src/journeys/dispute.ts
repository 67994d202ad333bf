/**
 * Opening a dispute at the desk (desk.md section 4, command 30): a supervisor, with a reason, where somebody who knows the holder asked for
 * it. From then on nobody signs in to the account, and the way is that of every request, with the document seen in any case.
 */
import type { Account } from '../core/account.ts';
import { type DisputeAsk, isDisputed, usableAsk, waitingAsk } from '../core/dispute.ts';
import { done, Fault, type Outcome, refuse } from '../core/outcome.ts';
import { newReceipt } from '../core/receipt.ts';
import type { RecoveryEvent } from '../core/recovery-event.ts';
import { decide, RISK_TEXT_VERSION } from '../core/recovery-request.ts';
import { fold, LIVE_STATES } from '../core/recovery-state.ts';
import { may } from '../core/staff.ts';
import { hours, type Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { NewRecoveryRequest, Ports, StoredRecoveryRequest, Writes } from '../ports.ts';
import { byStaff } from './audit.ts';
import { findSubject } from './desk-accounts.ts';
import { actingStaff, type DeskActor } from './desk-acts.ts';
import { colleagueStepLetters, disputeMails } from './dispute-letters.ts';
import { changeAccount } from './recovery-acts.ts';
import { auditOf, FILINGS_AT_ONCE, isNonEmpty, untilUnchanged } from './recovery-events.ts';
import { type DecisionFacts, findDecisionFacts } from './recovery-facts.ts';
import { isStillActing, permitStaffAct, refuseStaffAct } from './staff.ts';

/** How it stands, for the page that opens it; nothing of it names the holder. */
export interface DisputeView {
  readonly receipt: string;
  readonly isDisputed: boolean;
  readonly isLocked: boolean;
  readonly runningReceipt: string | null;
  readonly hasOtherAdministrator: boolean;
  /** Whose word may be used now; null: nobody's. */
  readonly ask: DisputeAsk | null;
  /** The operator's word that does not count yet. */
  readonly waiting: DisputeAsk | null;
  /** The account is the own one of the person who looks. */
  readonly isOwn: boolean;
}

/** Null for whoever may open none, and where there is no such account for this person. */
export async function viewDispute(ports: Ports, actor: DeskActor, receipt: string): Promise<DisputeView | null> {
  const { caller, session } = actor;
  if (!may(session.account.role, 'dispute.open')) return null;
  const found = await findSubject(ports, actor, receipt);
  if (found === undefined) return null;
  const { account, isOwn } = found;
  const standing = await standingOf(ports, account, caller.at);
  await ports.store.record([
    { ...byStaff(caller, session.account, { type: 'desk-account.viewed', role: 'supervisor' }), accountId: account.id },
  ]);
  const { facts, hasOtherAdministrator } = standing;
  return {
    receipt,
    isDisputed: isDisputed(facts, caller.at),
    isLocked: facts.lockedAt !== null,
    runningReceipt: facts.runningReceipt,
    hasOtherAdministrator,
    ask: usableAsk(facts, hasOtherAdministrator, caller.at),
    waiting: waitingAsk(facts, caller.at),
    isOwn,
  };
}

async function standingOf(ports: Ports, account: Account, now: Instant, decision?: DecisionFacts) {
  const facts = await ports.store.read.disputeFacts(account.id, now);
  const { recorded } = decision ?? (await findDecisionFacts(ports, account.id, null, now));
  return { facts, hasOtherAdministrator: recorded.hasOtherAdministrator };
}

/** Answers the receipt of the dispute. Null where there is no such account for this person. */
export async function openDispute(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  remark: string,
): Promise<Outcome<string> | null> {
  const { caller, session } = actor;
  if (!may(session.account.role, 'dispute.open')) return null;
  const found = await findSubject(ports, actor, receipt);
  if (found === undefined) return null;
  const permitted = await permitStaffAct(ports, caller, session, 'dispute.open');
  if (!permitted.ok) return permitted;
  return untilUnchanged(() => tryOpen(ports, actor, found.account, remark));
}

async function tryOpen(ports: Ports, actor: DeskActor, { id: accountId }: Account, remark: string): Promise<Outcome<string>> {
  const { caller, session } = actor;
  const { read } = ports.store;
  const now = await read.databaseTime();
  const decision = await findDecisionFacts(ports, accountId, null, now);
  const { account } = decision;
  const { facts, hasOtherAdministrator } = await standingOf(ports, account, now, decision);
  const ask = usableAsk(facts, hasOtherAdministrator, now);
  const running = await read.stoppableRequests(accountId, FILINGS_AT_ONCE, null);
  const hasOtherLive = running.some(({ request }) => [...LIVE_STATES, 'frozen'].includes(request.state) || request.dispute);
  const by = await actingStaff(ports, session, now, null);
  const decided = decide(
    null,
    {
      kind: 'open-dispute',
      version: 0,
      actor: { kind: 'staff', id: session.account.id },
      accountId,
      hasOtherLive,
      isDisputed: isDisputed(facts, now),
      isVouched: ask !== null,
      riskText: RISK_TEXT_VERSION,
      by,
      remark,
    },
    ports.recovery,
    now,
  );
  if (!decided.ok) return refuseStaffAct(ports, caller, session.account, 'dispute.open', decided.refusal);
  if (ask === null) return refuse({ code: 'voucher-needed' });
  return write(ports, actor, { decision, ask, events: decided.value, remark, now });
}

interface Opening {
  readonly decision: DecisionFacts;
  readonly ask: DisputeAsk;
  readonly events: readonly RecoveryEvent[];
  readonly remark: string;
  readonly now: Instant;
}

async function write(
  ports: Ports,
  { caller, session }: DeskActor,
  { ask, decision, events, now, remark }: Opening,
): Promise<Outcome<string>> {
  const { account, recoveryVersion } = decision;
  const id = newId(ports.random.bytes);
  const place = { id, portal: account.portal, version: 0, accountId: account.id };
  const entries = [...auditOf(place, events, caller)];
  const used = { type: 'dispute.opened', requestId: id, askedBy: ask.by === null ? 'host' : 'company-administrator' } as const;
  entries.push({ ...byStaff(caller, session.account, used), accountId: account.id });
  if (!isNonEmpty(entries) || !isNonEmpty(events)) throw new Fault('invariant-broken', 'a dispute begins with its filing');
  const told = await ports.store.read.toldAdministrators(account.id);
  const written = await ports.store.write(entries, async (tx) => {
    const members = await tx.lockStaff(session.account.portal);
    if (!isStillActing(members, session.account, 'dispute.open', caller, ports)) return refuse({ code: 'not-permitted' });
    if (!(await tx.claimRecovery(account.id, recoveryVersion))) return refuse({ code: 'request-changed' });
    if (!(await tx.useDisputeAsk(ask.id, id, now))) return refuse({ code: 'request-changed' });
    const row = { id, portal: account.portal, browser: '', place: '', language: account.language, events, claims: NO_CLAIMS };
    const stored = await insertNumbered(ports, tx, row, now);
    await changeAccount(tx, account.id, events, now);
    const { version } = stored.request;
    await tx.insertRemark({ requestId: id, version, by: session.account.id, at: now, text: remark.trim() });
    for (const { letter, link } of disputeMails(ports, decision, stored, now)) {
      if (link !== null) await tx.insertRecoveryLink(link);
      await tx.queueLetter(letter);
    }
    for (const letter of colleagueStepLetters(account, told, stored, now)) await tx.queueLetter(letter);
    return done(stored.receipt);
  });
  return written.ok ? written : refuseUnlessRaced(ports, caller, session, written);
}

async function refuseUnlessRaced(
  ports: Ports,
  caller: DeskActor['caller'],
  session: DeskActor['session'],
  { refusal }: Extract<Outcome<string>, { ok: false }>,
): Promise<Outcome<never>> {
  if (refusal.code === 'request-changed') return refuse(refusal);
  return refuseStaffAct(ports, caller, session.account, 'dispute.open', refusal);
}

/** Nobody typed any: the account was found before. */
const NO_CLAIMS = { email: '', name: '', company: '', phone: '', caseNumber: '', summary: '' } as const;
const RECEIPT_ROUNDS = 8;

async function insertNumbered(
  ports: Ports,
  tx: Writes,
  row: Omit<NewRecoveryRequest, 'receipt'>,
  now: Instant,
): Promise<StoredRecoveryRequest> {
  const request = fold(row.events);
  if (request === null) throw new Fault('invariant-broken', 'a dispute begins with its filing');
  const year = new Date(now + hours(9)).getUTCFullYear();
  for (let round = 0; round < RECEIPT_ROUNDS; round += 1) {
    const receipt = newReceipt(year, ports.random.bytes);
    if (await tx.insertRecoveryRequest({ ...row, receipt })) return { ...row, receipt, request, letterWantedAt: null };
  }
  throw new Fault('store-unavailable', 'no free receipt number was found');
}
