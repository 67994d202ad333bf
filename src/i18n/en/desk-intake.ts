/** Words of the telephone's intake at the desk. */
import type { Words } from '../catalog.ts';

export const deskIntake: Words['deskIntake'] = {
  link: 'Take a call',
  title: 'Take a call',
  lead: 'Enter what the caller says, in the words of the caller. Nothing on record is shown.',
  scriptTitle: 'Before you enter anything, read this out in order',
  script: (link, wait) => [
    {
      title: 'The mailbox is needed',
      say: `You will have to open a link that is sent to your mail address on file within ${link}. Any browser in which you read mail will do.`,
    },
    {
      title: 'It takes time',
      say: `Several people check the request, and after the approval you wait at least ${wait}. The order stays the same in a hurry.`,
    },
    {
      title: 'The risk',
      say: 'Removing two-factor authentication makes it easier for somebody else to sign in. Do you understand this and want to go on?',
    },
  ],
  inOther: 'In Japanese',
  portal: 'Portal',
  portalEmpty: 'Choose a portal',
  account: 'account',
  name: "The caller's full name",
  riskTitle: 'The risk was explained',
  risk: 'I explained the risk and the caller understood',
  submit: 'Take the request',
  paused: (time) => `There were too many requests. Wait until ${time}`,
  sentTitle: 'The request was taken',
  receipt: 'Receipt number',
  sent: 'Tell the caller the receipt number. If the address is on file, a link to confirm is sent to it.',
  sameForAll: 'This page is the same for addresses that are on file and for those that are not.',
  another: 'Take another call',
  queue: 'To the list of requests',
};
