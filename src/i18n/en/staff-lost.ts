/** Words for somebody of the desk who lost the device: filing for them, and what differs for them on the pages of a request. */
import type { staffLost as jaStaffLost } from '../ja/staff-lost.ts';

export const staffLost: typeof jaStaffLost = {
  title: 'A colleague lost the device',
  lead: 'Take a request to remove two-factor authentication for a colleague at this desk. It belongs to no portal, and supervisors handle it.',
  sayTitle: 'Tell your colleague first',
  say: (time) =>
    `The link that arrives at the address on record has to be opened within ${time}, in a browser that is not signed in to the desk. The new device is registered in that browser.`,
  emailHint: 'The address your colleague signs in to the desk with',
  name: 'Name of your colleague',
  nameEmpty: 'Enter the name of your colleague',
  summary: 'What happened',
  riskTitle: 'Read this out and have your colleague agree',
  risk: '"I understand that removal makes it easier for someone else to get in"',
  submit: 'Take the request',
  stepsHeading: 'What happens next',
  steps: (wait, readsOnly) => [
    'Your colleague confirms the request by the mailed link and types the password.',
    'Two people see the identity document at the same time, in person or on a video call, and record it. One of them is a supervisor.',
    'Those two propose and approve, one each. Whoever took the request cannot approve it.',
    `After a waiting period of ${wait} the registration pass arrives by mail.`,
    `With the new device your colleague can only look at things for another ${readsOnly}.`,
  ],
  small: 'A desk without two people to see the document has its administrator use "genkan staff recover" on the server.',
  ownAddress: 'You cannot take a request for yourself. Ask another colleague',
  paused: (time) => `Too many requests in a row. Nothing can be taken until ${time}`,
  doneTitle: 'The request was taken',
  done: 'If the address is one of the desk, a mail to confirm it is on its way. Give your colleague the reference number.',
  doneNext: 'Once the link is confirmed, the request appears in the list of the supervisors.',
  deciders:
    'A request of a colleague at the desk: only the two who saw the document propose and approve. One of them is a supervisor.',
  status: {
    wait: 'Your mailbox is confirmed. Two people of the desk, one of them a supervisor, look at your identity document in person or on a video call.',
    reviewText: 'The two who saw the document propose and approve.',
    helpHeading: 'What is needed next',
    passwordText: 'A request at the desk also needs your password.',
    refusedNext: 'If you cannot find your device, talk to a supervisor of the desk.',
  },
  proof: {
    heading: 'Showing your document',
    none: 'When you meet the two people of the desk, in person or on a video call, reload this page. It then shows a check word and a code.',
  },
};
