/**
 * The honest walks of desk.md in a real browser, over real SMTP, with waits of seconds: a phone is lost, two people of the desk call, the
 * pass comes by mail, a new device signs in and the old one is dead. Once filed from the code page, once taken by telephone. The pages
 * that the staff need are counted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { compose, type Service } from '../../src/compose.ts';
import { recoveryPolicy } from '../../src/config/recovery.ts';
import { readConfig } from '../../src/config.ts';
import { seconds } from '../../src/core/time.ts';
import { createListener } from '../../src/http/listener.ts';
import { openLog } from '../../src/log.ts';
import { openPostOffice, type PostOffice } from '../mail/post-office.ts';
import { fill, follow, type OpenBrowser, openBrowser, press } from '../support/browser.ts';
import { freePort } from '../support/server.ts';
import { button, heading, link, pathOf, sendCode, textOf, typePassword } from './walking.ts';
import { LABELS } from './walking-labels.ts';
import { LOST_LABELS } from './walking-lost-labels.ts';
import { type Phone, scan } from './walking-phone.ts';

const labels = LABELS.ja;
const lost = LOST_LABELS.ja;
/** More than this and the desk is a labyrinth; the sign-in apart. */
const PAGES_MAX = 8;

interface Holder {
  readonly page: Page;
  readonly email: string;
  readonly portal: 'success' | 'support';
}

interface Staff {
  readonly page: Page;
  /** Since the sign-in, or since last asked. */
  readonly pages: () => number;
}

let office: PostOffice;
let service: Service;
let browser: OpenBrowser;
let origin: string;
let first: Staff;
let second: Staff;
const ends: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  office = await openPostOffice();
  const data = mkdtempSync(join(tmpdir(), 'genkan-walk-'));
  const config = readConfig({ PORT: String(await freePort()), GENKAN_DATA: data, SMTP_URL: office.url }, []);
  const recovery = recoveryPolicy({ wait: { low: seconds(3), medium: seconds(3) } });
  service = await compose({ ...config, recovery }, { log: openLog(() => undefined) });
  const server = createListener(service.app.fetch);
  await new Promise<void>((ready) => server.listen(config.port, config.bind, ready));
  service.courier.start();
  service.clerk.start();
  origin = config.origin;
  browser = await openBrowser('chromium');
  ends.push(
    () => browser.close(),
    () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
    () => service.close(),
    () => office.close(),
    () => rmSync(data, { recursive: true, force: true }),
  );
  [first, second] = [await signInStaff('reviewer@desk.example'), await signInStaff('supervisor@desk.example')];
});
afterAll(async () => {
  for (const end of ends) await end();
});

it('S-34 G-21 G-22 G-24 U-57 SEC-J02 SEC-J08 a lost phone, filed from the code page, ends in a sign-in with a new one', async () => {
  const holder: Holder = { page: await browser.newVisitor(), email: 'hanako@success.example', portal: 'success' };
  const old = await enrol(holder);
  await enterPassword(holder);
  await follow(holder.page, link(labels.contact));
  await follow(holder.page, link(lost.toForm));
  await fillIn(holder.page, { name: '山田 花子', company: '(株)さくら商事', phone: '03-1234-5621' });
  await press(holder.page, 'label[for="risk"]');
  await follow(holder.page, button(lost.submit));
  const receipt = await textOf(holder.page, '.receipt-line strong');
  await confirmMailbox(holder, receipt);
  // The password was accepted a moment before.
  expect(await textOf(holder.page, 'main')).toContain(lost.passwordDone);
  await decideByTwo(holder, receipt);
  await comeBack(holder, receipt, old);
});

it('G-22 D-02 SEC-J02 a lost phone, told on the telephone, ends in a sign-in with a new one', async () => {
  const holder: Holder = { page: await browser.newVisitor(), email: 'saburo@support.example', portal: 'support' };
  const old = await enrol(holder);
  const agent = await signInStaff('intake@desk.example');
  await agent.page.goto(`${origin}/desk/intake`);
  await press(agent.page, 'label[for="portal-support"]');
  const claims = { email: holder.email, name: '高橋 三郎', company: '北野製作所', phone: '06-1234-5678' };
  await fillIn(agent.page, claims);
  await press(agent.page, 'label[for="risk"]');
  await follow(agent.page, 'main form[action$="/intake"] button[type="submit"]');
  const receipt = new URL(agent.page.url()).searchParams.get('receipt') ?? '';
  expect(agent.pages()).toBeLessThanOrEqual(PAGES_MAX);
  // Any browser with access to the mailbox; from here on it is the one of the request.
  await confirmMailbox(holder, receipt);
  await fill(holder.page, '#password', 'Genkan-demo-2026');
  await follow(holder.page, 'form[action$="/password"] button[type="submit"]');
  expect(await textOf(holder.page, 'main')).toContain(lost.passwordDone);
  await decideByTwo(holder, receipt);
  await comeBack(holder, receipt, old);
});

/** Two factors, and out again. */
async function enrol(holder: Holder): Promise<Phone> {
  const { page, portal } = holder;
  await enterPassword(holder);
  await page.goto(`${origin}/${portal}/enrolment/method`);
  await press(page, '.radio-card');
  await follow(page, button(labels.choose));
  const phone = await scan(page);
  await sendCode(page, await phone.nextCode(), labels.turnOn);
  await follow(page, button(labels.signOut));
  return phone;
}

