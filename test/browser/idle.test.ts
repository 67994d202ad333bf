/**
 * The warning before a session ends, in real browsers: seen, read out, answered by one key, silent where another tab is in use, and at
 * the end nothing private is left. The clock is the test's, so the long timers of the page are held and rung by it too.
 */

import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type BrowserKind, fill, follow, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { inspectPage } from './page-inspection.ts';

const DIALOG = 'dialog.session-warning';
/** 佐藤 次郎, no recommendation on the way and no second factor. */
const WHO = { portal: 'support', email: 'jiro@support.example', password: 'Genkan-demo-2026' };
const WAYS: readonly (readonly [BrowserKind, 'ja' | 'en'])[] = [
  ['chromium', 'ja'],
  ['firefox', 'en'],
];

let demo: ClockedDemo;
beforeEach(async () => {
  demo = await openClockedDemo();
});
afterEach(() => demo.close());

describe.each(WAYS)('in %s, %s', (kind, language) => {
  const { activity, sessionTime, signIn } = wordsFor(language);
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser(kind, { language });
  });
  afterAll(() => browser.close());

  it('U-58 B3-6 WCAG 2.2.1 two minutes before the end a dialog says until when, Enter extends, and the focus returns', async () => {
    const page = await signedIn(await browser.newVisitor());
    await open(page, 'cases');
    await page.focus('.brand');
    demo.advance(minutes(57));
    await ring(page);
    expect(await page.$(DIALOG)).toBeNull();
    demo.advance(minutes(1));
    await ring(page);
    await page.waitForSelector(`${DIALOG}[open]`);
    const said = await page.$eval(DIALOG, (dialog) => ({
      isModal: dialog.matches(':modal'),
      role: dialog.getAttribute('role'),
      title: document.getElementById(dialog.getAttribute('aria-labelledby') ?? '')?.textContent,
      words: document.getElementById(dialog.getAttribute('aria-describedby') ?? '')?.textContent,
      focus: document.activeElement?.textContent,
    }));
    const time = language === 'ja' ? '11:00(日本時間)' : '11:00 (Japan time)';
    expect(said).toEqual({
      isModal: true,
      role: 'alertdialog',
      title: sessionTime.warning,
      words: sessionTime.idle(time),
      focus: sessionTime.extend,
    });
    if (kind === 'chromium') expect(await inspectPage(page, 'warning', language)).toEqual([]);
    await page.focus(`${DIALOG} .button-primary`);
    await page.keyboard.press('Enter');
    await page.waitForSelector(DIALOG, { hidden: true });
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('brand');
    expect(await lastSeen()).toBe(demo.now());
  });

  it('U-58 SEC-G03 another tab in use is noticed, and asking was no activity', async () => {
    const page = await signedIn(await browser.newVisitor());
    await open(page, 'cases');
    demo.advance(minutes(50));
    const other = await page.browserContext().newPage();
    await open(other, 'profile');
    await page.bringToFront();
    demo.advance(minutes(9));
    const before = await lastSeen();
    await ring(page);
    expect(await page.$(DIALOG)).toBeNull();
    expect(await lastSeen()).toBe(before);
    demo.advance(minutes(50));
    await ring(page);
    await page.waitForSelector(`${DIALOG}[open]`);
    expect(await lastSeen()).toBe(before);
    await open(other, 'profile');
    await page.bringToFront();
    await ring(page);
    await page.waitForSelector(DIALOG, { hidden: true });
  });

  it('U-58 Esc is a key too, and after the end the sign-in says so, without anything private, back button included', async () => {
    const page = await signedIn(await browser.newVisitor());
    await open(page, 'profile');
    demo.advance(minutes(59));
    await ring(page);
    await page.waitForSelector(`${DIALOG}[open]`);
    await page.keyboard.press('Escape');
    await page.waitForSelector(DIALOG, { hidden: true });
    expect(await lastSeen()).toBe(demo.now());
    demo.advance(minutes(60));
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), ringTimers(page)]);
    expect(new URL(page.url()).pathname).toBe('/support/sign-in');
    expect(new URL(page.url()).searchParams.get('return_to')).toBe('/support/profile');
    expect(await text(page)).toContain(signIn.endedNotice);
    expect(await page.content()).not.toContain('jiro@');
    await page.goBack({ waitUntil: 'load' });
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 10_000 }).toBe('/support/sign-in');
    expect(await page.content()).not.toContain('jiro@');
  });

  it('U-58 SEC-G03 the overall end is told and not extended; told once, it is not told again', async () => {
    const page = await signedIn(await browser.newVisitor());
    await open(page, 'cases');
    await demo.query(`update session set expires_at = ${demo.now() + seconds(100)}`);
    await ring(page);
    await page.waitForSelector(`${DIALOG}[open]`);
    expect(await page.$(`${DIALOG} form[data-extend]`)).toBeNull();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(sessionTime.close);
    await page.keyboard.press('Enter');
    await page.waitForSelector(DIALOG, { hidden: true });
    demo.advance(seconds(50));
    await ring(page);
    expect(await page.$(DIALOG)).toBeNull();
    demo.advance(seconds(50));
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), ringTimers(page)]);
    expect(new URL(page.url()).pathname).toBe('/support/sign-in');
  });

  it('SEC-G05 the way out of the dialog signs out, and the back button shows nothing', async () => {
    const page = await signedIn(await browser.newVisitor());
    await open(page, 'activity');
    expect(await text(page)).toContain(activity.thisBrowser);
    demo.advance(minutes(59));
    await ring(page);
    await page.waitForSelector(`${DIALOG}[open]`);
    await follow(page, `${DIALOG} form[action$="/sign-out"] button`);
    expect(await text(page)).toContain(signIn.signedOutNotice);
    await page.goBack({ waitUntil: 'load' });
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 10_000 }).toBe('/support/sign-in');
    expect(await text(page)).not.toContain(activity.thisBrowser);
  });
});

/** Timers that wait longer than a person would are held until the test rings them. */
function holdTimers(): void {
  const held: (() => void)[] = [];
  const real = window.setTimeout.bind(window);
  Object.assign(window, {
    setTimeout: (run: () => void, delay = 0): number => {
      if (delay < 400) return real(run, delay);
      held.push(run);
      return 0;
    },
    ringTimer: () => held.at(-1)?.(),
  });
}

async function signedIn(page: Page): Promise<Page> {
  await page.evaluateOnNewDocument(holdTimers);
  await open(page, 'sign-in');
  await fill(page, '#email', WHO.email);
  await fill(page, '#password', WHO.password);
  await follow(page, 'main form button[type="submit"]');
  return page;
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${demo.origin}/${WHO.portal}/${path}`, { waitUntil: 'load' });
}

function ringTimers(page: Page): Promise<void> {
  return page.evaluate(() => {
    if ('ringTimer' in window && typeof window.ringTimer === 'function') window.ringTimer();
  });
}

/** Rings, and waits until the answer of the server has been heard. */
async function ring(page: Page): Promise<void> {
  await Promise.all([page.waitForResponse((response) => response.url().endsWith('/activity/extension')), ringTimers(page)]);
  await page.evaluate(() => new Promise((heard) => requestAnimationFrame(() => requestAnimationFrame(heard))));
}

async function lastSeen(): Promise<number> {
  const [row] = await demo.query('select last_seen_at from session where ended_at is null');
  return Number(row?.['last_seen_at']);
}

function text(page: Page): Promise<string> {
  return page.$eval('body', (body) => body.innerText.replace(/\s+/g, ' '));
}
