/** The company administrator's voucher, by the pages of the portal: begun, the code of the claim browser typed, given. */

import type { ReadCode } from './desk-steps.ts';
import { type Household, proveFresh, signIn } from './people.ts';
import type { Town } from './town.ts';

/** Whether it was given. */
export async function vouchFor(town: Town, { administrator }: Household, receipt: string, read: ReadCode): Promise<boolean> {
  const { browser, portal } = administrator;
  const path = `/${portal.id}/company/requests/${receipt}`;
  await signIn(town, administrator, browser);
  await proveFresh(town, administrator, browser);
  await browser.get(path);
  await browser.post(path, { choice: 'begin' });
  const code = (await read()) ?? '000000';
  await browser.get(path);
  const answer = await browser.post(path, { choice: 'vouch', code });
  await town.advance(1000);
  return answer.status === 303;
}
