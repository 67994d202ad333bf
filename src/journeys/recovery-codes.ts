/**
 * Recovery codes of an account: issued as a set by a fresh check, shown once to whoever issued them, noted as saved, ended with
 * the authenticators. Nothing answers a code a second time, because nothing but its hash is kept (SEC-C04). Using one is
 * `recovery-code-use.ts`.
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { refuseQuarantined } from '../core/quarantine.ts';
import {
  hashedText,
  newRecoveryCode,
  type RecoveryCode,
  type RecoveryCodeSet,
  SLOTS,
  type Slot,
  writeRecoveryCode,
} from '../core/recovery-codes.ts';
import { isFresh, type LiveSession } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, NewStoredRecoveryCode, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { notice } from './notices.ts';

/** Sets of one account: each costs ten hashes and a notice to every address. */
const SETS: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 5, within: hours(1) } };

/** Codes in clear, for the one page that shows them. */
export interface ShownCodes {
  readonly setId: string;
  readonly codes: readonly string[];
}

/** The living set; null without one, and for whom codes are not meant: staff, and accounts without two-factor (SEC-K01). */
export async function findRecoveryCodes(ports: Ports, caller: Caller, session: LiveSession): Promise<RecoveryCodeSet | null> {
  if (!mayHaveCodes(caller, session)) return null;
  return (await ports.store.read.recoveryCodeSet(session.account.id)) ?? null;
}

export function mayHaveCodes(caller: Caller, { authenticators }: Pick<LiveSession, 'authenticators'>): boolean {
  return caller.portal.kind === 'customer' && authenticators.length > 0;
}

/**
 * Issues ten codes in place of the set that the form named; null: the first ones. The same form sent again names a set that is
 * no longer the living one, and issues nothing (ADR 0028).
 */
export async function issueRecoveryCodes(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  replaces: string | null,
): Promise<Outcome<ShownCodes>> {
  const refusal = mayIssue(ports, caller, session);
  if (refusal !== null) return refuse(refusal);
  const { account } = session;
  const living = await ports.store.read.recoveryCodeSet(account.id);
  if ((living?.id ?? null) !== replaces) return refuse({ code: 'codes-issued-already' });
  // The first set after a recovery, and no other: whoever has it must not be pushed out by a second one.
  const quarantined = replaces === null ? null : refuseQuarantined(account, caller.at);
  if (quarantined !== null) return refuse(quarantined);
  const charge = await ports.store.charge(`recovery-codes:${account.id}`, SETS, caller.at);
  if (!charge.allowed) return refuse({ code: 'too-many-attempts', what: 'recovery-codes', retryAt: charge.retryAt });

  const id = newId(ports.random.bytes);
  const codes = SLOTS.map((slot) => newRecoveryCode(slot, ports.random.bytes));
  const stored = await ports.passwords.admit(() => hashAll(ports, account, codes));
  const told = notice(ports, caller, account, { kind: 'recovery-codes-issued', circumstances: circumstancesOf(caller) });
  const issued = byHolder(caller, account, { type: 'recovery-codes.issued', setId: id, replaces });
  return ports.store.write([issued], async (tx) => {
    if (!(await tx.issueRecoveryCodes(account.id, replaces, { id, at: caller.at, codes: stored }))) {
      return refuse({ code: 'codes-issued-already' });
    }
    // Ten hashes take a while: whoever said "not me" meanwhile must not be overtaken by the codes of a stranger.
    if (!(await tx.isSessionAlive(session.id))) return refuse({ code: 'session-expired' });
    await told.work(tx);
    return done({ setId: id, codes: codes.map(writeRecoveryCode) });
  });
}

/** The holder says that the set is kept somewhere, or the one code that replaced a used one. Saying it twice changes nothing. */
export async function saveRecoveryCodes(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  setId: string,
  slot: Slot | null,
): Promise<void> {
  const { account } = session;
  const saved = byHolder(caller, account, { type: 'recovery-codes.saved', setId, slot });
  await ports.store.write([saved], async (tx) =>
    (await tx.saveRecoveryCodes(account.id, setId, slot, caller.at)) ? done(undefined) : refuse({ code: 'not-permitted' }),
  );
}

/** The event of codes that end with the authenticators, for whatever ends those; none when there are no codes. */
export async function endedCodes(ports: Ports, caller: Caller, account: Account): Promise<readonly AuditEvent[]> {
  const living = await ports.store.read.recoveryCodeSet(account.id);
  return living === undefined ? [] : [byHolder(caller, account, { type: 'recovery-codes.ended', setId: living.id })];
}

/** One after the other: a holder who prints codes must not take the hasher from those who sign in. */
async function hashAll(ports: Ports, account: Account, codes: readonly RecoveryCode[]): Promise<readonly NewStoredRecoveryCode[]> {
  const stored: NewStoredRecoveryCode[] = [];
  for (const code of codes) stored.push(await hashCode(ports, account, code));
  return stored;
}

export async function hashCode(ports: Ports, account: Account, code: RecoveryCode): Promise<NewStoredRecoveryCode> {
  const record = await ports.passwords.hash(hashedText(account.id, code));
  return { id: newId(ports.random.bytes), slot: code.slot, record };
}

function mayIssue(ports: Ports, caller: Caller, session: LiveSession): Refusal | null {
  if (caller.portal.kind !== 'customer') return { code: 'not-permitted' };
  if (session.authenticators.length === 0) return { code: 'not-enrolled' };
  return isFresh(session, ports.durations.stepUpFor, caller.at) ? null : { code: 'step-up-needed' };
}
