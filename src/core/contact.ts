/**
 * Since when a mail address, a number or a name of an account stands, and which of them the recovery desk may use at a given
 * moment (desk.md section 2, "on file"): pure rules over the history that is kept for ever. How a change comes about and who
 * is told of it is left to the journeys.
 */
import type { AccountId } from './account.ts';
import type { Duration, Instant } from './time.ts';

export const CONTACT_KINDS = ['email', 'notification', 'phone', 'name'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** How it was set. The last two: by the holder, after a fresh check of what the account had. */
export type ContactSetVia = 'import' | 'host' | 'registration' | 'password' | 'second-factor';

/** `cancelled`: the change that brought it was undone, so that it counts as never having stood. */
export type ContactEndReason = 'changed' | 'removed' | 'cancelled';

/** One row of the history: a value, and from when until when it stood. */
export interface ContactPoint {
  readonly id: string;
  readonly kind: ContactKind;
  readonly value: string;
  /** What values are compared by: the canonical address, the digits of a number. */
  readonly canonical: string;
  readonly since: Instant;
  /** Null while it stands. */
  readonly until: Instant | null;
  readonly setVia: ContactSetVia;
  readonly endedReason: ContactEndReason | null;
  /** A former sign-in address is told of everything until then, whatever a holder of the session wants (SEC-H06). */
  readonly heldUntil: Instant | null;
  /** A number that a whole office answers, as the import says: the desk calls it and trusts the call less (desk.md section 2). */
  readonly isSwitchboard: boolean;
}

/** A new address that waits for its mailbox, and later for the end of the time in which the old one can take it back. */
export interface ContactChange {
  readonly id: string;
  readonly accountId: AccountId;
  readonly kind: Extract<ContactKind, 'email' | 'notification'>;
  readonly value: string;
  readonly canonical: string;
  readonly setVia: ContactSetVia;
  readonly requestedAt: Instant;
  readonly confirmUntil: Instant;
  readonly cancelUntil: Instant;
  /** The session that asked for it: the one session that goes on once it is confirmed. */
  readonly sessionId: string;
  /** The account's, when it was asked for: a password changed meanwhile, or a "not me", voids what waits. */
  readonly securityVersion: number;
  readonly state: 'pending' | 'confirmed' | 'cancelled' | 'superseded';
  readonly confirmedAt: Instant | null;
}

/** Verified addresses beside the sign-in address (product decision 9); former sign-in addresses that are held do not count. */
export const NOTIFICATION_ADDRESSES_MAX = 2;

/**
 * The one that may serve recovery: what stood unchanged for so long at `at`, otherwise what stood before it, or nothing. What
 * an account began with has never been changed and counts at once. That nothing was there is a state too, and stands like one.
 */
export function contactOnFile(
  points: readonly ContactPoint[],
  kind: 'email' | 'phone',
  at: Instant,
  unchangedFor: Duration,
): ContactPoint | null {
  let later: Instant = at;
  const stood = points
    .filter((point) => point.kind === kind && point.endedReason !== 'cancelled' && point.since <= at)
    .toSorted((a, b) => b.since - a.since || (b.until ?? at) - (a.until ?? at));
  for (const point of stood) {
    const until = Math.min(point.until ?? at, at);
    if (later - until >= unchangedFor && later > until) return null;
    if (isInitial(point) || until - point.since >= unchangedFor) return point;
    later = point.since;
  }
  return null;
}

/** Where letters about a lost device go. */
export interface RecoveryAddresses {
  /** Where the link goes that proves the mailbox. */
  readonly onFile: string;
  /** Verified as well, and for as long: they may stop a request. */
  readonly seasoned: readonly string[];
  /** Verified, but too young to be given a link: whoever holds a session could have put them there. */
  readonly young: readonly string[];
}

/** Every verified address hears of every step (desk.md invariant 10). `fallback` is for an account without a history. */
export function recoveryAddresses(
  points: readonly ContactPoint[],
  at: Instant,
  unchangedFor: Duration,
  fallback: string,
): RecoveryAddresses {
  const onFile = contactOnFile(points, 'email', at, unchangedFor);
  const others = [...standing(points, 'email'), ...standing(points, 'notification')].filter(
    ({ canonical }) => canonical !== onFile?.canonical,
  );
  const isOld = (point: ContactPoint): boolean => isSeasoned(point, at, unchangedFor);
  return {
    onFile: onFile?.value ?? fallback,
    seasoned: others.filter(isOld).map(({ value }) => value),
    young: others.filter((point) => !isOld(point)).map(({ value }) => value),
  };
}

/**
 * Addresses for notices that are too young to take a change of the sign-in address back: whoever holds a session could have put
 * them there. A former sign-in address is none of them, whatever its age: it is the one that the change is taken back from.
 */
export function tooYoungToCancel(points: readonly ContactPoint[], at: Instant, unchangedFor: Duration): readonly string[] {
  return standing(points, 'notification')
    .filter((point) => point.heldUntil === null && !isSeasoned(point, at, unchangedFor))
    .map(({ value }) => value);
}

/** When mail, number or name last changed; null when they are what the account began with. Undone changes count as well. */
export function contactChangedAt(points: readonly ContactPoint[]): Instant | null {
  const moments = points
    .filter(({ kind }) => kind !== 'notification')
    .flatMap((point) => [...(isInitial(point) ? [] : [point.since]), ...(point.until === null ? [] : [point.until])]);
  return moments.length === 0 ? null : Math.max(...moments);
}

/** What stands now of one kind, eldest first. */
export function standing(points: readonly ContactPoint[], kind: ContactKind): readonly ContactPoint[] {
  return points.filter((point) => point.kind === kind && point.until === null).toSorted((a, b) => a.since - b.since);
}

/** Addresses that wait for their mailbox take a place as well: a third one must not slip in between. */
export function mayAddNotification(points: readonly ContactPoint[], waiting: number, at: Instant): boolean {
  const own = standing(points, 'notification').filter((point) => !isHeld(point, at));
  return own.length + waiting < NOTIFICATION_ADDRESSES_MAX;
}

/** Until when the holder cannot remove it; null when it may go now. What the desk would write to stays as well. */
export function keptUntil(
  point: ContactPoint,
  points: readonly ContactPoint[],
  at: Instant,
  unchangedFor: Duration,
): Instant | 'on-file' | null {
  if (point.heldUntil !== null && at < point.heldUntil) return point.heldUntil;
  return contactOnFile(points, 'email', at, unchangedFor)?.canonical === point.canonical ? 'on-file' : null;
}

function isHeld({ heldUntil }: ContactPoint, at: Instant): boolean {
  return heldUntil !== null && at < heldUntil;
}

function isSeasoned(point: ContactPoint, at: Instant, unchangedFor: Duration): boolean {
  return isInitial(point) || at - point.since >= unchangedFor;
}

function isInitial({ setVia }: ContactPoint): boolean {
  return setVia === 'import' || setVia === 'host' || setVia === 'registration';
}
