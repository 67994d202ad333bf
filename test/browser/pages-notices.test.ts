/**
 * The start page that tells what happened lately, reached by keyboard: with the banner, with a stale form, dismissed. In Japanese in
 * one portal and in English in the other.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { hours } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { signIn } from '../support/steps.ts';
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
  ['ja', 'success', 'hanako@success.example'],
  ['en', 'support', 'jiro@support.example'],
] as const;

it.each(WAYS)(
  'SEC-E11 U-27 the start page in %s in %s is a whole page with what happened lately, and without',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { dashboard, problems } = wordsFor(language);
    await visitor.enterPassword(portal, email);
    if (portal === 'success') await visitor.send('dashboard/recommendation');
    await visitor.signOut(portal);
    for (let count = 0; count < 12; count += 1) {
      demo.advance(hours(1));
      await signIn(demo.visitor(), { portal, email, password: PASSWORD });
    }
    demo.advance(hours(1));

    await visitor.enterPassword(portal, email);
    await visitor.look(dashboard.title);
    const banner = () => visitor.page.$$eval('.banner-warn li', (lines) => lines.length);
    expect(await banner()).toBe(10);
    await makeStale(visitor);
    await visitor.send('dashboard/notices');
    await visitor.look(dashboard.title, problems.staleForm);
    expect(await banner()).toBe(10);
    await visitor.send('dashboard/notices');
    await visitor.look(dashboard.title);
    expect(await banner()).toBe(0);
    expect(visitor.problems).toEqual([]);
  },
);
