/**
 * What a holder sees of the own account: who is signed in, and ninety days of what happened, as sentences. Reads only the own
 * account; which event is told, and what of it, is decided in `core/activity.ts`. Ending sessions is `session-ends.ts`.
 */
import { type ActivityActor, type ActivityKind, activityActor, activityKind, isRepeated, TOLD_TYPES } from '../core/activity.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import { isSessionOver, type LiveSession, type ProofMethod } from '../core/session.ts';
import { days, type Instant, minutes } from '../core/time.ts';
import { shortHash } from '../core/tokens.ts';
import type { AccountSession, Caller, Ports } from '../ports.ts';

/** As long as the sessions are kept, so that each sign-in still has its browser. */
export const ACTIVITY_FOR = days(90);
/** So many events are looked at; those that strangers can cause at will have a share of their own. */
const NEWEST = { others: 1000, byAnybody: 300 } as const;
const REPEATED_WITHIN = minutes(30);

export interface SessionView {
  /** Names the session on pages and in addresses; the id itself stands in neither (SEC-Q03). */
  readonly handle: string;
  readonly isCurrent: boolean;
  readonly browser: string;
  readonly place: string;
  readonly signedInAt: Instant;
  readonly lastSeenAt: Instant;
  readonly methods: readonly ProofMethod[];
}

export interface ActivityLine {
  readonly kind: ActivityKind;
  readonly at: Instant;
  /** The first of `count` that only repeat each other. */
  readonly since: Instant;
  readonly count: number;
  readonly actor: ActivityActor;
  /** Of a sign-in. */
  readonly methods: readonly ProofMethod[];
  /** Of the session it speaks of, or ''. */
  readonly browser: string;
  /** Of the holder and of whoever tried to sign in; nobody else's is told. */
  readonly address: string | null;
}

export interface ActivityPage {
  readonly lines: readonly ActivityLine[];
  readonly page: number;
  readonly pages: number;
  /** There is more than is looked at. */
  readonly isCut: boolean;
}

/** The living sessions of the account: this one first, then those last seen. */
export async function viewSessions(ports: Ports, caller: Caller, session: LiveSession): Promise<readonly SessionView[]> {
  const living = await livingSessions(ports, caller, session);
  const views = living.map((each) => ({
    handle: shortHash(each.id),
    isCurrent: each.id === session.id,
    browser: each.browser,
    place: each.place,
    signedInAt: each.createdAt,
    lastSeenAt: each.lastSeenAt,
    methods: each.methods,
  }));
  return [...views.filter(({ isCurrent }) => isCurrent), ...views.filter(({ isCurrent }) => !isCurrent)];
}

export async function livingSessions(ports: Ports, caller: Caller, { account }: LiveSession): Promise<readonly AccountSession[]> {
  const all = await ports.store.read.accountSessions(account.id);
  return all.filter((each) => each.endedAt === null && !isSessionOver(each, caller.portal.session, caller.at));
}

export async function viewActivity(
  ports: Ports,
  caller: Caller,
  { account }: LiveSession,
  asked: number,
  size: number,
): Promise<ActivityPage> {
  const since = caller.at - ACTIVITY_FOR;
  const { read } = ports.store;
  const [sessions, others, byAnybody] = await Promise.all([
    read.accountSessions(account.id),
    read.activity(account.id, since, TOLD_TYPES.others, NEWEST.others),
    read.activity(account.id, since, TOLD_TYPES.byAnybody, NEWEST.byAnybody),
  ]);
  const browsers = new Map(sessions.map(({ id, browser }) => [shortHash(id), browser]));
  const events = [...others, ...byAnybody].sort((one, two) => two.at - one.at);
  const lines = foldRepeated(
    withoutCompleted(
      events.flatMap((event) => lineOf(event, browsers)),
      ports.durations.pendingSignInFor,
    ),
  );
  const pages = Math.max(1, Math.ceil(lines.length / size));
  const page = Math.min(asked, pages);
  return {
    lines: lines.slice((page - 1) * size, page * size),
    page,
    pages,
    isCut: others.length === NEWEST.others || byAnybody.length === NEWEST.byAnybody,
  };
}

function lineOf(event: AuditEvent, browsers: ReadonlyMap<string, string>): readonly ActivityLine[] {
  const { at, detail } = event;
  const kind = activityKind(detail.type, detail);
  if (kind === null) return [];
  const actor = activityActor(event);
  const isOwn = actor === 'holder' || actor === 'claimant';
  const browser = 'sessionHash' in detail ? browsers.get(detail.sessionHash) : undefined;
  const methods = 'methods' in detail ? detail.methods : [];
  return [
    { kind, at, since: at, count: 1, actor, methods, browser: isOwn ? (browser ?? '') : '', address: isOwn ? event.address : null },
  ];
}

/**
 * A right password is told by the sign-in that it led to; one that led nowhere stays. Each sign-in explains one password only, the last
 * before it from the same place: a colleague behind the same address who knows the password is not hidden by the holder's own.
 */
function withoutCompleted(lines: readonly ActivityLine[], within: number): readonly ActivityLine[] {
  const explained = new Set<ActivityLine>();
  for (const [index, { kind, at, address, methods }] of lines.entries()) {
    if (kind !== 'signed-in' || methods.length < 2) continue;
    const password = lines
      .slice(index + 1)
      .find(
        (line) => line.kind === 'password-accepted' && line.address === address && at - line.at <= within && !explained.has(line),
      );
    if (password !== undefined) explained.add(password);
  }
  return lines.filter((line) => !explained.has(line));
}

function foldRepeated(lines: readonly ActivityLine[]): readonly ActivityLine[] {
  const folded: ActivityLine[] = [];
  for (const line of lines) {
    const newer = folded.at(-1);
    if (newer !== undefined && isRepeated(line, newer, REPEATED_WITHIN)) {
      folded[folded.length - 1] = { ...newer, since: line.at, count: newer.count + 1 };
    } else {
      folded.push(line);
    }
  }
  return folded;
}
