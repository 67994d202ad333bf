/** Words of passkeys: signing in, the second step, the fresh check, registering, the list. */
import type { passkeys as jaPasskeys } from '../ja/passkeys.ts';

export const passkeys: typeof jaPasskeys = {
  status: {
    waiting: 'Follow the prompts on your screen and confirm with your fingerprint, face or screen lock.',
    sending: 'Confirmed. The next page is opening.',
    exists: 'This device or password manager already holds a passkey for this account.',
  },
  signIn: {
    or: 'or',
    button: 'Sign in with a passkey',
    hint: 'If you registered a passkey, you can sign in with your fingerprint, face or screen lock.',
    stopped: 'Your passkey was not confirmed. Try again, or sign in with your email address and password.',
    refused: 'This passkey could not sign you in. Sign in with your email address and password',
    expired: 'The time for signing in with your passkey ran out. Try again',
    paused: (time) =>
      `Passkeys are paused until ${time} because too many of them failed. Sign in with your email address and password`,
  },
  code: {
    title: 'Confirm with your passkey',
    stepLabel: 'Passkey',
    lead: 'Use your registered passkey to confirm that it is you.',
    or: 'With a passkey',
    hint: 'On a device that holds your passkey you can confirm with your fingerprint, face or screen lock.',
    button: 'Confirm with a passkey',
    stopped: 'Your passkey was not confirmed. Try again.',
    refused: 'This passkey could not confirm that it is you. Choose the passkey you registered and try again',
    expired: 'The time for confirming ran out. Try again',
    paused: (time) => `Passkeys are paused until ${time} because too many of them failed`,
    without:
      'A passkey needs JavaScript and a browser that supports passkeys. Turn JavaScript on, or sign in with a browser on the device where you registered your passkey.',
    otherDevice: 'Use another device that holds your passkey',
    otherDeviceWhy: 'Press "Confirm with a passkey" and choose your phone or tablet: its passkey confirms for this device',
  },
  only: {
    lead: 'At this desk you sign in with your password and a passkey. Once it is registered, you are signed in.',
    without:
      'Registering a passkey needs JavaScript and a browser that supports passkeys. Turn JavaScript on and open the page in such a browser.',
    title: 'Codes of an authenticator app are not taken',
    noPasskey: 'Only a passkey signs in at this desk. If you have registered none, ask an administrator.',
  },
  confirmation: {
    lead: 'Use your registered passkey before you change a setting.',
    withoutVerification:
      'If this passkey cannot check your fingerprint, face or screen lock, sign out and sign in again. For 10 minutes after that you can change settings.',
  },
  copied:
    'This passkey may have been copied, so it cannot be used. Confirm in another way. We sent a notice to your registered address',
  synced:
    'With this role, passkeys that sync to other devices cannot be used. Use a security key or another passkey that stays on one device',
  full: (count) => `You can register up to ${count} passkeys. Remove one that you do not use first`,
  enrol: {
    method: 'Passkey',
    methodWhy: 'You confirm with your fingerprint, face or screen lock. It does not work on a fake page, so it is safer',
    title: 'Register a passkey',
    step: 'Register a passkey',
    lead: 'Your fingerprint, face, screen lock or security key will confirm you when you sign in.',
    afterwards: 'From your next sign-in you confirm with this passkey or with a registered authenticator app.',
    afterwardsFurther: 'The authenticator apps and passkeys you have registered keep working.',
    others: 'Your other devices are signed out.',
    name: 'Name of the passkey',
    nameHint: 'Up to 20 characters. Example: Work laptop',
    nameLength: 'The name of the passkey must be 20 characters or fewer',
    unnamed: 'Passkey',
    button: 'Register a passkey',
    stopped: 'No passkey was registered. Try again.',
    refused: 'The passkey could not be registered. Nothing was changed. Try again',
    expired: 'The time for registering ran out. Nothing was changed. Try again',
    without:
      'Registering a passkey needs JavaScript and a browser that supports passkeys. If yours does not, use an authenticator app.',
    useApp: 'Back to the choice of a method',
  },
  done: {
    lead: 'From your next sign-in you confirm with your passkey. You can also sign in with the passkey alone, without your password.',
    leadDesk: 'From your next sign-in you confirm with your passkey after your password.',
    warning:
      'You will need your passkey to sign in. In case your device is lost or breaks, also register a passkey on another device or an authenticator app.',
    name: 'Name of the passkey',
    addedTitle: 'Your passkey is registered',
    addedLead: 'From your next sign-in you can use this passkey too.',
  },
  list: {
    title: 'Passkeys',
    explain: 'With your fingerprint, face or screen lock you sign in without typing your password.',
    explainDesk: 'Your fingerprint, face or screen lock confirms you after your password.',
    none: 'No passkey is registered.',
    createdAt: (date) => `Registered ${date}`,
    lastUsed: (time) => `Last used ${time}`,
    neverUsed: 'Not used to sign in yet',
    synced: 'Synced: also works on your other devices with the same account',
    syncable: 'Can be synced, but is only on this device now',
    deviceBound: 'Not synced: works on this one device',
    onlyBeside: 'Used together with your password (no fingerprint, face or screen lock)',
    add: 'Register a passkey',
  },
  help: {
    heading: 'Use a passkey (fingerprint, face or screen lock)',
    what: 'A passkey confirms you by the fingerprint, face or screen lock of your device, or by a security key. It does not work on a forged sign-in page, which makes it safer than a code. Registering one is optional.',
    open: (page, add) => `Open [${page}] and press [${add}] in the part [Passkeys].`,
    register: (button) => `Check the name, press [${button}] and follow what your device says.`,
    signIn: (button) =>
      `From then on, [${button}] on the sign-in page signs you in without a password or a code. You can also pick the passkey from the list that the field for the email address offers.`,
    signInDesk: (button) => `From then on, [${button}] after the password takes the place of the code.`,
    spare: 'In case your device is lost or breaks, register a passkey on another device or an authenticator app as well.',
    browser:
      'JavaScript and a browser that knows passkeys are needed. Any other browser signs in with the code of your authenticator app.',
  },
  chooser: {
    enrolTitle: 'Register a passkey',
    manageTitle: 'Manage your passkeys',
    lead: 'Passkeys belong to one portal each. Choose a portal.',
  },
};
