/**
 * One request at the desk, reached by keyboard, in both languages and in the dark: its page with every panel, the script of a call, the
 * record of a meeting, and the page of each decision with what it says when something is missing.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { days, hours } from '../../src/core/time.ts';
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
  const frozen = { type: 'Frozen', because: 'suspicious-call' } as const;
  const last = { detail: frozen, at: demo.now() - hours(18) };
  await receive(store, { n: 2, accountId: 'demo-jiro', portal: 'support', filedAt: demo.now() - days(3), risk: MEDIUM, last });
});
afterEach(() => demo.close());

const ONE = `/desk/requests/${receiptOf(1)}`;

it.each(['ja', 'en'] as const)(
  'D-12 D-14 D-17 D-18 D-19 D-22 D-31 D-40 U-05 U-06 U-07 a request in %s is looked at, called about and decided by keyboard alone',
  async (language) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { deskCall } = wordsFor(language);
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
      for (const path of [ONE, `/desk/requests/${receiptOf(2)}`]) {
        await open(path);
        await look(path);
      }
    }
    for (const name of ['proposal', 'approval', 'return', 'refusal', 'stop', 'pressure', 'risk', 'revocation', 'lowering']) {
      await open(`${ONE}/${name}`);
      await look(name);
    }
    await open(`/desk/requests/${receiptOf(2)}/resumption`);
    await look('resumption');
    await open(`${ONE}/refusal`);
    await send('/refusal');
    await look('refusal', deskCall.refused['reason-empty']);
    await open(`${ONE}/stop`);
    await send('/stop');
    await look('stop', deskCall.refused['remark-length']);
    await open(`${ONE}/proposal`);
    await send('/proposal');
    await look('proposal', deskCall.refused['evidence-missing']);

    await open(ONE);
    await send('/claim');
    await look(`${ONE} claimed`);
    await send('/calls');
    await look('call');
    await send('/records');
    await look('call', deskCall.refused['code-empty']);
    await send('/records', { code: '123456' });
    await look('call', deskCall.refused['call-code-wrong']);
    await open(`${ONE}/handling?macro=absent`);
    await look('call with a macro');
    expect(new URL(page.url()).pathname).toBe(`${ONE}/call`);
    await open(ONE);
    await page.focus('button[value="in-person"]');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await look('meeting');
    await send('/records', { code: '123456' });
    await look('meeting', deskCall.refused['document-empty']);
    expect(problems).toEqual([]);
  },
);
