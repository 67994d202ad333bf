/** Words of the letters about passwords. None of them holds a password, and only the two with a link can set one. */
import type { passwordLetters as ja } from '../ja/password-letters.ts';

export const passwordLetters: typeof ja = {
  changed: {
    title: 'Your password was changed',
    preview: "If this wasn't you, protect your account now.",
    happened: 'The password of your account was changed. Every device but the browser it was changed in was signed out.',
    meaning: 'Two-factor authentication has not changed.',
    notMeHeading: "If this wasn't you",
    notMe: "Someone else may have used your account. Choose “This wasn't me” below to protect your account now.",
    ownHeading: '',
    own: '',
    link: '',
  },
  reset: {
    title: 'Your password was reset',
    preview: "A new password was set by a link in an email. If this wasn't you, protect your account now.",
    happened: 'A new password of your account was set by the link we sent by email. Every device was signed out.',
    meaning: 'Two-factor authentication has not changed. If it is on, your next sign-in still asks for a code.',
    notMeHeading: "If this wasn't you",
    notMe:
      "Someone else may be reading your email. Choose “This wasn't me” below to protect your account now, and change the password of your mailbox.",
    ownHeading: '',
    own: '',
    link: '',
  },
  resetLink: {
    title: 'Reset your password',
    preview: 'Nothing has changed yet. If you asked for this, open the link and set a new password.',
    happened: 'We were asked to reset the password of your account.',
    meaning: 'Nothing has changed yet. Your password works as before.',
    notMeHeading: 'If you did not ask for this',
    notMe:
      'There is nothing to do. As long as nobody opens the link, your password stays as it is. If this mail keeps coming, contact support.',
    ownHeading: 'If you asked for this',
    own: 'Open the following page, enter a new password and press the button.',
    link: 'Set a new password',
  },
  replacementLink: {
    title: 'Set a new password',
    preview: 'Someone else may know your password, so it no longer works.',
    happened: 'Someone else may know the password of your account, so it no longer works. To sign in, set a new one.',
    meaning: 'Your details and two-factor authentication have not changed.',
    notMeHeading: 'If you did not try to sign in',
    notMe: 'Someone who knows your password may have tried to. Set a new password soon.',
    ownHeading: 'Set a new password',
    own: 'Open the following page, enter a new password and press the button. If you use the same password for other services, change it there too.',
    link: 'Set a new password',
  },
  compromised: {
    title: 'Your password must be replaced',
    preview: 'Someone else may know your password, so it no longer works.',
    happened:
      'Someone else may know the password of your account. To keep it safe, every device was signed out and the password no longer works.',
    meaning: 'Your details and two-factor authentication have not changed.',
    notMeHeading: 'If you have questions',
    notMe: 'Contact support.',
    ownHeading: 'To sign in',
    own: 'Choose “Forgot your password?” on the sign-in page and set a new one. If you use the same password for other services, change it there too.',
    link: '',
  },
};
