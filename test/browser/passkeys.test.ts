/**
 * Passkeys in real browsers: Chromium with a virtual authenticator by the DevTools protocol, stock Firefox with one by Marionette. What
 * the software authenticator of the other tests cannot show is shown here: the script, the dialog's two sentences, the list at the field.
 */
import type { CDPSession, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fill, follow, type OpenBrowser, openBrowser, press } from '../support/browser.ts';
import { type FirefoxWithPasskeys, openFirefoxWithPasskeys } from '../support/marionette.ts';
import { codeNow } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { inspectPage } from './page-inspection.ts';
import { enrolElsewhere } from './page-visitor.ts';
import { PASSWORD } from './walking.ts';

let demo: ClockedDemo;
beforeAll(async () => {
  demo = await openClockedDemo();
});
afterAll(() => demo.close());

const MAIN = 'form[action$="/sign-in"] .button-primary';
const SIGN_IN = 'form[action$="/sign-in/passkey"] button';

describe('Chromium', () => {
  let browser: OpenBrowser;
  let page: Page;
  let devtools: CDPSession;
  let authenticatorId: string;
  beforeAll(async () => {
    browser = await openBrowser('chromium');
    page = await browser.newVisitor();
    devtools = await page.createCDPSession();
    await devtools.send('WebAuthn.enable');
    ({ authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
  });
  afterAll(() => browser.close());

  const path = (): string => new URL(page.url()).pathname;
  const open = (where: string) => page.goto(`${demo.origin}${where}`, { waitUntil: 'load' });

  async function enterPassword(email = 'hanako@success.example'): Promise<void> {
    await open('/success/sign-in');
    await fill(page, '#email', email);
    await fill(page, '#password', PASSWORD);
    await follow(page, MAIN);
  }

  async function signOut(): Promise<void> {
    await open('/success/help');
    await follow(page, '.sign-out');
  }

  /** The list at the e-mail field would answer by itself: it is off while other ways are tried. */
  async function setPresence(enabled: boolean): Promise<void> {
    await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  }

  test('U-29 P-7 the choice shows passkeys with nothing chosen, and the registration ends at its success page', async () => {
    await setPresence(false);
    await enterPassword();
    await open('/success/enrolment/method');
    expect(
      await page.$$eval('input[name="method"]', (all) => all.map((each) => each instanceof HTMLInputElement && each.checked)),
    ).toEqual([false, false]);
    expect(await page.$eval('[data-passkey-choice]', (card) => card.checkVisibility())).toBe(true);
    expect(await inspectPage(page, 'method', 'ja')).toEqual([]);
    await press(page, '#method-passkey');
    await follow(page, 'form[action$="/enrolment/method"] .button-primary');
    expect(path()).toBe('/success/enrolment/passkey');
    expect(await page.$eval('[data-passkey-without]', (text) => text.checkVisibility())).toBe(false);
    expect(await inspectPage(page, 'registration', 'ja')).toEqual([]);
    await fill(page, '#passkey-name', '会社のノートPC');
    await page.$eval('.passkey-status', (status) =>
      new MutationObserver(() =>
        sessionStorage.setItem('said', `${sessionStorage.getItem('said') ?? ''}${status.textContent}`),
      ).observe(status, { childList: true }),
    );
    await setPresence(true);
    await follow(page, '#passkey');
    expect(path()).toBe('/success/enrolment/completed');
    const said = await page.evaluate(() => sessionStorage.getItem('said'));
    expect(said).toMatch(/^画面の案内に沿って.*確認できました。/u);
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }]);
    await setPresence(false);
  });

  test('SEC-D08 B7-3 the settings list it, and the page is sound', async () => {
    await open('/success/account');
    expect(await page.$eval('#passkeys', (card) => card.textContent)).toContain('会社のノートPC');
    expect(await inspectPage(page, 'settings', 'ja')).toEqual([]);
  });

  test('after the password the passkey is the second step', async () => {
    await signOut();
    await enterPassword();
    expect(path()).toBe('/success/sign-in/code');
    expect(await inspectPage(page, 'second step', 'ja')).toEqual([]);
    await setPresence(true);
    await follow(page, '#passkey');
    expect(path()).toBe('/success/dashboard');
    await setPresence(false);
  });

  test('P-7 B7-4 the sign-in page costs three requests and 20 kB, and its button signs in', async () => {
    await signOut();
    await page.setCacheEnabled(false);
    const sizes = new Map<string, number>();
    const asked = new Map<string, string>();
    await devtools.send('Network.enable');
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => void asked.set(requestId, new URL(request.url).pathname));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      sizes.set(asked.get(requestId) ?? requestId, encodedDataLength);
    });
    await open('/success/sign-in');
    await new Promise((later) => setTimeout(later, 500));
    // The icon of the tab is asked for by the browser, not by the page.
    const counted = [...sizes].filter(([path]) => path.startsWith('/') && !path.includes('favicon'));
    const bytes = counted.reduce((sum, [, size]) => sum + size, 0);
    process.stdout.write(`sign-in page: ${counted.map(([path, size]) => `${path} ${size}`).join(', ')}; ${bytes} in all\n`);
    expect(counted).toHaveLength(3);
    expect(bytes).toBeLessThanOrEqual(20_480);
    await page.setCacheEnabled(true);
    expect(await inspectPage(page, 'sign-in', 'ja')).toEqual([]);
    await setPresence(true);
    await follow(page, SIGN_IN);
    expect(path()).toBe('/success/dashboard');
    await setPresence(false);
  });

  test('B7-4 who cancels is told the way of the password, and nothing is sent', async () => {
    await signOut();
    await open('/success/sign-in');
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await setPresence(true);
    await press(page, SIGN_IN);
    await page.waitForFunction(
      () => document.querySelector('.passkey-status')?.textContent?.includes('パスワードでログイン') === true,
    );
    expect(path()).toBe('/success/sign-in');
    await setPresence(false);
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  });

  test('B7-4 the list at the e-mail field signs in without a press of any button', async () => {
    await open('/success/sign-in');
    expect(await page.$eval('#email', (field) => field.getAttribute('autocomplete'))).toBe('username webauthn');
    await setPresence(true);
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.mouse.move(300, 300)]);
    expect(path()).toBe('/success/dashboard');
    await setPresence(false);
  });

  test('SEC-H01 the fresh check takes the passkey and leads on', async () => {
    demo.advance(11 * 60_000);
    await open('/success/enrolment/passkey');
    expect(path()).toBe('/success/confirmation');
    expect(await inspectPage(page, 'fresh check', 'ja')).toEqual([]);
    await setPresence(true);
    await follow(page, '#passkey');
    expect(path()).toBe('/success/enrolment/passkey');
  });

  test('B7-3 a second registration on the same device is refused by the device itself, in our words', async () => {
    await press(page, '#passkey');
    await page.waitForFunction(
      () => document.querySelector('.passkey-status')?.textContent?.includes('すでに登録されています') === true,
    );
    expect(path()).toBe('/success/enrolment/passkey');
  });

  test('B7-1 B7-3 B7-5 SEC-H05 who signed in with a code is offered a passkey on the start page, registers it there and deletes it again', async () => {
    const secret = await enrolElsewhere(demo, 'success', 'taro@success.example');
    await setPresence(false);
    await signOut();
    await enterPassword('taro@success.example');
    await fill(page, '#code', codeNow(demo, secret));
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
    expect(path()).toBe('/success/dashboard');
    expect(await page.$eval('[data-passkey-choice]', (offer) => offer.checkVisibility())).toBe(true);
    expect(await inspectPage(page, 'offer', 'ja')).toEqual([]);
    await follow(page, '[data-passkey-choice] a');
    expect(path()).toBe('/success/enrolment/passkey');
    await fill(page, '#passkey-name', '家のノートPC');
    await setPresence(true);
    await follow(page, '#passkey');
    await setPresence(false);
    await open('/success/dashboard');
    expect(await page.$('[data-passkey-choice]')).toBeNull();

    await open('/success/account');
    await follow(page, '#passkeys .device-ways > a:last-child');
    expect(await page.$eval('h1', (title) => title.textContent)).toBe('パスキーを削除する');
    expect(await inspectPage(page, 'removal', 'ja')).toEqual([]);
    await follow(page, 'main .button-danger');
    expect(path()).toBe('/success/account');
    expect(await page.$eval('#passkeys', (card) => card.textContent)).toContain('登録されているパスキーはありません');
    await open('/success/dashboard');
    expect(await page.$eval('[data-passkey-choice]', (offer) => offer.checkVisibility())).toBe(true);
  });
});

