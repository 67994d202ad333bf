/**
 * Changes of one authenticator of several by its holder: another name, or its end while another stays. Both ask for a fresh
 * check by a second factor (SEC-H02, SEC-H03). The last one ends by turning off only, which has consequences of its own.
 */
import type { BoundAuthenticator } from '../core/authenticator.ts';
import { isLast, isNameTaken } from '../core/authenticator-set.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { isFresh, type LiveSession } from '../core/session.ts';
import type { OpaqueToken } from '../core/tokens.ts';
import type { Caller, Ports } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { notice } from './notices.ts';
import { changeSecurity } from './security-change.ts';

/** By its id; somebody else's is not found (T-24). */
export function findAuthenticator({ authenticators }: LiveSession, id: string): BoundAuthenticator | undefined {
  return authenticators.find((each) => each.id === id);
}

/**
 * Nobody can sign in who could not before, and nobody is shut out, so no session ends; the holder is told all the same, because
 * a stranger could make one device look like another.
 */
export async function renameAuthenticator(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  id: string,
  name: string,
): Promise<Outcome<void>> {
  const { account, authenticators } = session;
  const authenticator = findAuthenticator(session, id);
  if (authenticator === undefined) return refuse({ code: 'no-such-authenticator' });
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  if (authenticator.name === name) return done(undefined);
  if (isNameTaken(authenticators, name, id)) return refuse({ code: 'name-taken' });
  const previousName = authenticator.name;
  const circumstances = circumstancesOf(caller);
  const told = notice(ports, caller, account, { kind: 'authenticator-renamed', deviceName: name, previousName, circumstances });
  return ports.store.write([byHolder(caller, account, { type: 'authenticator.renamed', authenticatorId: id })], async (tx) => {
    if (!(await tx.renameAuthenticator(account.id, id, previousName, name))) return refuse({ code: 'no-such-authenticator' });
    await told.work(tx);
    return done(undefined);
  });
}

/** Answers the session's new token. `last-authenticator`: nothing would be left of two-factor sign-in (SEC-H05). */
export async function deleteAuthenticator(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  id: string,
): Promise<Outcome<OpaqueToken>> {
  const { account, authenticators } = session;
  const authenticator = findAuthenticator(session, id);
  if (authenticator === undefined) return refuse({ code: 'no-such-authenticator' });
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  if (isLast(authenticators, id)) return refuse({ code: 'last-authenticator' });
  const circumstances = circumstancesOf(caller);
  const told = notice(ports, caller, account, { kind: 'authenticator-removed', deviceName: authenticator.name, circumstances });
  return changeSecurity(ports, caller, session, token, {
    events: [byHolder(caller, account, { type: 'authenticator.invalidated', authenticatorId: id, reason: 'deleted' })],
    reason: 'authenticators-changed',
    proven: session,
    work: async (tx) => {
      // Two windows, each deleting what the other leaves: the version lets one of them do it.
      const ended = await tx.invalidateAuthenticator(account.id, id, account.securityVersion, caller.at, 'deleted');
      if (!ended) return refuse({ code: 'session-expired' });
      await told.work(tx);
      return done(undefined);
    },
  });
}
