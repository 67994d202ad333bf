/**
 * The other end of a call (desk.md section 2): check word and code are shown only where the claim browser and the mailed token meet, so
 * that neither a stolen mailbox nor a stolen browser alone lets anybody stand in for the person.
 */
import type { CallKind, CallProof } from '../core/check-word.ts';
import { GATHERING_STATES } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports, StoredRecoveryRequest } from '../ports.ts';
import { findClaimBrowser } from './lost-device.ts';

export interface ShownProof {
  readonly kind: CallKind;
  readonly proof: CallProof;
  /** When the code is dead. */
  readonly until: Instant;
}

export interface OwnProofs {
  readonly isClaimBrowser: boolean;
  /** The last one begun first; empty in a browser that is not the one of the request. */
  readonly open: readonly ShownProof[];
}

/** For whoever holds the mailed token already. */
export async function findOwnProofs(
  ports: Ports,
  caller: Caller,
  { id, request }: StoredRecoveryRequest,
  claimToken: string | null,
): Promise<OwnProofs> {
  const browser = await findClaimBrowser(ports, caller, claimToken);
  const isClaimBrowser = browser !== undefined && browser.id === request.claimBrowserId;
  if (!isClaimBrowser || !GATHERING_STATES.includes(request.state)) return { isClaimBrowser, open: [] };
  const { callCodeFor } = ports.recovery;
  const calls = await ports.store.read.openCalls(id, caller.at - callCodeFor);
  return { isClaimBrowser, open: calls.map(({ at, kind, proof }) => ({ kind, proof, until: at + callCodeFor })) };
}
