/**
 * A holder ends sessions from elsewhere: one, or all but this one. Both ask for a fresh check (SEC-G09, SEC-H02). Ending all others
 * is what somebody does who fears a stranger, so it also ends begun sign-ins and waiting changes of contact data, makes every other browser a new one, and renews
 * this session's own token: a copy of its cookie is dead too.
 */
import type { AuditEvent } from '../core/audit-event.ts';
import type { ContactChange } from '../core/contact.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { isFresh, type LiveSession } from '../core/session.ts';
import { type OpaqueToken, shortHash, tokenFor, tokenMatches } from '../core/tokens.ts';
import type { AccountSession, Caller, Ports } from '../ports.ts';
import { livingSessions } from './activity.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { waitingOf } from './contact-overview.ts';
import { droppedEnrolment } from './enrolment.ts';
import { findKnownBrowser } from './mailed-links.ts';
import { notice } from './notices.ts';

/** `handle` as `viewSessions` names it. One of another account is no session at all (SEC-K03). */
export async function endSession(ports: Ports, caller: Caller, session: LiveSession, handle: string): Promise<Outcome<void>> {
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  const { account } = session;
  const all = await ports.store.read.accountSessions(account.id);
  const found = all.find(({ id }) => shortHash(id) === handle);
  if (found === undefined || found.id === session.id) return refuse({ code: 'no-such-session' });
  const ended = byHolder(caller, account, { type: 'session.ended', sessionHash: handle, reason: 'ended-by-holder' });
  const dropped = await whatEnds(ports, caller, session, [found], ({ sessionId }) => sessionId === found.id);
  return ports.store.write([ended, ...dropped], async (tx) => {
    await tx.voidContactChanges(account.id, { in: found.id });
    await tx.abandonEnrolments({ kind: 'session', id: found.id }, caller.at, 'abandoned');
    const isEnded = await tx.endSessionOf(account.id, found.id, caller.at, 'ended-by-holder');
    return isEnded ? done(undefined) : refuse({ code: 'session-over' });
  });
}

/** Answers the new token of this session, and how many others there were. */
export async function endOtherSessions(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
): Promise<Outcome<{ readonly token: OpaqueToken; readonly ended: number }>> {
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  const { account } = session;
  const stored = await ports.store.read.session(session.portal, session.id);
  if (stored === undefined || !tokenMatches('session', token, stored.digest)) return refuse({ code: 'session-expired' });
  const others = (await livingSessions(ports, caller, session)).filter(({ id }) => id !== session.id);
  const content = { kind: 'other-sessions-ended', circumstances: circumstancesOf(caller) } as const;
  const told = others.length > 0 ? notice(ports, caller, account, content) : null;
  const browser = await findKnownBrowser(ports, caller);
  const next = tokenFor(session.id, 'session', ports.random.bytes);
  const ended = byHolder(caller, account, { type: 'other-sessions.ended', reason: 'ended-by-holder' });
  const dropped = await whatEnds(ports, caller, session, others, ({ sessionId }) => sessionId !== session.id);
  return ports.store.write([ended, ...dropped], async (tx) => {
    for (const { id } of others) await tx.abandonEnrolments({ kind: 'session', id }, caller.at, 'abandoned');
    // In this order: a sign-in that is just being completed is waited for, and then its session is among those that end.
    await tx.endPendingSignIns(account.id, caller.at);
    await tx.voidContactChanges(account.id, { notIn: session.id });
    await tx.endOtherSessions(account.id, session.id, caller.at, 'ended-by-holder');
    await tx.forgetKnownBrowsers(account.id, browser?.id ?? null);
    const { passwordAt, secondFactorAt, methods } = session;
    const rotated = await tx.rotateSession(session.id, stored.digest, { digest: next.digest, passwordAt, secondFactorAt, methods });
    if (!rotated) return refuse({ code: 'session-expired' });
    await told?.work(tx);
    return done({ token: next, ended: others.length });
  });
}

/** What was begun in sessions that end: enrolments, and changes of contact data that would come true from another mailbox. */
async function whatEnds(
  ports: Ports,
  caller: Caller,
  { account }: LiveSession,
  sessions: readonly AccountSession[],
  wasAskedFor: (change: ContactChange) => boolean,
): Promise<readonly AuditEvent[]> {
  const owners = sessions.map(({ id }) => ({ kind: 'session', id }) as const);
  const enrolments = await Promise.all(owners.map((owner) => droppedEnrolment(ports, caller, account, owner)));
  const waiting = waitingOf(await ports.store.read.contactFacts(account.id), caller.at);
  const changes = waiting
    .filter(wasAskedFor)
    .map(({ kind }) => ({ type: 'contact.change-cancelled', kind, wasConfirmed: false }) as const);
  return [...enrolments.flat(), ...changes.map((detail) => byHolder(caller, account, detail))];
}
