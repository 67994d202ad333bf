/** Words of the letters about members of the desk. Names stand among the facts, never here. */
import type { staffLetters as ja } from '../ja/letters-staff.ts';

export const staffLetters: typeof ja = {
  facts: {
    what: 'What was done',
    person: 'Person',
    role: 'Role',
    by: 'Done by',
    confirmedBy: 'Confirmed by',
    reason: 'Reason',
    where: 'Where',
  },
  allPortals: 'All portals',
  host: 'The operator of the server',
  changes: {
    'invitation-asked': 'An invitation of a new staff member waits for a second person (within 30 minutes)',
    'role-asked': 'A change of role waits for a second person (within 30 minutes)',
    'restoration-asked': 'The end of a suspension waits for a second person (within 30 minutes)',
    'ask-declined': 'Something that waited for a second person was dropped',
    invited: 'A new staff member was invited',
    'role-changed': 'The role of a staff member was changed',
    restored: 'The suspension of a staff member was lifted',
    suspended: 'A staff member was suspended',
    'recovery-opened': 'On the server, a code was printed with which a staff member registers password and authenticator anew',
  },
  changed: {
    title: 'The staff of the support desk was managed',
    preview: 'All staff are told. If you did not expect this, ask another administrator.',
    happened: 'The staff of the support desk was managed. All staff are told.',
    meaning: '',
    notMeHeading: 'If you did not expect this',
    notMe:
      'Ask the person who did it, by another way than mail. If they do not know of it either, an administrator or supervisor can suspend the account on the staff page.',
    ownHeading: '',
    own: '',
    link: '',
  },
  stopped: {
    title: 'The stop switch was set',
    preview: 'Approvals and releases are stopped. All staff are told.',
    happened: 'The stop switch of the support desk was set. All staff are told.',
    meaning: 'As long as it is set, no request there is approved or released, and no new device is registered by one.',
    notMeHeading: 'To lift it',
    notMe:
      'Another supervisor or administrator than the one who set it finds out why, then lifts it on the page of the stop switch.',
    ownHeading: '',
    own: '',
    link: '',
  },
  resumed: {
    title: 'The stop switch was lifted',
    preview: 'Approvals and releases go on.',
    happened: 'The stop switch of the support desk was lifted. All staff are told.',
    meaning: 'Requests that were held up go on where everything they need is there.',
    notMeHeading: 'If you did not expect this',
    notMe: 'Ask the person who lifted it, by another way than mail. If you are in doubt, set the stop switch again.',
    ownHeading: '',
    own: '',
    link: '',
  },
  invitation: {
    title: 'You are invited to join the support desk',
    preview: 'Register a password and an authenticator app in one go, and you can sign in as staff.',
    happened: 'You are invited to join the staff of the support desk. There is no account yet.',
    meaning:
      'The account is made once both password and authenticator app are registered. For the first 72 hours you can only read.',
    notMeHeading: 'If you did not expect this',
    notMe: 'There is nothing to do. As long as nothing is registered, there is no account.',
    ownHeading: 'Begin',
    own: 'Have the phone with your authenticator app at hand, then open the page. The link works once.',
    link: 'Open the page',
  },
};
