/**
 * How much mail one address gets (SEC-P06), and what waits: which letters leave now, which leave together later. Nothing is
 * dropped; letters of a recovery request are outside of it (desk.md invariant 10). Pure: the store keeps the departures.
 */
import type { AccountId } from './account.ts';
import type { LetterKind } from './letter.ts';
import { type Duration, days, hours, type Instant } from './time.ts';

/**
 * `change`: somebody who was let in, or the host, changed something. `sign-in`: what a right password is enough for.
 * `link`: asked for, and useless when it comes late; the journeys refuse to send more. `recovery`: outside the limits.
 */
export type LetterClass = 'change' | 'sign-in' | 'link' | 'recovery';

const CLASSES: Readonly<Record<LetterKind, LetterClass>> = {
  'two-factor-on': 'change',
  'two-factor-off': 'change',
  'passkey-added': 'change',
  'passkey-copied': 'sign-in',
  'authenticator-added': 'change',
  'authenticator-removed': 'change',
  'authenticator-replaced': 'change',
  'authenticator-renamed': 'change',
  'new-browser': 'sign-in',
  'sign-in-after-absence': 'sign-in',
  'second-factor-failures': 'sign-in',
  'enrolment-confirmation': 'link',
  'browser-confirmation': 'link',
  'password-setup': 'link',
  'password-reset-link': 'link',
  'password-replacement-link': 'link',
  'password-changed': 'change',
  'password-reset': 'change',
  'password-compromised': 'change',
  'account-closed': 'change',
  'colleague-closed': 'change',
  'account-suspended': 'change',
  'account-reopened': 'change',
  'other-sessions-ended': 'change',
  'sessions-ended-by-host': 'change',
  'several-notices': 'change',
  'email-confirmation': 'link',
  'notification-confirmation': 'link',
  'email-address-taken': 'link',
  // They hold the only link that takes a change back, and their journey sends few of them.
  'email-change-requested': 'recovery',
  'email-changed': 'recovery',
  'email-change-completed': 'change',
  'email-change-cancelled': 'change',
  'email-change-undone': 'change',
  'address-removed': 'change',
  'notification-added': 'change',
  'notification-removed': 'change',
  'phone-changed': 'change',
  'name-changed': 'change',
  'recovery-copy': 'recovery',
  'recovery-codes-issued': 'change',
  'recovery-code-used': 'change',
  'company-changed': 'change',
  'company-acted': 'change',
  // Few, and the only ones that tell a small desk who was let in.
  'staff-changed': 'change',
  'staff-invitation': 'link',
  'desk-acted': 'change',
  'desk-stopped': 'change',
  'desk-resumed': 'change',
  // `journeys/mailed-invitations.ts` drops what is beyond five an hour.
  invitation: 'link',
  'invitation-known': 'link',
  registration: 'link',
  'registration-known': 'link',
  'recovery-filed': 'recovery',
  'recovery-disputed': 'recovery',
  'dispute-asked': 'recovery',
  'recovery-confirmed': 'recovery',
  'recovery-withdrawn': 'recovery',
  'recovery-vetoed': 'recovery',
  'recovery-expired': 'recovery',
  'recovery-step': 'recovery',
  'recovery-pass': 'recovery',
  'recovery-redeemed': 'recovery',
  'recovery-redeemed-again': 'recovery',
  'recovery-closed': 'recovery',
  'recovery-disowned': 'recovery',
  'recovery-approved': 'recovery',
  'recovery-stopped': 'recovery',
  'recovery-refused': 'recovery',
  'colleague-recovery-step': 'recovery',
  'colleague-recovery-confirmed': 'recovery',
  'colleague-recovery-ended': 'recovery',
};

export function letterClass(kind: LetterKind): LetterClass {
  return CLASSES[kind];
}

/** Of one kind, in an hour. */
export const LETTERS_OF_A_KIND = 5;
/**
 * In a day: notices of sign-ins leave at once while fewer than this many letters have, so that they cannot use up what changes
 * need; changes and links while fewer than `AT_ONCE` have, and the first of each of their kinds in a day always.
 */
const SIGN_INS_AT_ONCE = 12;
const AT_ONCE = 16;
/** Beyond that, everything that waits leaves as one letter, so often: four more a day. */
const LATE_EVERY: Duration = hours(6);
/** There is nothing to gather in a letter that did not wait. */
const LATE_AFTER: Duration = hours(1);
/** What a letter counts as that gathers what was late: it uses up nothing of any kind. */
const LATE: LetterKind = 'several-notices';

/** A letter that left for the address. */
export interface Departure {
  readonly kind: LetterKind;
  readonly at: Instant;
}

export interface WaitingLetter {
  readonly id: string;
  /** Null: it goes to somebody who has no account yet. */
  readonly accountId: AccountId | null;
  readonly kind: LetterKind;
  readonly since: Instant;
  /** It was due before and had to wait. */
  readonly isHeld: boolean;
}

