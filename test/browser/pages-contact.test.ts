/**
 * The pages on which mail address, addresses for notices, number and name are changed, and those behind the mailed links, reached by
 * keyboard: forms, mistakes, stale forms, results, links that are over. In Japanese in one portal and in English in the other.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { fileForm } from '../support/lost-device.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { makeStale, openPageVisitor } from './page-visitor.ts';
import { PASSWORD } from './walking.ts';
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
const NEW = 'a.rather.long.address.of.somebody.who.changed.companies@mail.subsidiary.example';

/** The newest link that begins so, to an address, once the letter is there: it may still be on its way. */
async function linkTo(email: string, start: string): Promise<string> {
  let link = '';
  const find = async (): Promise<string> => {
    link = new RegExp(`/\\w+/${start}\\S+`, 'u').exec(await demo.newestLetter(email))?.[0] ?? '';
    return link;
  };
  await expect.poll(find).not.toBe('');
  return link;
}

it.each(WAYS)(
  'U-03 U-05 U-06 U-07 SEC-H06 in %s in %s changing the mail address is a whole page at every step, by form and by link',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { confirmation, contactData: texts, links, problems, signIn } = wordsFor(language);
    await visitor.enterPassword(portal, email);
    demo.advance(minutes(11));
    await open(`/${portal}/account/email`);
    await look(confirmation.title);
    await send('confirmation?then=account%2Femail', { password: PASSWORD });
    await look(texts.email.title);
    await send('account/email', { email: 'no address' });
    await look(texts.email.title, signIn.emailShape);
    await send('account/email', { email });
    await look(texts.email.title, texts.email.unchanged);
    await makeStale(visitor);
    await send('account/email', { email: NEW });
    await look(texts.email.title, problems.staleForm);
    await send('account/email', { email: NEW });
    await look(texts.email.sentTitle);
    await open(`/${portal}/account/email`);
    await look(texts.email.title);
    const cancellation = await linkTo(email, 'contact-cancellation/');
    const link = await linkTo(NEW, 'contact-confirmation/');
    await open(cancellation);
    await look(texts.cancelLink.title);
    await open(link);
    await look(texts.confirmLink.emailTitle);
    await makeStale(visitor);
    await send(link);
    await look(texts.confirmLink.emailTitle, problems.staleForm);
    await send(link);
    await look(texts.confirmLink.emailDoneTitle);
    await open(link);
    await look(links.spentTitle);
    await open(`/${portal}/${portal === 'success' ? 'account' : 'profile'}`);
    await look(PORTALS[language][portal].settings);
    await open(cancellation);
    await makeStale(visitor);
    await send(cancellation);
    await look(texts.cancelLink.title, problems.staleForm);
    await send(cancellation);
    await look(texts.cancelLink.doneTitle);
    await open(cancellation);
    await look(links.spentTitle);
    await visitor.enterPassword(portal, NEW);
    await look(signIn.title, signIn.notAccepted);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-03 U-05 U-06 U-07 SEC-P03 in %s in %s addresses for notices, number and name are whole pages with and without mistakes',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look, page } = visitor;
    const { contactData: texts, problems, signIn } = wordsFor(language);
    const settings = PORTALS[language][portal].settings;
    const list = 'account/notification-addresses';
    await visitor.enterPassword(portal, email);
    await open(`/${portal}/${list}`);
    await look(texts.extra.title);
    await send(list, { email: '' });
    await look(texts.extra.title, signIn.emailEmpty);
    await send(list, { email });
    await look(texts.extra.title, texts.extra.known);
    await send(list, { email: NEW });
    await look(texts.extra.title);
    const link = await linkTo(NEW, 'contact-confirmation/');
    await page.click(`a[href^="/${portal}/${list}/"]`);
    await page.waitForSelector('#removal');
    await look(texts.extra.removeTitle);
    await open(link);
    await look(texts.confirmLink.extraTitle);
    await send(link);
    await look(texts.confirmLink.extraDoneTitle);
    await open(`/${portal}/${list}`);
    await send(list, { email: 'second@home.example' });
    await look(texts.extra.title);
    await page.click(`a[href^="/${portal}/${list}/"]`);
    await page.waitForSelector('#removal');
    await makeStale(visitor);
    await send(new URL(page.url()).pathname);
    await look(texts.extra.removeTitle, problems.staleForm);
    await send(new URL(page.url()).pathname);
    await look(texts.extra.title);
    await open(`/${portal}/account/phone`);
    await look(texts.phone.title);
    await send('account/phone', { phone: '12' });
    await look(texts.phone.title, texts.phone.tooShort);
    await send('account/phone', { phone: '090-1234-5678' });
    await look(settings);
    await open(`/${portal}/account/name`);
    await look(texts.name.title);
    await send('account/name', { name: '' });
    await look(texts.name.title, texts.name.empty);
    await send('account/name', { name: '佐藤 花子' });
    await look(settings);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-03 U-05 U-07 SEC-J04 in %s in %s the pages say why nothing can be changed while a request is under way',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, look, page } = visitor;
    const { contactData: texts } = wordsFor(language);
    await visitor.enterPassword(portal, email);
    demo.advance(minutes(1));
    const filer = demo.visitor();
    await fileForm(filer, { email }, portal);
    const link = await linkTo(email, 'lost-device/R-[0-9A-Z-]+[?]token=');
    const [, receipt = '', token = ''] = /\/lost-device\/(R-[0-9A-Z-]+)\?token=(\S+)/u.exec(link) ?? [];
    await filer.get(link);
    await filer.post(`/${portal}/lost-device/${receipt}/confirmation`, { token });
    for (const [path, title] of [
      ['email', texts.email.title],
      ['notification-addresses', texts.extra.title],
      ['phone', texts.phone.title],
      ['name', texts.name.title],
    ] as const) {
      await open(`/${portal}/account/${path}`);
      await look(title);
      expect(await page.$eval('main', (main) => main.textContent)).toContain(texts.runningTitle);
    }
    expect(visitor.problems).toEqual([]);
  },
);
