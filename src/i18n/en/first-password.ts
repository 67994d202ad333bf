/** Words of the pages on which a first password is set: by a mailed link, and by the code of the host for the desk. */
import type { firstPassword as jaFirstPassword, sitting as jaSitting } from '../ja/first-password.ts';

export const firstPassword: typeof jaFirstPassword = {
  title: 'Set your password',
  lead: (portal) => `Set the password with which you sign in to the ${portal}. Opening this page alone changes nothing.`,
  label: 'New password',
  hint: (count) =>
    `${count} characters or more. Several words in a row are easy to remember and hard to guess. Digits and symbols are not needed.`,
  submit: 'Set password',
  next: 'After that you are taken to the sign-in page.',
  notYou: 'If you did not expect this, close the page without entering anything.',
  empty: 'Enter a new password',
  tooShort: (count) => `The password must be ${count} characters or more`,
  tooLong: 'The password must be 256 characters or fewer',
  notText: 'The password holds characters that cannot be stored. Enter it again',
  common: 'This password is used by many people and easy to guess. Enter another one',
  contextService: 'The password is only the name of the service, which is easy to guess. Enter another one',
  contextPortal: "The password contains only the portal's name, which is easy to guess. Enter another one",
  contextCompany: "The password contains only your company's name, which is easy to guess. Enter another one",
  contextName: 'The password contains only your name, which is easy to guess. Enter another one',
  contextEmail: 'The password contains only your email address, which is easy to guess. Enter another one',
  doneNotice: 'Your password is set. Sign in with it.',
  spent:
    'A link works once and until it expires. If you have set your password already, you can sign in. If not, you need a new link: contact support.',
};

export const sitting: typeof jaSitting = {
  titles: {
    'set-up': 'Register the first administrator',
    invitation: 'Join the support desk',
    recovery: 'Register password and authenticator anew',
  },
  leads: {
    'set-up': 'Set a password, then add your authenticator app. Until the app is added, nobody can sign in to this account.',
    invitation:
      'Set a password, then add your authenticator app. The account is made once both are done. For the first 72 hours you can only read.',
    recovery:
      'Set a new password, then add an authenticator app. Once both are done, the password and the authenticators of before no longer work. For 72 hours after that you can only read.',
  },
  role: 'Role',
  submit: 'Next',
  next: (minutes) => `Once you go on, this code is used up. Add your authenticator app within ${minutes} minutes.`,
  spentTitle: 'This code cannot be used',
  spent:
    'A code works once: one from the server for 30 minutes, the link of an invitation for 24 hours. Ask an administrator to invite you again, or to print a new code on the server.',
};
