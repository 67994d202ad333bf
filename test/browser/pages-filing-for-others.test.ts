/**
 * A colleague's request as the company's administrator sees it, starting one for a colleague, and the telephone's intake at the desk:
 * reached by keyboard, in both languages, with what they say when something is missing.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { hours } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { receiptOf, receive } from '../support/received.ts';
import { codeNow, STEP } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enrolElsewhere, enterDesk, openPageVisitor } from './page-visitor.ts';

let browser: OpenBrowser;
let demo: ClockedDemo;
beforeAll(async () => {
  browser = await openBrowser('chromium', { engineOnly: true });
});
afterAll(() => browser.close());
beforeEach(async () => {
  demo = await openClockedDemo();
  const LOW = { risk: 'low', because: [] } as const;
  await receive(demo.service.store, { n: 1, accountId: 'demo-hanako', filedAt: demo.now() - hours(2), risk: LOW });
});
afterEach(() => demo.close());

const KAORI = 'kaori@success.example';
const REQUEST = `/success/company/requests/${receiptOf(1)}`;

it.each(['ja', 'en'] as const)(
  'D-14 U-03 U-05 U-06 U-07 SEC-J04 SEC-J06 in %s an administrator confirms or stops a request, starts one, and asks for a dispute, on whole pages',
  async (language) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { look, open, page, send } = visitor;
    const { company, companyDispute: dispute, companyRequests: texts, lostRequest } = wordsFor(language);
    const secret = await enrolElsewhere(demo, 'success', KAORI);
    // So long ago that the voucher counts.
    await demo.query("update authenticator set bound_at = 1700000000000 where account_id = 'demo-kaori'");
    await visitor.enterPassword('success', KAORI);
    await send('sign-in/code', { code: codeNow(demo, secret) });
    demo.advance(STEP);
    await open('/success/company');
    await look(language === 'ja' ? '会社の管理' : 'Company');
    await open(REQUEST);
    await look(texts.title);
    await send(receiptOf(1));
    await look(texts.title);
    await send(receiptOf(1), { code: '' });
    await look(texts.title, texts.errors.codeEmpty);
    await send(receiptOf(1), { code: '000000' });
    await look(texts.title, texts.errors.codeWrong);
    await page.focus('#object button');
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
    await look(texts.title);
    await open('/success/company/colleagues/demo-hanako');
    await look(company.colleague.title);
    await open('/success/company/colleagues/demo-hanako/request');
    await look(texts.start.title);
    await send('/request', { name: '', phone: '' });
    await look(texts.start.title, lostRequest.form.nameEmpty);
    await page.focus('#risk');
    await page.keyboard.press('Space');
    await send('/request', { name: '山田 花子', phone: '03-1234-5621' });
    await look(texts.start.sentTitle);

    await open('/success/company/colleagues/demo-hanako/dispute');
    await look(dispute.title);
    // Their own "not me" closed the account: only a dispute opens it again.
    await demo.query("update account set status = 'suspended', locked_at = 1 where id = 'demo-hanako'");
    await demo.query("update recovery_request set state = 'closed' where account_id = 'demo-hanako'");
    await open('/success/company/colleagues/demo-hanako/dispute');
    await look(dispute.title);
    await send('/dispute');
    await look(company.title);
    await open('/success/company/colleagues/demo-hanako/dispute');
    await look(dispute.title);
    expect(await page.$eval('main', (main) => main.textContent ?? '')).toContain(
      language === 'ja' ? 'すでに求めています' : 'already',
    );
    expect(visitor.problems).toEqual([]);
  },
);

it.each(['ja', 'en'] as const)(
  'D-19 U-03 U-05 U-06 U-07 in %s a request by telephone is taken on whole pages, in the dark too',
  async (language) => {
    const visitor = await openPageVisitor(browser, demo, language);
    const { look, open, page, send } = visitor;
    const { deskIntake: texts } = wordsFor(language);
    await enterDesk(demo, visitor, 'intake@desk.example');
    await open('/desk/requests');
    await look(wordsFor(language).requests.views.all);
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await open('/desk/intake');
      await look(texts.title);
    }
    await send('/intake', { phone: '03-1234-5621' });
    await look(texts.title, texts.portalEmpty);
    await page.focus('#portal-success');
    await page.keyboard.press('Space');
    await page.focus('#risk');
    await page.keyboard.press('Space');
    await send('/intake', { email: 'hanako@success.example', name: '山田', company: 'さくら商事', phone: '03-1234-5621' });
    await look(texts.sentTitle);
    expect(visitor.problems).toEqual([]);
  },
);
