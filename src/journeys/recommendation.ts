/**
 * The recommendation to set up two-factor authentication: who still sees it, and for how long it stays hidden. Where it
 * stands on the page, and how it opens, is the dashboard's matter.
 */
import type { PortalPolicy } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports } from '../ports.ts';
import { byHolder } from './audit.ts';

export type RecommendationChoice = 'later' | 'never';

/** Far beyond every date, and still exact in both databases. */
const FOREVER: Instant = Number.MAX_SAFE_INTEGER;

/** Only who has no authenticator yet, and did not hide it for a time that still runs (G-18). */
export function isRecommended(session: LiveSession, at: Instant): boolean {
  if (session.authenticators.length > 0) return false;
  const hiddenUntil = session.account.recommendationHiddenUntil;
  return hiddenUntil === null || at >= hiddenUntil;
}

/** Answers until when it is hidden. 'never' is refused as `not-permitted` where the portal does not offer it. */
export async function hideRecommendation(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  choice: RecommendationChoice,
): Promise<Outcome<Instant>> {
  const until = hiddenUntil(caller.portal, choice, caller.at);
  if (until === null) return refuse({ code: 'not-permitted' });
  const event = byHolder(caller, session.account, { type: 'recommendation.hidden', forever: choice === 'never' });
  return ports.store.write([event], async (tx) => {
    await tx.hideRecommendation(session.accountId, until);
    return done(until);
  });
}

function hiddenUntil(portal: PortalPolicy, choice: RecommendationChoice, at: Instant): Instant | null {
  if (choice === 'later') return at + portal.recommendation.snoozeFor;
  return portal.recommendation.mayHideForever ? FOREVER : null;
}
