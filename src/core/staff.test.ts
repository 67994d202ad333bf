import { describe, expect, it } from 'vitest';
import { STAFF_ROLES } from './account.ts';
import { may, type StaffAction } from './staff.ts';

const whoMay = (action: StaffAction) => STAFF_ROLES.filter((role) => may(role, action));

describe('the roles of the desk', () => {
  it('D-02 SEC-K02 everybody but the administrator may see the list of requests', () => {
    expect(whoMay('requests.view')).toEqual(['intake', 'reviewer', 'supervisor', 'auditor']);
  });

  it('SEC-J09 only a supervisor and an auditor may see requests of privileged subjects', () => {
    expect(whoMay('privileged.view')).toEqual(['supervisor', 'auditor']);
  });

  it.each(['holder', 'company-administrator'] as const)('SEC-K02 %s, a role of customers, may nothing', (role) => {
    expect([may(role, 'requests.view'), may(role, 'privileged.view')]).toEqual([false, false]);
  });
});
