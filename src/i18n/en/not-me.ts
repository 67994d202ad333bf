/** Words of the pages behind the "not me" link of a notice. */
import type { notMe as ja } from '../ja/not-me.ts';

export const notMe: typeof ja = {
  title: 'A notice you cannot explain',
  lead: 'If you did not do what this notice tells of, press the button to protect your account. Opening this page has changed nothing.',
  reported: 'Notice',
  at: 'When',
  effectsHeading: 'What the button does',
  sessions: 'Every device and browser is signed out.',
  passwordOnly:
    'A password alone no longer signs in. If you had an authenticator app before this notice, you can still sign in with your password and an authentication code.',
  authenticators: 'Authenticator apps added at the time of this notice or later do not work until support has checked.',
  recovery: (days) => `For ${days} days no request to remove two-factor authentication is taken.`,
  told: 'We tell you at your address on file, and the administrators of your company.',
  undo: 'You cannot undo this yourself. To undo it, contact support.',
  submit: 'Protect my account',
  wasMe: 'If it was you, do not press the button. Close this page.',
  doneTitle: 'Your account is protected',
  doneLead: 'Every device was signed out, and a password alone no longer signs in.',
  nextHeading: 'What to do next',
  nextContact: 'Contact support. They check that it is you, and then open sign-in again.',
  nextPassword: 'If you use the same password elsewhere, change it there.',
  nextMail: 'If someone else may be reading your email, change the password of your mailbox too.',
  stillWorks:
    'If you had an authenticator app before the notice, you can still sign in with your password and an authentication code. The email we sent you says more.',
  spent:
    'The link works once and for a limited time. It has been used, or its time is over. If you cannot explain a notice, contact support now.',
};
