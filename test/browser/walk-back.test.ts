/**
 * The Back button, which asks nobody: after a sign-out, after an activation, and a reload in the middle of an enrolment. What a
 * browser keeps of a page in memory counts as shown.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { follow, type OpenBrowser, openBrowser, press } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { button, heading, link, menuItem, pathOf, sendCode, textOf, typePassword } from './walking.ts';
import { LABELS, PORTALS } from './walking-labels.ts';
import { scan } from './walking-phone.ts';

const labels = LABELS.ja;
const { settings } = PORTALS.ja.support;

describe.each([
  { kind: 'chromium', script: true },
  { kind: 'firefox', script: true },
  { kind: 'firefox', script: false },
] as const)('$kind, script: $script', ({ kind, script }) => {
  let server: RunningServer;
  let browser: OpenBrowser;
  beforeAll(async () => {
    server = await startServer();
    browser = await openBrowser(kind, { script });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function signIn(email: string): Promise<Page> {
    const page = await browser.newVisitor();
    await page.goto(`${server.origin}/support/sign-in`);
    await typePassword({ page, email, labels });
    return page;
  }

  it('SEC-G05 shows nothing of the account when one goes back after the sign-out', async () => {
    const page = await signIn('saburo@support.example');
    await follow(page, menuItem(settings));
    expect(await textOf(page, 'body')).toContain('高橋 三郎');
    await follow(page, button(labels.signOut));
    for (let steps = 0; steps < 2; steps += 1) {
      await page.goBack();
      expect(await textOf(page, 'body')).not.toMatch(/高橋|三郎|TM-\d|北野製作所/u);
      expect([await heading(page), pathOf(page)]).toEqual([labels.signIn, '/support/sign-in']);
    }
  });

  it('G-11 G-12 SEC-B09 shows the same QR code after a reload, and none when one goes back after the activation', async () => {
    const page = await signIn('jiro@support.example');
    await follow(page, menuItem(settings));
    await follow(page, button(labels.on));
    await press(page, '.radio-card');
    await follow(page, button(labels.choose));
    const phone = await scan(page);
    await page.reload();
    expect((await scan(page)).uri.href).toBe(phone.uri.href);
    await sendCode(page, await phone.nextCode(), labels.turnOn);
    expect(await heading(page)).toBe(labels.turnedOn);
    await page.goBack();
    expect([await heading(page), pathOf(page)]).toEqual(['二要素認証は有効です', '/support/enrolment']);
    expect([await page.$('.qr-code'), await page.$('.key')]).toEqual([null, null]);
    expect(await page.$(link(labels.preparation))).toBeNull();
  });
});
