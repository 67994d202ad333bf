import { describe, expect, it } from 'vitest';
import { type Role, STAFF_ROLES } from './account.ts';
import {
  actsFrom,
  confirmationBy,
  isView,
  may,
  mayAct,
  mayBeApprovers,
  mayConfirmStaff,
  maySuspend,
  STAFF_ACTIONS,
} from './staff.ts';
import { hours } from './time.ts';

const ROLES: readonly Role[] = [...STAFF_ROLES, 'company-administrator', 'holder'];

/** The table of desk.md section 6, as it was reviewed: i intake, r reviewer, s supervisor, u auditor, a administrator, c company administrator. */
const REVIEWED = `
  requests.view               i r s u - -
  privileged.view             - - s u - -
  privileged.view-assigned    - r - - - -
  privileged.assign           - - s - - -
  request.enter               i r s - - -
  request.start-for-colleague - - - - - c
  claims.compare              i r s - - -
  number.see                  i r s - - -
  evidence.record             i r s - - -
  evidence.vouch              - - - - - c
  request.object              - - - - - c
  evidence.revoke.own         i r - - - c
  evidence.revoke             - - s - - -
  risk.raise                  i r s - - -
  request.press               i r s - - -
  request.stop                i r s - - -
  risk.lower                  - - s - - -
  risk.lower.second           - r s - - -
  request.resume              - - s - - -
  request.resume.second       - r s - - -
  freeze.lift                 - - s - - -
  freeze.lift.second          - r s - - -
  closing.lift                - - s - - -
  closing.lift.second         - r s - - -
  request.propose             - r s - - -
  request.return              - r s - - -
  request.refuse              - r s - - -
  request.approve             - r s - - -
  request.approve-high        - r s - - -
  request.approve-single      - - - - - c
  quota.grant                 - - s - - -
  dispute.open                - - s - - -
  stop-switch.set             - - s - a -
  stop-switch.lift            - - s - a -
  request.claim               i r s - - -
  request.label               i r s - - -
  request.note                i r s - - -
  macros.edit                 - - s - - -
  response-times.view         - - s - - -
  charts.view                 i r s u - -
  charts.counts               - - - - a -
  audit.search.own            i r - - - -
  audit.search-portals        - - s - - -
  audit.search                - - - u - -
  audit.search-operation      - - - - a -
  requests.export             - - s u - -
  account.end-sessions        - r s - - -
  account.suspend             - r s - - -
  suspension.lift             - - s - - -
  suspension.lift.second      - - s - - -
  credential.change           - - - - - -
  secret.see                  - - - - - -
  staff.view                  - - s - a -
  staff.invite                - - - - a -
  staff.change-role           - - - - a -
  staff.restore               - - - - a -
  staff.confirm               - - - - a -
  staff.confirm-for-one       - - s - - -
  staff.suspend               - - s - a -
  configuration.read          - - - u a -
`;

const LETTERS: readonly (readonly [Role, string])[] = [
  ['intake', 'i'],
  ['reviewer', 'r'],
  ['supervisor', 's'],
  ['auditor', 'u'],
  ['administrator', 'a'],
  ['company-administrator', 'c'],
];

const rows = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/gu, ' '));

describe('the roles of the desk', () => {
  it('D-02 S-60 SEC-K02 SEC-K05 SEC-J03 say of every action who may, as it was reviewed', () => {
    const table = STAFF_ACTIONS.map((action) =>
      [action, ...LETTERS.map(([role, letter]) => (may(role, action) ? letter : '-'))].join(' '),
    );
    expect(table).toEqual(rows(REVIEWED));
  });

  it('SEC-K02 a holder may nothing', () => {
    expect(STAFF_ACTIONS.filter((action) => may('holder', action))).toEqual([]);
  });

  it('D-02 an administrator and an auditor take no part in any request', () => {
    const part = STAFF_ACTIONS.filter((action) => /^(?:request|evidence|claims|number|risk|freeze|dispute)\b/u.test(action));
    expect(part.filter((action) => may('administrator', action) || may('auditor', action))).toEqual([]);
  });
});