describe('stock Firefox', () => {
  let firefox: FirefoxWithPasskeys;
  beforeAll(async () => {
    firefox = await openFirefoxWithPasskeys('ja');
  });
  afterAll(() => firefox.close());

  const at = (where: string) =>
    firefox.until(`return document.readyState === 'complete' && location.pathname === ${JSON.stringify(where)}`);
  const click = (selector: string) => firefox.run('document.querySelector(arguments[0]).click()', [selector]);
  const type = (selector: string, text: string) =>
    firefox.run('document.querySelector(arguments[0]).value = arguments[1]', [selector, text]);

  async function enterPassword(): Promise<void> {
    await firefox.open(`${demo.origin}/support/sign-in`);
    await type('#email', 'jiro@support.example');
    await type('#password', PASSWORD);
    await click(MAIN);
  }

  test('a passkey is registered, is the second step, and signs in by its button', async () => {
    await enterPassword();
    await at('/support/dashboard');
    await firefox.open(`${demo.origin}/support/enrolment/passkey`);
    await type('#passkey-name', 'Firefox');
    await click('#passkey');
    await at('/support/enrolment/completed');
    await firefox.open(`${demo.origin}/support/help`);
    await click('.sign-out');
    await at('/support/sign-in');

    await enterPassword();
    await at('/support/sign-in/code');
    await click('#passkey');
    await at('/support/dashboard');
    await firefox.open(`${demo.origin}/support/help`);
    await click('.sign-out');
    await at('/support/sign-in');

    await firefox.open(`${demo.origin}/support/sign-in`);
    await click(SIGN_IN);
    await at('/support/dashboard');
    expect(await firefox.address()).toBe(`${demo.origin}/support/dashboard`);
  });
});
