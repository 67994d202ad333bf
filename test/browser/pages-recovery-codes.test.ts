/**
 * The pages of recovery codes: what follows, the codes themselves with their three ways to be kept, the box that is not left
 * unticked, a code at the sign-in and at a fresh check. By keyboard, in Japanese in one portal and in English in the other.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { codeNow, STEP } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enrolElsewhere, makeStale, openPageVisitor, type PageVisitor } from './page-visitor.ts';
import { PORTALS } from './walking-labels.ts';

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

const WAYS = [
  ['ja', 'success', 'hanako@success.example'],
  ['en', 'support', 'jiro@support.example'],
] as const;

const WRONG = '01-0000-0000-0000-0000';

it.each(WAYS)(
  'Z-09 U-44 U-45 U-05 issuing in %s in %s: the codes are a whole page, and each page before and after them',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { recoveryCodes: words, confirmation, problems } = wordsFor(language);
    await signInTo(visitor, portal, email);
    await open(`/${portal}/recovery-codes`);
    await look(words.issueTitle);
    await makeStale(visitor);
    await send('/recovery-codes');
    await look(words.issueTitle, problems.staleForm);
    await send('/recovery-codes');
    await look(words.sheetTitle);
    expect(await buttonsOf(visitor)).toEqual([words.download, words.print, words.copy]);
    const codes = await codesOf(visitor);
    expect(codes).toHaveLength(10);

    // The unticked box keeps the page, as its codes cannot be shown again.
    await visitor.page.$eval('.saved-form button', (button) => button.click());
    expect(await visitor.page.$eval('#saved', (box) => box.matches(':invalid'))).toBe(true);
    expect(await codesOf(visitor)).toEqual(codes);
    await visitor.page.focus('#saved');
    await visitor.page.keyboard.press('Space');
    await send('/recovery-codes/safekeeping');
    await look(PORTALS[language][portal].settings);
    await open(`/${portal}/recovery-codes`);
    await look(words.issueTitle);
    demo.advance(minutes(11));
    await open(`/${portal}/recovery-codes`);
    await look(confirmation.title);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'Z-03 U-16 U-24 a recovery code in %s in %s: the form in every state, and the page that answers a right one',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { code, recoveryCodes: words, problems } = wordsFor(language);
    await signInTo(visitor, portal, email);
    await open(`/${portal}/recovery-codes`);
    await send('/recovery-codes');
    const codes = await codesOf(visitor);
    await visitor.signOut(portal);

    await visitor.enterPassword(portal, email);
    await look(code.title);
    await open(`/${portal}/sign-in/recovery-code`);
    await look(words.signInTitle);
    const form = (text: string) => send('/sign-in/recovery-code', { 'recovery-code': text });
    await form('');
    await look(words.signInTitle, words.empty);
    await form('01-7K3M');
    await look(words.signInTitle, words.short);
    await makeStale(visitor);
    await form(codes[0] ?? '');
    await look(words.signInTitle, problems.staleForm);
    await form(WRONG);
    await look(words.signInTitle, words.wrong);
    await form((codes[0] ?? '').toLowerCase().replaceAll('-', ' '));
    await look(words.usedTitle);
    const [replacement = ''] = await codesOf(visitor);
    expect(replacement.slice(0, 3)).toBe('01-');
    await visitor.page.focus('#saved');
    await visitor.page.keyboard.press('Space');
    await send('/recovery-codes/safekeeping');

    demo.advance(minutes(11));
    await open(`/${portal}/confirmation/recovery-code?then=recovery-codes`);
    await look(words.confirmTitle);
    const check = (text: string) => send('recovery-code?then=recovery-codes', { 'recovery-code': text });
    await check('abc');
    await look(words.confirmTitle, words.short);
    await check(WRONG);
    await look(words.confirmTitle, words.wrong);
    await check(replacement);
    await look(words.confirmedTitle);
    expect(visitor.problems).toEqual([]);
  },
);

it('U-44 SEC-C04 the file is made in the browser, with portal and day in its name and the codes in it', async () => {
  const visitor = await openPageVisitor(browser, demo, 'ja');
  await signInTo(visitor, 'success', 'hanako@success.example');
  await visitor.open('/success/recovery-codes');
  await visitor.send('/recovery-codes');
  const codes = await codesOf(visitor);
  const folder = mkdtempSync(join(tmpdir(), 'genkan-codes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const session = await visitor.page.createCDPSession();
  const browserContextId = visitor.page.browserContext().id ?? '';
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', browserContextId, downloadPath: folder });
  await visitor.page.click('.code-actions button');
  const name = await vi.waitFor(() => found(folder), { timeout: 30_000 });
  const text = readFileSync(join(folder, name), 'utf8');
  expect(name).toMatch(/^ビジネスサクセスポータル-回復コード-\d{4}-\d{2}-\d{2}\.txt$/u);
  for (const code of codes) expect(text).toContain(code);
  expect(text).not.toContain('hanako');
});

it('U-44 without script the codes stand there with advice instead of buttons', async () => {
  const visitor = await openPageVisitor(browser, demo, 'ja');
  await signInTo(visitor, 'success', 'hanako@success.example');
  await visitor.page.setJavaScriptEnabled(false);
  await visitor.open('/success/recovery-codes');
  await visitor.send('/recovery-codes');
  const words = wordsFor('ja').recoveryCodes;
  const html = await visitor.page.content();
  expect(html).toContain(words.byHand);
  expect(html).not.toContain('<button type="button"');
  expect(await codesOf(visitor)).toHaveLength(10);
  expect(readFileSync(new URL('../../src/http/style/print.css', import.meta.url), 'utf8')).toContain('.code-actions');
});

/** The finished file; a browser writes it under another name first. */
function found(folder: string): string {
  const name = readdirSync(folder).find((each) => each.endsWith('.txt'));
  if (name === undefined) throw new Error('no file yet');
  return name.normalize('NFC');
}

async function signInTo(visitor: PageVisitor, portal: string, email: string): Promise<void> {
  const secret = await enrolElsewhere(demo, portal, email);
  await visitor.enterPassword(portal, email);
  await visitor.send('sign-in/code', { code: codeNow(demo, secret) });
  demo.advance(STEP);
}

function codesOf({ page }: PageVisitor): Promise<readonly string[]> {
  return page.$$eval('.codes > li', (items) => items.map((item) => item.textContent ?? ''));
}

function buttonsOf({ page }: PageVisitor): Promise<readonly string[]> {
  return page.$$eval('.code-actions button', (buttons) => buttons.map((button) => button.textContent ?? ''));
}
