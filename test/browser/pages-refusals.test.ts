/**
 * The pages that turn somebody away, in both languages: what no form of the product sends, what a broken store answers, and
 * the compulsory enrolment of the desk, in the dark, with its mailed link in the wrong browser.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { codeNow } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { makeStale, openPageVisitor, type PageVisitor, secretOf } from './page-visitor.ts';

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

const LANGUAGES = ['ja', 'en'] as const;

it.each(LANGUAGES)('U-03 U-05 U-06 U-07 SEC-N08 what no form of ours sends is answered by a whole page in %s', async (language) => {
  const visitor = await openPageVisitor(browser, demo, language);
  const { page, open, look } = visitor;
  const { problems } = wordsFor(language);
  await open('/success/sign-in');
  await sendStrangeForm(visitor, { enctype: 'text/plain' });
  await look(problems.unsupportedType.title);
  await open('/success/sign-in');
  await sendStrangeForm(visitor, { value: 'x'.repeat(70_000) });
  await look(problems.tooLarge.title);
  await page.goto('data:text/html,<p>another site</p>');
  await sendStrangeForm(visitor, {});
  await look(problems.crossSite.title);
  await open('/success/sign-in/cancellation');
  await look(problems.methodNotAllowed.title);
  await page.setExtraHTTPHeaders({ 'accept-language': language, via: '1.1 proxy' });
  await open('/success/sign-in');
  await look(problems.misdirected.title);
  expect(visitor.problems).toEqual([]);
});

it.each(LANGUAGES)('SEC-N08 U-03 U-05 a page in %s that could not be made says so and names its log line', async (language) => {
  const visitor = await openPageVisitor(browser, demo, language);
  const { page, open, look } = visitor;
  const { problems } = wordsFor(language);
  await visitor.enterPassword('support', 'saburo@support.example');
  await demo.query('alter table support_case rename to gone');
  await open('/support/cases');
  await look(problems.unavailable.title);
  const id = await page.$eval('main code', (node) => node.textContent ?? '');
  expect(demo.log.filter((line) => line.includes(id) && line.includes('request.failed'))).toHaveLength(1);
  expect(visitor.problems).toEqual([]);
});

it.each(LANGUAGES)(
  'U-03 U-05 U-06 U-07 U-40 D-40 the compulsory enrolment of the desk in %s is made of whole pages in the dark, with its link in the wrong browser and stale forms',
  async (language) => {
    const email = 'auditor@desk.example';
    const { code, links, problems, enrolment, signIn, role } = wordsFor(language);
    const visitor = await openPageVisitor(browser, demo, language);
    const { page, open, send, look } = visitor;
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await visitor.enterPassword('desk', email);
    await makeStale(visitor);
    await send('sign-in/confirmation');
    await look(links.waitTitle, problems.staleForm);
    const path = /\/desk\/sign-in\/confirmation\/\S+/u.exec(await demo.newestLetter(email))?.[0] ?? '';

    const other = await openPageVisitor(browser, demo, language);
    await other.open(path);
    await other.send(path);
    await other.look(links.confirmTitle, links.otherBrowser);
    expect(other.problems).toEqual([]);

    await open(path);
    await makeStale(visitor);
    await send(path);
    await look(links.confirmTitle, problems.staleForm);
    await send(path);
    await look(links.waitTitle);
    await open('/desk/sign-in/enrolment');
    await look(enrolment.title);
    await makeStale(visitor);
    await send('sign-in/enrolment');
    await look(enrolment.title, problems.staleForm);
    await send('sign-in/enrolment');
    await look(enrolment.title);
    const secret = await secretOf(visitor);
    await send('enrolment/code', { code: '12' });
    await look(enrolment.title, code.length);
    await send('enrolment/code', { code: codeNow(demo, secret), 'device-name': '' });
    await look(enrolment.doneTitle);
    await open('/desk/dashboard');
    await look(role.heading);
    for (const name of ['account', 'two-factor', 'help', 'nowhere']) {
      await open(`/desk/${name}`);
      await look(await page.$eval('h1', (heading) => heading.textContent ?? ''));
    }
    await visitor.signOut('desk');
    await visitor.enterPassword('desk', email);
    await look(code.title);
    for (let count = 0; count < 6; count += 1) await visitor.enterPassword('desk', 'intake@desk.example');
    await look(signIn.title, language === 'ja' ? '確認' : 'mailed several');
    expect(visitor.problems).toEqual([]);
  },
);

/** A form as another site or a broken program would send it. */
async function sendStrangeForm({ page }: PageVisitor, how: { readonly enctype?: string; readonly value?: string }): Promise<void> {
  await Promise.all([
    page.waitForNavigation({ waitUntil: 'load' }),
    page.evaluate(
      (action, enctype, value) => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action, enctype });
        const field = document.createElement('input');
        Object.assign(field, { type: 'hidden', name: 'email', value });
        form.append(field);
        document.body.append(form);
        form.submit();
      },
      `${demo.origin}/success/sign-in`,
      how.enctype ?? 'application/x-www-form-urlencoded',
      how.value ?? 'x',
    ),
  ]);
}
