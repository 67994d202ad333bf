/** Words of the dashboard: the recommendation, the newest cases, the security summary. */
import type { dashboard as ja } from '../ja/dashboard.ts';

export const dashboard: typeof ja = {
  title: 'Dashboard',
  notices: {
    title: 'This happened recently',
    from: (browser, place) => `${browser}, from (roughly): ${place}`,
    object:
      "If anything here wasn't you, choose “This wasn't me” in the email we sent to protect your account. If you cannot find the email, contact support.",
    earlier: (count) => `${count} more`,
    dismiss: 'I have seen this',
  },
  recommendation: {
    title: 'We recommend two-factor authentication (2FA)',
    why: 'Once it is set up, nobody can sign in without your device, even with your password. It takes about 3 minutes.',
    need: 'What you need: a device with an authenticator app',
    after: 'From then on you need that device every time you sign in',
    setUp: 'Set up now',
    later: 'Not now',
    never: 'Don’t show this again',
  },
  grace: {
    title: (date) => `Two-factor authentication will be required from ${date}`,
    byPortal: (portal) => `This is the rule of the ${portal}. Set it up before then and you sign in without interruption.`,
    byCompany: 'This is the rule of your company. Set it up before then and you sign in without interruption.',
    setUp: 'Set up two-factor authentication',
  },
  security: {
    heading: 'Your security',
    twoFactor: 'Two-factor authentication',
    device: 'Your devices',
    noDevice: 'None',
    thisSignIn: 'This sign-in',
    password: 'Password',
    passwordSince: (date) => `Set on ${date}`,
    zone: 'Times are Japan time.',
    change: 'Open the two-factor settings',
  },
};
