/** The page that shows what is on record; a closed code has it say what was done. */
import { pathOf, type Visit } from './visit.ts';

export type ContactNotice = 'phone-changed' | 'phone-removed' | 'name-changed' | 'email-change-cancelled';
export type DeviceNotice = 'device-renamed' | 'device-deleted';
export type SettingsNotice = 'unchanged' | ContactNotice | DeviceNotice;

export function settingsPath(visit: Visit, notice?: SettingsNotice): string {
  const page = pathOf(visit, visit.portal.twoFactor.page);
  return notice === undefined ? page : `${page}?notice=${notice}`;
}
