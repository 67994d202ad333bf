/**
 * What a signed-in page says to the script about its session: where to ask, when for the first time, and where it leads in the
 * end. The milliseconds are a first guess; what counts is what the server answers then (`session-time.tsx`).
 */
import { type LiveSession, sessionEnds } from '../core/session.ts';
import { type Duration, minutes } from '../core/time.ts';
import { endedSessionPath } from './guards.ts';
import { pathOf, type Visit } from './visit.ts';

const WARNED_BEFORE = minutes(2);
/** A session is noted as used at most once a minute, so its end may be so much earlier than this page suggests. */
const NOTED_EVERY = minutes(1);

/** Two minutes (WCAG 2.2.1 asks for twenty seconds), less only where the operator lets sessions end within minutes. */
export function warnedBefore(idleFor: Duration): Duration {
  return Math.min(WARNED_BEFORE, Math.floor(idleFor / 3));
}

/** Attributes of the sign-out form in the header. */
export function sessionMarks(visit: Visit, session: LiveSession): Readonly<Record<string, string>> {
  const { caller, portal } = visit;
  const { overallAt } = sessionEnds(session, portal.session);
  const left = Math.max(0, Math.min(portal.session.idleFor - NOTED_EVERY, overallAt - caller.at));
  return {
    'data-session-time': pathOf(visit, 'activity/extension'),
    'data-session-left': String(left),
    'data-session-asks': String(Math.max(0, left - warnedBefore(portal.session.idleFor))),
    'data-session-over': endedSessionPath(visit),
  };
}
