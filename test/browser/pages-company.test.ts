/**
 * The pages of a company's administrators and of getting an account, reached by keyboard: forms, mistakes, stale forms, reviews and
 * results. In Japanese and in English.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { makeStale, openPageVisitor } from './page-visitor.ts';

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

const NEW = 'a.rather.long.address.of.somebody.new@mail.subsidiary.example';
const PASSWORD = 'violet tram 41 kettle';

/** The newest link that begins so, to an address, once the letter is there. */
async function linkTo(email: string, start: string): Promise<string> {
  let link = '';
  const find = async (): Promise<string> => {
    link = new RegExp(`/\\w+/${start}\\S+`, 'u').exec(await demo.newestLetter(email))?.[0] ?? '';
    return link;
  };
  await expect.poll(find, { timeout: 10_000 }).not.toBe('');
  return link;
}

it.each(['ja', 'en'] as const)(
  'U-03 U-05 U-06 U-07 A-12 in %s the pages of a company are whole pages with and without mistakes',
  async (language) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { company: texts, problems, signIn, registration } = wordsFor(language);
    const menu = language === 'ja' ? '会社の管理' : 'Company';
    await visitor.enterPassword('success', 'kaori@success.example');
    await open('/success/company');
    await look(menu);
    await open('/success/company/policy');
    await look(texts.policy.title);
    await send('company/policy', { required_from: 'soon' });
    await look(texts.policy.title, texts.policy.fromLevel);
    await makeStale(visitor);
    await send('company/policy', {});
    await look(texts.policy.title, problems.staleForm);
    await send('company/policy', { required_from: '' });
    await look(texts.policy.reviewTitle);
    await open('/success/company/colleagues/demo-hanako');
    await look(texts.colleague.title);
    await open('/success/company/invitations');
    await look(texts.invitations.title);
    await send('company/invitations', { email: '', name: '' });
    await look(texts.invitations.title, signIn.emailEmpty);
    await send('company/invitations', { email: NEW, name: '伊藤 舞' });
    await look(menu);
    const link = await linkTo(NEW, 'invitation/');
    await open(`/success/company/invitations/${link.split('/').at(-1)?.split('.')[0]}`);
    await look(texts.invitations.oneTitle);
    await open(link);
    await look(registration.invitationTitle);
    await send(link, { password: '' });
    await look(registration.invitationTitle, wordsFor(language).firstPassword.empty);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(['ja', 'en'] as const)(
  'U-03 U-05 U-06 U-07 in %s getting an account oneself is whole pages at every step',
  async (language) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { links, problems, registration, signIn } = wordsFor(language);
    await open('/support/registration');
    await look(registration.title);
    await send('registration', { email: 'no address' });
    await look(registration.title, signIn.emailShape);
    await makeStale(visitor);
    await send('registration', { email: NEW });
    await look(registration.title, problems.staleForm);
    await send('registration', { email: NEW });
    await look(registration.sentTitle);
    const link = await linkTo(NEW, 'registration/');
    await open(link);
    await look(registration.offerTitle);
    await send(link, { name: '', password: '' });
    await look(registration.offerTitle, registration.nameEmpty);
    await send(link, { name: '小川 凜', company: '株式会社北野製作所', password: PASSWORD });
    await look(signIn.title);
    await open(link);
    await look(links.spentTitle);
    expect(visitor.problems).toEqual([]);
  },
);
