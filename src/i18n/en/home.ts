/** Words of the front page: the portals and, in the demo, the accounts to try them with. */
import type { home as ja } from '../ja/home.ts';

export const home: typeof ja = {
  title: 'Portals',
  lead: 'Choose your portal and sign in. Each portal has its own accounts.',
  signIn: (accountName) => `Sign in with your ${accountName}.`,
  staffOnly: 'For staff only. Signing in requires two-factor authentication.',
  toSignIn: 'Go to sign-in',
  demo: {
    heading: 'Demo accounts',
    password: { before: 'The password of every account is ', after: '.' },
    caption: 'List of demo accounts',
    portal: 'Portal',
    email: 'Email address',
    name: 'Name',
    who: 'Who it is',
    companyAdministrator: 'company administrator',
    letters: 'See the mails sent',
    lettersHint: 'In demo mode no mail is really sent; every mail is shown on this page:',
    twoFactor: 'No account has two-factor authentication at first. At the support desk you set it up when you first sign in.',
  },
};
