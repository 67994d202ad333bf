/** How many rows of a table leave at once, by role (D-35). */
import type { StaffRole } from './account.ts';

const MOST: Readonly<Partial<Record<StaffRole, number>>> = { supervisor: 1000, auditor: 10_000 };

export function exportLimit(role: StaffRole): number {
  return MOST[role] ?? 0;
}
