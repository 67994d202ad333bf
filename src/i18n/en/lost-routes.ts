/** English words of the ways back in without the device, and of the accessibility statement. */
import type { accessibility as jaAccessibility, lostRoutes as jaLostRoutes } from '../ja/lost-routes.ts';

export const lostRoutes: typeof jaLostRoutes = {
  title: 'If you don’t have your device',
  lead: 'With two-factor authentication on, you can in principle not sign in without the device that holds your authenticator app. Try these first.',
  toSignIn: 'To the sign-in page',
  toCode: 'Back to the code',
  toPreparation: 'See “Preparation”',
  toSignedIn: 'See whether you are signed in',
  removal: 'If nothing helps, ask for removal',
  removalLead: 'The support desk of your contract takes the request. Both desks ask for the same items.',
  standardTitle: 'Standard support',
  byForm: 'Send the request by the form on this site.',
  formHours: 'At any time (form)',
  needs: 'What you need',
  formNeeds: 'Access to your registered mailbox',
  phoneNeeds: (time) =>
    `Within ${time} of the call, any browser, on any device, in which you can open your registered mailbox and confirm the request`,
  form: 'Ask for removal by form',
  outdated: 'If you cannot use the registered email address or phone number',
  outdatedMail:
    'A request for removal is confirmed by a mail to the registered address. If you do not receive it, ask an administrator of your company to disable this account and to invite you at a new address (data from before is not carried over). If your company has no other administrator, ask the support desk.',
  outdatedPhone:
    'If only the phone number is out of use, send the request all the same. We confirm who you are in another way, for example by an administrator of your company.',
  outdatedNew: 'We never take a new email address or phone number from the form or on the phone.',
  riskTitle: 'Before you ask for removal',
  risk: (time) =>
    `Removal takes away a security feature and makes it easier for someone else to get in. That is why we check that it is you and wait for ${time} or longer.`,
  timeHeading: 'How long it takes until you can sign in again',
  contactTime: 'First answer',
  checkTime: 'Checking that it is you',
  checkHours: 'During the hours of the desk',
  checkWithin: (hours) => `During the hours of the desk: ${hours}`,
  waitTime: 'Waiting period',
  wait: (time) => `${time} or longer after the removal is approved. You can cancel it at any time until then`,
  total: 'In all',
  totalTime: (time) => `${time} at the earliest, several days if checking takes longer`,
  unchanged: 'Until then nothing changes in your two-factor authentication. If you find your device, you can sign in as usual.',
};

export const accessibility: typeof jaAccessibility = {
  title: 'Accessibility',
  lead: (portal) => `How we make the ${portal} usable for everyone.`,
  policyHeading: 'Policy and target',
  policy:
    'The pages for signing in, for two-factor authentication, for help and for contact aim at level AA of JIS X 8341-3:2016 and of WCAG 2.2.',
  stateHeading: 'Where we are',
  state: 'At present they conform in part. They have not been tested or certified by a third party.',
  how: 'For every published version each page is checked by automatic tests. Besides, everything is tried with the keyboard alone, in a window of 320 pixels and with JavaScript turned off.',
  limitsHeading: 'Known limits',
  limits: [
    'The QR code is a picture. If you cannot scan it, type the key that is written on the same page into your authenticator app.',
    'Not every combination of screen reader and page has been tried yet.',
    'Pages outside this site that we link to are not covered.',
  ],
  contactHeading: 'If something is difficult to use',
  contact: 'Tell the support desk. We can also help you in another way.',
  contactLink: 'Ways to contact support',
};
