import { describe, expect, it } from 'vitest';
import { STAFF_ROLES } from './account.ts';
import { ACCOUNT_LIFTS, CLOSING_ACTIONS, LIFT_ACTIONS, liftable } from './desk-account.ts';
import { may } from './staff.ts';

describe('what bars an account', () => {
  const OPEN = { suspendedBy: null, frozenUntil: null, closedSince: null };

  it.each([
    ['nothing', OPEN, []],
    ['staff', { ...OPEN, suspendedBy: 'staff' }, ['suspension']],
    ['a company administrator', { ...OPEN, suspendedBy: 'company' }, []],
    ['the host, or a lock', { ...OPEN, suspendedBy: 'other' }, []],
    ['a freeze until later', { ...OPEN, frozenUntil: 11 }, ['freeze']],
    ['a freeze until now', { ...OPEN, frozenUntil: 10 }, []],
    ['not me', { ...OPEN, closedSince: 5, frozenUntil: 20 }, ['freeze', 'closing']],
  ] as const)('%s: what staff may lift of it', (_who, bars, lifts) => {
    expect(liftable(bars, 10)).toEqual(lifts);
  });

  it('SEC-K06 closes by reviewer or supervisor, and opens again only at the wish of a supervisor', () => {
    for (const action of Object.values(CLOSING_ACTIONS))
      expect(STAFF_ROLES.filter((role) => may(role, action))).toEqual(['reviewer', 'supervisor']);
    for (const lift of ACCOUNT_LIFTS) {
      expect(STAFF_ROLES.filter((role) => may(role, LIFT_ACTIONS[lift].ask))).toEqual(['supervisor']);
      const second = lift === 'suspension' ? ['supervisor'] : ['reviewer', 'supervisor'];
      expect(STAFF_ROLES.filter((role) => may(role, LIFT_ACTIONS[lift].second))).toEqual(second);
    }
  });
});
