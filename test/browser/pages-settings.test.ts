/**
 * The pages of who is signed in, in states that need time, mistakes or another window: what is asked again, what ran out, what
 * is paused, and what stands where there is nothing. By keyboard, in Japanese in one portal and in English in the other.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { codeNow, STEP, wrongCode } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { chooseApp, enrolElsewhere, makeStale, openPageVisitor, type PageVisitor, secretOf } from './page-visitor.ts';
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

it.each(WAYS)(
  'U-39 U-41 U-05 the enrolment in %s in %s is a whole page when it ran out, is stale, wrong, paused or given up',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { confirmation, enrolment, code, signIn, problems } = wordsFor(language);
    const settings = PORTALS[language][portal].settings;
    await visitor.enterPassword(portal, email);
    await beginEnrolment(visitor, portal);
    demo.advance(minutes(11));
    await send('enrolment/code', { code: '123456' });
    await look(enrolment.title);
    await makeStale(visitor);
    await send('/enrolment');
    await look(enrolment.title, problems.staleForm);
    await send('/enrolment');
    await look(confirmation.title);
    await send('confirmation?then=enrolment', { password: '' });
    await look(confirmation.title, signIn.passwordEmpty);
    await send('confirmation?then=enrolment', { password: 'wrong' });
    await look(confirmation.title, confirmation.wrongPassword);
    await makeStale(visitor);
    await send('confirmation?then=enrolment', { password: 'wrong' });
    await look(confirmation.title, problems.staleForm);
    await send('confirmation?then=enrolment', { password: 'Genkan-demo-2026' });
    await makeStale(visitor);
    await send('enrolment/code', { code: '123456' });
    await look(enrolment.title, problems.staleForm);
    const wrong = wrongCode(demo, await secretOf(visitor));
    await send('enrolment/code', { code: wrong, 'device-name': '会社のiPhone' });
    await look(enrolment.title, code.wrong);
    await send('enrolment/code', { code: '', 'device-name': 'a name that is far too long' });
    await look(enrolment.title, enrolment.deviceNameLength);
    for (let count = 0; count < 10; count += 1) await send('enrolment/code', { code: wrong, 'device-name': '' });
    await look(enrolment.title, '10:16');
    await send('/enrolment/cancellation');
    await look(settings);
    expect(await visitor.page.$eval('main [role="status"]', (node) => node.textContent)).toBe(enrolment.cancelled);
    await open(`/${portal}/enrolment/method`);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-48 U-16 U-19 SEC-H01 the fresh check and turning off in %s in %s are whole pages when the code is stale, missing, wrong, used or paused',
  async (language, portal, email) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    const { confirmation, code, turnOff, problems } = wordsFor(language);
    const secret = await enrolElsewhere(demo, portal, email);
    await visitor.enterPassword(portal, email);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    demo.advance(STEP);
    await open(`/${portal}/confirmation?then=two-factor`);
    await send('confirmation?then=two-factor', { code: '' });
    await look(confirmation.title, code.empty);
    await send('confirmation?then=two-factor', { code: wrongCode(demo, secret) });
    await look(confirmation.title, code.wrong);
    await makeStale(visitor);
    await send('confirmation?then=two-factor', { code: codeNow(demo, secret) });
    await look(confirmation.title, problems.staleForm);
    await send('confirmation?then=two-factor', { code: codeNow(demo, secret) });
    await look(turnOff.title);
    await send('two-factor', { code: codeNow(demo, secret) });
    await look(turnOff.title, code.used(30));
    await makeStale(visitor);
    await send('two-factor', { code: '1' });
    await look(turnOff.title, problems.staleForm);
    demo.advance(STEP);
    for (let count = 0; count < 5; count += 1) await send('two-factor', { code: wrongCode(demo, secret) });
    await look(turnOff.title, language === 'ja' ? 'ログインできません' : 'is paused until');
    demo.advance(minutes(16));
    // Long ago by now: the check comes once more, and then another code.
    await send('two-factor', { code: codeNow(demo, secret) });
    await look(confirmation.title);
    await send('confirmation?then=two-factor', { code: codeNow(demo, secret) });
    await look(turnOff.title);
    demo.advance(STEP);
    await send('two-factor', { code: codeNow(demo, secret) });
    await look(turnOff.doneTitle);
    expect(visitor.problems).toEqual([]);
  },
);

it.each(WAYS)(
  'U-27 U-29 B1 dashboard, cases and settings in %s in %s are whole pages with nothing to show, with too much, and with a stale form',
  async (language, portal) => {
    const { dashboard, cases, enrolment, problems } = wordsFor(language);
    const { settings } = PORTALS[language][portal];
    await importPeople(portal);
    const visitor = await openPageVisitor(browser, demo, language);
    const { open, send, look } = visitor;
    await visitor.enterPassword(portal, 'empty@company.example');
    if (portal === 'success') {
      await makeStale(visitor);
      await send('dashboard/recommendation');
      await look(dashboard.title, problems.staleForm);
      await send('dashboard/recommendation');
      await open('/success/enrolment/method');
      await visitor.page.$eval('#method-totp', (choice) => choice.removeAttribute('checked'));
      await send('enrolment/method');
      await look(enrolment.methodTitle, enrolment.methodEmpty);
      await makeStale(visitor);
      await send('enrolment/method');
      await look(enrolment.methodTitle, problems.staleForm);
      await open('/success/dashboard');
    }
    await look(dashboard.title);
    await open(`/${portal}/cases`);
    await look(cases.listTitle);
    await visitor.signOut(portal);

    await visitor.enterPassword(portal, 'nobody@company.example');
    if (portal === 'success') await send('dashboard/recommendation');
    await look(dashboard.title);
    for (const page of ['cases', portal === 'success' ? 'account' : 'profile'] as const) {
      await open(`/${portal}/${page}`);
      await look(page === 'cases' ? cases.listTitle : settings);
    }
    await visitor.signOut(portal);

    await visitor.enterPassword(portal, 'busy@company.example');
    for (const page of ['cases', 'cases?page=2', 'cases?page=3']) {
      await open(`/${portal}/${page}`);
      await look(cases.listTitle);
    }
    expect(visitor.problems).toEqual([]);
  },
);

/** Over the choice of a method. */
async function beginEnrolment(visitor: PageVisitor, portal: 'success' | 'support'): Promise<void> {
  const { open, send } = visitor;
  await open(`/${portal}/enrolment/method`);
  await chooseApp(visitor);
  await send('enrolment/method');
}

