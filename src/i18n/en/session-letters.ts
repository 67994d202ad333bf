/** Words of the letters about sessions that ended from elsewhere. */
import type { sessionLetters as ja } from '../ja/session-letters.ts';

export const sessionLetters: typeof ja = {
  othersEnded: {
    title: 'Your other browsers were signed out',
    preview: 'If you did this, there is nothing to do. If not, protect your account at once.',
    happened:
      'Every browser but the one in use was signed out of your account. The next sign-in from any of them is reported to you as one from a new browser.',
    meaning: 'Neither your password nor two-factor authentication changed.',
    notMeHeading: 'If you did not do this',
    notMe: `Somebody else may be signed in to your account. Choose “This wasn't me” below to protect it at once.`,
    ownHeading: '',
    own: '',
    link: '',
  },
  endedByHost: {
    title: 'You were signed out in every browser',
    preview: 'The operator ended the sign-ins of your account. Sign in again to go on.',
    happened: 'The operator ended every sign-in of your account. Sign in again to use it.',
    meaning: 'Your details, your password and two-factor authentication did not change.',
    notMeHeading: 'If you want to know the reason',
    notMe: 'Contact support.',
    ownHeading: '',
    own: '',
    link: '',
  },
};
