/** Words of the letters about passkeys. */
import type { passkeyLetters as jaPasskeyLetters } from '../ja/passkey-letters.ts';

export const passkeyLetters: typeof jaPasskeyLetters = {
  added: {
    title: 'A passkey was registered',
    preview: 'The passkey can be used to sign in. If this was not you, protect your account now.',
    happened:
      'A passkey was registered for your account. From your next sign-in it can confirm you. Your other browsers were signed out.',
    meaning: '',
    notMeHeading: 'If this was not you',
    notMe: `Someone else may have registered a passkey for your account. Choose “This wasn't me” below to protect your account now.`,
    ownHeading: '',
    own: '',
    link: '',
  },
  copied: {
    title: 'A passkey was refused',
    preview: 'Your passkey may have been copied. Take a look.',
    happened:
      'Your passkey was refused because its counter had not moved on since it was last used. It may have been copied and used elsewhere.',
    meaning: 'Your settings have not changed. Remove this passkey and register a new one.',
    notMeHeading: 'If this was not you',
    notMe: `Someone else may have used a copy of your passkey. Choose “This wasn't me” below to protect your account now.`,
    ownHeading: 'If this was you',
    own: 'Sign in in another way, remove this passkey in your settings and register a new one.',
    link: '',
  },
};