async function enterPassword({ page, email, portal }: Pick<Holder, 'page' | 'email'> & { portal: string }): Promise<void> {
  await page.goto(`${origin}/${portal}/sign-in`);
  await typePassword({ page, email, labels });
}

async function fillIn(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, text] of Object.entries(fields)) await fill(page, `#${id}`, text);
}

/** The newest letter to this address in which this stands, once the mail server has it. */
async function mailed(email: string, pattern: RegExp): Promise<string> {
  const find = (): string | undefined =>
    office.received
      .filter(({ recipients }) => recipients.includes(email))
      .map(({ mail }) => pattern.exec(mail.text ?? '')?.[0])
      .findLast((found) => found !== undefined);
  const arrived = (): string => {
    const found = find();
    if (found === undefined) throw new Error(`no letter to ${email} has ${pattern.source}`);
    return found;
  };
  return vi.waitFor(arrived, { timeout: 15_000 });
}

async function confirmMailbox({ page, email }: Holder, receipt: string): Promise<void> {
  await page.goto(await mailed(email, new RegExp(`^http\\S+/lost-device/${receipt}\\?token=\\S+$`, 'mu')));
  await follow(page, button(lost.confirm));
  expect(await heading(page)).toBe(lost.status);
}

/** Mailbox, password and app, as at every first sign-in of the desk; what comes then is counted. */
async function signInStaff(email: string): Promise<Staff> {
  const page = await browser.newVisitor();
  await enterPassword({ page, email, portal: 'desk' });
  await page.goto(await mailed(email, /^http:\/\/\S+\/sign-in\/confirmation\/\S+$/mu));
  await follow(page, button('確認する'));
  await follow(page, button(labels.continue));
  const phone = await scan(page);
  await sendCode(page, await phone.nextCode(), labels.turnOn);
  expect(await heading(page)).toBe(labels.turnedOn);
  let pages = 0;
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
    if (isPage && response.status() < 300) pages += 1;
  });
  return {
    page,
    pages: () => {
      const since = pages;
      pages = 0;
      return since;
    },
  };
}

/** An own call with an own code, which the holder reads out once the desk has said the word. */
async function call({ page }: Staff, holder: Holder, receipt: string): Promise<void> {
  await page.goto(`${origin}/desk/requests`);
  await follow(page, `a[href$="/desk/requests/${receipt}"]`);
  await follow(page, 'form[action$="/claim"] button[value="claim"]');
  await follow(page, 'form[action$="/calls"] button[value="call-back"]');
  await holder.page.reload();
  const shown = await textOf(holder.page, 'main');
  const word = await textOf(holder.page, '.proof-value');
  expect(await textOf(page, 'main')).toContain(`確認のことばは「${word}」です`);
  const [, left = '', right = ''] = /番号\s*(\d{3}) ?(\d{3})/u.exec(shown) ?? [];
  await fill(page, '#code', `${left}${right}`);
  await follow(page, 'form[action$="/records"] button[type="submit"]');
  expect(pathOf(page)).toBe(`/desk/requests/${receipt}`);
}

/** Both call; one proposes, the other approves. Neither needs more pages than eight. */
async function decideByTwo(holder: Holder, receipt: string): Promise<void> {
  first.pages();
  second.pages();
  await call(first, holder, receipt);
  await follow(first.page, 'a[href$="/proposal"]');
  await follow(first.page, 'form[action$="/proposal"] button[value="give"]');
  // The next one may take it up at once.
  await follow(first.page, 'form[action$="/claim"] button[value="release"]');
  await call(second, holder, receipt);
  await follow(second.page, 'a[href$="/approval"]');
  await follow(second.page, 'form[action$="/approval"] button[value="give"]');
  expect(new URL(second.page.url()).searchParams.get('notice')).toBe('approved');
  const [proposer, approver] = [first.pages(), second.pages()];
  expect([proposer <= PAGES_MAX, approver <= PAGES_MAX], `${proposer} and ${approver} pages`).toEqual([true, true]);
}

/** Told, waited for, mailed, typed in the browser of the request, scanned; the first session is one of the new device. */
async function comeBack(holder: Holder, receipt: string, old: Phone): Promise<void> {
  const { page, email, portal } = holder;
  const pass = await mailed(email, /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/u);
  await page.goto(`${origin}/${portal}/lost-device/${receipt}`);
  await follow(page, link('登録パスを入力する'));
  await fillIn(page, { email, password: 'Genkan-demo-2026', pass });
  await follow(page, button('次へ'));
  expect([await heading(page), pathOf(page)]).toEqual([labels.enrolment, `/${portal}/sign-in/enrolment`]);
  const fresh = await scan(page);
  await sendCode(page, await fresh.nextCode(), labels.turnOn);
  expect([pathOf(page), await textOf(page, 'main')]).toEqual([
    `/${portal}/sign-in`,
    expect.stringContaining('新しい端末を登録しました'),
  ]);
  await typePassword({ page, email, labels });
  await sendCode(page, await fresh.nextCode(), labels.continue);
  expect(pathOf(page)).toBe(`/${portal}/dashboard`);
  const finder = await browser.newVisitor();
  await enterPassword({ page: finder, email, portal });
  await sendCode(finder, await old.nextCode(), labels.continue);
  expect([pathOf(finder), await finder.$('#error-summary')]).toEqual([`/${portal}/sign-in/code`, expect.anything()]);
}
