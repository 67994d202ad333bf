/**
 * Command 23 of desk.md section 4 by itself: the holder who proves the second factor still has the device, so what asks for
 * its removal ends, in the transaction of that sign-in or step-up. Also the letters of a request that its holder stopped.
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import type { BoundAuthenticator } from '../core/authenticator.ts';
import type { Letter } from '../core/letter.ts';
import type { Outcome } from '../core/outcome.ts';
import type { WithdrawalWay } from '../core/recovery-event.ts';
import { decide } from '../core/recovery-request.ts';
import { fold } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports, StoredRecoveryRequest, Writes } from '../ports.ts';
import { administratorLetters, type RecoveryMail } from './lost-device-mail.ts';
import { notice } from './notices.ts';
import { appendAll, auditOfAll, type DecidedEvents, FILINGS_AT_ONCE, untilUnchanged } from './recovery-events.ts';
import { findDecisionFacts } from './recovery-facts.ts';
import { stepMails } from './recovery-step-letters.ts';

/** What was proven: an authenticator, or a recovery code, which was bound when its set was issued. */
export type ProvenBinding = Pick<BoundAuthenticator, 'boundAt'>;

/** What a proven second factor ends, to be written with the sign-in or step-up it belongs to. */
export interface Withdrawal {
  readonly receipts: readonly string[];
  readonly events: readonly AuditEvent[];
  /** False when a request changed meanwhile: the whole sign-in is decided anew. */
  readonly work: (tx: Writes) => Promise<boolean>;
}

/**
 * Writes a proven second factor together with what it ends. A request that changes at the same moment must not cost the
 * holder the sign-in: both are decided anew, and nothing was accepted until then, because all of it is one transaction.
 */
export async function alongWithdrawal<T>(
  ports: Ports,
  caller: Caller,
  account: Account,
  proven: { readonly with: ProvenBinding | null; readonly by: Extract<WithdrawalWay, 'sign-in' | 'step-up'> },
  write: (withdrawal: Withdrawal) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return untilUnchanged(async () => write(await withdrawalOf(ports, caller, account, proven.with, proven.by)));
}

const NOTHING: Withdrawal = { receipts: [], events: [], work: async () => true };

/**
 * Command 23 by itself: whoever proves a second factor that was bound before the request was filed still has the device.
 * One bound later proves nothing about it.
 */
async function withdrawalOf(
  ports: Ports,
  caller: Caller,
  account: Account,
  provenWith: ProvenBinding | null,
  by: Extract<WithdrawalWay, 'sign-in' | 'step-up'>,
): Promise<Withdrawal> {
  if (provenWith === null) return NOTHING;
  const { boundAt } = provenWith;
  const running = (await ports.store.read.stoppableRequests(account.id, FILINGS_AT_ONCE + 1, null)).filter(
    ({ request }) => boundAt < request.filedAt,
  );
  if (running.length === 0) return NOTHING;
  const now = await ports.store.read.databaseTime();
  const facts = await findDecisionFacts(ports, account.id, null, now);
  const actor = { kind: 'holder', id: account.id } as const;
  const all = running.flatMap((stored): DecidedEvents[] => {
    const decided = decide(stored.request, { kind: 'withdraw', version: stored.request.version, actor, by }, ports.recovery, now);
    return decided.ok ? [{ stored, events: decided.value }] : [];
  });
  const { ended, stopped } = apart(all);
  const letters = await endingLetters(ports, caller, account, ended, 'withdrawn', null, now);
  const toldOfStop = await stopLetters(ports, caller, account, stopped, now);
  return {
    receipts: ended.map(({ receipt }) => receipt),
    events: auditOfAll(all, caller),
    work: async (tx) => {
      if (!(await tx.claimRecovery(account.id, facts.recoveryVersion)) || !(await appendAll(tx, all))) return false;
      if (running.length > FILINGS_AT_ONCE) await tx.voidFilings(account.id, now);
      await letters(tx);
      await toldOfStop(tx);
      return true;
    },
  };
}

