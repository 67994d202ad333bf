/**
 * What a role at the desk may do (desk.md section 6), as one table that web and journeys ask. A role that is not named in a
 * row may not; a customer's role may nothing. Whose data is meant and in which portal is decided by the query that reads it.
 */
import { type Role, STAFF_ROLES, type StaffRole } from './account.ts';

const MAY = {
  /** The list of received requests, masked. */
  'requests.view': ['intake', 'reviewer', 'supervisor', 'auditor'],
  /** Requests of company administrators and of staff: absent for everybody else (SEC-J09). */
  'privileged.view': ['supervisor', 'auditor'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type StaffAction = keyof typeof MAY;

export function may(role: Role, action: StaffAction): boolean {
  return MAY[action].some((each) => each === role);
}

/** Undefined for a customer's role, which no account of the desk has. */
export function staffRole(role: Role): StaffRole | undefined {
  return STAFF_ROLES.find((each) => each === role);
}