describe('a new member of the desk', () => {
  const policy = { newStaffFor: hours(72) };
  const since = hours(1000);

  it.each(ROLES)('SEC-K06 only reads for 72 hours, to the millisecond: %s', (role) => {
    const allowed = STAFF_ACTIONS.filter((action) => may(role, action));
    const at = (now: number) => STAFF_ACTIONS.filter((action) => mayAct({ role, staffSince: since }, action, now, policy));
    expect(at(since)).toEqual(allowed.filter(isView));
    expect(at(since + policy.newStaffFor - 1)).toEqual(allowed.filter(isView));
    expect(at(since + policy.newStaffFor)).toEqual(allowed);
  });

  it('is nobody who has been there since the beginning', () => {
    expect(mayAct({ role: 'supervisor', staffSince: null }, 'request.approve', 1, policy)).toBe(true);
    expect(actsFrom({ staffSince: null }, policy)).toBe(0);
  });
});

describe('who may suspend whom', () => {
  const person = (role: Role, id: string = role) => ({ id, role });

  it('SEC-K06 T-25 an administrator anybody, a supervisor neither supervisors nor administrators, others nobody', () => {
    const whom = (actor: Role) => ROLES.filter((subject) => maySuspend(person(actor, 'actor'), person(subject, 'subject')));
    expect(Object.fromEntries(ROLES.map((role) => [role, whom(role)]))).toEqual({
      intake: [],
      reviewer: [],
      supervisor: ['intake', 'reviewer', 'auditor'],
      auditor: [],
      administrator: [...STAFF_ROLES],
      'company-administrator': [],
      holder: [],
    });
  });

  it.each(ROLES)('SEC-K06 nobody themself: %s', (role) => {
    expect(maySuspend(person(role), person(role))).toBe(false);
  });
});

describe('whose confirmation counts', () => {
  it.each([
    [{ administrators: 3, supervisors: 0 }, 'administrator'],
    [{ administrators: 2, supervisors: 2 }, 'administrator'],
    [{ administrators: 1, supervisors: 1 }, 'supervisor'],
    [{ administrators: 1, supervisors: 0 }, 'host'],
  ] as const)('with %j it is that of the %s', (confirmers, by) => {
    expect(confirmationBy(confirmers)).toBe(by);
  });

  it('SEC-K06 never that of who asked, nor of whom it is about', () => {
    const two = { administrators: 2, supervisors: 1 };
    const asked = { by: 'first', about: 'third' };
    const says = (id: string, role: Role) => mayConfirmStaff({ id, role }, asked, two);
    expect([says('first', 'administrator'), says('third', 'administrator'), says('second', 'administrator')]).toEqual([
      false,
      false,
      true,
    ]);
    expect(says('second', 'supervisor')).toBe(false);
    expect(mayConfirmStaff({ id: 'second', role: 'supervisor' }, asked, { administrators: 1, supervisors: 1 })).toBe(true);
    expect(mayConfirmStaff({ id: 'third', role: 'supervisor' }, asked, { administrators: 1, supervisors: 1 })).toBe(false);
    expect(mayConfirmStaff({ id: 'second', role: 'reviewer' }, asked, { administrators: 1, supervisors: 1 })).toBe(false);
    expect(mayConfirmStaff({ id: 'second', role: 'supervisor' }, asked, { administrators: 1, supervisors: 0 })).toBe(false);
  });
});

describe('two approvers of a high risk', () => {
  const reviewer = { id: 'r', role: 'reviewer' } as const;
  const supervisor = { id: 's', role: 'supervisor' } as const;

  it('are two people, one of them a supervisor', () => {
    expect(mayBeApprovers([reviewer, supervisor])).toBe(true);
    expect(mayBeApprovers([supervisor, { id: 't', role: 'supervisor' }])).toBe(true);
    expect(mayBeApprovers([reviewer, { id: 'q', role: 'reviewer' }])).toBe(false);
    expect(mayBeApprovers([supervisor, supervisor])).toBe(false);
    expect(mayBeApprovers([supervisor, { id: 'a', role: 'administrator' }])).toBe(false);
  });
});
