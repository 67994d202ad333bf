/**
 * Whether the desk has the people that its procedure needs (desk.md sections 3 and 6): alone where the file says so, else three who
 * may approve, one of them a supervisor, or a request of high risk comes to an end with nobody to decide it. Pure.
 */
import type { Account } from './account.ts';
import { may } from './staff.ts';

export interface Staffing {
  /** With password and authenticator, and not suspended. */
  readonly active: number;
  readonly approvers: number;
  readonly supervisors: number;
}

export type StaffingProblem = 'not-alone' | 'too-few-approvers' | 'no-supervisor';

const APPROVERS_NEEDED = 3;

export function staffingOf(members: readonly (Pick<Account, 'role' | 'status'> & { readonly isComplete: boolean })[]): Staffing {
  const active = members.filter(({ status, isComplete }) => status === 'active' && isComplete);
  return {
    active: active.length,
    approvers: active.filter(({ role }) => may(role, 'request.approve')).length,
    supervisors: active.filter(({ role }) => role === 'supervisor').length,
  };
}

/** `not-alone` is the one that nothing may run with; the others are worth a word. Null: all is well. */
export function staffingProblem({ active, approvers, supervisors }: Staffing, isSinglePerson: boolean): StaffingProblem | null {
  if (isSinglePerson) return active > 1 ? 'not-alone' : null;
  if (approvers < APPROVERS_NEEDED) return 'too-few-approvers';
  return supervisors === 0 ? 'no-supervisor' : null;
}
