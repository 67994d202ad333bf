/**
 * The pages of a lost-device request in every state a person meets: form, receipt, mailed link, progress, cancellation, and
 * what stands there for who holds no link. By keyboard, in Japanese in one portal and in English in the other.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { days } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { fileForm } from '../support/lost-device.ts';
import { codeNow, STEP } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enrolElsewhere, makeStale, openPageVisitor, type PageVisitor } from './page-visitor.ts';
import { PASSWORD } from './walking.ts';

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
const TYPED = {
  name: '山田 花子',
  company: '株式会社とてもとてもとてもながいなまえのかいしゃインターナショナル',
  phone: '03-0000-0001',
};

it.each(WAYS)(
  'U-03 U-05 U-06 U-07 U-51 U-53 G-39 the form and the receipt in %s in %s are whole pages when empty, filled in, mistyped or stale',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look, page } = visitor;
    const { lostRequest, problems } = wordsFor(language);
    const { form, receipt: words } = lostRequest;
    await enrolElsewhere(demo, portal, email);
    await open(`/${portal}/lost-device/form`);
    await look(form.title);
    await send('/lost-device', { case_number: '1'.repeat(65) });
    await look(form.title, form.tooLong(form.caseNumber, 64));
    await visitor.enterPassword(portal, email);
    await open(`/${portal}/lost-device/form`);
    await look(form.title);
    const receipt = await file(visitor, portal);
    await look(words.title);
    await openDisclosure(visitor);
    await send('/letter');
    await look(words.title);
    expect(await statusOf(visitor)).toBe(words.againDone);
    await openDisclosure(visitor);
    await makeStale(visitor);
    await send('/letter');
    await look(words.title, problems.staleForm);
    await open(`/${portal}/lost-device/form?again=${receipt}`);
    expect(await page.$eval('#company', (field) => (field instanceof HTMLInputElement ? field.value : ''))).toBe(TYPED.company);
    await look(form.title);

    const stranger = await openPageVisitor(browser, demo, language);
    await stranger.open(`/${portal}/lost-device/${receipt}`);
    await stranger.look(words.publicTitle);
    await stranger.open(`/${portal}/lost-device/${receipt}?token=of-nobody`);
    await stranger.look(words.publicTitle);
    await stranger.open(`/${portal}/lost-device/${receipt}/cancellation`);
    await stranger.look(lostRequest.cancel.title);
    expect([...visitor.problems, ...stranger.problems]).toEqual([]);
  },
);

it.each(WAYS)(
  'U-06 U-07 U-55 U-56 G-24 the mailed link, the progress and both ways to cancel in %s in %s are whole pages',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look, page } = visitor;
    const { lostRequest, signIn, problems } = wordsFor(language);
    const { link, status, cancel } = lostRequest;
    await open(`/${portal}/lost-device/form`);
    const receipt = await file(visitor, portal, email);
    const first = await pathsTo(email);
    await open(first.open);
    await look(link.title);
    await open(first.cancel);
    await look(cancel.title);
    for (let count = 0; count < 6; count += 1) await fileForm(demo.visitor(), { email }, portal);
    await pathsTo(email);
    await open(first.open);
    await look(link.title);
    expect(await page.$eval('main h2', (node) => node.textContent)).toBe(receipt);
    await send('/confirmation', { number: 'x' });
    await look(link.title, link.otherEmpty);

    await send('/confirmation');
    await look(status.title);
    await send('/password', { password: '' });
    await look(status.title, signIn.passwordEmpty);
    await send('/password', { password: 'wrong' });
    await look(status.title, status.passwordWrong);
    await send('/password', { password: PASSWORD });
    await look(status.title);
    await open(first.open);
    await look(link.title);
    await open(`/${portal}/lost-device/${receipt}/cancellation`);
    await makeStale(visitor);
    await send('/cancellation');
    await look(cancel.title, problems.staleForm);
    await send('/cancellation');
    await look(cancel.doneTitle);
    for (const [path, title] of [
      [`/${receipt}/cancellation`, cancel.title],
      [`/${receipt}`, status.title],
    ] as const) {
      await open(`/${portal}/lost-device${path}`);
      await look(title);
    }
    await open(first.open);
    await look(link.title);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-06 U-56 G-26 G-28 a page that was overtaken, a "not me" and a sign-in that ends a request in %s in %s are whole pages',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look, page } = visitor;
    const { link, cancel, withdrawal } = wordsFor(language).lostRequest;
    const secret = await enrolElsewhere(demo, portal, email);
    await open(`/${portal}/lost-device/form`);
    const receipt = await file(visitor, portal, email);
    const { open: mailed } = await pathsTo(email);
    await fileForm(demo.visitor(), { email }, portal);
    const elsewhere = await pathsTo(email);
    await open(mailed);
    const other = demo.visitor();
    await other.get(elsewhere.open);
    const path = elsewhere.open.split('?')[0];
    expect((await other.post(`${path}/confirmation`, { token: elsewhere.token })).status).toBe(303);
    await send('/confirmation');
    await look(link.title, link.openAlready);
    await open(elsewhere.cancel);
    await page.focus('#not-me button');
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
    await look(cancel.doneTitle);

    demo.advance(days(8));
    await open(`/${portal}/lost-device/form`);
    const last = await file(visitor, portal, email);
    await pathsTo(email);
    await visitor.enterPassword(portal, email);
    demo.advance(STEP);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    await look(withdrawal.title);
    const said = await page.$eval('main', (node) => node.textContent ?? '');
    expect([said.includes(last), said.includes(receipt)]).toEqual([true, false]);
    expect(visitor.problems).toEqual([]);
  },
);

/** Fills in what is not there yet and sends the form from its last line; answers the receipt number. */
async function file({ page, send }: PageVisitor, portal: string, email?: string): Promise<string> {
  await page.focus('#risk');
  await page.keyboard.press('Space');
  await send(`/${portal}/lost-device`, { ...(email === undefined ? {} : { email }), ...TYPED });
  return new URL(page.url()).pathname.split('/')[3] ?? '';
}

async function openDisclosure({ page }: PageVisitor): Promise<void> {
  if ((await page.$('main details:not([open])')) === null) return;
  await page.focus('main details:not([open]) > summary');
  await page.keyboard.press('Enter');
}

/** The two links of the newest letter. */
async function pathsTo(email: string): Promise<{ readonly open: string; readonly cancel: string; readonly token: string }> {
  const letter = await demo.newestLetter(email);
  const find = (pattern: RegExp): string => pattern.exec(letter)?.[0] ?? `no ${pattern.source} in: ${letter}`;
  const open = find(/\/\w+\/lost-device\/[\w-]+\?token=\S+/u);
  demo.advance(1000);
  return {
    open,
    cancel: find(/\/\w+\/lost-device\/[\w-]+\/cancellation\?token=\S+/u),
    token: open.split('token=')[1] ?? '',
  };
}

function statusOf({ page }: PageVisitor): Promise<string> {
  return page.$eval('main [role="status"]', (node) => node.textContent?.trim() ?? '');
}
