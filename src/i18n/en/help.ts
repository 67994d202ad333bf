/** Words of the help page: the original procedure for one portal's labels, and the ways to reach support. */
import type { help as ja } from '../ja/help.ts';

export const help: typeof ja = {
  title: 'Help and contact',
  lead: (portal) => `How to use two-factor authentication (2FA) in the ${portal}, and how to reach support.`,
  breadcrumb: 'You are here',
  top: 'Help',
  preparation: {
    heading: 'Preparation',
    what: 'When you sign in, you enter a 6-digit code from an authenticator app in addition to your password. The code never comes by email or text message.',
    install:
      'Put an authenticator app (also called a two-step verification app) on the mobile device you will have with you when you sign in. You may choose any app you like.',
    anyApp: 'Every app that makes 6-digit codes from the time (TOTP, RFC 6238) works. Leave the settings of the app as they are.',
    computer:
      'If you have no mobile device, an authenticator app on your computer or the code function of a password manager works as well.',
    clock: 'Set the date and time of your device to automatic. If its clock is wrong, the codes do not match.',
  },
  turnOn: {
    heading: 'Turn on two-factor authentication',
    optional: 'Two-factor authentication is your own choice. For your safety we recommend it.',
    compulsory: (portal) => `The ${portal} requires two-factor authentication. You set it up when you sign in for the first time.`,
    separate: 'Each portal has its own accounts. Turning it on here does not change how you sign in to other portals.',
    warningTitle: 'You will need your device to sign in',
    warning:
      'Once it is on, you need the device with your authenticator app every time you sign in from then on. You stay signed in for now.',
    otherEntry: (page, heading, on) =>
      `If you closed the recommendation, you can also start from [${page}]: choose [${on}] under [${heading}].`,
    noApp: { before: 'If you have no authenticator app yet, first read ', link: 'Preparation', after: '.' },
  },
  steps: {
    signIn: (accountName) => `Sign in with your ${accountName}.`,
    openMenu: (label) => `Open [${label}] from the menu at the top right.`,
    recommendation: (button) => `A recommendation to set up two-factor authentication (2FA) appears. Choose [${button}].`,
    switchOn: (heading, on) => `Under [${heading}], choose [${on}].`,
    chooseMethod: (method, choose) => `Select [${method}], then choose [${choose}].`,
    firstSignIn: (accountName) => `Enter the email address and password of your ${accountName}.`,
    confirmMail: 'Open the link in the message sent to your registered address, and continue.',
    scan: 'Scan the QR code on the screen with your authenticator app.',
    confirm: 'Enter the 6-digit code your app shows. With the right code, two-factor authentication is on.',
    password: (accountName, button) => `Enter the email address and password of your ${accountName} and choose [${button}].`,
    code: (issuer) => `Open your authenticator app and enter the 6 digits shown for “${issuer}”.`,
    signInWithCode: (accountName) => `Sign in to your ${accountName} with a code from your app.`,
    switchOff: (heading, off) => `Under [${heading}], choose [${off}].`,
    review: 'Read what will change, enter a 6-digit code and confirm.',
  },
  signIn: {
    heading: (portal) => `Sign in to the ${portal} with two-factor authentication`,
    forgiving: 'Spaces, hyphens and full-width digits in the code are fine.',
    changing: 'If the code changes while you type, the one you typed still works for a moment.',
    expired: 'If too much time passes after your password, sign in again. Your email address is still filled in.',
  },
  wrongCode: {
    heading: 'If the code does not match',
    entry: (issuer) =>
      `Check that you are looking at the code for “${issuer}” in your app. The code of another portal does not work here.`,
    current: 'The code changes every 30 seconds. Enter the one your app shows now.',
    used: 'A code works only once. Wait for the next one.',
    clock: 'Let your device set its clock automatically, then open the authenticator app again.',
    ios: 'iOS: Settings → General → Date & Time → Set Automatically',
    android: 'Android: Settings → Date & time → Set time automatically',
    paused: 'After several wrong codes sign-in is paused. The page tells you the time from which you can try again.',
  },
  turnOff: {
    heading: 'Turn off two-factor authentication',
    meaning:
      'Turning it off is something you do yourself. If you have no device and the support desk does it, that is called removal and works differently.',
    result: 'If you turn it off, a password alone will open your account.',
    others: 'If you are signed in with other browsers or devices, they are signed out.',
    notFromCodePage: 'It cannot be turned off from the page that asks for the code.',
    compulsory: (portal) => `The ${portal} requires two-factor authentication, so it cannot be turned off.`,
    lostLink: 'If you don’t have your device',
  },
  lost: {
    heading: 'If you don’t have your device',
    principle:
      'With two-factor authentication on, you can in principle not sign in without the device that holds your authenticator app. Try these first.',
    otherDevice: {
      title: 'Use the app on another device',
      text: 'If another device or computer of yours holds the same entry, its code works.',
    },
    restore: {
      title: 'Restore your authenticator app',
      text: 'If you changed phones, the transfer or backup function of your app may bring the entry to the new one.',
    },
    signedIn: {
      title: 'Use a browser that is still signed in',
      text: 'If you are still signed in on another computer, go on using it there. A request for removal sent from that browser can help us check that it is you.',
    },
    toRoutes: 'Go on to the request for removal',
    removalHeading: 'If nothing helps, ask for removal',
    removal:
      'The support desk of your contract takes requests to remove two-factor authentication. The desk checks that it is really you and then decides.',
    riskTitle: 'Before you ask for removal',
    risk: 'Removal takes away a security feature and makes it easier for someone else to get in. Ask for it only if you accept this risk.',
    itemsHeading: 'What we will ask you',
    itemsSame: (accountName) => `Both desks ask for the same items. Give 1 to 4 as they stand in your ${accountName}.`,
    items: ['Email address', 'Full name', 'Company', 'Telephone number'],
    caseItems: ['Case number (if you have an open case)', 'Short summary of the case (if you have an open case)'],
    neverAsk: 'We never ask for your password or a code.',
    desk: 'If you don’t have your device, contact a colleague at the desk, who takes a request under “A colleague lost the device” in the list of requests. If no colleague can, contact the administrator.',
  },
  contact: {
    heading: 'Contact',
    byPlan: 'Contact the support desk of your contract.',
    yoursFirst: 'The desk of your contract is shown first.',
    yours: 'Your contract',
    phone: 'Telephone',
    mail: 'Email',
    hours: 'Hours',
    closed: 'Closed / answers',
    charge: 'Call charge',
    answerWithin: 'First answer',
    none: 'For questions about this site, ask the administrator.',
    byPhone: 'Call the desk of your contract.',
    byMail: 'Write to this address.',
  },
  browsers: {
    heading: 'Supported browsers',
    list: 'The current versions of Chrome, Firefox and Microsoft Edge are supported.',
    noScript: 'Everything also works with JavaScript turned off.',
  },
};
