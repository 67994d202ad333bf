/** The blind comparison at the desk, reached by keyboard, in both languages and in the dark. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { hours } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { receiptOf, receive } from '../support/received.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { inspectPage } from './page-inspection.ts';
import { enterDesk, openPageVisitor } from './page-visitor.ts';

let browser: OpenBrowser;
let demo: ClockedDemo;
beforeAll(async () => {
  browser = await openBrowser('chromium', { engineOnly: true });
});
afterAll(() => browser.close());
beforeEach(async () => {
  demo = await openClockedDemo();
  const store = demo.service.store;
  const MEDIUM = { risk: 'medium', because: ['new-place', 'second-factor-failures'] } as const;
  await receive(store, { n: 1, accountId: 'demo-taro', filedAt: demo.now() - hours(20), risk: MEDIUM });
});
afterEach(() => demo.close());

const ONE = `/desk/requests/${receiptOf(1)}`;

it.each(['ja', 'en'] as const)(
  'D-12 D-13 U-05 U-06 U-07 the blind comparison in %s is used by keyboard alone, in the dark too, and says what is missing',
  async (language) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { deskComparison } = wordsFor(language);
    const { open, page, send } = visitor;
    const problems: string[] = [];
    const look = async (name: string, error?: string): Promise<void> => {
      const said = await page.evaluate(() => document.querySelector('#error-summary')?.textContent ?? null);
      if (error === undefined ? said !== null : said?.includes(error) !== true) problems.push(`${name}: says ${said}`);
      problems.push(...(await inspectPage(page, name, language)));
    };
    await enterDesk(demo, visitor, 'supervisor@desk.example');
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await open(`${ONE}/comparison`);
      await look(`comparison ${scheme}`);
    }
    await send('/comparison', { said: '090' });
    await look('no field', deskComparison.fieldEmpty);
    await page.focus('#field-phone');
    await page.keyboard.press('Space');
    await send('/comparison', { said: '090' });
    await look('compared');
    expect(problems).toEqual([]);
  },
);
