/**
 * What a complete sign-in tells the holder (SEC-E11): by letter, that it came from a new browser or after a long absence, one
 * letter for one sign-in; on the start page, what happened since this browser signed in last.
 */
import type { Account } from '../core/account.ts';
import type { NoticeContent } from '../core/letter.ts';
import { done } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import { type Duration, days } from '../core/time.ts';
import type { Caller, KnownBrowser, Ports, SignInNotice, Writes } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';

/** An account that nobody signed in to for so long is one whose holder may not look after it. */
const LONG_ABSENCE: Duration = days(90);
const LOOK_BACK: Duration = days(7);
/** More than anybody reads; each was mailed as well. */
const SHOWN = 10;

/** What this sign-in is told by, or null: the holder's own browser, used lately. */
export function signInNotice(caller: Caller, { lastSignedInAt }: Account, isNewBrowser: boolean): NoticeContent | null {
  const circumstances = circumstancesOf(caller);
  if (lastSignedInAt !== null && caller.at - lastSignedInAt >= LONG_ABSENCE)
    return { kind: 'sign-in-after-absence', lastSignedInAt, circumstances };
  return isNewBrowser ? { kind: 'new-browser', circumstances } : null;
}

/**
 * Gives the new session what happened since its browser was used last for this account, so that a stranger who signs in twice
 * elsewhere hides nothing; in a browser nobody knows, since the last sign-in and in the last week, because ending all other
 * sessions makes every browser one that nobody knows. Nothing where nothing was told.
 */
export async function bannerOf(
  ports: Ports,
  caller: Caller,
  account: Account,
  known: KnownBrowser | undefined,
  sessionId: string,
): Promise<(tx: Writes) => Promise<void>> {
  const here = known?.accounts.get(account.id);
  const latest = account.lastSignedInAt ?? caller.at;
  // What told of that sign-in here itself is no news here.
  const since = here === undefined ? Math.min(latest, caller.at - LOOK_BACK) : here + 1;
  const nothing = async (): Promise<void> => undefined;
  const span = { accountId: account.id, since, until: caller.at };
  return (await ports.store.read.hasSignInNotices(span)) ? (tx) => tx.insertSignInBanner({ sessionId, ...span }) : nothing;
}

/** Newest first. */
export function findShownNotices(ports: Ports, session: LiveSession): Promise<readonly SignInNotice[]> {
  return ports.store.read.shownSignInNotices(session.id, SHOWN);
}

export async function dismissNotices(ports: Ports, caller: Caller, session: LiveSession): Promise<void> {
  await ports.store.write([byHolder(caller, session.account, { type: 'sign-in-notices.dismissed' })], async (tx) =>
    done(await tx.dismissSignInBanner(session.id)),
  );
}
