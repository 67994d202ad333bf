/**
 * The pages of the desk's staff, reached by keyboard: the list, an invitation with its mistakes, what waits for a second person, one
 * person, and the sitting behind the mailed link. In Japanese and in English.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { hours } from '../../src/core/time.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import { fillAtOnce, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { receiptOf, receive } from '../support/received.ts';
import { codeNow } from '../support/steps.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { enterDesk, makeStale, openPageVisitor, secretOf } from './page-visitor.ts';

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
const ADMIN = 'admin@desk.example';
const SUPERVISOR = 'supervisor@desk.example';

async function idOf(email: string): Promise<string> {
  const [row] = await demo.query(`select id from account where email = '${email}'`);
  return String(row?.['id']);
}

async function newestAsk(): Promise<string> {
  const rows = await demo.query('select id from staff_ask order by asked_at desc');
  return String(rows[0]?.['id']);
}

it.each(['ja', 'en'] as const)(
  'D-02 U-03 U-05 U-06 U-07 in %s the pages of the desk’s staff are whole pages with and without mistakes',
  async (language) => {
    const admin = await openPageVisitor(browser, demo, language);
    const supervisor = await openPageVisitor(browser, demo, language);
    const { staff: texts, problems, signIn, sitting, links, firstPassword } = wordsFor(language);
    const { open, send, look } = admin;
    await enterDesk(demo, admin, ADMIN);
    await enterDesk(demo, supervisor, SUPERVISOR);
    await open('/desk/staff');
    await look(texts.title);
    await open('/desk/staff/invitation');
    await look(texts.invitations.title);
    await send('staff/invitation', { email: '', name: '' });
    await look(texts.invitations.title, signIn.emailEmpty);
    await makeStale(admin);
    await send('staff/invitation', {});
    await look(texts.invitations.title, problems.staleForm);
    await admin.page.focus('#role-intake');
    await admin.page.keyboard.press('Space');
    await send('staff/invitation', { email: SUPERVISOR, name: '伊藤 舞' });
    await look(texts.invitations.title, texts.invitations.taken);
    await send('staff/invitation', { email: NEW, name: '伊藤 舞' });
    await look(texts.title);
    const ask = `/desk/staff/asks/${await newestAsk()}`;
    await open(ask);
    await look(texts.asks.kinds.invite);

    await supervisor.open(ask);
    await supervisor.look(texts.asks.kinds.invite);
    await makeStale(supervisor);
    await supervisor.send(ask, {});
    await supervisor.look(texts.asks.kinds.invite, problems.staleForm);
    await supervisor.send(ask, {});
    await supervisor.look(texts.title);
    await supervisor.open(`/desk/staff/people/${await idOf(ADMIN)}`);
    await supervisor.look(texts.member.title);

    const reviewer = `/desk/staff/people/${await idOf('reviewer@desk.example')}`;
    await open(reviewer);
    await look(texts.member.title);
    await admin.page.$eval('[name="choice"][value="role"]', (choice) => {
      if (choice instanceof HTMLInputElement) choice.form?.querySelector('button')?.focus();
    });
    await Promise.all([admin.page.waitForNavigation({ waitUntil: 'load' }), admin.page.keyboard.press('Enter')]);
    await look(texts.member.title, texts.member.roleEmpty);
    await open(`/desk/staff/people/${await idOf(ADMIN)}`);
    await look(texts.member.title);
    await open(reviewer);
    await send(reviewer, {});
    await look(texts.title);
    await open(reviewer);
    await look(texts.member.title);

    const link = /\/desk\/setup\/\S+/u.exec(await demo.newestLetter(NEW))?.[0] ?? '';
    const newcomer = await openPageVisitor(browser, demo, language);
    await newcomer.open(link);
    await newcomer.look(sitting.titles.invitation);
    await newcomer.send(link, { password: 'passwordpassword' });
    await newcomer.look(sitting.titles.invitation, firstPassword.common);
    await newcomer.send(link, { password: 'violet tram 41 kettle' });
    await newcomer.send('enrolment/code', { 'device-name': '', code: codeNow(demo, await secretOf(newcomer)) });
    await newcomer.open(link);
    await newcomer.look(sitting.spentTitle);
    expect(links.spentAction).not.toBe('');
    expect([...admin.problems, ...supervisor.problems, ...newcomer.problems]).toEqual([]);
  },
);

it.each(['ja', 'en'] as const)(
  'D-02 U-03 U-05 U-06 U-07 in %s the page of the stop switch is whole, set and lifted, with and without mistakes',
  async (language) => {
    const admin = await openPageVisitor(browser, demo, language);
    const supervisor = await openPageVisitor(browser, demo, language);
    const { deskStop: texts, problems, role } = wordsFor(language);
    await enterDesk(demo, admin, ADMIN);
    await enterDesk(demo, supervisor, SUPERVISOR);
    await supervisor.open('/desk/stop');
    await supervisor.look(texts.title);
    await supervisor.send('/stop');
    await supervisor.look(texts.title, texts.whereEmpty);
    await supervisor.page.focus('#stopped-all-choice');
    await supervisor.page.keyboard.press('Space');
    await supervisor.send('/stop');
    await supervisor.look(texts.title, texts.reasonLength);
    await makeStale(supervisor);
    await supervisor.send('/stop');
    await supervisor.look(texts.title, problems.staleForm);
    await supervisor.page.focus('#stopped-success-choice');
    await supervisor.page.keyboard.press('Space');
    await fillAtOnce(supervisor.page, '#reason', 'A long reason, 承認をだまし取られた疑いがあるため、原因が分かるまで止めます');
    await supervisor.send('/stop');
    await supervisor.look(texts.title);
    await supervisor.open('/desk/dashboard');
    await supervisor.look(role.heading);
    await admin.open('/desk/stop');
    await admin.look(texts.title);
    await admin.send('/stop');
    await admin.look(texts.title);
    expect(await demo.query('select scope from desk_stop')).toEqual([]);
    expect([...admin.problems, ...supervisor.problems]).toEqual([]);
  },
);

it.each(['ja', 'en'] as const)(
  'D-02 U-03 U-05 U-06 U-07 in %s the page of a customer’s account is whole: acts, mistakes, and what waits for a second person',
  async (language) => {
    const reviewer = await openPageVisitor(browser, demo, language);
    const supervisor = await openPageVisitor(browser, demo, language);
    const { deskAccount: texts, deskWork, problems } = wordsFor(language);
    await receive(demo.service.store, {
      n: 1,
      accountId: 'demo-taro',
      filedAt: demo.now() - hours(20),
      risk: { risk: 'low', because: [] },
    });
    const page = `/desk/accounts/${receiptOf(1)}`;
    await enterDesk(demo, supervisor, SUPERVISOR);
    await enterDesk(demo, reviewer, 'reviewer@desk.example');
    await supervisor.open('/desk/search');
    await supervisor.send('/search', { q: receiptOf(1) });
    await supervisor.look(deskWork.searchTitle);
    await supervisor.page.focus(`main a[href="${page}"]`);
    await Promise.all([supervisor.page.waitForNavigation({ waitUntil: 'load' }), supervisor.page.keyboard.press('Enter')]);
    await supervisor.look(texts.title);
    await supervisor.send(page);
    await supervisor.look(texts.title, texts.actEmpty);
    await supervisor.page.focus('#act-end-sessions');
    await supervisor.page.keyboard.press('Space');
    await supervisor.send(page);
    await supervisor.look(texts.title, texts.reasonLength);
    await makeStale(supervisor);
    await supervisor.send(page);
    await supervisor.look(texts.title, problems.staleForm);
    await supervisor.page.focus('#act-suspend');
    await supervisor.page.keyboard.press('Space');
    await fillAtOnce(supervisor.page, '#reason', 'A long reason, お客様からの電話で乗っ取りの疑いが分かりました');
    await supervisor.send(page);
    await supervisor.look(texts.title);
    await supervisor.page.focus('#act-suspension');
    await supervisor.page.keyboard.press('Space');
    await fillAtOnce(supervisor.page, '#reason', 'A long reason, 疑いが晴れたため、停止を解除してください');
    await supervisor.send(page);
    await supervisor.look(texts.title);
    await reviewer.open(page);
    await reviewer.look(texts.title);
    expect([...reviewer.problems, ...supervisor.problems]).toEqual([]);
  },
);

it.each(['ja', 'en'] as const)(
  'D-02 U-03 U-05 U-06 U-07 in %s the page of a dispute is whole: why there is none, a mistake, opened, under way',
  async (language) => {
    const supervisor = await openPageVisitor(browser, demo, language);
    const { deskDispute: texts, deskRequest } = wordsFor(language);
    const risk = { risk: 'low', because: [] } as const;
    await receive(demo.service.store, { n: 1, accountId: 'demo-taro', filedAt: demo.now() - hours(20), risk });
    await demo.query("update recovery_request set state = 'closed'");
    const page = `/desk/accounts/${receiptOf(1)}/dispute`;
    await enterDesk(demo, supervisor, SUPERVISOR);
    await supervisor.open(page);
    await supervisor.look(texts.title);
    await demo.query("update account set status = 'suspended', locked_at = 1 where id = 'demo-taro'");
    await supervisor.open(page);
    await supervisor.look(texts.title);
    const [asked, until] = [demo.now() - hours(72), demo.now() + hours(72)];
    await demo.query(
      `insert into dispute_ask (id, account_id, asked_at, opens_at, expires_at) values ('ask', 'demo-taro', ${asked}, ${asked}, ${until})`,
    );
    await supervisor.open(page);
    await supervisor.look(texts.title);
    await supervisor.send(page);
    await supervisor.look(texts.title, texts.remarkLength);
    await fillAtOnce(supervisor.page, '#remark', 'A long reason, 本人が電話で、登録に心当たりがないと話しました');
    await supervisor.send(page);
    await supervisor.look(`${deskRequest.request} ${new URL(supervisor.page.url()).pathname.split('/').at(-1)}`);
    await supervisor.open(page);
    await supervisor.look(texts.title);
    expect(supervisor.problems).toEqual([]);
  },
);

it.each(['ja', 'en'] as const)(
  'D-29 U-03 U-05 U-06 U-07 in %s the pages of a macro are whole: empty, mistakes, a preview, one of them, and as the draft of a refusal and of a note',
  async (language) => {
    const supervisor = await openPageVisitor(browser, demo, language);
    const { deskCall, deskMacros: texts, deskWork } = wordsFor(language);
    await enterDesk(demo, supervisor, SUPERVISOR);
    await supervisor.open('/desk/macros');
    await supervisor.look(texts.title);
    await supervisor.send('/macros');
    await supervisor.look(texts.title, texts.problems.title);
    const long = 'A-text-that-nobody-breaks-'.repeat(4);
    await fillAtOnce(supervisor.page, '#title_ja', '二回目の不在');
    await fillAtOnce(supervisor.page, '#title_en', 'Absent-again-and-again-and-again-again');
    await fillAtOnce(supervisor.page, '#text_ja', `{receipt}: {today} も不在でした ${long}`);
    await fillAtOnce(supervisor.page, '#text_en', `{receipt}: absent again on {today} ${long}`);
    const { page } = supervisor;
    const press = async (selector: string): Promise<void> => {
      await page.focus(selector);
      await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
    };
    await page.select('#state', 'refuse');
    await supervisor.send('/macros');
    await supervisor.look(texts.title, texts.problems.use);
    expect(await page.$eval('#state', (field) => (field as HTMLSelectElement).value)).toBe('refuse');
    await page.select('#reason', 'no-contact');
    await press('button[value="preview"]');
    await supervisor.look(texts.title);
    await supervisor.send('/macros');
    await supervisor.look(texts.title);
    await press('main a[href*="macro="]');
    await supervisor.look(texts.title);
    const risk = { risk: 'low', because: [] } as const;
    await receive(demo.service.store, { n: 1, accountId: 'demo-taro', filedAt: demo.now() - hours(20), risk });
    const [macro] = await demo.query('select id from desk_macro');
    await supervisor.open(`/desk/requests/${receiptOf(1)}/handling`);
    await supervisor.look(`${deskWork.handling} ${receiptOf(1)}`);
    await page.select('#macro', String(macro?.['id']));
    await press('form[method="get"] button');
    await supervisor.look(`${deskCall.decisions.refuse.title} ${receiptOf(1)}`);
    expect(await page.$eval('#remark', (field) => field.textContent)).toContain(receiptOf(1));
    expect(await page.$$eval('[name="reason"]:checked', (fields) => fields.map(({ id }) => id))).toEqual(['reason-no-contact']);
    await press('main a[href*="as=note"]');
    await supervisor.look(`${deskWork.handling} ${receiptOf(1)}`);
    expect(await page.$eval('#note', (field) => field.textContent)).toContain(receiptOf(1));
    expect(supervisor.problems).toEqual([]);
  },
);
