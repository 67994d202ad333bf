import { describe, expect, it } from 'vitest';
import { staffingOf, staffingProblem } from './desk-staffing.ts';

const SOMEBODY = { role: 'reviewer', status: 'active', isComplete: true } as const;
const SUPERVISOR = { ...SOMEBODY, role: 'supervisor' } as const;

describe('the people of the desk', () => {
  it.each([
    ['three who may approve, one a supervisor', [SOMEBODY, SOMEBODY, SUPERVISOR], false, null],
    ['two who may approve', [SOMEBODY, SUPERVISOR], false, 'too-few-approvers'],
    [
      'one of three without an authenticator',
      [SOMEBODY, { ...SOMEBODY, isComplete: false }, SUPERVISOR],
      false,
      'too-few-approvers',
    ],
    ['one of three suspended', [SOMEBODY, { ...SOMEBODY, status: 'suspended' }, SUPERVISOR], false, 'too-few-approvers'],
    ['three reviewers', [SOMEBODY, SOMEBODY, SOMEBODY], false, 'no-supervisor'],
    [
      'people who do not approve',
      [{ ...SOMEBODY, role: 'intake' }, { ...SOMEBODY, role: 'auditor' }, SUPERVISOR],
      false,
      'too-few-approvers',
    ],
    ['one alone, as the file says', [SUPERVISOR], true, null],
    ['nobody yet', [], true, null],
    ['two where the file says one', [SUPERVISOR, { ...SOMEBODY, role: 'administrator' }], true, 'not-alone'],
    ['a second who is suspended', [SUPERVISOR, { ...SOMEBODY, status: 'suspended' }], true, null],
  ] as const)('D-02 %s', (_name, members, isSinglePerson, problem) => {
    expect(staffingProblem(staffingOf(members), isSinglePerson)).toBe(problem);
  });
});
