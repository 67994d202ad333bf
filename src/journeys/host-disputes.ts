/**
 * The operator's word for a dispute (desk.md section 4, command 30): only where the company has no other administrator, with a reason in the
 * audit log, told to every address, and good only after 72 hours. It opens nothing by itself: a supervisor must.
 */
import type { Account } from '../core/account.ts';
import { DISPUTE_ASK_FOR, HOST_ASK_WAITS, isDisputed } from '../core/dispute.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import { byHost } from './audit.ts';
import type { HostPorts } from './first-password.ts';
import { lettersToAll } from './notices.ts';

/** Answers from when on it counts. */
export async function askForDispute(ports: HostPorts, account: Account, reason: string): Promise<Outcome<Instant>> {
  const { read } = ports.store;
  const now = await read.databaseTime();
  const facts = await read.disputeFacts(account.id, now);
  if (facts.runningReceipt !== null) return refuse({ code: 'recovery-request-open-already' });
  if (!isDisputed(facts, now)) return refuse({ code: 'no-dispute' });
  const administrators = account.company === null ? [] : await read.companyAdministrators(account.company.id);
  const others = administrators.filter(({ canonicalEmail }) => canonicalEmail !== account.canonicalEmail);
  if (others.length > 0) return refuse({ code: 'voucher-needed' });
  const opensAt = now + HOST_ASK_WAITS;
  const ask = { id: newId(ports.random.bytes), accountId: account.id, by: null, askedAt: now, opensAt };
  const event = byHost(now, account.portal, account.id, { type: 'dispute.asked', by: 'host', reason });
  const letters = lettersToAll(account, { kind: 'dispute-asked', opensAt, circumstances: { at: now, browser: '', place: '' } });
  return ports.store.write([event], async (tx) => {
    await tx.insertDisputeAsk({ ...ask, expiresAt: opensAt + DISPUTE_ASK_FOR });
    for (const letter of letters) await tx.queueLetter(letter);
    return done(opensAt);
  });
}
