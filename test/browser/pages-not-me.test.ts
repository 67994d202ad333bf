/**
 * The pages behind the "not me" link of a notice, reached by keyboard: the review, a stale form, the result, the used link, and what
 * turning off says meanwhile. In Japanese in one portal and in English in the other.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { days } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { codeNow, STEP, signIn } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enrolElsewhere, makeStale, openPageVisitor } from './page-visitor.ts';
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

/** Of the newest letter to this address, once it is there: it may still be on its way. */
async function notMeLink(email: string): Promise<string> {
  let link = '';
  const find = async (): Promise<string> => {
    link = /\/\w+\/not-me\/\S+/u.exec(await demo.newestLetter(email))?.[0] ?? '';
    return link;
  };
  await expect.poll(find).not.toBe('');
  return link;
}

it.each(WAYS)(
  'U-03 U-05 U-06 U-07 G-16 in %s in %s "not me" is a whole page before, after, when stale and when used',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { notMe, links, problems, signIn: texts } = wordsFor(language);
    await signIn(demo.visitor(), { portal, email, password: PASSWORD });
    const path = await notMeLink(email);
    await visitor.open(path);
    await visitor.look(notMe.title);
    await makeStale(visitor);
    await visitor.send(path);
    await visitor.look(notMe.title, problems.staleForm);
    await visitor.send(path);
    expect(new URL(visitor.page.url()).pathname).toBe(`/${portal}/not-me/completed`);
    await visitor.look(notMe.doneTitle);
    await visitor.open(path);
    await visitor.look(links.spentTitle);
    await visitor.enterPassword(portal, email);
    await visitor.look(texts.title, texts.notAccepted);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'SEC-H05 in %s in %s a closed account is told why two-factor cannot be turned off now',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { turnOff } = wordsFor(language);
    const secret = await enrolElsewhere(demo, portal, email);
    demo.advance(days(2));
    await visitor.enterPassword(portal, email);
    await visitor.send('sign-in/code', { code: codeNow(demo, secret) });
    const path = await notMeLink(email);
    await visitor.open(path);
    await visitor.send(path);
    demo.advance(STEP);
    await visitor.enterPassword(portal, email);
    await visitor.send('sign-in/code', { code: codeNow(demo, secret) });
    await visitor.open(`/${portal}/two-factor`);
    await visitor.look(turnOff.title);
    expect(await visitor.page.$eval('main', (main) => main.textContent)).toContain(turnOff.closed);
    expect(visitor.problems).toEqual([]);
  },
);
