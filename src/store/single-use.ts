/**
 * What may happen once, or so many times: attempt counters and mailed links. Every verdict is the row count of one
 * conditional statement (ADR 0004); the rules of counting stand in `core/throttle.ts`.
 */
import type { AccountId, PortalId } from '../core/account.ts';
import { Fault } from '../core/outcome.ts';
import {
  type AttemptCounter,
  type AttemptSchedule,
  attemptsLeft,
  decideAttempt,
  EMPTY_COUNTER,
  withoutCharge,
} from '../core/throttle.ts';
import type { Instant } from '../core/time.ts';
import type { Charge, MailedLink } from '../ports.ts';
import { growSecurityVersion, lockAccount } from './accounts.ts';
import type { Handle } from './tables.ts';

/** A lost round means that somebody else's charge went through, so the schedule itself ends the race long before this. */
const ROUNDS = 200;

interface VersionedCounter extends AttemptCounter {
  /** Grows with every change, so that an update finds out that it was overtaken. */
  readonly version: number;
}

/** Charges the attempt before it is evaluated: read, decide, one guarded update, again when overtaken (SEC-F04). */
export async function chargeAttempt(on: Handle, key: string, schedule: AttemptSchedule, at: Instant): Promise<Charge> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const counter = await findVersioned(on, key);
    const decision = decideAttempt(counter ?? EMPTY_COUNTER, schedule, at);
    if (!decision.allowed) return decision;
    const { next } = decision;
    const stored = counter === undefined ? await insertCounter(on, key, next, at) : await replaceCounter(on, key, counter, next);
    if (stored) return { allowed: true, counter: next, attemptsLeft: attemptsLeft(next, schedule) };
  }
  throw new Fault('store-unavailable', 'an attempt could not be counted');
}

/** Takes one charge back; nothing happens when the counter is gone. */
export async function refundAttempt(on: Handle, key: string, chargedAt: Instant): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const counter = await findVersioned(on, key);
    if (counter === undefined) return;
    if (await replaceCounter(on, key, counter, withoutCharge(counter, chargedAt))) return;
  }
  throw new Fault('store-unavailable', 'an attempt could not be taken back');
}

/** Empties it. The row stays: a new one might begin at a version already used and let an overtaken charge pass for current. */
export async function clearCounter(on: Handle, key: string): Promise<void> {
  await on.db
    .updateTable('attempt_counter')
    .set((row) => ({ version: row('version', '+', 1), ...columnsOf(EMPTY_COUNTER) }))
    .where('key', '=', key)
    .execute();
}

export async function findCounter(on: Handle, key: string): Promise<AttemptCounter | undefined> {
  const counter = await findVersioned(on, key);
  if (counter === undefined) return undefined;
  return { failures: counter.failures, recent: counter.recent, lockedUntil: counter.lockedUntil };
}

async function findVersioned(on: Handle, key: string): Promise<VersionedCounter | undefined> {
  const row = await on.db.selectFrom('attempt_counter').selectAll().where('key', '=', key).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    version: row.version,
    failures: row.failures,
    recent: instantsFrom(row.recent),
    lockedUntil: row.locked_until,
  };
}

/**
 * The first version is the instant of the first charge: higher than any version of a counter that was forgotten under this
 * key (`forgotten-counters.ts`), so that a charge overtaken by the forgetting finds it out.
 */
async function insertCounter(on: Handle, key: string, next: AttemptCounter, at: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('attempt_counter')
    .values({ key, version: at, ...columnsOf(next) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function replaceCounter(on: Handle, key: string, current: VersionedCounter, next: AttemptCounter): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('attempt_counter')
    .set({ version: current.version + 1, ...columnsOf(next) })
    .where('key', '=', key)
    .where('version', '=', current.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function columnsOf(counter: AttemptCounter): { failures: number; recent: string; locked_until: Instant | null } {
  return { failures: counter.failures, recent: JSON.stringify(counter.recent), locked_until: counter.lockedUntil };
}

function instantsFrom(text: string): readonly Instant[] {
  const list: unknown = JSON.parse(text);
  if (Array.isArray(list) && list.every((item) => typeof item === 'number')) return list;
  throw new Fault('invariant-broken', 'an attempt counter holds no list of instants');
}

export async function findMailedLink(on: Handle, portal: PortalId, id: string): Promise<MailedLink | undefined> {
  const row = await on.db
    .selectFrom('mailed_link')
    .selectAll()
    .where('id', '=', id)
    .where('portal', '=', portal)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    digest: row.digest,
    purpose: row.purpose,
    portal: row.portal,
    accountId: row.account_id,
    pendingSignInId: row.pending_sign_in_id,
    notice: row.notice_kind === null || row.notice_at === null ? null : { kind: row.notice_kind, at: row.notice_at },
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at,
  };
}

/** The newest link of an account and purpose is the only one that works; each "not me" objects to a notice of its own. */
export async function insertMailedLink(on: Handle, link: Omit<MailedLink, 'consumedAt'>): Promise<void> {
  if (link.purpose !== 'not-me') {
    await lockAccount(on, link.accountId);
    await on.db
      .updateTable('mailed_link')
      .set({ superseded: 1 })
      .where('account_id', '=', link.accountId)
      .where('purpose', '=', link.purpose)
      .where('consumed_at', 'is', null)
      .execute();
  }
  await on.db
    .insertInto('mailed_link')
    .values({
      id: link.id,
      digest: link.digest,
      purpose: link.purpose,
      portal: link.portal,
      account_id: link.accountId,
      pending_sign_in_id: link.pendingSignInId,
      notice_kind: link.notice?.kind ?? null,
      notice_at: link.notice?.at ?? null,
      expires_at: link.expiresAt,
      superseded: 0,
    })
    .execute();
}

export async function consumeMailedLink(on: Handle, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('mailed_link')
    .set({ consumed_at: at })
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .where('superseded', '=', 0)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What was mailed before was mailed to somebody who may not be the holder any more; what objects only closes, and dies when told. */
export async function voidMailedLinks(on: Handle, account: AccountId, objectionsSince: Instant | null): Promise<void> {
  await on.db
    .updateTable('mailed_link')
    .set({ superseded: 1 })
    .where('account_id', '=', account)
    .where((row) =>
      objectionsSince === null
        ? row('purpose', '<>', 'not-me')
        : row.or([row('purpose', '<>', 'not-me'), row('notice_at', '>=', objectionsSince)]),
    )
    .where('consumed_at', 'is', null)
    .execute();
  await growSecurityVersion(on, account);
}
