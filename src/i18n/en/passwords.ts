/** Words of the pages on which a password is forgotten, changed or has to be replaced. The second factor is never touched by them. */
import type { passwords as ja } from '../ja/passwords.ts';

export const passwords: typeof ja = {
  forgotten: 'Forgot your password?',
  ask: {
    title: 'Reset your password',
    lead: 'Enter the email address of your account. We send a link to it with which you set a new password.',
    keeps: 'Two-factor authentication stays as it is. If it is on, your next sign-in still asks for a code.',
    submit: 'Send the link',
    toSignIn: 'Back to sign-in',
    networkPaused: (time) => `Many requests came from your network. The next one can be taken at ${time}`,
  },
  asked: {
    title: 'Check your email',
    lead: 'If there is an account with the address you entered, a link is on its way to the email address of that account.',
    use: (minutes) => `The link works once, for ${minutes} minutes. If you ask again, the earlier link stops working.`,
    missingHeading: 'If no email arrives',
    missing: [
      'Look into your spam folder.',
      'Check that you entered the address of your account. At most 5 emails an hour are sent to it.',
      'If you have never set a password, you need the link for your first one: contact support.',
    ],
    again: 'Ask again',
  },
  staff: {
    title: 'Reset your password',
    lead: 'Passwords of support staff are not reset by email.',
    ask: 'See a supervisor of your team or an administrator in person, or call them on a number you know. Once they have checked that it is you, an administrator takes care of it.',
  },
  reset: {
    title: 'Set a new password',
    lead: (portal) => `Set a new password for the ${portal}. Opening this page alone changes nothing.`,
    submit: 'Set password',
    effects: 'Every device is signed out by this. Two-factor authentication and recovery codes stay as they are.',
    notYou: 'If you did not ask for this, close the page without entering anything. Your password stays as it is.',
    spent:
      'A link works once and until it expires. It also stops working when you ask for another one, or when the password or two-factor authentication is changed.',
    again: 'Send a new link',
  },
  done: {
    title: 'Your new password is set',
    notice: 'Sign in with it. If two-factor authentication is on, you are asked for a code as well.',
    lostBefore: 'If you do not have your authenticator device either,',
    lostLink: 'ask support to remove two-factor authentication',
    lostAfter: '.',
    closed:
      "Sign-in is still stopped because a notice was answered with “This wasn't me”. If you have no authenticator app from before that notice, contact support; the help page says how.",
  },
  replacement: {
    title: 'Your password must be replaced',
    lead: 'Someone else may know the password of this account, so it no longer works. Set a new one before you sign in.',
    sent: (minutes) =>
      `A link with which you set a new password is on its way to your email address. It works once, for ${minutes} minutes. At most 5 emails an hour are sent.`,
    keeps:
      'Your details and two-factor authentication have not changed. If you use the same password for other services, change it there too.',
    again: 'If no email arrives',
    staff: 'Passwords of support staff are not reset by email. Contact an administrator.',
  },
  change: {
    begin: 'Change password',
    title: 'Change your password',
    lead: 'Every device but this browser is signed out by this.',
    current: 'Current password',
    submit: 'Change password',
    currentEmpty: 'Enter your current password',
    currentWrong: 'The current password does not match. Enter it again',
    unchanged: 'This is the password you have had so far. Enter another one',
    paused: (time) => `After several wrong passwords, the password cannot be changed until ${time}`,
    held: 'After 100 wrong passwords in a row, the password cannot be changed from this browser. Open the link sent to your email address to confirm it',
    done: 'Your password was changed',
    doneLead: 'Other devices were signed out. We sent a notice to your email address.',
    forgotten: 'Forgot your current password? Reset it by email',
  },
  chooser: {
    title: 'Which password do you want to change?',
    lead: 'Each portal has its own accounts and passwords. Choose the portal whose password you want to change. If you are not signed in, you sign in first.',
  },
};
