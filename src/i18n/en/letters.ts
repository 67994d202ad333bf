/** Words of the letters, and of the page that shows them in demo mode. */
import type { letters as ja } from '../ja/letters.ts';
import { authenticatorLetters } from './authenticator-letters.ts';
import { companyLetters } from './letters-company.ts';
import { contactLetters } from './letters-contact.ts';
import { recoveryCodeLetters } from './letters-recovery-codes.ts';
import { staffLetters } from './letters-staff.ts';
import { staffRecoveryLetters } from './letters-staff-lost.ts';
import { noticeLetters } from './notice-letters.ts';
import { passkeyLetters } from './passkey-letters.ts';
import { passwordLetters } from './password-letters.ts';
import { recoveryLetters } from './recovery-letters.ts';
import { sessionLetters } from './session-letters.ts';

export const letters: typeof ja = {
  passwords: passwordLetters,
  recovery: recoveryLetters,
  staffRecovery: staffRecoveryLetters,
  notices: noticeLetters,
  sessions: sessionLetters,
  contact: contactLetters,
  recoveryCodes: recoveryCodeLetters,
  passkeys: passkeyLetters,
  authenticator: authenticatorLetters,
  company: companyLetters,
  staff: staffLetters,
  subject: (portal, title) => `[${portal}] ${title}`,
  greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
  fact: (label, value) => `${label}: ${value}`,
  facts: {
    at: 'When',
    colleague: 'Whose account',
    reported: 'Notice',
    device: 'Device name',
    failures: 'Wrong codes',
    browser: 'Browser',
    place: 'From (roughly)',
    until: 'Link works until',
  },
  failures: (count) => String(count),
  minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
  hours: (count) => (count === 1 ? '1 hour' : `${count} hours`),
  days: (count) => (count === 1 ? '1 day' : `${count} days`),
  contactLink: 'How to reach support',
  linkUse: (lifetime) => `The link works once, for ${lifetime}. Opening it changes nothing; the button on the page does.`,
  notMeLink: "This wasn't me",
  notMeUse: (lifetime) =>
    `The link works once, for ${lifetime}. Opening it changes nothing; the button on the page protects your account.`,
  neverAsked: 'We never ask for your password, an authentication code or a recovery code.',
  withoutButton: (label) => `If the button “${label}” does not work`,
  closedWholly: 'Until support has checked with you, nobody can sign in.',
  twoFactorOn: {
    title: 'Two-factor authentication is on',
    preview: "From your next sign-in you will need a code from your app. If this wasn't you, protect your account now.",
    happened: 'Two-factor authentication is now on for your account. From your next sign-in you will need a code from your app.',
    meaning: '',
    notMeHeading: "If this wasn't you",
    notMe:
      "Someone else may have added an authenticator app to your account. Choose “This wasn't me” below to protect your account now.",
    ownHeading: '',
    own: '',
    link: '',
  },
  twoFactorOff: {
    title: 'Two-factor authentication is off',
    preview: "From your next sign-in your password alone opens your account. If this wasn't you, protect your account now.",
    happened:
      'Two-factor authentication is now off for your account. From your next sign-in your password alone opens it. Codes from the app you had set up no longer work, and other browsers were signed out.',
    meaning: 'It was turned off from a signed-in browser. It was not removed by support.',
    notMeHeading: "If this wasn't you",
    notMe: "Someone else may have used your account. Choose “This wasn't me” below to protect your account now.",
    ownHeading: '',
    own: '',
    link: '',
  },
  newBrowser: {
    title: 'Sign-in from a new browser',
    preview: "If it was you, there is nothing to do. If it wasn't, protect your account now.",
    happened:
      'Your account was signed in to from a browser that was not used before, or not for a while. If it was you, there is nothing to do.',
    meaning: '',
    notMeHeading: "If this wasn't you",
    notMe: "Someone else may know your password. Choose “This wasn't me” below to protect your account now.",
    ownHeading: '',
    own: '',
    link: '',
  },
  secondFactorFailures: {
    title: 'Several wrong authentication codes',
    preview: "If this wasn't you, protect your account now.",
    happened: 'The correct password of your account was entered, followed by several wrong authentication codes.',
    meaning: 'At that point the sign-in was not complete.',
    notMeHeading: "If this wasn't you",
    notMe:
      "Someone else may know your password. Leave two-factor authentication on, and choose “This wasn't me” below to protect your account now.",
    ownHeading: 'If this was you',
    own: 'Set date and time on your device to automatic, then try again.',
    link: '',
  },
  enrolmentConfirmation: {
    title: 'Confirm before you set up two-factor authentication',
    preview: 'Nothing has changed yet. If this was you, press the button on the confirmation page.',
    happened:
      'The password of your account was entered. To sign in, two-factor authentication has to be set up. Before that we confirm that this mailbox is yours.',
    meaning: 'Nothing has changed yet.',
    notMeHeading: "If this wasn't you",
    notMe:
      "Someone else may know your password. Do not press the button on the confirmation page; choose “This wasn't me” below to protect your account now.",
    ownHeading: 'If this was you',
    own: 'Open the confirmation page in the browser where you began to sign in, and press its button. Then you add your authenticator app.',
    link: 'Open the confirmation page',
  },
  browserConfirmation: {
    title: 'Confirm the browser you sign in with',
    preview: 'Your password and two-factor authentication have not changed. To sign in, press the button on the confirmation page.',
    happened: 'After many wrong passwords, your account can be signed in to only from browsers that have signed in to it before.',
    meaning: 'Your password and two-factor authentication have not changed.',
    notMeHeading: 'If you did not try to sign in',
    notMe:
      'Someone else may have tried to guess your password. Do not press the button on the confirmation page, and contact support.',
    ownHeading: 'If you want to sign in',
    own: 'Open the confirmation page in the browser you want to use and press its button. You can then sign in again in that browser.',
    link: 'Open the confirmation page',
  },
  accountClosed: {
    title: 'Sign-in stopped to protect your account',
    preview: "Someone answered a notice with “This wasn't me”, so a password alone no longer signs in.",
    happened:
      "A notice we sent you was answered with “This wasn't me”. Every device was signed out, and a password alone no longer signs in to your account.",
    meaning:
      'The authenticator app you had before that notice still works: you can sign in with your password and an authentication code.',
    notMeHeading: 'If you did not answer a notice',
    notMe: 'Someone else may be reading your email. Change the password of your mailbox and contact support.',
    ownHeading: 'To sign in as before',
    own: 'Contact support. They check that it is you, and then open sign-in again.',
    link: '',
  },
  accountSuspended: {
    title: 'Use of your account was stopped',
    preview: 'Nobody can sign in to it now. If you did not expect this, contact support.',
    happened: 'Use of your account was stopped. Every device was signed out, and nobody can sign in to it now.',
    meaning: 'Your details, your password and your authenticator app did not change.',
    notMeHeading: 'If you did not expect this',
    notMe: 'Contact support to learn the reason and how to use the account again.',
    ownHeading: '',
    own: '',
    link: '',
  },
  accountReopened: {
    title: 'What had stopped or limited your account was lifted',
    preview: 'Support lifted what had stopped or limited your account. If you did not ask for this, contact support at once.',
    happened:
      'Support lifted what had stopped or limited your account. You can sign in, and ask for a removal when a device is lost, as before.',
    meaning: 'Your password and your authenticator app did not change.',
    notMeHeading: 'If you did not ask for this',
    notMe: 'Someone may have asked in your name. Contact support at once, and they will stop sign-in again.',
    ownHeading: 'If you asked for this',
    own: 'Check that you can sign in.',
    link: '',
  },
  colleagueClosed: {
    title: 'Sign-in stopped for someone in your company',
    preview: "Someone in your company answered a notice with “This wasn't me”.",
    happened:
      "A notice sent to someone in your company was answered with “This wasn't me”. Every device of that person was signed out, and a password alone no longer signs in to that account. We tell the administrators of the company.",
    meaning: 'Your own account has not changed.',
    notMeHeading: 'If there are other sign-ins you cannot explain',
    notMe: 'Someone else may know passwords of more people in your company. Contact support.',
    ownHeading: 'For that person to sign in as before',
    own: 'Ask them to contact support themselves.',
    link: '',
  },
  passwordSetup: {
    title: 'Set your password',
    preview: 'An account was created for you. Once you have set a password, you can sign in.',
    happened: 'An account was created for you. Once you have set a password, you can sign in.',
    meaning: '',
    notMeHeading: 'If you did not expect this',
    notMe: 'Do not open the link in this mail, and contact support. Nobody can sign in until a password is set.',
    ownHeading: 'Set your password',
    own: 'Open the following page, enter a new password and press the button.',
    link: 'Open the page to set your password',
  },
  mailbox: {
    title: 'Mails sent (demo)',
    lead: 'In demo mode no mail leaves this machine. The newest stands first.',
    empty: 'There is no mail yet.',
    from: 'From',
    to: 'To',
    at: 'Time',
  },
};
