/** Words of getting an account: asking for one, and accepting a mailed link. No sentence tells whether an address has an account. */
import type { registration as ja } from '../ja/registration.ts';

export const registration: typeof ja = {
  title: 'Open an account',
  lead: (portal) => `Open an account of the ${portal}. Enter your email address and we send you a link with which you go on.`,
  submit: 'Send the email',
  paused: (time) => `There were many registrations from your network. Wait until ${time}`,
  toSignIn: 'If you have an account, sign in',
  link: 'If you have no account, you can open one',
  sentTitle: 'Look at your mail',
  sent: (lifetime) =>
    `We send an email to the address you entered. Its link works for ${lifetime}. If nothing arrives, look into your spam folder and check the address you entered.`,
  again: 'Use another email address',
  minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
  hours: (count) => (count === 1 ? '1 hour' : `${count} hours`),
  offerTitle: 'Open your account',
  offerLead: 'Enter your name and a password, and the account is made. Opening this page alone changes nothing.',
  invitationTitle: 'Accept the invitation',
  invitationLead: (portal) =>
    `You are invited to the ${portal}. Set a password, and the account is made. Opening this page alone changes nothing.`,
  company: 'Company',
  companyHint:
    'Enter it if you want to use the account for your company. It becomes an account of the company once an administrator of the company accepts.',
  name: 'Name',
  nameEmpty: 'Enter your name',
  tooLong: (label, count) => `${label}: ${count} characters or fewer`,
  create: 'Open the account',
  next: 'After that you are taken to the sign-in page.',
  notYou: 'If you did not expect this, close the page without entering anything.',
  doneNotice: 'Your account is ready. Sign in with the password you set.',
  spent:
    'A link works once and until it expires. If you have finished, you can sign in. If not, start again or ask the person who invited you for a new invitation.',
};
