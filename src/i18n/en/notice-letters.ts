/** Words of the letter that tells what waited for room in the mail of an address, and of the one after a long absence. */
import type { noticeLetters as ja } from '../ja/notice-letters.ts';

export const noticeLetters: typeof ja = {
  afterAbsence: {
    title: 'Sign-in after 90 days or more',
    preview: "If it was you, there is nothing to do. If it wasn't, protect your account now.",
    happened: 'Your account was signed in to after 90 days or more without a sign-in. If it was you, there is nothing to do.',
    meaning: '',
    notMeHeading: "If this wasn't you",
    notMe: "Someone else may know your password. Choose “This wasn't me” below to protect your account now.",
    ownHeading: '',
    own: '',
    link: '',
  },
  lastSignIn: 'Sign-in before that',
  several: {
    title: 'What happened to your account, in one email',
    preview: "There were many notices, so these come in one email. If anything wasn't you, protect your account now.",
    happened:
      'There were many notices about your account, so those we had not sent yet come in this one email. This is what happened.',
    meaning: 'Check each of them: was it you?',
    notMeHeading: "If any of this wasn't you",
    notMe:
      "Someone else may have used your account. Choose “This wasn't me” below to protect your account now. Authenticator apps added since the first of these will not work until support has checked with you.",
    ownHeading: '',
    own: '',
    link: '',
  },
  severalAsk: 'Contact support at once.',
};
