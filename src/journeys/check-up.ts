/**
 * The check-up (U-50): an app that has shown no code since it was bound is asked for once, while a mistake can still be mended
 * easily. A right code is a fresh check like any other; who puts it off is not asked about this app again.
 */
import type { BoundApp } from '../core/authenticator.ts';
import { unprovenApps } from '../core/authenticator-set.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type { OpaqueToken } from '../core/tokens.ts';
import type { Caller, Ports } from '../ports.ts';
import { byHolder } from './audit.ts';
import { stepUp } from './sessions.ts';

/** The app to ask for, or null. */
export async function findCheckUp(ports: Ports, caller: Caller, session: LiveSession): Promise<BoundApp | null> {
  for (const app of unprovenApps(session.authenticators, caller.at)) {
    if (!(await ports.store.read.isCheckUpHidden(app.id))) return app;
  }
  return null;
}

/** The code of this very app: another's would prove nothing about it. Charged and accepted as in any fresh check (SEC-H04). */
export async function confirmCheckUp(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  token: string,
  app: BoundApp,
  code: string,
): Promise<Outcome<OpaqueToken>> {
  return stepUp(ports, caller, { ...session, authenticators: [app] }, token, { kind: 'code', code });
}

/** "Later", for good. */
export async function hideCheckUp(ports: Ports, caller: Caller, session: LiveSession, app: BoundApp): Promise<Outcome<void>> {
  const event = byHolder(caller, session.account, { type: 'check-up.hidden', authenticatorId: app.id });
  return ports.store.write([event], async (tx) => {
    const hidden = await tx.hideCheckUp(session.accountId, app.id, caller.at);
    return hidden ? done(undefined) : refuse({ code: 'no-such-authenticator' });
  });
}
