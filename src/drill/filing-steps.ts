/** What whoever asks for the removal does: the form, the mailed link, the password, the codes that are shown, the pass. */
import { type Answer, type Browser, follow, leadsTo } from './browser.ts';
import { bindOn, type Household, signIn, typePassword } from './people.ts';
import type { Town } from './town.ts';

export const NEW_PASSWORD = 'violet tram 41 kettle';

/** Sends the form with what somebody knows of the household; answers the receipt, null when none was given. */
export async function fileForm(town: Town, { company, holder }: Household, browser: Browser): Promise<string | null> {
  const at = `/${holder.portal.id}/lost-device`;
  await browser.get(`${at}/form`);
  const answer = await browser.post(at, {
    email: holder.email,
    name: holder.name,
    company,
    phone: holder.phone,
    case_number: 'TM-00012345',
    summary: 'The phone is gone.',
    risk: 'accepted',
  });
  await town.advance(1000);
  return /\/lost-device\/(R-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{2})/u.exec(answer.location ?? '')?.[1] ?? null;
}

/** The newest link about the request in the holder's mailbox: path and token. */
export function mailedToken(
  town: Town,
  { holder }: Household,
  receipt: string,
): { readonly path: string; readonly token: string } | null {
  const shape = new RegExp(`/${holder.portal.id}/lost-device/${receipt}\\?token=\\S+`, 'u');
  const path = town.linkTo(holder.email, shape);
  return path === null ? null : { path, token: new URLSearchParams(path.split('?')[1]).get('token') ?? '' };
}

/** Opens the mailed link in this browser and presses its button. */
export async function confirmMailbox(town: Town, household: Household, browser: Browser, receipt: string): Promise<boolean> {
  const mailed = mailedToken(town, household, receipt);
  if (mailed === null) return false;
  const at = `/${household.holder.portal.id}/lost-device/${receipt}`;
  await browser.get(mailed.path);
  const answer = await browser.post(`${at}/confirmation`, { token: mailed.token });
  await town.advance(1000);
  await openStatus(town, household, browser, receipt);
  return answer.status === 303;
}

/** The page of the request, opened by the newest mailed link. */
export async function openStatus(town: Town, household: Household, browser: Browser, receipt: string): Promise<Answer> {
  const mailed = mailedToken(town, household, receipt);
  const at = `/${household.holder.portal.id}/lost-device/${receipt}`;
  if (mailed !== null) await follow(browser, await browser.get(mailed.path));
  return browser.get(at);
}

/** Types the password on the page of the request. */
export async function provePassword(
  town: Town,
  { holder }: Household,
  browser: Browser,
  receipt: string,
  password: string,
): Promise<void> {
  const at = `/${holder.portal.id}/lost-device/${receipt}`;
  await browser.get(at);
  await browser.post(`${at}/password`, { email: holder.email, password });
  await town.advance(1000);
}

/** The code that the page of the request shows in this browser now; null where it shows none. */
export async function shownCode({ holder }: Household, browser: Browser, receipt: string): Promise<string | null> {
  const { html } = await browser.get(`/${holder.portal.id}/lost-device/${receipt}`);
  const code = /class="proof-code"[^>]*>\s*(\d{3})\s*(\d{3})/u.exec(html);
  return code === null ? null : `${code[1]}${code[2]}`;
}

/** Asks for a new password by mail and sets it by the link, reading the holder's mailbox. */
export async function resetPassword(town: Town, { holder }: Household, browser: Browser): Promise<boolean> {
  const at = `/${holder.portal.id}/password-reset`;
  await browser.get(at);
  await browser.post(at, { email: holder.email });
  await town.advance(1000);
  const link = town.linkTo(holder.email, new RegExp(`${at}/\\S+`, 'u'));
  if (link === null) return false;
  await browser.get(link);
  const answer = await browser.post(link, { email: holder.email, password: NEW_PASSWORD });
  await town.advance(1000);
  return answer.status === 303;
}

/** The pass of the newest letter that holds one; null when none was mailed to the holder's address since `since`. */
export function mailedPass(town: Town, { holder }: Household, since: number): string | null {
  const shape = /(?<![\w-])([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3})(?![\w-])/u;
  const letter = town.letters.findLast(({ at, text, to }) => to === holder.email && at >= since && shape.test(text));
  return shape.exec(letter?.text ?? '')?.[1] ?? null;
}

export type Redemption = 'in' | 'taken-over' | 'refused';

/** Password and pass, the QR code, its first code, then a sign-in with the new device. */
export async function redeem(
  town: Town,
  { holder }: Household,
  browser: Browser,
  typed: { readonly password: string; readonly pass: string },
): Promise<Redemption> {
  const at = `/${holder.portal.id}/sign-in`;
  await browser.get(`${at}/pass`);
  const opened = await browser.post(`${at}/pass`, { email: holder.email, ...typed });
  // Where the portal leaves two-factor off, the password is enough from now on.
  if (leadsTo(opened, at)) {
    const first = await typePassword(browser, holder.portal, holder.email, typed.password);
    return leadsTo(first, `/${holder.portal.id}/dashboard`) ? 'in' : 'refused';
  }
  if (!leadsTo(opened, `${at}/enrolment`)) {
    await town.advance(1000);
    return opened.status === 200 ? 'taken-over' : 'refused';
  }
  const secret = await bindOn(town, browser, `${at}/enrolment`);
  const isIn = await signIn(town, { ...holder, secret }, browser, typed.password);
  return isIn ? 'in' : 'refused';
}
