/** The page that shows what is on record; a closed code has it say what was done. */
import { pathOf, type Visit } from './visit.ts';

export type SettingsNotice = 'unchanged' | 'phone-changed' | 'phone-removed' | 'name-changed' | 'email-change-cancelled';

export function settingsPath(visit: Visit, notice?: SettingsNotice): string {
  const page = pathOf(visit, visit.portal.twoFactor.page);
  return notice === undefined ? page : `${page}?notice=${notice}`;
}
