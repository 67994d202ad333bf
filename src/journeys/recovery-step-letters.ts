/**
 * The letters of what the desk does (desk.md section 5, invariant 10): every verified address of the holder hears of every step, and
 * so do the administrators of the company. While the request can be stopped, each holds a link of its own that stops it.
 */
import type { Account, AccountId } from '../core/account.ts';
import type { Circumstances, PlainContent } from '../core/letter.ts';
import { expectedWait } from '../core/recovery-release.ts';
import { STOPPABLE_STATES } from '../core/recovery-state.ts';
import { type RecoveryStep, stepOf } from '../core/recovery-step.ts';
import type { Duration, Instant } from '../core/time.ts';
import { newToken } from '../core/tokens.ts';
import type { Ports, StoredRecoveryRequest, ToldAdministrator } from '../ports.ts';
import { addressesOf, linkOf, pathsOf, type RecoveryMail } from './lost-device-mail.ts';
import { plainLetter } from './notices.ts';
import type { Given } from './recovery-acts.ts';
import { findDecisionFacts, leavesOff } from './recovery-facts.ts';

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
  // The address on file is sent the pass itself.
  const written = step === 'released' ? seasoned : [onFile, ...seasoned];
  const toHolder = written.map((email) => {
    const holder = { ...account, email };
    if (step === 'redeemed' || step === 'left-off')
      return redeemedMail(ports, holder, { stored, after }, 'recovery-redeemed', circumstances);
    return STOPPABLE_STATES.includes(after.state)
      ? stoppableMail(ports, holder, stored, step, waitFor, circumstances)
      : plainMail(holder, endOf(stored, step, circumstances));
  });
  const { receipt } = stored;
  const isLocked = after.dispute && after.redeemedAt === null;
  const copies = young.map((email) =>
    plainMail({ ...account, email }, { kind: 'recovery-copy', receipt, step, dispute: isLocked, circumstances }),
  );
  const isAwaited = step === 'approved';
  const toColleagues = administrators.map(({ accountId, ...each }) =>
    plainMail(
      { ...account, ...each, id: accountId },
      { kind: 'colleague-recovery-step', colleague: account.name, receipt, step, circumstances },
    ),
  );
  return [...[...toHolder, ...copies].map((mail) => (isAwaited ? awaitedMail(mail, stored, account) : mail)), ...toColleagues];
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
  const { dispute } = stored.request;
  const told = { receipt: stored.receipt, dispute, ...pathsOf(stored, token), circumstances };
  const content: PlainContent =
    step === 'approved'
      ? { kind: 'recovery-approved', waitFor, ...told }
      : { kind: step === 'stopped' ? 'recovery-stopped' : 'recovery-step', step, ...told };
  return {
    link: { ...linkOf(account, token, now), confirmsUntil: now, counted: false },
    letter: plainLetter(account, content),
  };
}

/** Every verified address of the holder is waited for (invariant 3); administrators are told, and waited for by nobody. */
function awaitedMail(mail: RecoveryMail, { id: requestId }: StoredRecoveryRequest, { email }: Account): RecoveryMail {
  return { ...mail, awaited: { requestId, address: mail.letter.to === email ? 'sign-in' : 'other' } };
}

/** Tells of the new device, with a link of its own to say that it was somebody else's. */
function redeemedMail(
  ports: Ports,
  account: Account,
  { after, stored }: Pick<Given, 'after' | 'stored'>,
  kind: 'recovery-redeemed' | 'recovery-redeemed-again',
  circumstances: Circumstances,
): RecoveryMail {
  const now = circumstances.at;
  const token = newToken('recovery-link', ports.random.bytes);
  const { cancelPath } = pathsOf(stored, token);
  const redeemedAt = after.redeemedAt ?? now;
  const { disownFor, quarantineFor } = ports.recovery;
  return {
    link: { ...linkOf(account, token, now), confirmsUntil: now, counted: false },
    letter: plainLetter(account, {
      kind,
      leftOff: after.isLeftOff,
      receipt: stored.receipt,
      cancelPath,
      quarantinedUntil: redeemedAt + quarantineFor,
      disownUntil: redeemedAt + disownFor,
      circumstances,
    }),
  };
}

/** The second notice of a new device. */
export async function noticedAgainMails(
  ports: Ports,
  stored: StoredRecoveryRequest,
  accountId: AccountId,
  now: Instant,
): Promise<readonly RecoveryMail[]> {
  const facts = await findDecisionFacts(ports, accountId, stored, now);
  const { onFile, seasoned, young } = addressesOf(ports, facts, now);
  const circumstances = { at: now, browser: '', place: '' };
  const { receipt } = stored;
  const leftOff = stored.request.isLeftOff;
  return [
    ...[onFile, ...seasoned].map((email) =>
      redeemedMail(ports, { ...facts.account, email }, { stored, after: stored.request }, 'recovery-redeemed-again', circumstances),
    ),
    ...young.map((email) =>
      plainMail(
        { ...facts.account, email },
        { kind: 'recovery-copy', receipt, step: leftOff ? 'left-off' : 'redeemed', circumstances },
      ),
    ),
  ];
}

/** To the address on file and nowhere else; with a link to stop it. */
export function passMail(ports: Ports, { facts, now, stored }: Given, pass: string, expiresAt: Instant): RecoveryMail {
  const { onFile } = addressesOf(ports, facts, now);
  const account = { ...facts.account, email: onFile };
  const token = newToken('recovery-link', ports.random.bytes);
  const { receipt } = stored;
  const { cancelPath } = pathsOf(stored, token);
  const path = `/${stored.portal}/sign-in/pass`;
  const circumstances = { at: now, browser: '', place: '' };
  return {
    link: { ...linkOf(account, token, now), confirmsUntil: now, counted: false },
    letter: plainLetter(account, {
      kind: 'recovery-pass',
      dispute: stored.request.dispute,
      leftOff: leavesOff(ports, stored, account, now),
      receipt,
      pass,
      path,
      cancelPath,
      expiresAt,
      circumstances,
    }),
  };
}

function endOf({ receipt, request }: StoredRecoveryRequest, step: RecoveryStep, circumstances: Circumstances): PlainContent {
  if (step === 'refused') return { kind: 'recovery-refused', dispute: request.dispute, receipt, circumstances };
  if (step === 'closed' || step === 'disowned') return { kind: `recovery-${step}`, receipt, circumstances };
  return { kind: 'recovery-copy', receipt, step, circumstances };
}

function plainMail(account: Account, content: PlainContent): RecoveryMail {
  return { link: null, letter: plainLetter(account, content) };
}
