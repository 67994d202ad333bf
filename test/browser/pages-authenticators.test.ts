/**
 * The pages of several authenticators in every state: one more, a change in place, another name, the end of one, and the question
 * whether a device shows codes. By keyboard, in Japanese in one portal and in English in the other.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { codeNow, STEP, wrongCode } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enrolElsewhere, makeStale, openPageVisitor, type PageVisitor, secretOf } from './page-visitor.ts';
import { PORTALS } from './walking-labels.ts';

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
  ['ja', 'success', 'hanako@success.example', 'account'],
  ['en', 'support', 'jiro@support.example', 'profile'],
] as const;

/** Where the n-th device of the settings leads by its n-th link. */
async function followWay({ page, open }: PageVisitor, settings: string, link: 'first' | 'last'): Promise<void> {
  await open(settings);
  const href = await page.$eval(`.device-ways > a:${link}-child`, (each) => each.getAttribute('href') ?? '');
  await open(href);
}

it.each(WAYS)(
  'U-46 U-47 Z-10 the devices in %s in %s are whole pages when added, named, changed and deleted, and when something is wrong',
  async (language, portal, email, page) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { authenticators, enrolment, code, problems } = wordsFor(language);
    const { settings } = PORTALS[language][portal];
    const home = `/${portal}/${page}`;
    const secret = await enrolElsewhere(demo, portal, email);
    await visitor.enterPassword(portal, email);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    demo.advance(STEP);

    await open(home);
    await look(settings);
    await send(`/${portal}/enrolment`);
    await look(authenticators.added.title);
    const spare = await secretOf(visitor);
    await send('enrolment/code', { code: codeNow(demo, spare), 'device-name': '会社のiPhone' });
    await look(authenticators.added.title, authenticators.nameTaken);
    await send('enrolment/code', { code: codeNow(demo, spare), 'device-name': '家のiPadの二十文字の名前ABCDE' });
    await look(authenticators.added.doneTitle);
    await open(`/${portal}/enrolment`);
    await look(enrolment.alreadyTitle);

    await followWay(visitor, home, 'first');
    await look(authenticators.renameTitle);
    await send('', { 'device-name': '' });
    await look(authenticators.renameTitle, authenticators.nameEmpty);
    await makeStale(visitor);
    await send('', { 'device-name': '私物' });
    await look(authenticators.renameTitle, problems.staleForm);
    await send('', { 'device-name': '私物' });
    await look(settings);

    await open(`/${portal}/account/authenticators/replacement`);
    await look(authenticators.replacement.title);
    await send('authenticators/replacement');
    await look(authenticators.replacement.title, authenticators.replacement.empty);
    await visitor.page.$eval('[name="authenticator"]', (choice) => choice.setAttribute('checked', ''));
    await send('authenticators/replacement');
    await look(authenticators.replacement.title);
    const next = await secretOf(visitor);
    await send('enrolment/code', { code: wrongCode(demo, next), 'device-name': '' });
    await look(authenticators.replacement.title, code.wrong);
    demo.advance(minutes(10));
    await send('enrolment/code', { code: codeNow(demo, next), 'device-name': '' });
    await look(enrolment.title);
    await open(`/${portal}/confirmation`);
    await send('confirmation', { code: codeNow(demo, secret) });

    await followWay(visitor, home, 'last');
    await look(authenticators.removal.title);
    await makeStale(visitor);
    await send('/removal');
    await look(authenticators.removal.title, problems.staleForm);
    await send('/removal');
    await look(settings);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-50 the check-up in %s in %s is a whole page when asked, wrong, stale and answered',
  async (language, portal, email, page) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { code, problems } = wordsFor(language);
    const start = language === 'ja' ? 'ダッシュボード' : 'Dashboard';
    const secret = await enrolElsewhere(demo, portal, email);
    await visitor.enterPassword(portal, email);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    await open(`/${portal}/${page}`);
    await send(`/${portal}/enrolment`);
    const spare = await secretOf(visitor);
    await send('enrolment/code', { code: codeNow(demo, spare), 'device-name': 'spare' });
    demo.advance(days(4));
    await visitor.enterPassword(portal, email);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    await look(start);
    await send('dashboard/check-up', { code: wrongCode(demo, spare) });
    await look(start, code.wrong);
    await makeStale(visitor);
    await send('dashboard/check-up', { code: '1' });
    await look(start, problems.staleForm);
    await send('dashboard/check-up', { code: codeNow(demo, spare) });
    await look(start);
    expect(visitor.problems).toEqual([]);
  },
);
