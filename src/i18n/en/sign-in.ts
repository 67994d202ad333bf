/** Words of the sign-in page, the code page and the links that go with them. */
import type { code as jaCode, links as jaLinks, signIn as jaSignIn } from '../ja/sign-in.ts';

export const signIn: typeof jaSignIn = {
  title: 'Sign in',
  lead: (accountName) => `Use your ${accountName}.`,
  email: 'Email address',
  password: 'Password',
  submit: 'Sign in',
  codeNext: 'If you turned on two-factor authentication, the next page asks for the 6-digit code from your authenticator app.',
  emailEmpty: 'Enter your email address',
  emailShape: 'Enter an email address in the form name@example.com',
  emailLength: 'The email address must be 254 characters or fewer',
  passwordEmpty: 'Enter your password',
  passwordLength: 'The password must be 1,024 bytes or fewer',
  notAccepted: 'The email address or password does not match. Enter them again',
  paused: (time) => `Sign-in is paused until ${time} because of too many wrong passwords`,
  pausedMeanwhile:
    'If you cannot remember your password, contact support through "Help" at the bottom of this page. Other devices where you are signed in keep working.',
  networkPaused: (time) => `Sign-in is paused until ${time} because too many sign-ins from this network have failed`,
  lettersPaused: (time) =>
    `Sign-in is paused until ${time} because we have just mailed several confirmation links. Check your mailbox`,
  held: 'After 100 wrong passwords in a row, this browser can no longer sign in. Open the link we mailed to your registered address and confirm',
  endedNotice: 'Your session has ended. Sign in again.',
  expiredNotice: 'Your sign-in timed out. Sign in again; your email is still filled in.',
  expiredEmptyNotice: 'Your sign-in timed out. Sign in again.',
  lockedNotice:
    'This account is locked: nobody signs in until its dispute is over. What was under way has been stopped, and a supervisor of the support desk looks at it.',
  signedOutNotice: 'You are signed out.',
  otherAccountNotice: 'You can sign in with another account. Nothing was changed.',
  browserConfirmedNotice: 'This browser is confirmed. Enter your password to sign in.',
  signedIn: 'You are signed in',
  signedInAs: (portal) => `You are signed in to the ${portal}.`,
  otherAccountHow: 'To use another account, sign out first.',
};

export const code: typeof jaCode = {
  title: 'Enter your authentication code',
  stepLabel: 'Authentication code',
  label: '6-digit code',
  hint: (portal) => `Open your authenticator app and enter the 6 digits shown for "${portal}".`,
  changing: 'If the code changes while you type, the one you entered still works for a short time.',
  empty: 'Enter the 6-digit code',
  length: 'The code must be 6 digits',
  characters: 'The code has only digits. Enter the 6 digits',
  wrong: 'The code does not match. Enter the code your app shows now',
  used: (seconds) =>
    `That code has already been used. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and enter the next one`,
  usedWarning: 'If you did not use it yourself, someone else may have. Contact support.',
  drift: (minutes) =>
    `Your phone's clock seems to be about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} off. Set date and time to automatic, then try again`,
  left: (n, minutes) => {
    const hours = Math.round((minutes ?? 0) / 60);
    const pause = minutes !== null && minutes < 60 ? `${minutes} minutes` : hours === 1 ? '1 hour' : `${hours} hours`;
    const end = minutes === null ? 'this authenticator app can no longer be used to sign in' : `sign-in is paused for ${pause}`;
    return { before: '', number: String(n), after: ` ${n === 1 ? 'try' : 'tries'} left before ${end}` };
  },
  otherAccount: 'Sign in with another account',
  clockSummary: 'If the code does not match',
  clockHelp: 'The code does not match when the clock of your device is off. Set date and time to automatic.',
  clockIos: 'Settings → General → Date & Time → Set Automatically',
  clockAndroid: 'Settings → Date & time → Set time automatically',
  noDevice: "I don't have my device",
  otherDevice: 'Use another device with the same authenticator app',
  otherDeviceWhy: 'If your app is synchronised, you can enter the code of that device here',
  askDesk: 'Ask for removal of two-factor authentication',
  askDeskWhy: 'The desk of your support plan takes your request. It checks who you are, and there is a waiting period',
  contact: 'Contact support',
  pausedTitle: 'Sign-in is paused',
  locked: (time) => `Sign-in is paused until ${time} because of too many wrong codes`,
  lockedWhy:
    'Someone else who knows your password may be trying, so no codes are accepted for a while. Your settings have not changed.',
  lockedThen: 'After that time, sign in again.',
  lockedAgain: 'Go to sign-in',
  disabledTitle: 'Sign-in with your authenticator app is stopped',
  disabled: 'This authenticator app can no longer be used to sign in because of too many wrong codes',
  disabledWhy:
    'For your safety no more codes are accepted. Two-factor authentication is still on. To go on, contact the desk of your support plan.',
  clockUntrusted: 'Codes cannot be checked right now because a clock is being adjusted. Try again in a few minutes',
};

export const links: typeof jaLinks = {
  waitTitle: 'Check your mail',
  waitLead: 'This account needs two-factor authentication. Before you set it up, we confirm your registered email address.',
  waitSent: (email) => `We sent a mail to ${email}. Open its link in this browser and press the button on that page.`,
  waitThen: 'When you have confirmed, press "Continue" here.',
  waitNotYet: 'Your email address is not confirmed yet. Open the link in the mail and press the button',
  waitConfirmed: 'Your email address is confirmed. Press "Continue" to add your authenticator app.',
  waitUntil: (time) => `Confirm and add your authenticator app by ${time}.`,
  waitResend: 'If no mail arrives, look in your spam folder, then start again from sign-in.',
  confirmTitle: 'Confirm your email address',
  confirmLead: 'The button confirms that you can read mail at this address. Opening this page alone changes nothing.',
  confirmNotYou:
    'If you are not signing in yourself, close this page without pressing the button. Someone may know your password: contact support.',
  confirmSubmit: 'Confirm',
  confirmDoneTitle: 'Confirmed',
  otherBrowser:
    'Open this link in the browser where you began to sign in. It cannot be confirmed in another browser or on another device',
  browserTitle: 'Confirm this browser',
  browserLead: 'The button lets this browser sign in with your password again. Your password stays the same.',
  browserSubmit: 'Confirm this browser',
  spentTitle: 'This link cannot be used',
  spent: 'A link works once and until it expires. This one was used already or has expired. Start again from sign-in.',
  spentAction: 'Go to sign-in',
};
