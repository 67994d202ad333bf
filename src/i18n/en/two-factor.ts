/** Words of the method choice, enrolment, turning off and the fresh check. */
import type { confirmation as jaConfirmation, enrolment as jaEnrolment, turnOff as jaTurnOff } from '../ja/two-factor.ts';

export const enrolment: typeof jaEnrolment = {
  methodTitle: 'Choose your second factor',
  methodLead: 'Choose what you use at sign-in in addition to your password.',
  methodLegend: 'Second factor',
  methodApp: 'Authenticator application',
  methodAppWhy: 'You enter the 6-digit code that an authenticator app on your phone or computer shows',
  methodPreparation: 'If you have no authenticator app yet (Preparation)',
  methodSubmit: 'Choose',
  methodEmpty: 'Choose a second factor',
  stepMethod: 'Choose a method',
  stepApp: 'Add your authenticator app',
  stepDone: 'Done',
  title: 'Add your authenticator app',
  warning: { before: 'From your next sign-in you will need ', strong: 'the device with your authenticator app', after: '.' },
  openApp: 'Open your authenticator app',
  openAppText: { before: 'You can use any authenticator app. If you have none yet, see ', link: 'Preparation', after: '.' },
  scan: 'Scan the QR code',
  qrAlt: (issuer, account) =>
    `QR code that adds the account ${account} of ${issuer} to an authenticator app. If you cannot scan it, enter the key beside it`,
  cannotScan: 'If you cannot scan, enter the key',
  openHere: 'Open in an app on this device',
  issuer: 'Issuer',
  account: 'Account',
  type: 'Type',
  typeValue: 'Time-based, 6 digits, 30 seconds',
  enterCode: 'Enter the 6 digits your app shows',
  codeHint: 'Spaces are fine',
  deviceName: 'Name of the device',
  deviceNameHint: 'Up to 20 characters. Example: Work iPhone',
  deviceNameLength: 'The name of the device must be 20 characters or fewer',
  expiresAt: (time) => `This QR code works until ${time}.`,
  submit: 'Turn on',
  cancelled: 'Nothing was changed',
  expired: 'The time for setting up is over. Nothing was changed. Start again.',
  startAgain: 'Start again',
  doneTitle: 'Two-factor authentication is on',
  doneLead: 'From your next sign-in you will need a code from your app.',
  doneWarning:
    'You will need the device with your app to sign in. When you replace it, choose “Change device” in the settings while you still have the old one.',
  alreadyTitle: 'Two-factor authentication is already on',
  alreadyLead: 'Your authenticator app is registered.',
  state: 'State',
  since: 'Turned on',
  device: 'Name of the device',
  noticeMail: 'Notice by mail',
  noticeMailSent: (email) => `Sent to ${email}`,
  unnamedDevice: 'Authenticator app',
  backToStart: (page) => `Back to ${page}`,
  tooMany: (time) => `Setting up is paused until ${time} because of too many wrong codes`,
  pendingStep: 'Set up',
};

export const turnOff: typeof jaTurnOff = {
  title: 'Turn off two-factor authentication',
  consequence: 'If you turn this off, a password alone will open your account',
  what: 'Your authenticator app stops working for this account and your other devices are signed out. We send a notice to your registered address.',
  codeLead: 'Enter your current code to confirm that it is you.',
  submit: 'Turn off',
  doneTitle: 'Two-factor authentication is off',
  doneLead: 'From your next sign-in a password is enough.',
  doneNext: 'To turn it on again you register an app anew. The old registration is void; you can delete the old entry in your app.',
  turnOnAgain: 'Turn two-factor authentication on again',
  alreadyOffTitle: 'Two-factor authentication is already off',
  alreadyOffLead: 'You sign in with your password alone.',
  backToSettings: 'Back to the settings',
  closed:
    'Signing in with a password alone is stopped for your account, so two-factor authentication cannot be turned off now. Contact support about it.',
  requiredByCompany:
    'Your company requires two-factor authentication, so it cannot be turned off. The administrators of your company made this rule; ask them if it should change.',
  requiredByPolicy: (portal) =>
    `${portal} requires two-factor authentication, so it cannot be turned off. For changes, contact support.`,
};

export const confirmation: typeof jaConfirmation = {
  title: 'Confirm it is you',
  passwordLead: 'Enter your password again before you change a setting. It has been a while since you signed in.',
  codeLead: 'Enter the current code of your authenticator app before you change a setting.',
  submit: 'Confirm and continue',
  wrongPassword: 'The password does not match. Enter it again',
};
