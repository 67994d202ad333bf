/** Which block of words belongs to which kind of letter: the letter itself and the pages that speak of it use the same. */
import type { LetterContent, LetterKind } from '../core/letter.ts';
import type { Words } from './catalog.ts';
import { CONTACT_WORDS } from './contact-letter-words.ts';

type LetterWords = Words['letters'];

const WORDS_OF: Readonly<Record<LetterKind, (words: LetterWords) => LetterWords['twoFactorOn']>> = {
  'two-factor-on': (words) => words.twoFactorOn,
  'two-factor-off': (words) => words.twoFactorOff,
  'passkey-added': (words) => words.passkeys.added,
  'passkey-copied': (words) => words.passkeys.copied,
  'authenticator-added': (words) => words.authenticator.added,
  'authenticator-removed': (words) => words.authenticator.removed,
  'authenticator-replaced': (words) => words.authenticator.replaced,
  'authenticator-renamed': (words) => words.authenticator.renamed,
  'new-browser': (words) => words.newBrowser,
  'second-factor-failures': (words) => words.secondFactorFailures,
  'enrolment-confirmation': (words) => words.enrolmentConfirmation,
  'browser-confirmation': (words) => words.browserConfirmation,
  'password-setup': (words) => words.passwordSetup,
  'password-changed': (words) => words.passwords.changed,
  'password-reset': (words) => words.passwords.reset,
  'password-reset-link': (words) => words.passwords.resetLink,
  'password-replacement-link': (words) => words.passwords.replacementLink,
  'password-compromised': (words) => words.passwords.compromised,
  'account-closed': (words) => words.accountClosed,
  'colleague-closed': (words) => words.colleagueClosed,
  'account-suspended': (words) => words.accountSuspended,
  'account-reopened': (words) => words.accountReopened,
  'sign-in-after-absence': (words) => words.notices.afterAbsence,
  'several-notices': (words) => words.notices.several,
  'other-sessions-ended': (words) => words.sessions.othersEnded,
  'sessions-ended-by-host': (words) => words.sessions.endedByHost,
  ...CONTACT_WORDS,
  'recovery-codes-issued': (words) => words.recoveryCodes.issued,
  'recovery-code-used': (words) => words.recoveryCodes.used,
  invitation: (words) => words.company.invitation,
  'invitation-known': (words) => words.company.invitationKnown,
  registration: (words) => words.company.registration,
  'registration-known': (words) => words.company.registrationKnown,
  'company-changed': (words) => words.company.changed,
  'company-acted': (words) => words.company.acted,
  'staff-changed': (words) => words.staff.changed,
  'staff-invitation': (words) => words.staff.invitation,
  'desk-acted': (words) => words.staff.acted,
  'desk-stopped': (words) => words.staff.stopped,
  'desk-resumed': (words) => words.staff.resumed,
  'recovery-filed': (words) => words.recovery.filed,
  'recovery-disputed': (words) => words.recovery.disputed,
  'dispute-asked': (words) => words.recovery.disputeAsked,
  'recovery-confirmed': (words) => words.recovery.confirmed,
  'recovery-copy': (words) => words.recovery.copy,
  'recovery-withdrawn': (words) => words.recovery.withdrawn,
  'recovery-vetoed': (words) => words.recovery.vetoed,
  'recovery-expired': (words) => words.recovery.expired,
  'recovery-step': (words) => words.recovery.step,
  'recovery-pass': (words) => words.recovery.pass,
  'recovery-redeemed': (words) => words.recovery.redeemed,
  'recovery-redeemed-again': (words) => words.recovery.redeemedAgain,
  'recovery-closed': (words) => words.recovery.closed,
  'recovery-disowned': (words) => words.recovery.disowned,
  'recovery-approved': (words) => words.recovery.approved,
  'recovery-stopped': (words) => words.recovery.stopped,
  'recovery-refused': (words) => words.recovery.refused,
  'colleague-recovery-step': (words) => words.recovery.colleagueStep,
  'colleague-recovery-confirmed': (words) => words.recovery.colleagueConfirmed,
  'colleague-recovery-ended': (words) => words.recovery.colleagueEnded,
};

/** Who works at the desk is not served by one: the same letter says other things to them. */
const TO_STAFF: Partial<typeof WORDS_OF> = {
  'recovery-filed': (words) => words.staffRecovery.filed,
  'recovery-confirmed': (words) => words.staffRecovery.confirmed,
  'recovery-closed': (words) => words.staffRecovery.closed,
  'recovery-refused': (words) => words.staffRecovery.refused,
  'colleague-recovery-step': (words) => words.staffRecovery.colleagueStep,
  'colleague-recovery-confirmed': (words) => words.staffRecovery.colleagueConfirmed,
  'colleague-recovery-ended': (words) => words.staffRecovery.colleagueEnded,
};

/** Of a letter as it is: what was left off is said in other words than what was registered. */
export function wordsOfLetter(words: LetterWords, content: LetterContent, isOfDesk = false): LetterWords['twoFactorOn'] {
  if (!('leftOff' in content) || content.leftOff !== true) return letterWords(words, content.kind, isOfDesk);
  const { leftOff } = words.recovery;
  switch (content.kind) {
    case 'recovery-pass':
      return leftOff.pass;
    case 'recovery-redeemed':
      return leftOff.redeemed;
    case 'recovery-redeemed-again':
      return leftOff.redeemedAgain;
  }
}

export function letterWords(words: LetterWords, kind: LetterKind, isOfDesk = false): LetterWords['twoFactorOn'] {
  return ((isOfDesk ? TO_STAFF[kind] : undefined) ?? WORDS_OF[kind])(words);
}
