/**
 * The pages of a sign-in that take time or many mistakes to meet: what ended, what is paused, what belongs to another window
 * or another browser. Each is reached by keyboard, in Japanese in one portal and in English in the other.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { PASSWORD_SCHEDULE, SECOND_FACTOR_SCHEDULE } from '../../src/core/throttle.ts';
import { days, hours, minutes } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { codeNow, wrongCode } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enrolElsewhere, makeStale, openPageVisitor, type PageVisitor } from './page-visitor.ts';
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
  ['ja', 'support', 'jiro@support.example', 'demo-jiro'],
  ['en', 'success', 'hanako@success.example', 'demo-hanako'],
] as const;

it.each(WAYS)(
  'U-03 U-05 U-06 U-07 U-11 U-20 the sign-in in %s in %s is a whole page when mistyped, stale, done already or over',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { signIn, problems } = wordsFor(language);
    await open(`/${portal}/sign-in`);
    await send('/sign-in', { email: 'no address', password: '' });
    await look(signIn.title, signIn.emailShape);
    await makeStale(visitor);
    await send('/sign-in', { email, password: PASSWORD });
    await look(signIn.title, problems.staleForm);
    expect(await typedIn(visitor, 'email')).toBe(email);
    await send('/sign-in', { password: PASSWORD });
    await open(`/${portal}/sign-in`);
    await makeStale(visitor);
    await send('/sign-out');
    await look(signIn.signedIn, problems.staleForm);
    demo.advance(minutes(61));
    await open(`/${portal}/cases`);
    await look(signIn.title);
    expect(await statusOf(visitor)).toBe(signIn.endedNotice);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-16 U-18 U-19 U-20 U-21 U-24 the code page in %s in %s is a whole page when the code is missing, mistyped, used, late or refused for good',
  async (language, portal, email, id) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { send, look } = visitor;
    const { signIn, code, problems } = wordsFor(language);
    const secret = await enrolElsewhere(demo, portal, email);
    await visitor.enterPassword(portal, email);
    await send('sign-in/code', { code: '' });
    await look(code.title, code.empty);
    await send('sign-in/code', { code: '12345o' });
    await look(code.title, code.characters);
    await makeStale(visitor);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    await look(code.title, problems.staleForm);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    await visitor.signOut(portal);
    await visitor.enterPassword(portal, email);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    await look(code.title, code.used(30));
    await send('sign-in/cancellation');
    await look(signIn.title);
    expect(await statusOf(visitor)).toBe(signIn.otherAccountNotice);
    await visitor.enterPassword(portal, email);
    demo.advance(minutes(11));
    await send('sign-in/code', { code: wrongCode(demo, secret) });
    await look(signIn.title);
    expect([await statusOf(visitor), await typedIn(visitor, 'email')]).toEqual([signIn.expiredNotice, email]);
    for (let count = 0; count < 50; count += 1) {
      await demo.service.store.charge(`second-factor:${id}`, SECOND_FACTOR_SCHEDULE, demo.now());
      demo.advance(count % 5 === 4 ? days(1) : minutes(1));
    }
    await visitor.enterPassword(portal, email);
    await look(code.disabledTitle);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-12 SEC-F01 G-24 a hundred wrong passwords in %s in %s lead to a whole page, and its mailed link opens this browser again',
  async (language, portal, email, id) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { page, open, send, look } = visitor;
    const { signIn, links, problems } = wordsFor(language);
    for (let count = 0; count < 100; count += 1) {
      await demo.service.store.charge(`password:${id}`, PASSWORD_SCHEDULE, demo.now());
      demo.advance(hours(1));
    }
    await visitor.enterPassword(portal, email);
    await look(signIn.title, signIn.held);
    const path = /\/\w+\/sign-in\/browser\/\S+/u.exec(await demo.newestLetter(email))?.[0] ?? '';
    await open(path);
    await look(links.browserTitle);
    await makeStale(visitor);
    await send(path);
    await look(links.browserTitle, problems.staleForm);
    await send(path);
    await look(signIn.title);
    expect(await statusOf(visitor)).toBe(signIn.browserConfirmedNotice);
    await send('/sign-in', { email, password: PASSWORD });
    expect(new URL(page.url()).pathname).toBe(`/${portal}/dashboard`);
    await open(path);
    await send(path);
    await look(links.spentTitle);
    expect(visitor.problems).toEqual([]);
  },
);

function statusOf({ page }: PageVisitor): Promise<string> {
  return page.$eval('main [role="status"]', (node) => node.textContent?.trim() ?? '');
}

function typedIn({ page }: PageVisitor, id: string): Promise<string> {
  return page.$eval(`#${id}`, (field) => (field instanceof HTMLInputElement ? field.value : ''));
}
