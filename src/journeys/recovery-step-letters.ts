/**
 * The letters of what the desk does (desk.md section 5, invariant 10): every verified address of the holder hears of every step, and
 * so do the administrators of the company. While the request can be stopped, each holds a link of its own that stops it.
 */
import type { Account } from '../core/account.ts';
import type { Circumstances, PlainContent } from '../core/letter.ts';
import { expectedWait } from '../core/recovery-release.ts';
import { STOPPABLE_STATES } from '../core/recovery-state.ts';
import { type RecoveryStep, stepOf } from '../core/recovery-step.ts';
import type { Duration } from '../core/time.ts';
import { newToken } from '../core/tokens.ts';
import type { Ports, StoredRecoveryRequest, ToldAdministrator } from '../ports.ts';
import { addressesOf, linkOf, pathsOf, type RecoveryMail } from './lost-device-mail.ts';
import { plainLetter } from './notices.ts';
import type { Given } from './recovery-acts.ts';

/** None when nothing happened that anybody outside the desk need hear of. */
export function stepMails(
  ports: Ports,
  given: Given,
  administrators: readonly ToldAdministrator[],
  circumstances: Circumstances,
): readonly RecoveryMail[] {
  const { after, events, facts, now, stored } = given;
  const step = stepOf(events);
  if (step === null) return [];
  const { account } = facts;
  const { onFile, seasoned, young } = addressesOf(ports, facts, now);
  const waitFor = expectedWait(after, facts.facts, ports.recovery, now);
  const toHolder = [onFile, ...seasoned].map((email) =>
    STOPPABLE_STATES.includes(after.state)
      ? stoppableMail(ports, { ...account, email }, stored, step, waitFor, circumstances)
      : plainMail({ ...account, email }, endOf(stored, step, circumstances)),
  );
  const { receipt } = stored;
  const copies = young.map((email) => plainMail({ ...account, email }, { kind: 'recovery-copy', receipt, step, circumstances }));
  const toColleagues = administrators.map(({ accountId, ...each }) =>
    plainMail(
      { ...account, ...each, id: accountId },
      { kind: 'colleague-recovery-step', colleague: account.name, receipt, step, circumstances },
    ),
  );
  return [...toHolder, ...copies, ...toColleagues];
}

function stoppableMail(
  ports: Ports,
  account: Account,
  stored: StoredRecoveryRequest,
  step: RecoveryStep,
  waitFor: Duration,
  circumstances: Circumstances,
): RecoveryMail {
  const now = circumstances.at;
  const token = newToken('recovery-link', ports.random.bytes);
  const told = { receipt: stored.receipt, ...pathsOf(stored, token), circumstances };
  const content: PlainContent =
    step === 'approved'
      ? { kind: 'recovery-approved', waitFor, ...told }
      : { kind: step === 'stopped' ? 'recovery-stopped' : 'recovery-step', step, ...told };
  return {
    link: { ...linkOf(account, token, now), confirmsUntil: now, counted: false },
    letter: plainLetter(account, content),
  };
}

function endOf({ receipt }: StoredRecoveryRequest, step: RecoveryStep, circumstances: Circumstances): PlainContent {
  if (step === 'refused') return { kind: 'recovery-refused', receipt, circumstances };
  return { kind: 'recovery-copy', receipt, step, circumstances };
}

function plainMail(account: Account, content: PlainContent): RecoveryMail {
  return { link: null, letter: plainLetter(account, content) };
}
