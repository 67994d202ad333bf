/** Words of the page that opens a dispute. */
import type { deskDispute as ja } from '../ja/desk-dispute.ts';

export const deskDispute: typeof ja = {
  title: 'Dispute',
  lead: 'For an account over which its holder and somebody else contend. A dispute is the only way to open a locked account.',
  back: 'Back to the account',
  link: 'Open the page of the dispute',
  heading: 'How it stands',
  account: 'Account',
  locked: 'Locked (nobody can sign in)',
  notLocked: 'Not locked',
  asked: 'Asked for by',
  by: (name, time) => `${name}, administrator of the company (${time})`,
  host: (time) => `the operator (recorded on the host, ${time})`,
  waiting: (time) => `the operator; it may be opened from ${time} on`,
  nobody: 'nobody yet',
  useUntil: 'Good until',
  running: 'A dispute is under way already',
  toRunning: (receipt) => `Open request ${receipt}`,
  notDisputed: 'This account is not disputed',
  notDisputedText:
    'An account is disputed when it was locked because its holder disowned a new device, or when within 90 days two confirmed requests of it ended by a veto or by a sign-in.',
  noVoucher: 'An administrator of the company must ask for it',
  noVoucherText:
    'Have an administrator of the company ask for the dispute of this colleague on the company page of the portal. A word on the phone is not enough.',
  noAdministrator: 'The operator must ask for it',
  noAdministratorText:
    'The company has no other administrator. The operator runs genkan accounts dispute on the host; 72 hours later the dispute may be opened.',
  own: 'You cannot open a dispute of your own account',
  openHeading: 'Open the dispute',
  effects: [
    'The account is locked at once: nobody can sign in, not even its holder.',
    'Every registered address and the administrators of the company are told.',
    'The supervisor who opens it cannot approve it: another supervisor must.',
    'Once the holder confirms the mailbox it goes on as a request of high risk. An identity document, in person or by video call, is needed in any case.',
    'An old authenticator or a mailed link does not end it: it stops, and a supervisor looks at it.',
    'When a new device is registered the account opens. If it ends declined or expired, the account stays locked.',
  ],
  remark: 'Reason',
  remarkHint: '10 characters or more. No names and no contact data of the customer.',
  remarkLength: 'Enter a reason of 10 to 2000 characters',
  submit: 'Lock the account and open the dispute',
  changed: 'The dispute could not be opened. This is how it stands.',
  paused: (time) => `Too many acts. Wait until ${time}`,
  request: {
    title: 'This request is a dispute',
    text: 'The account is locked. An identity document, in person or by video call, is needed in any case. Cancelling or an old authenticator does not end it: it stops and waits for a supervisor.',
    claims: 'Nothing was claimed in a form for a dispute. Compare what the caller says on the page of the comparison.',
  },
};
