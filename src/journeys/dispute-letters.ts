/** The letters by which a dispute begins: to every address of the holder, and to the administrators of the company. */
import type { Account } from '../core/account.ts';
import type { Letter } from '../core/letter.ts';
import type { Instant } from '../core/time.ts';
import { newToken } from '../core/tokens.ts';
import type { Ports, RecoveryFacts, StoredRecoveryRequest, ToldAdministrator } from '../ports.ts';
import { addressesOf, linkOf, pathsOf, type RecoveryMail } from './lost-device-mail.ts';
import { plainLetter } from './notices.ts';

/** The link that confirms goes to the address on file and nowhere else; all the others are told. */
export function disputeMails(
  ports: Ports,
  facts: RecoveryFacts,
  stored: StoredRecoveryRequest,
  now: Instant,
): readonly RecoveryMail[] {
  const { onFile, seasoned, young } = addressesOf(ports, facts, now);
  const token = newToken('recovery-link', ports.random.bytes);
  const confirmsUntil = now + ports.recovery.mailboxLinkFor;
  const circumstances = { at: now, browser: '', place: '' };
  const { receipt } = stored;
  const account = { ...facts.account, email: onFile };
  const letter = plainLetter(account, {
    kind: 'recovery-disputed',
    receipt,
    ...pathsOf(stored, token),
    expiresAt: confirmsUntil,
    circumstances,
  });
  const copies = [...seasoned, ...young].map((email): RecoveryMail => {
    const content = { kind: 'recovery-copy', receipt, step: 'disputed', dispute: true, circumstances } as const;
    return { link: null, letter: plainLetter({ ...facts.account, email }, content) };
  });
  return [{ link: { ...linkOf(account, token, now), confirmsUntil, counted: false }, letter }, ...copies];
}

export function colleagueStepLetters(
  account: Account,
  administrators: readonly ToldAdministrator[],
  { receipt }: StoredRecoveryRequest,
  at: Instant,
): readonly Letter[] {
  const circumstances = { at, browser: '', place: '' };
  return administrators.map(({ accountId, ...each }) =>
    plainLetter(
      { ...account, ...each, id: accountId },
      { kind: 'colleague-recovery-step', colleague: account.name, receipt, step: 'disputed', circumstances },
    ),
  );
}
