/** Words of the letters about recovery codes. */
import type { recoveryCodeLetters as japanese } from '../ja/letters-recovery-codes.ts';

export const recoveryCodeLetters: typeof japanese = {
  leftLabel: 'Unused recovery codes',
  left: (count) => `${count}`,
  issued: {
    title: 'New recovery codes were issued',
    preview: "Earlier recovery codes no longer work. If this wasn't you, protect your account now.",
    happened:
      'Recovery codes were issued for your account and shown once on the page. If codes had been issued before, none of them works any more.',
    meaning: 'Your authenticator app works as before.',
    notMeHeading: "If this wasn't you",
    notMe: "Someone else may have used your account. Choose “This wasn't me” below to protect your account now.",
    ownHeading: '',
    own: '',
    link: '',
  },
  used: {
    title: 'A recovery code was used',
    preview: "It took the place of a code from your authenticator app. If this wasn't you, protect your account now.",
    happened:
      'After your correct password, a recovery code took the place of a code from your authenticator app. A new recovery code was shown once on the page in place of the used one.',
    meaning: 'Your authenticator app works as before.',
    notMeHeading: "If this wasn't you",
    notMe:
      "Someone else may know your password and your recovery codes. Choose “This wasn't me” below to protect your account now. The other recovery codes stop working too.",
    ownHeading: 'If it was you',
    own: 'If your device is lost or no longer works, register a new device in your account settings.',
    link: '',
  },
};
