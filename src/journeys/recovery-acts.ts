/**
 * Gives one command to a request whose account is known: reads what the decision rests on, has `core/` decide, and writes events,
 * account, letters and whatever belongs to it in one transaction. What does not hold any more is written first, by itself
 * (EvidenceFellShort), and the command is refused.
 */
import type { AccountId } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import type { Circumstances } from '../core/letter.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import type { RecoveryCommand } from '../core/recovery-command.ts';
import type { RecoveryEvent } from '../core/recovery-event.ts';
import { decide } from '../core/recovery-request.ts';
import { fold, type RecoveryRequest } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports, StoredRecoveryRequest, Writes } from '../ports.ts';
import { appendAll, auditOfAll, isNonEmpty, untilUnchanged } from './recovery-events.ts';
import { type DecisionFacts, findDecisionFacts } from './recovery-facts.ts';
import { stepMails } from './recovery-step-letters.ts';

/** What a command is made from: the request, its facts and the time are those it is decided on. */
export interface Standing {
  readonly stored: StoredRecoveryRequest;
  readonly account: AccountId;
  readonly facts: DecisionFacts;
  /** By the database's clock. */
  readonly now: Instant;
}

export interface Given extends Standing {
  readonly events: readonly RecoveryEvent[];
  /** The request after them. */
  readonly after: RecoveryRequest;
}

export interface CommandGiver {
  /** Null when the clock gives it. */
  readonly caller: Caller | null;
  /** When and with what it was done, as letters say; browser and place stay '' for what the desk does. */
  readonly circumstances: Omit<Circumstances, 'at'>;
  /** Read anew for every try; undefined when there is no such request. */
  readonly find: () => Promise<StoredRecoveryRequest | undefined>;
  readonly command: (standing: Standing) => Promise<Outcome<RecoveryCommand>>;
  /** The entry of a refusal; null where none is kept. */
  readonly refused: (refusal: Refusal, stored: StoredRecoveryRequest) => AuditEvent | null;
  /** Written with the events; a refusal takes everything back. */
  readonly along?: (given: Given) => Promise<Along>;
}

export interface Along {
  readonly events: readonly AuditEvent[];
  readonly work: (tx: Writes) => Promise<Outcome<void>>;
}

/** Refused as `request-changed` only when the request keeps changing under it. A command that changes nothing is done. */
export function giveCommand(ports: Ports, giver: CommandGiver): Promise<Outcome<Given>> {
  return untilUnchanged(() => tryCommand(ports, giver));
}

async function tryCommand(ports: Ports, giver: CommandGiver): Promise<Outcome<Given>> {
  const stored = await giver.find();
  const account = stored?.request.accountId ?? null;
  if (stored === undefined || account === null) return refuse({ code: 'not-in-this-state' });
  const now = await ports.store.read.databaseTime();
  const standing = { stored, account, now, facts: await findDecisionFacts(ports, account, stored, now) };
  const command = await giver.command(standing);
  if (!command.ok) return refused(ports, giver, stored, command.refusal);
  const decided = decide(stored.request, command.value, ports.recovery, now);
  if (decided.ok) return write(ports, giver, standing, decided.value);
  if (decided.refusal.code === 'evidence-fell-short') {
    const fell = await fallShort(ports, giver, standing);
    if (!fell.ok) return fell;
  }
  return refused(ports, giver, stored, decided.refusal);
}

/** What time and facts changed by themselves, written by itself. */
async function fallShort(ports: Ports, giver: CommandGiver, standing: Standing): Promise<Outcome<Given>> {
  const { facts, now, stored } = standing;
  const actor = { kind: 'system', id: null } as const;
  const assess = { kind: 'assess', version: stored.request.version, actor, facts: facts.facts } as const;
  const decided = decide(stored.request, assess, ports.recovery, now);
  return decided.ok ? write(ports, { ...giver, along: undefined }, standing, decided.value) : decided;
}

async function refused(
  ports: Ports,
  giver: CommandGiver,
  stored: StoredRecoveryRequest,
  refusal: Refusal,
): Promise<Outcome<never>> {
  const entry = refusal.code === 'request-changed' ? null : giver.refused(refusal, stored);
  if (entry !== null) await ports.store.record([entry]);
  return refuse(refusal);
}

async function write(
  ports: Ports,
  { along, caller, circumstances }: Omit<CommandGiver, 'along'> & { readonly along?: CommandGiver['along'] | undefined },
  standing: Standing,
  events: readonly RecoveryEvent[],
): Promise<Outcome<Given>> {
  const { account, facts, now, stored } = standing;
  const given = { ...standing, events, after: fold(events, stored.request) ?? stored.request };
  const all = [{ stored, events }];
  const more = await along?.(given);
  const entries = [...auditOfAll(all, caller), ...(more?.events ?? [])];
  if (!isNonEmpty(entries)) return done(given);
  const told = await ports.store.read.toldAdministrators(account);
  const mails = stepMails(ports, given, told, { at: now, ...circumstances });
  return ports.store.write(entries, async (tx) => {
    if (!(await tx.claimRecovery(account, facts.recoveryVersion))) return refuse({ code: 'request-changed' });
    if (!(await appendAll(tx, all))) return refuse({ code: 'request-changed' });
    const worked = await more?.work(tx);
    if (worked?.ok === false) return worked;
    // Last: what ends with it includes what was used for it.
    await changeAccount(tx, account, events, now);
    for (const { link } of mails) if (link !== null) await tx.insertRecoveryLink(link);
    for (const { letter, awaited } of mails) await tx.queueLetter(letter, awaited);
    return done(given);
  });
}

/** What the events of a request mean for its account. */
export async function changeAccount(tx: Writes, account: AccountId, events: readonly RecoveryEvent[], now: Instant): Promise<void> {
  for (const { detail } of events) {
    if (detail.type === 'RecoveryFrozen') await tx.freezeRecovery(account, detail.until);
    if (detail.type === 'RecoveryFreezeLifted') await tx.liftRecoveryFreeze(account);
    if (detail.type === 'AccountLocked') await tx.lockAccount(account, now);
    if (detail.type === 'AccountUnlocked') await tx.unlockAccount(account);
    if (detail.type === 'AccountLocked' || detail.type === 'SessionsEnded') {
      await tx.endOtherSessions(account, null, now, 'recovered');
      await tx.endPendingSignIns(account, now);
    }
  }
}
