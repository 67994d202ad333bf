/**
 * The pages of a forgotten, a changed and a leaked password, by keyboard and in both languages: whole, with each mistake, stale, and
 * when the link is over; and the page that asks which portal's password is meant.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { findAccount } from '../../src/journeys/host-accounts.ts';
import { declareCompromised } from '../../src/journeys/password-compromise.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { NEW_PASSWORD } from '../support/forgotten-password.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { makeStale, openPageVisitor, type PageVisitor } from './page-visitor.ts';
import { PASSWORD } from './walking.ts';

let browser: OpenBrowser;
let demo: ClockedDemo;
beforeAll(async () => {
  browser = await openBrowser('chromium', { engineOnly: true });
});
afterAll(() => browser.close());
beforeEach(async () => {
  demo = await openClockedDemo();
});
afterEach(() => demo.close());

const WAYS = [
  ['ja', 'support', 'jiro@support.example'],
  ['en', 'success', 'hanako@success.example'],
] as const;

/** Of the newest letter, once the clerk has looked and it is there. */
async function resetLink(email: string): Promise<string> {
  let link = '';
  const find = async (): Promise<string> => {
    await demo.service.clerk.lookNow();
    link = /\/\w+\/password-reset\/\S+/u.exec(await demo.newestLetter(email))?.[0] ?? '';
    return link;
  };
  await expect.poll(find).not.toBe('');
  return link;
}

const statusOf = ({ page }: PageVisitor): Promise<string> => page.$eval('main [role="status"]', (node) => node.textContent ?? '');

it.each(WAYS)(
  'U-03 U-05 U-07 SEC-E06 G-36 in %s in %s a forgotten password is whole pages from the sign-in back to it',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { firstPassword, links, passwords, problems, signIn } = wordsFor(language);
    await open(`/${portal}/sign-in`);
    await visitor.page.click(`a[href="/${portal}/password-reset"]`);
    await visitor.page.waitForSelector('form[action$="/password-reset"]');
    await look(passwords.ask.title);
    await send('/password-reset', { email: 'hanako' });
    await look(passwords.ask.title, signIn.emailShape);
    await makeStale(visitor);
    await send('/password-reset', { email });
    await look(passwords.ask.title, problems.staleForm);
    await send('/password-reset', { email });
    await look(passwords.asked.title);
    const path = await resetLink(email);
    await open(path);
    await look(passwords.reset.title);
    await send(path, { password: 'short' });
    await look(passwords.reset.title, firstPassword.tooShort(15));
    await makeStale(visitor);
    await send(path, { password: NEW_PASSWORD });
    await look(passwords.reset.title, problems.staleForm);
    await send(path, { password: NEW_PASSWORD });
    await look(signIn.title);
    expect(await statusOf(visitor)).toContain(passwords.done.notice);
    await open(`/${portal}/sign-in?notice=password-reset-closed`);
    await look(signIn.title);
    await open(path);
    await look(links.spentTitle);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-03 U-07 SEC-A07 B6-2 in %s in %s the change of a password is a whole page, whatever is typed',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { passwords, problems } = wordsFor(language);
    await visitor.enterPassword(portal, email);
    const path = `/${portal}/account/password`;
    for (const [current, next, sentence] of [
      ['', NEW_PASSWORD, passwords.change.currentEmpty],
      ['not the current one', NEW_PASSWORD, passwords.change.currentWrong],
      [PASSWORD, PASSWORD, wordsFor(language).firstPassword.common],
      [NEW_PASSWORD, NEW_PASSWORD, passwords.change.unchanged],
    ] as const) {
      await open(path);
      await look(passwords.change.title);
      await send(path, { current_password: current, new_password: next });
      await look(passwords.change.title, sentence);
    }
    await makeStale(visitor);
    await send(path, { current_password: PASSWORD, new_password: NEW_PASSWORD });
    await look(passwords.change.title, problems.staleForm);
    await send(path, { current_password: PASSWORD, new_password: NEW_PASSWORD });
    expect(await statusOf(visitor)).toContain(passwords.change.done);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)('U-03 SEC-A08 in %s in %s a leaked password leads to a whole page', async (language, portal, email) => {
  const visitor = await openPageVisitor(browser, demo, language);
  const { passwords } = wordsFor(language);
  const { ports } = demo.service.site;
  const found = await findAccount(ports, portal, email);
  if (!found.ok) throw new Error('no such account');
  await declareCompromised(ports, demo.now(), found.value, 'a test');
  await visitor.enterPassword(portal, email);
  await visitor.look(passwords.replacement.title);
  await visitor.open('/desk/sign-in/replacement');
  await visitor.look(passwords.replacement.title);
  await visitor.open('/desk/password-reset');
  await visitor.look(passwords.staff.title);
  await visitor.open('/.well-known/change-password');
  await visitor.look(passwords.chooser.title);
  expect(visitor.problems).toEqual([]);
});
