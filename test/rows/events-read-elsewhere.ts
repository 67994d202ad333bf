/** Events whose letters are read by tests of their own, and those of the host before there is anybody at the desk to be told. */
export const EVENTS_READ_ELSEWHERE = {
  // Told to every administrator of the company and to whom it was done: attacks/company.test.ts.
  'company.policy-changed': [],
  'company.administrator-appointed': [],
  'company.act-refused': [],
  'invitation.made': [],
  'invitation.renewed': [],
  'invitation.cancelled': [],
  'invitation.accepted': [],
  'invitation.looked-after': [],
  'registration.asked': [],
  'join-request.made': [],
  'join-request.accepted': [],
  'join-request.declined': [],
  // Each event of a request has letters of its own.
  'recovery.event': [],
  'recovery.refused': [],
  'recovery.letter-wanted': [],
  'recovery.letter-answered': [],
  'recovery.list-viewed': [],
  'recovery.list-refused': [],
  // The host's own.
  'desk-set-up.opened': [],
  'desk-set-up.begun': [],
  'desk-set-up.refused': [],
  'desk-set-up.completed': [],
} as const;
