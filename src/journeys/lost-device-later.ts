/**
 * What the holder does late in a request, behind the mailed link: a new pass once the first is dead (command 21), and saying that a new
 * device is somebody else's (command 25 of desk.md section 4).
 */
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import type { RecoveryCommand } from '../core/recovery-command.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, Ports, StoredRecoveryRequest } from '../ports.ts';
import { byClaimant, circumstancesOf } from './audit.ts';
import { findClaimBrowser } from './lost-device.ts';
import { findHolderRequest, findHolderView } from './lost-device-link.ts';
import { type Along, type Given, giveCommand, type Standing } from './recovery-acts.ts';
import { mailPass } from './recovery-clock.ts';

/** Once, in the browser of the request, while the dead one is not older than a week. */
export async function renewPass(
  ports: Ports,
  caller: Caller,
  token: string | null,
  receipt: string,
  claimToken: string | null,
): Promise<Outcome<Given>> {
  const own = await findClaimBrowser(ports, caller, claimToken);
  return give(ports, caller, token, receipt, 'renew-pass', {
    command: ({ facts, stored: { request } }) => ({
      kind: 'renew-pass',
      version: request.version,
      actor: { kind: 'claimant', id: null },
      isClaimBrowser: own !== undefined && own.id === request.claimBrowserId,
      passId: newId(ports.random.bytes),
      facts: facts.facts,
    }),
    along: (given) => mailPass(ports, given),
  });
}

/** Nobody signs in any more until a dispute is decided. */
export function disownDevice(ports: Ports, caller: Caller, token: string | null, receipt: string): Promise<Outcome<Given>> {
  return give(ports, caller, token, receipt, 'disown', {
    command: ({ stored: { request } }) => ({ kind: 'disown', version: request.version, actor: { kind: 'claimant', id: null } }),
  });
}

interface Made {
  readonly command: (standing: Standing) => RecoveryCommand;
  readonly along?: (given: Given) => Promise<Along>;
}

async function give(
  ports: Ports,
  caller: Caller,
  token: string | null,
  receipt: string,
  name: 'renew-pass' | 'disown',
  { along, command }: Made,
): Promise<Outcome<Given>> {
  const view = await findHolderView(ports, caller, token);
  const stored = view === null ? null : await findHolderRequest(ports, caller, view, receipt);
  if (stored === null) return refuse({ code: 'link-spent' });
  const { browser, place } = circumstancesOf(caller);
  return giveCommand(ports, {
    caller,
    circumstances: { browser, place },
    find: () => ports.store.read.recoveryRequest(caller.portal.id, receipt),
    command: async (standing) => done(command(standing)),
    refused: (refusal: Refusal, { id, request }: StoredRecoveryRequest) =>
      byClaimant(caller, request.accountId, { type: 'recovery.refused', requestId: id, command: name, refusal: refusal.code }),
    ...(along === undefined ? {} : { along }),
  });
}