/** In a dispute nothing is ended by whoever holds the account: it stops before a supervisor. */
export function apart(all: readonly DecidedEvents[]): {
  readonly ended: readonly StoredRecoveryRequest[];
  readonly stopped: readonly DecidedEvents[];
} {
  const isStopped = ({ events }: DecidedEvents): boolean => events.some(({ detail }) => detail.type === 'Frozen');
  return { ended: all.filter((each) => !isStopped(each)).map(({ stored }) => stored), stopped: all.filter(isStopped) };
}

/** What every address of the holder and the administrators hear of it (invariant 10). */
export async function stopLetters(
  ports: Ports,
  { browser, place }: Caller,
  account: Account,
  stopped: readonly DecidedEvents[],
  now: Instant,
): Promise<(tx: Writes) => Promise<void>> {
  const told = stopped.length === 0 ? [] : await ports.store.read.toldAdministrators(account.id);
  const mails: RecoveryMail[] = [];
  for (const { events, stored } of stopped) {
    const facts = await findDecisionFacts(ports, account.id, stored, now);
    const given = { stored, account: account.id, facts, now, events, after: fold(events, stored.request) ?? stored.request };
    mails.push(...stepMails(ports, given, told, { at: now, browser, place }));
  }
  return async (tx) => {
    for (const { link, letter } of mails) {
      if (link !== null) await tx.insertRecoveryLink(link);
      await tx.queueLetter(letter);
    }
  };
}

/**
 * Command 15 by the system: whoever objects to a notice of the account stops what asks for a removal as well. To be written
 * with the objection; false when a request changed meanwhile.
 */
export async function stopOf(ports: Ports, caller: Caller, account: Account): Promise<Omit<Withdrawal, 'receipts'>> {
  const running = await ports.store.read.stoppableRequests(account.id, FILINGS_AT_ONCE + 1, null);
  if (running.length === 0) return NOTHING;
  const now = await ports.store.read.databaseTime();
  const facts = await findDecisionFacts(ports, account.id, null, now);
  const actor = { kind: 'system', id: null } as const;
  const all = running.flatMap((stored): DecidedEvents[] => {
    const decided = decide(
      stored.request,
      { kind: 'stop', by: 'system', remark: '', version: stored.request.version, actor },
      ports.recovery,
      now,
    );
    return decided.ok ? [{ stored, events: decided.value }] : [];
  });
  return {
    events: auditOfAll(all, caller),
    work: async (tx) => {
      if (!(await tx.claimRecovery(account.id, facts.recoveryVersion)) || !(await appendAll(tx, all))) return false;
      if (running.length > FILINGS_AT_ONCE) await tx.voidFilings(account.id, now);
      return true;
    },
  };
}

/**
 * One letter to the holder, however many ended, and none about filings that no letter told of; the administrators hear of
 * what they had heard of before.
 */
export async function endingLetters(
  ports: Ports,
  caller: Caller,
  account: Account,
  ended: readonly StoredRecoveryRequest[],
  ending: 'withdrawn' | 'vetoed',
  frozenUntil: Instant | null,
  now: Instant,
): Promise<(tx: Writes) => Promise<void>> {
  const known = ended.filter(({ request }) => request.mailed || request.confirmedAt !== null);
  const [first] = known;
  if (first === undefined) return async () => undefined;
  const circumstances = { at: now, browser: caller.browser, place: caller.place };
  const receipts = known.map(({ receipt }) => receipt);
  const content =
    ending === 'withdrawn'
      ? ({ kind: 'recovery-withdrawn', receipts, circumstances } as const)
      : ({ kind: 'recovery-vetoed', receipts, frozenUntil, circumstances } as const);
  const toHolder = notice(ports, caller, account, content);
  const confirmed = known.filter(({ request }) => request.confirmedAt !== null);
  const told = confirmed.length === 0 ? [] : await ports.store.read.toldAdministrators(account.id);
  const others: readonly Letter[] = confirmed.flatMap((stored) =>
    administratorLetters(account, told, stored, 'ended', circumstances),
  );
  return async (tx) => {
    await toHolder.work(tx);
    for (const letter of others) await tx.queueLetter(letter);
  };
}
