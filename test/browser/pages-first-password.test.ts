/**
 * The pages on which a first password is set, by keyboard and in both languages: whole, with each mistake, and when the link or
 * the code is over. The password field is one a password manager knows, with whose password it is.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { addAccount } from '../../src/journeys/host-accounts.ts';
import { openDeskSetUp } from '../../src/journeys/sittings.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { makeStale, openPageVisitor } from './page-visitor.ts';

const PASSWORD = 'violet tram 41 kettle';
const EMAIL = 'mai.ito@success.example';

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

it.each(['ja', 'en'] as const)(
  'A-18 U-39 SEC-A04 the page of the mailed link is a whole page in %s, whatever is typed',
  async (language) => {
    const { firstPassword, links, problems, signIn } = wordsFor(language);
    await addAccount(demo.service.site.ports, demo.now(), {
      portal: 'success',
      email: EMAIL,
      name: '伊藤 舞',
      phone: null,
      company: 'demo-sakura',
      role: 'holder',
      language,
    });
    const path = /\/success\/password\/\S+/u.exec(await demo.newestLetter(EMAIL))?.[0] ?? '';
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    await open(path);
    await look(firstPassword.title);
    const manager = await visitor.page.$eval('input[autocomplete="username"]', (field) => field.getAttribute('value'));
    expect(manager).toBe(EMAIL);
    for (const [password, sentence] of [
      ['', firstPassword.empty],
      ['short', firstPassword.tooShort(15)],
      ['sakurasakurasakura', firstPassword.common],
      [EMAIL, firstPassword.contextEmail],
    ] as const) {
      await send(path, { password });
      await look(firstPassword.title, sentence);
    }
    await makeStale(visitor);
    await send(path, { password: PASSWORD });
    await look(firstPassword.title, problems.staleForm);
    await send(path, { password: PASSWORD });
    await look(signIn.title);
    expect(await visitor.page.$eval('main [role="status"]', (node) => node.textContent)).toBe(firstPassword.doneNotice);
    await open(path);
    await look(links.spentTitle);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(['ja', 'en'] as const)(
  'SEC-E10 U-39 the page of the host’s code is a whole page in %s and leads to the QR code',
  async (language) => {
    const { sitting, enrolment, firstPassword, problems } = wordsFor(language);
    const who = { email: 'ops@desk.example', name: '小川 凜', language };
    const opened = await openDeskSetUp(demo.service.site.ports, demo.now(), 'desk', who);
    const path = `/desk/setup/${opened.ok ? opened.value.code : ''}`;
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    await open(path);
    await look(sitting.titles['set-up']);
    await send(path, { password: 'passwordpassword' });
    await look(sitting.titles['set-up'], firstPassword.common);
    await makeStale(visitor);
    await send(path, { password: PASSWORD });
    await look(sitting.titles['set-up'], problems.staleForm);
    await send(path, { password: PASSWORD });
    await look(enrolment.title);
    await open(path);
    await look(sitting.spentTitle);
    expect(visitor.problems).toEqual([]);
  },
);
