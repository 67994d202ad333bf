/** Words of the page of the own role: which role the signed-in staff member has, and what it may do (desk.md section 6). */
import type { role as ja } from '../ja/role.ts';

export const role: typeof ja = {
  heading: 'Your role',
  lead: (role) => `Your role is ${role}.`,
  may: 'What you may do',
  mayNot: 'What you may not do',
  everyone:
    'No role can change the email address, telephone number, name, password or authenticator app of a customer, or see a password or a code.',
  byTwo: 'Nobody approves what they proposed. A stopped request goes on, and a suspension ends, only by two people as well.',
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
      may: [
        'Read the requests of customers, but not those of company administrators and desk staff',
        'Take charge of requests and record evidence by telephone and in person',
        'Stop a request that looks wrong',
      ],
      mayNot: ['Read the requests of company administrators and desk staff', 'Approve or refuse a request'],
    },
    reviewer: {
      name: 'Reviewer',
      does: 'Examines requests and evidence and proposes whether to remove two-factor authentication.',
      may: [
        'Read the requests of customers, but not those of company administrators and desk staff',
        'Record evidence; propose, return or refuse',
        'Approve a request that somebody else proposed',
      ],
      mayNot: ['Read the requests of company administrators and desk staff', 'Approve a request you proposed yourself'],
    },
    supervisor: {
      name: 'Supervisor',
      does: 'Takes part in approving high-risk requests and decides what happens to stopped ones.',
      may: [
        'Read all requests of customers',
        'Approve a request that somebody else proposed',
        'Set the stop switch, and lift a stop that somebody else set',
        'Suspend staff other than supervisors and administrators',
      ],
      mayNot: ['Approve a request you proposed yourself', 'Resume a request alone'],
    },
    auditor: {
      name: 'Auditor',
      does: 'Reads requests and records and checks that the procedure is followed.',
      may: ['Read all requests of customers', 'Search the audit log'],
      mayNot: ['Change requests, accounts or settings'],
    },
    administrator: {
      name: 'Administrator',
      does: 'Looks after staff and the running of the site.',
      may: [
        'Invite staff and change roles, once a second person confirms it',
        'Suspend staff',
        'Set the stop switch, and lift a stop that somebody else set',
        'See your own account and two-factor authentication',
      ],
      mayNot: ['Read or handle customers’ requests'],
    },
  },
};
