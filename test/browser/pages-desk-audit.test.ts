/** What the desk looks back on and takes along, by keyboard in both languages: audit search, kept searches, charts, exports. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { days, hours } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser, resize } from '../support/browser.ts';
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
  const MEDIUM = { risk: 'medium', because: ['new-place'] } as const;
  await receiveWeeks();
  await receive(demo.service.store, { n: 1, accountId: 'demo-taro', filedAt: demo.now() - hours(20), risk: MEDIUM });
});
afterEach(() => demo.close());

/** Half a year of requests of both portals, decided after an hour to some days, some cancelled, some still running. */
async function receiveWeeks(): Promise<void> {
  const low = { risk: 'low', because: [] } as const;
  for (let n = 100; n < 190; n += 1) {
    const filedAt = demo.now() - days((n * 37) % 178) - hours(2);
    const portal = n % 3 === 0 ? 'support' : 'success';
    const channel = n % 4 === 0 ? 'phone' : 'web';
    const at = filedAt + hours(1 + ((n * 7) % 30));
    const detail =
      n % 5 === 0
        ? ({ type: 'Vetoed' } as const)
        : n % 7 === 0
          ? ({ type: 'Frozen', because: 'suspicious-call' } as const)
          : ({ type: 'Refused', because: n % 2 === 0 ? 'no-contact' : 'not-the-holder' } as const);
    const accountId = portal === 'support' ? 'demo-jiro' : 'demo-taro';
    await receive(demo.service.store, { n, accountId, portal, channel, filedAt, risk: low, last: { detail, at } });
  }
}

it.each(['ja', 'en'] as const)(
  'D-32 D-35 D-40 D-37 D-38 U-05 U-06 U-07 the audit log, charts and exports in %s',
  async (language) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { deskAudit, deskExport } = wordsFor(language);
    const { open, page, send } = visitor;
    const problems: string[] = [];
    const look = async (name: string, error?: string): Promise<void> => {
      const said = await page.evaluate(() => document.querySelector('#error-summary')?.textContent ?? null);
      if (error === undefined ? said !== null : said?.includes(error) !== true) problems.push(`${name}: says ${said}`);
      problems.push(...(await inspectPage(page, name, language)));
    };
    await enterDesk(demo, visitor, 'auditor@desk.example');
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await open('/desk/audit');
      await look('audit');
      await send('/audit');
      await look(`audit results ${scheme}`);
    }
    await send('/audit', { account: 'nobody@success.example' });
    await look('audit nothing');
    await send('/audit', { account: 'nobody' });
    await look('audit wrong', deskAudit.errors['no-mail']);
    await open('/desk/audit');
    await send('/audit');
    await send('/audit', { name: 'daily' });
    await look('audit kept');
    await send('/audit');
    await send('/audit/export', {});
    await look('audit export', deskExport.reasonLength);
    for (const path of ['/desk/charts', '/desk/charts?portal=success']) {
      for (const scheme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await open(path);
        await look(`${path} ${scheme}`);
      }
    }
    // As stacks, thirteen weeks of every chart would fill page after page.
    await resize(page, { width: 320, height: 800 });
    expect(await page.$$eval('.charts tbody tr', (rows) => [...new Set(rows.map((row) => getComputedStyle(row).display))])).toEqual(
      ['table-row'],
    );
    await resize(page, { width: 1280, height: 900 });
    const one = `/desk/requests/${receiptOf(1)}/export`;
    for (const path of [one, '/desk/exports?view=untouched']) {
      await open(path);
      await look(path);
    }
    await send('/exports');
    await look('exports wrong', deskExport.reasonLength);
    await open(one);
    await send('/export');
    await look('export wrong', deskExport.reasonLength);
    expect(problems).toEqual([]);
  },
);
