/**
 * What the demo promises to whoever starts it (product.md section 5), seen in real browsers: the portals and their sign-in
 * pages without script, the language, two portals at once, and the page asked for before the sign-in.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fill, follow, type OpenBrowser, openBrowser, press } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { button, heading, lettersTo, link, menuItem, PASSWORD, pathOf, textOf, typePassword } from './walking.ts';
import { LABELS, PORTALS } from './walking-labels.ts';
import { type Watch, watch } from './walking-watch.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

let browser: OpenBrowser;
let watched: Watch[] = [];
afterEach(async () => {
  await browser.close();
  expect(watched.flatMap(({ complaints }) => complaints)).toEqual([]);
  watched = [];
});

async function newVisitor(): Promise<Page> {
  const page = await browser.newVisitor();
  watched.push(await watch(page, browser.kind, server.origin));
  return page;
}

describe.each(['chromium', 'firefox'] as const)('%s without script', (kind) => {
  it('Z-01 G-34 lists the portals and leads to the sign-in of each', async () => {
    browser = await openBrowser(kind, { script: false });
    const page = await newVisitor();
    for (const name of [PORTALS.ja.success.name, PORTALS.ja.support.name, 'サポートデスク']) {
      await page.goto(`${server.origin}/`);
      expect(await heading(page)).toBe(LABELS.ja.portals);
      await follow(page, link(`${LABELS.ja.toSignIn} – ${name}`));
      expect([await heading(page), await page.title()]).toEqual([LABELS.ja.signIn, `${LABELS.ja.signIn} – ${name}`]);
    }
  });

  it('S-11 S-21 G-34 opens the top-right menu of a narrow window and signs out by it', async () => {
    browser = await openBrowser(kind, { script: false, width: 320 });
    const page = await newVisitor();
    await page.goto(`${server.origin}/support/sign-in`);
    await typePassword({ page, email: 'saburo@support.example', labels: LABELS.ja });
    const isSeen = (selector: string): Promise<boolean> => page.$eval(selector, (node) => node.checkVisibility());
    expect(await isSeen(menuItem(PORTALS.ja.support.settings))).toBe(false);
    await press(page, '.menu > summary');
    expect(await isSeen(menuItem(PORTALS.ja.support.settings))).toBe(true);
    await follow(page, menuItem(PORTALS.ja.support.settings));
    expect(await heading(page)).toBe(PORTALS.ja.support.settings);
    await press(page, '.menu > summary');
    await follow(page, button(LABELS.ja.signOut));
    expect(await textOf(page, 'main [role="status"]')).toBe(LABELS.ja.signedOut);
  });

  it('G-33 keeps the language once chosen, on the pages and in the letters', async () => {
    browser = await openBrowser(kind, { script: false });
    const page = await newVisitor();
    const email = kind === 'chromium' ? 'hanako@success.example' : 'kaori@success.example';
    await page.goto(`${server.origin}/success/sign-in`);
    expect(await heading(page)).toBe(LABELS.ja.signIn);
    await follow(page, link('English'));
    expect(await heading(page)).toBe(LABELS.en.signIn);
    await typePassword({ page, email, labels: LABELS.en });
    expect([await heading(page), new URL(page.url()).search]).toEqual([LABELS.en.dashboard, '']);
    const subjects = async (): Promise<readonly string[]> => (await lettersTo(server.origin, email)).map(({ subject }) => subject);
    const { letters } = LABELS.en;
    await expect.poll(subjects, { timeout: 10_000 }).toEqual([letters.subject(PORTALS.en.success.name, letters.newBrowser)]);
  });
});

describe('chromium with script', () => {
  it('G-33 G-13 keeps what was typed and the QR code when the language changes in the middle of an enrolment', async () => {
    browser = await openBrowser('chromium');
    const page = await newVisitor();
    await page.goto(`${server.origin}/support/sign-in`);
    await typePassword({ page, email: 'jiro@support.example', labels: LABELS.ja });
    await follow(page, menuItem(PORTALS.ja.support.settings));
    await follow(page, button(LABELS.ja.on));
    await press(page, '.radio-card');
    await follow(page, button(LABELS.ja.choose));
    const key = await textOf(page, '.key');
    await fill(page, '#device-name', '会社のiPhone');
    await fill(page, '#code', '123456');
    await follow(page, link('English'));
    const value = (selector: string): Promise<string> =>
      page.$eval(selector, (field) => (field instanceof HTMLInputElement ? field.value : ''));
    expect([await heading(page), await value('#device-name'), await value('#code')]).toEqual([
      LABELS.en.enrolment,
      '会社のiPhone',
      '',
    ]);
    expect(await textOf(page, '.key')).toBe(key);
  });

  it('Z-01 signs in with a password that was shown while it was typed', async () => {
    browser = await openBrowser('chromium');
    const page = await newVisitor();
    await page.goto(`${server.origin}/success/sign-in`);
    await fill(page, '#email', 'taro@success.example');
    await fill(page, '#password', PASSWORD);
    await press(page, '.reveal');
    expect(await page.$eval('#password', (field) => field.getAttribute('type'))).toBe('text');
    await follow(page, button(LABELS.ja.signIn));
    expect(pathOf(page)).toBe('/success/dashboard');
  });
});

describe.each([
  { kind: 'chromium', success: 'hanako@success.example', support: 'jiro@support.example' },
  { kind: 'firefox', success: 'kaori@success.example', support: 'saburo@support.example' },
] as const)('$kind, one browser in two portals', ({ kind, ...emails }) => {
  it('S-05 S-10 S-20 S-36 leads to the page asked for, is signed in to both portals, and leaving one leaves the other', async () => {
    browser = await openBrowser(kind, { language: 'en' });
    const page = await newVisitor();
    await page.goto(`${server.origin}/success/account`);
    expect(pathOf(page)).toBe('/success/sign-in');
    await typePassword({ page, email: emails.success, labels: LABELS.en });
    expect(pathOf(page)).toBe('/success/account');
    await page.goto(`${server.origin}/support/cases`);
    await typePassword({ page, email: emails.support, labels: LABELS.en });
    expect(pathOf(page)).toBe('/support/cases');
    await page.goto(`${server.origin}/success/account`);
    expect(await textOf(page, 'main')).toContain(emails.success);
    await follow(page, button(LABELS.en.signOut));
    await page.goto(`${server.origin}/support/profile`);
    expect(await textOf(page, 'main')).toContain(emails.support);
    await page.goto(`${server.origin}/success/account`);
    expect(pathOf(page)).toBe('/success/sign-in');
  });
});
