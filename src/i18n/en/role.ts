/** Words of the desk's first page: which role the signed-in staff member has, and what it may do (desk.md section 6). */
import type { role as ja } from '../ja/role.ts';

export const role: typeof ja = {
  heading: 'Your role',
  lead: (role) => `Your role is ${role}.`,
  may: 'What you may do',
  mayNot: 'What you may not do',
  everyone:
    'No role can change the email address, telephone number, name, password or authenticator app of a customer, or see a password or a code.',
  notYet: 'This desk does not take customers’ requests yet.',
  account: 'Account',
  name: 'Name',
  email: 'Email address',
  role: 'Role',
  twoFactor: 'Two-factor authentication',
  device: 'Your device',
  since: (date) => `since ${date} (Japan time)`,
  openAccount: 'See your account and two-factor authentication',
  roles: {
    intake: {
      name: 'Intake',
      does: 'Takes customers’ requests and records evidence.',
      may: ['Take requests by telephone', 'Record evidence from a call back or in person', 'Stop a suspicious request'],
      mayNot: ['Approve or refuse a request'],
    },
    reviewer: {
      name: 'Reviewer',
      does: 'Examines requests and evidence and proposes whether to remove two-factor authentication.',
      may: [
        'Everything that intake may do',
        'Propose to approve, return or refuse a request',
        'Approve what another person proposes',
        'Suspend an account',
      ],
      mayNot: ['Approve a request you proposed yourself'],
    },
    supervisor: {
      name: 'Supervisor',
      does: 'Takes part in approving high-risk requests and decides what happens to stopped ones.',
      may: [
        'Everything that a reviewer may do',
        'Take part in approving a high-risk request',
        'Resume a stopped request together with a second person',
        'Stop all requests of a portal',
      ],
      mayNot: ['Approve a request you proposed yourself', 'Resume a request alone'],
    },
    auditor: {
      name: 'Auditor',
      does: 'Reads requests and records and checks that the procedure is followed.',
      may: ['Read all requests and records', 'Search the audit log', 'Export records and give the reason'],
      mayNot: ['Change requests, accounts or settings'],
    },
    administrator: {
      name: 'Administrator',
      does: 'Looks after staff and the running of the site.',
      may: ['Invite or suspend staff', 'Read the settings of portals and policies', 'Stop all requests of a portal'],
      mayNot: ['Read or handle customers’ requests'],
    },
  },
};
