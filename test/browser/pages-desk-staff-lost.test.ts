/**
 * Somebody of the desk lost the device, by keyboard: a colleague files with and without mistakes, the mailed link is opened in a browser of
 * its own, and the supervisor finds what comes of it. In both languages, the form in the dark too.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enterDesk, makeStale, openPageVisitor } from './page-visitor.ts';

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

const LOST = 'reviewer@desk.example';
const FORM = '/desk/intake/colleague';

it.each(['ja', 'en'] as const)(
  'SEC-K01 U-03 U-05 U-06 U-07 in %s the lost device of a colleague is taken up, confirmed and found on whole pages',
  async (language) => {
    const intake = await openPageVisitor(browser, demo, language);
    const { deskRequest, lostRequest, problems, signIn, staffLost } = wordsFor(language);
    await enterDesk(demo, intake, 'intake@desk.example');
    for (const scheme of ['light', 'dark']) {
      await intake.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await intake.open(FORM);
      await intake.look(staffLost.title);
    }
    await intake.send(FORM, { email: '', name: '' });
    await intake.look(staffLost.title, signIn.emailEmpty);
    await makeStale(intake);
    await intake.send(FORM, {});
    await intake.look(staffLost.title, problems.staleForm);
    await intake.page.focus('#risk');
    await intake.page.keyboard.press('Space');
    await intake.send(FORM, { email: LOST, name: '佐藤 涼子' });
    await intake.look(staffLost.doneTitle);

    const lost = await openPageVisitor(browser, demo, language);
    const link = /\/desk\/lost-device\/R-[\w-]+\?token=\S+/u.exec(await demo.newestLetter(LOST))?.[0] ?? '';
    await lost.open(link);
    await lost.look(lostRequest.link.title);
    await lost.send('/confirmation');
    await lost.look(lostRequest.status.title);
    await lost.open('/desk/sign-in/pass');
    await lost.look(lostRequest.pass.title);

    const supervisor = await openPageVisitor(browser, demo, language);
    await enterDesk(demo, supervisor, 'supervisor@desk.example');
    const [row] = await demo.query('select receipt from recovery_request');
    await supervisor.open(`/desk/requests/${String(row?.['receipt'])}`);
    await supervisor.look(`${deskRequest.request} ${String(row?.['receipt'])}`);
    expect([...intake.problems, ...lost.problems, ...supervisor.problems]).toEqual([]);
  },
);
