/** Letters about one authenticator of several. None says that two-factor sign-in was turned off or removed: it stays on. */
import type { authenticatorLetters as ja } from '../ja/authenticator-letters.ts';

const notMe = "Someone else may have used your account. Choose “This wasn't me” below to protect your account now.";
const common = { meaning: '', notMeHeading: "If this wasn't you", notMe, ownHeading: '', own: '', link: '' };

export const authenticatorLetters: typeof ja = {
  previousName: 'Device before',
  oldName: 'Name before',
  added: {
    ...common,
    title: 'A device for signing in was added',
    preview: "One more device can be used to sign in. If this wasn't you, protect your account now.",
    happened:
      'A device for signing in was added to your account. The device you had before keeps working. Sign-ins in other browsers were ended.',
  },
  replaced: {
    ...common,
    title: 'Your device for signing in was changed',
    preview: "From the next sign-in a code from the new device is needed. If this wasn't you, protect your account now.",
    happened:
      'The device for signing in to your account was changed. Codes of the device before no longer work, and sign-ins in other browsers were ended.',
  },
  removed: {
    ...common,
    title: 'A device for signing in was deleted',
    preview: "This device can no longer be used to sign in. If this wasn't you, protect your account now.",
    happened:
      'A device for signing in was deleted from your account. Two-factor authentication stays on. Sign-ins in other browsers were ended.',
  },
  renamed: {
    ...common,
    title: 'A device for signing in was renamed',
    preview: "Only the name has changed. If this wasn't you, protect your account now.",
    happened: 'A device for signing in to your account was renamed.',
    meaning: 'Only the name has changed. The way you sign in is the same.',
  },
};
