/**
 * The desk at work, reached by keyboard, in the light and in the dark: its queue with every kind of timer, a request that is claimed,
 * labelled and written on, several at once, a search, the shortcuts. Each with what it says when something is missing.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { RecoveryEventDetail } from '../../src/core/recovery-event.ts';
import { days, hours, minutes } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { receiptOf, receive } from '../support/received.ts';
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

const LOW = { risk: 'low', because: [] } as const;
const HIGH = { risk: 'high', because: ['contact-changed'] } as const;
const ONE = `/desk/requests/${receiptOf(1)}/handling`;

/** Monday morning's requests, seen on Tuesday at ten: over, soon, calm, frozen, ended, and filings nobody confirmed. */
async function receiveAll(): Promise<void> {
  const now = demo.now();
  const frozen: RecoveryEventDetail = { type: 'Frozen', because: 'not-me' };
  const vetoed: RecoveryEventDetail = { type: 'Vetoed' };
  const store = demo.service.store;
  await receive(store, { n: 1, accountId: 'demo-taro', filedAt: now - days(5), risk: HIGH, channel: 'phone' });
  await receive(store, { n: 2, accountId: 'demo-jiro', portal: 'support', filedAt: now - days(3) - hours(16), risk: LOW });
  await receive(store, { n: 3, accountId: 'demo-saburo', portal: 'support', filedAt: now - minutes(20), risk: LOW });
  await receive(store, { n: 4, accountId: 'demo-taro', filedAt: now - minutes(65) });
  await receive(store, {
    n: 5,
    accountId: 'demo-jiro',
    portal: 'support',
    filedAt: now - days(6),
    risk: { risk: 'medium', because: ['new-place'] },
    last: { detail: frozen, at: now - hours(18) },
  });
  await receive(store, {
    n: 6,
    accountId: 'demo-taro',
    filedAt: now - days(6),
    risk: LOW,
    last: { detail: vetoed, at: now - days(2) },
  });
}

it.each(['ja', 'en'] as const)(
  'D-05 D-10 D-33 D-34 D-36 D-40 U-05 U-06 U-07 the desk in %s works through its queue by keyboard alone, in the light and in the dark',
  async (language) => {
    await receiveAll();
    const visitor = await openPageVisitor(browser, demo, language);
    const { deskWork, problems, requests } = wordsFor(language);
    const { open, send, look, page } = visitor;
    await enterDesk(demo, visitor, 'reviewer@desk.example');
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      for (const view of ['all', 'overdue', 'ended', 'mine'] as const) {
        await open(`/desk/requests?view=${view}`);
        await look(requests.views[view]);
      }
      await open('/desk/requests?sort=risk&order=desc');
      await look(requests.views.all);
      await open('/desk/search');
      await look(deskWork.searchTitle);
      await send('/search', { q: '0545-12-3456' });
      await look(deskWork.searchTitle);
      await open('/desk/shortcuts');
      await look(deskWork.shortcuts.title);
    }
    await send('/desk/shortcuts');
    await look(deskWork.shortcuts.title);

    const title = `${deskWork.handling} ${receiptOf(1)}`;
    await open('/desk/requests?view=untouched');
    await send(`${receiptOf(1)}/claim`);
    await look(requests.views.untouched);
    await open(ONE);
    await look(title);
    await send('/labels', { label: 'あ'.repeat(21) });
    await look(title, deskWork.errors.labelLong);
    await send('/labels', { label: '至急' });
    await look(`${wordsFor(language).deskRequest.request} ${receiptOf(1)}`);
    await makeStale(visitor);
    await send('/notes');
    await look(title, problems.staleForm);
    await open('/desk/requests');
    await send('/selected', { label: '至急' });
    await look(requests.views.all, deskWork.errors.noneSelected);
    await makeStale(visitor);
    await send('/selected', { label: '至急' });
    await look(requests.views.all, problems.staleForm);
    await open('/desk/search');
    await send('/search', { q: 'x' });
    await look(deskWork.searchTitle, deskWork.errors.searchShort);
    expect(visitor.problems).toEqual([]);
  },
);

it('B9-1 D-10 D-11 D-33 D-34 the script of the desk presses what has a key, says who types, and keeps the numbers of the views', async () => {
  await receiveAll();
  const visitor = await openPageVisitor(browser, demo, 'ja');
  const { open, page, send } = visitor;
  await enterDesk(demo, visitor, 'reviewer@desk.example');
  // Half a minute in half a second.
  await page.evaluateOnNewDocument(() => {
    const inTime = setInterval;
    Object.assign(globalThis, { setInterval: (work: () => void, time: number) => inTime(work, time / 60) });
  });
  const focused = () => page.evaluate(() => document.activeElement?.id);
  const dialog = () => page.$eval('body', (body) => body.querySelector('dialog[open] h2')?.textContent ?? null);
  const chord = async (code: 'Digit3' | 'KeyS' | 'KeyN') => {
    await page.keyboard.down('Shift');
    await page.keyboard.down('Alt');
    await page.keyboard.press(code);
    await page.keyboard.up('Alt');
    await page.keyboard.up('Shift');
  };

  await open('/desk/requests');
  await Promise.all([page.waitForNavigation(), chord('Digit3')]);
  expect(page.url()).toBe(`${demo.origin}/desk/requests?view=mine`);
  await Promise.all([page.waitForNavigation(), chord('KeyN')]);
  expect(page.url()).toBe(`${demo.origin}/desk/requests/${receiptOf(1)}`);

  await page.keyboard.press('/');
  expect(await focused()).toBe('search-box');
  await page.keyboard.type('/?');
  expect([await page.$eval('#search-box', (box) => 'value' in box && box.value), await dialog()]).toEqual(['/?', null]);
  await page.evaluate(() => document.querySelector('main')?.focus());
  await page.keyboard.type('?');
  await expect.poll(dialog).toBe(wordsFor('ja').deskWork.shortcuts.title);
  await page.keyboard.press('Enter');
  await expect.poll(dialog).toBeNull();

  const editing = async () => (await demo.query('select editing from desk_presence'))[0]?.['editing'];
  expect(await editing()).toBe(0);
  await page.focus('#note');
  await page.keyboard.type('折り返し');
  await expect.poll(editing).toBe(1);

  await open('/desk/requests');
  const untouched = () => page.$eval('[data-count="untouched"]', (count) => count.textContent);
  expect(await untouched()).toBe('3');
  await receive(demo.service.store, { n: 7, accountId: 'demo-hanako', filedAt: demo.now(), risk: LOW });
  await expect.poll(untouched, { timeout: 5000 }).toBe('4');

  await open('/desk/shortcuts');
  await send('/desk/shortcuts');
  await open('/desk/requests');
  await page.keyboard.press('/');
  expect(await focused()).toBe('');
});
