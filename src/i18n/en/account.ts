/** Words of account settings and profile, and of the two-factor section that stands on one of them. */
import type { account as ja } from '../ja/account.ts';

export const account: typeof ja = {
  accountTitle: 'Account settings',
  profileTitle: 'My profile',
  registration: 'Your details',
  name: 'Name',
  company: 'Company',
  noCompany: 'None on record',
  email: 'Email address',
  phone: 'Telephone',
  noPhone: 'None on record',
  password: 'Password',
  passwordSince: (date) => `Set on ${date}`,
  plan: 'Contract',
  plans: { standard: 'Standard support', paid: 'Paid support' },
  twoFactor: {
    state: 'State:',
    since: (date) => `since ${date}`,
    explain: 'In addition to your password, a 6-digit code from your authenticator app proves that it is you.',
    turnOffNote: 'Choosing “Off” opens a page to review and confirm.',
    turnOnNote: 'Choosing “On” opens the page with the QR code. Nothing changes until you enter a code.',
    chooseNote: 'Choosing “On” opens the choice of method. Nothing changes until you enter a code.',
    boundAt: (date) => `Added ${date}`,
    lastUsed: (time) => `Last used ${time}`,
    neverUsed: 'Not yet used to sign in',
    zone: 'Times are Japan time.',
    preparationBefore: 'If you have no authenticator app yet, first read',
    preparationLink: 'Preparation',
    preparationAfter: '.',
    requiredByPortal: (portal) =>
      `The ${portal} requires two-factor authentication for every account, so it cannot be turned off here. If you have questions, contact the support desk of your contract.`,
    requiredByDesk: (portal) =>
      `The ${portal} requires two-factor authentication for all staff. The administrator made this rule; ask the administrator if you have questions.`,
    requiredByCompany:
      'Your company requires two-factor authentication of all its people, so it cannot be turned off here. The administrators of your company made this rule; ask them if you have questions.',
    contact: 'How to contact support',
  },
};
