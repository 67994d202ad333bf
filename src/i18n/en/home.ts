/** Words of the front page: the portals and, in the demo, the accounts to try them with. */
import type { home as ja } from '../ja/home.ts';

export const home: typeof ja = {
  title: 'Portals',
  lead: 'Choose your portal and sign in.',
  signIn: (accountName) => `Sign in with your ${accountName}.`,
  toSignIn: 'Go to sign-in',
  toSignInOf: (portal) => `Go to the sign-in of the ${portal}`,
  desk: 'Support desk (staff only)',
  separate: 'Each portal has its own accounts.',
  demo: {
    heading: 'Demo accounts',
    password: 'All of them have this password:',
    caption: 'List of demo accounts',
    portal: 'Portal',
    email: 'Email address',
    who: 'Who it is',
    letters: 'See the mails sent',
    lettersHint: 'In demo mode no mail leaves this machine; it is shown on the next page.',
    restore: 'No account has two-factor authentication at first. At the support desk you set it up when you first sign in.',
  },
};
