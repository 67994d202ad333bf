/**
 * What the browser script adds, and that the pages do not need it: each addition in both browsers against the running product,
 * then how the pages stand at the widths of look/README.md section 5.
 */

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserKind, fill, follow, type OpenBrowser, openBrowser, press, resize } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';

const PASSWORD = 'Genkan-demo-2026';
const SUBMIT = 'main form .button-primary';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
});

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${server.origin}/${email.includes('support') ? 'support' : 'success'}/sign-in`);
  await fill(page, '#email', email);
  await fill(page, '#password', PASSWORD);
  await follow(page, SUBMIT);
}

const typeOf = (page: Page): Promise<string> => page.$eval('#password', (field) => field.getAttribute('type') ?? '');

describe.each<[BrowserKind, string]>([
  ['chromium', 'hanako@success.example'],
  ['firefox', 'kaori@success.example'],
])('%s with script', (kind, email) => {
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser(kind);
  });
  afterAll(() => browser.close());

  it('U-10 shows and hides the password by a button that says what it does', async () => {
    const page = await browser.newVisitor();
    await page.goto(`${server.origin}/success/sign-in`);
    await fill(page, '#password', PASSWORD);
    await press(page, '.reveal');
    expect(await typeOf(page)).toBe('text');
    expect(await page.$eval('.reveal', (button) => button.getAttribute('aria-label'))).toBe('パスワードを非表示');
    await press(page, '.reveal');
    expect(await typeOf(page)).toBe('password');
  });

  it('U-04 keeps the address over a change of language, and never the password', async () => {
    const page = await browser.newVisitor();
    await page.goto(`${server.origin}/success/sign-in`);
    await fill(page, '#email', 'typed@success.example');
    await fill(page, '#password', PASSWORD);
    await follow(page, 'a[data-language][hreflang="en"]');
    const value = (selector: string): Promise<string> =>
      page.$eval(selector, (field) => (field instanceof HTMLInputElement ? field.value : ''));
    expect([await value('#email'), await value('#password')]).toEqual(['typed@success.example', '']);
    expect(await page.evaluate(() => `${document.documentElement.lang} ${sessionStorage.length}`)).toBe('en 0');
  });

  it('U-11 begins a page with errors at their summary, whose links lead into the fields', async () => {
    const page = await browser.newVisitor();
    await page.goto(`${server.origin}/success/sign-in`);
    await follow(page, SUBMIT);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('error-summary');
    await press(page, '.error-summary a[href="#password"]');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');
  });

  it('U-27 opens the recommendation as a dialog; Esc is "not now" and is remembered', async () => {
    const page = await browser.newVisitor();
    await signIn(page, email);
    expect(await page.$eval('dialog', (dialog) => dialog.matches(':modal'))).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('今すぐセットアップ');
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Escape')]);
    expect(await page.$('dialog')).toBeNull();
  });
});

describe('chromium, further', () => {
  let browser: OpenBrowser;
  beforeAll(async () => {
    browser = await openBrowser('chromium', { width: 320 });
  });
  afterAll(() => browser.close());

  it('U-09 a form that is on its way is not sent twice', async () => {
    const page = await browser.newVisitor();
    const posted: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posted.push(request.url());
    });
    await page.goto(`${server.origin}/success/sign-in`);
    await Promise.all([
      page.waitForNavigation({ waitUntil: 'load' }),
      page.$eval('main form', (form) => {
        if (!(form instanceof HTMLFormElement)) return;
        form.requestSubmit();
        form.requestSubmit();
      }),
    ]);
    expect(posted).toHaveLength(1);
  });

  it('U-15 a pasted code is shown as six digits and nothing is sent', async () => {
    const page = await browser.newVisitor();
    await signIn(page, 'jiro@support.example');
    await page.goto(`${server.origin}/support/profile`);
    await follow(page, '.on-off-button');
    await press(page, '#method-totp');
    await follow(page, SUBMIT);
    const before = page.url();
    await page.$eval('#code', (field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', '４８２　９１５');
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    expect(await page.$eval('#code', (field) => (field instanceof HTMLInputElement ? field.value : ''))).toBe('482915');
    expect(page.url()).toBe(before);
  });

  it('U-05 the menu closes on Esc with the focus on its button, and on a press elsewhere', async () => {
    const page = await browser.newVisitor();
    await signIn(page, 'saburo@support.example');
    const isOpen = (): Promise<boolean> => page.$eval('.menu', (menu) => menu.hasAttribute('open'));
    await press(page, '.menu > summary');
    expect(await isOpen()).toBe(true);
    await page.keyboard.press('Escape');
    expect([await isOpen(), await page.evaluate(() => document.activeElement?.localName)]).toEqual([false, 'summary']);
    await press(page, '.menu > summary');
    await page.mouse.click(160, 850);
    expect(await isOpen()).toBe(false);
  });

  it('U-06 nothing scrolls sideways at any width, in either language', async () => {
    const page = await browser.newVisitor();
    await signIn(page, 'saburo@support.example');
    const tooWide: string[] = [];
    for (const width of [320, 768, 900, 1001, 1280]) {
      await resize(page, { width, height: 800 });
      for (const path of ['dashboard', 'cases', 'profile', 'help'].flatMap((name) => [`${name}?lang=ja`, `${name}?lang=en`])) {
        await page.goto(`${server.origin}/support/${path}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) tooWide.push(`${path} at ${width}: ${over} px`);
      }
    }
    expect(tooWide).toEqual([]);
  });
});

describe.each<BrowserKind>(['chromium', 'firefox'])('%s without script', (kind) => {
  it('U-01 U-10 U-27 shows a plain password field and the recommendation as a panel', async () => {
    const browser = await openBrowser(kind, { script: false });
    try {
      const page = await browser.newVisitor();
      await page.goto(`${server.origin}/success/sign-in`);
      expect(await page.$('.reveal')).toBeNull();
      await signIn(page, 'taro@success.example');
      expect(await page.$eval('dialog', (dialog) => `${dialog.matches(':modal')} ${dialog.hasAttribute('open')}`)).toBe(
        'false true',
      );
    } finally {
      await browser.close();
    }
  });
});
