/**
 * The pages of sign-ins and activity in their states: alone and with other browsers, with much and little behind, after each action, with
 * an old form, with an old session, and the page that says how long a session lasts. By keyboard, in both languages.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { postPassword, signIn } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { makeStale, openPageVisitor } from './page-visitor.ts';
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
  ['ja', 'success', 'taro@success.example'],
  ['en', 'support', 'jiro@support.example'],
] as const;

it.each(WAYS)(
  'SEC-G09 Z-25 U-05 sign-ins and activity in %s in %s are whole pages alone, with others, after each action, and with an old form',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { activity, confirmation, problems } = wordsFor(language);
    const elsewhere = () => signIn(demo.visitor(), { portal, email, password: PASSWORD });
    const said = () => visitor.page.$eval('main [role="status"]', (node) => node.textContent);
    await elsewhere();
    await elsewhere();
    for (let count = 0; count < 3; count += 1) await postPassword(demo.visitor(), { portal, email, password: 'wrong' });
    await visitor.enterPassword(portal, email);
    await open(`/${portal}/activity`);
    await look(activity.title);
    await makeStale(visitor);
    await send('activity/sessions');
    await look(activity.title, problems.staleForm);
    const one = await visitor.page.$eval('td form', (form) => form.getAttribute('action') ?? '');
    await open(`/${portal}/activity`);
    await send(one);
    await look(activity.title);
    expect(await said()).toBe(activity.endedOne);
    await send('activity/sessions');
    await look(activity.title);
    expect(await said()).toBe(activity.endedOthers);
    await open(`/${portal}/activity?notice=session-over`);
    await look(activity.title);
    await elsewhere();
    await open(`/${portal}/activity`);
    demo.advance(minutes(11));
    await send('activity/sessions');
    await look(confirmation.title);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'Z-25 U-58 in %s in %s a long history has pages, and how long the session lasts is a page before and after its button, and at the end',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { activity, problems, sessionTime } = wordsFor(language);
    for (let count = 0; count < 55; count += 1) await signIn(demo.visitor(), { portal, email, password: PASSWORD });
    await visitor.enterPassword(portal, email);
    await open(`/${portal}/activity?page=2`);
    await look(activity.title);
    await open(`/${portal}/activity/extension`);
    await look(sessionTime.title);
    await send('activity/extension');
    await look(sessionTime.title);
    await makeStale(visitor);
    await send('activity/extension');
    await look(sessionTime.title, problems.staleForm);
    await demo.query(`update session set expires_at = ${demo.now() + seconds(60)}`);
    await open(`/${portal}/activity/extension`);
    await look(sessionTime.title);
    expect(visitor.problems).toEqual([]);
  },
);