/** Letters of one kind that go on waiting. */
export interface HeldLetters extends Pick<WaitingLetter, 'accountId' | 'kind'> {
  readonly until: Instant;
}

export interface MailVerdict {
  /** `along`: other letters whose notices stand in this one. */
  readonly leaving: readonly { readonly id: string; readonly along: readonly string[] }[];
  readonly held: readonly { readonly ids: readonly string[]; readonly until: Instant }[];
  /** Those of the last day, the leaving ones included. */
  readonly departures: readonly Departure[];
}

/**
 * Judges the due letters of one address, `recovery` excepted. A notice that may leave leaves alone, with its own words. What
 * had to wait leaves with everything of the same account that waits, in one letter, as soon as one of them may.
 */
export function judgeMail(
  due: readonly WaitingLetter[],
  elsewhere: readonly HeldLetters[],
  departed: readonly Departure[],
  now: Instant,
): MailVerdict {
  const leaving: { readonly id: string; readonly along: readonly string[] }[] = [];
  const held: { readonly ids: readonly string[]; readonly until: Instant }[] = [];
  let departures = departed.filter(({ at }) => at > now - days(1));
  const leave = (letter: WaitingLetter, kind: LetterKind, along: readonly WaitingLetter[] = []): void => {
    leaving.push({ id: letter.id, along: along.map(({ id }) => id) });
    departures = [...departures, { kind, at: now }];
  };

  const inOrder = due.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  const of = (wanted: LetterClass) => inOrder.filter(({ kind }) => letterClass(kind) === wanted);
  const gathered = new Map<AccountId | null, WaitingLetter[]>();
  for (const letter of [...of('change'), ...of('sign-in')]) {
    const waits = [...elsewhere, ...(gathered.get(letter.accountId) ?? [])];
    const isBehind = waits.some(({ accountId, kind }) => accountId === letter.accountId && kind === letter.kind);
    const opening = openingOf(letter, departures, now);
    if (!letter.isHeld && !isBehind && opening.countsAs === letter.kind && opening.at <= now) leave(letter, letter.kind);
    else gathered.set(letter.accountId, [...(gathered.get(letter.accountId) ?? []), letter]);
  }
  for (const [accountId, letters] of gathered) {
    const [first, ...others] = letters.toSorted((a, b) => a.since - b.since);
    if (first === undefined) continue;
    const opening = letters.map((each) => openingOf(each, departures, now)).reduce((a, b) => (b.at < a.at ? b : a));
    const untils = elsewhere.filter((each) => each.accountId === accountId && letterClass(each.kind) !== 'link');
    if (opening.at <= now) leave(first, opening.countsAs, others);
    else held.push({ ids: letters.map(({ id }) => id), until: Math.min(opening.at, ...untils.map(({ until }) => until)) });
  }
  for (const letter of of('link')) {
    const { at } = openingOf(letter, departures, now);
    if (at <= now) leave(letter, letter.kind);
    else held.push({ ids: [letter.id], until: at });
  }
  return { leaving, held, departures };
}

/** When this letter may leave, and what it counts as then. */
function openingOf(
  letter: WaitingLetter,
  departures: readonly Departure[],
  now: Instant,
): { readonly at: Instant; readonly countsAs: LetterKind } {
  const { kind } = letter;
  const ofKind = departures.filter((each) => each.kind === kind);
  const inHour = roomAt(ofKind, LETTERS_OF_A_KIND, hours(1), now);
  const atOnce = Math.max(inHour, roomInDay(kind, departures, ofKind, now));
  if (atOnce === inHour || letterClass(kind) === 'link') return { at: atOnce, countsAs: kind };
  const lastLate = departures.filter((each) => each.kind === LATE).map(({ at }) => at + LATE_EVERY);
  const late = Math.max(inHour, letter.since + LATE_AFTER, ...lastLate);
  return atOnce <= late ? { at: atOnce, countsAs: kind } : { at: late, countsAs: LATE };
}

function roomInDay(kind: LetterKind, departures: readonly Departure[], ofKind: readonly Departure[], now: Instant): Instant {
  const isSignIn = letterClass(kind) === 'sign-in';
  const room = roomAt(departures, isSignIn ? SIGN_INS_AT_ONCE : AT_ONCE, days(1), now);
  // A stranger must not keep "your password was changed" back by having changed other things before.
  return isSignIn ? room : Math.min(room, roomAt(ofKind, 1, days(1), now));
}

/** When fewer than `limit` of these lie within the window that ends there. */
function roomAt(departures: readonly Departure[], limit: number, within: Duration, now: Instant): Instant {
  const newest = departures.map(({ at }) => at).toSorted((a, b) => b - a);
  const last = newest[limit - 1];
  return last === undefined ? now : Math.max(now, last + within);
}