/** A company without cases, one with 45, and somebody without a company; all with long names. */
async function importPeople(portal: 'success' | 'support'): Promise<void> {
  const { store, passwords } = demo.service;
  const passwordRecord = await passwords.hash('Genkan-demo-2026');
  const long = '株式会社とてもとてもとてもながいなまえのかいしゃインターナショナルホールディングス';
  for (const id of ['empty', 'busy']) await store.importCompany({ id, portal, name: long, plan: 'paid' });
  for (const [id, companyId] of [
    ['empty', 'empty'],
    ['busy', 'busy'],
    ['nobody', null],
  ] as const) {
    await store.importAccount({
      id,
      portal,
      email: `${id}@company.example`,
      name: 'Wolfeschlegelsteinhausenbergerdorff 花子',
      phone: null,
      companyId,
      role: 'holder',
      language: 'ja',
      status: 'active',
      createdAt: demo.now(),
      passwordSetAt: demo.now(),
      passwordRecord,
    });
  }
  for (let index = 0; index < 45; index += 1) {
    await store.importCase('busy', {
      number: `VERY-LONG-NUMBER-OF-A-CASE-${10_000 + index}`,
      subject: `Donaudampfschifffahrtselektrizitätenhauptbetriebswerk ${'あ'.repeat(60)}`,
      description: 'x',
      state: 'open',
      openedAt: demo.now() - index,
      updatedAt: demo.now() - index,
    });
  }
}
