/**
 * A person's hands in a browser that holds a passkey: Chromium by puppeteer, stock Firefox by Marionette, the same few movements in both.
 * Whoever walks with them says where things are; nothing here knows a page.
 */
import type { CDPSession, Page } from 'puppeteer-core';
import { type BrowserKind, fill, follow, openBrowser, press } from '../support/browser.ts';
import { openFirefoxWithPasskeys } from '../support/marionette.ts';

export interface Hands {
  open(path: string): Promise<void>;
  /** Path of the address bar. */
  path(): Promise<string>;
  /** What is read there, white space collapsed; '' when nothing is there. */
  read(selector: string): Promise<string>;
  attribute(selector: string, name: string): Promise<string>;
  type(selector: string, text: string): Promise<void>;
  /** Ticks or chooses. */
  choose(selector: string): Promise<void>;
  /** Presses it and waits for the page it leads to. */
  go(selector: string): Promise<void>;
  /** The same where the device is asked for a passkey. */
  goWithPasskey(selector: string): Promise<void>;
  close(): Promise<void>;
}

export function openHands(kind: BrowserKind, origin: string, language: 'ja' | 'en'): Promise<Hands> {
  return kind === 'chromium' ? chromiumHands(origin, language) : firefoxHands(origin, language);
}

async function chromiumHands(origin: string, language: 'ja' | 'en'): Promise<Hands> {
  const browser = await openBrowser('chromium', { language });
  const page = await browser.newVisitor();
  const { devtools, authenticatorId } = await giveAuthenticator(page);
  // The list at the e-mail field would answer by itself otherwise.
  const setPresence = (enabled: boolean) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  await setPresence(false);
  return {
    open: async (path) => void (await page.goto(`${origin}${path}`, { waitUntil: 'load' })),
    path: async () => new URL(page.url()).pathname,
    read: async (selector) =>
      (await page.$(selector)) === null ? '' : page.$eval(selector, (node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim()),
    attribute: (selector, name) => page.$eval(selector, (node, wanted) => node.getAttribute(wanted) ?? '', name),
    type: (selector, text) => fill(page, selector, text),
    choose: (selector) => press(page, selector),
    go: (selector) => follow(page, selector),
    goWithPasskey: async (selector) => {
      await setPresence(true);
      await follow(page, selector);
      await setPresence(false);
    },
    close: () => browser.close(),
  };
}

async function giveAuthenticator(page: Page): Promise<{ readonly devtools: CDPSession; readonly authenticatorId: string }> {
  const devtools = await page.createCDPSession();
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  return { devtools, authenticatorId };
}

async function firefoxHands(origin: string, language: 'ja' | 'en'): Promise<Hands> {
  const firefox = await openFirefoxWithPasskeys(language);
  const READ = "return (document.querySelector(arguments[0])?.textContent ?? '').replace(/\\s+/g, ' ').trim()";
  const text = async (script: string, ...values: readonly string[]): Promise<string> => String(await firefox.run(script, values));
  const go = async (selector: string): Promise<void> => {
    await firefox.run('window.isLeft = false; document.querySelector(arguments[0]).click()', [selector]);
    await firefox.until("return window.isLeft === undefined && document.readyState === 'complete'");
  };
  return {
    open: (path) => firefox.open(`${origin}${path}`),
    path: async () => new URL(await firefox.address()).pathname,
    read: (selector) => text(READ, selector),
    attribute: (selector, name) => text('return document.querySelector(arguments[0]).getAttribute(arguments[1])', selector, name),
    type: async (selector, typed) =>
      void (await firefox.run('document.querySelector(arguments[0]).value = arguments[1]', [selector, typed])),
    choose: async (selector) => void (await firefox.run('document.querySelector(arguments[0]).click()', [selector])),
    go,
    goWithPasskey: go,
    close: () => firefox.close(),
  };
}
