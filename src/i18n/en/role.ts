/** Words of the desk's first page: which role the signed-in staff member has, and what it does. */
import type { role as ja } from '../ja/role.ts';

export const role: typeof ja = {
  heading: 'Your role',
  yours: 'Your role',
  account: 'Account',
  name: 'Name',
  email: 'Email address',
  twoFactor: 'Two-factor authentication',
  device: 'Your device',
  since: (date) => `since ${date}`,
  coming: 'Customers’ requests to remove two-factor authentication will be handled here.',
  comingDetail: 'There are no requests yet.',
  roles: {
    intake: { name: 'Intake', does: 'Takes customers’ requests and records evidence. Cannot approve or refuse.' },
    reviewer: {
      name: 'Reviewer',
      does: 'Examines requests and evidence, proposes approval or refusal, and approves what others propose.',
    },
    supervisor: {
      name: 'Supervisor',
      does: 'Takes part in approving high-risk requests and decides whether a stopped one goes on.',
    },
    auditor: { name: 'Auditor', does: 'Reads requests and records. Cannot change anything.' },
    administrator: {
      name: 'Administrator',
      does: 'Looks after staff and the running of the site. Does not handle customers’ requests.',
    },
  },
};
