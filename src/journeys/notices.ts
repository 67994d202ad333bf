/**
 * Letters as journeys queue them. A notice of something a stranger may have done leaves with its own "not me" link (SEC-P04),
 * in the transaction of what it tells of; what the link does is decided in `not-me.ts`, how a letter reads in `mail/`.
 */
import type { Account } from '../core/account.ts';
import type { Language } from '../core/language.ts';
import type { Letter, Notice, NoticeContent, PlainContent } from '../core/letter.ts';
import { letterClass } from '../core/mail-quota.ts';
import { newToken } from '../core/tokens.ts';
import type { Caller, Ports, Writes } from '../ports.ts';

export interface QueuedNotice {
  /** Writes the links, then the letters: belongs into the transaction of the change the notice tells of. */
  readonly work: (tx: Writes) => Promise<void>;
}

/**
 * The only way to send a notice: one letter to the sign-in address and one to each further address (SEC-P03). The link in
 * each is its own, lives beside those of earlier notices and is valid for `notMeLinkFor`.
 */
export function notice(
  ports: Ports,
  caller: Caller,
  account: Account,
  content: NoticeContent,
  language: Language = account.language,
): QueuedNotice {
  const all = [account.email, ...account.notificationAddresses].map((to) =>
    oneNotice(ports, caller, account, content, language, to),
  );
  return {
    work: async (tx) => {
      for (const each of all) await each(tx);
      // The next sign-in tells of it too: the mailbox may be the stranger's (SEC-E11).
      const { kind, circumstances } = content;
      if (letterClass(kind) === 'sign-in') await tx.insertSignInNotice(account.id, { kind, circumstances });
    },
  };
}

function oneNotice(
  ports: Ports,
  caller: Caller,
  account: Account,
  content: NoticeContent,
  language: Language,
  to: string,
): (tx: Writes) => Promise<void> {
  const link = newToken('not-me', ports.random.bytes);
  const expiresAt = caller.at + ports.durations.notMeLinkFor;
  const notMe = { path: `/${account.portal}/not-me/${link.token}`, expiresAt };
  const letter: Notice = { ...envelope(account, language), to, content, notMe };
  return async (tx) => {
    await tx.insertMailedLink({
      id: link.id,
      digest: link.digest,
      purpose: 'not-me',
      portal: account.portal,
      accountId: account.id,
      pendingSignInId: null,
      notice: { kind: content.kind, at: content.circumstances.at },
      expiresAt,
    });
    await tx.queueLetter(letter);
  };
}

/** What a letter needs to know of an account. */
export type Addressee = Pick<Account, 'id' | 'portal' | 'email' | 'name' | 'language' | 'company'>;

/** A letter that nobody can object to by a link. */
export function plainLetter(account: Addressee, content: PlainContent, language: Language = account.language): Letter {
  return { ...envelope(account, language), content, notMe: null };
}

/** The same letter to every verified address, the sign-in address first (SEC-P03). */
export function lettersToAll(
  account: Addressee & Pick<Account, 'notificationAddresses'>,
  content: PlainContent,
): readonly Letter[] {
  return [account.email, ...account.notificationAddresses].map((email) => plainLetter({ ...account, email }, content));
}

function envelope(account: Addressee, language: Language): Omit<Letter, 'content' | 'notMe'> {
  return {
    accountId: account.id,
    portal: account.portal,
    to: account.email,
    name: account.name,
    language,
    plan: account.company?.plan ?? null,
  };
}
