/**
 * The first sign-in of a staff member: two-factor authentication is no choice there, and before it is set up a mailed link
 * shows that the mailbox is theirs. Then the page of their role, from then on a code at every sign-in, and a customer's request in
 * the list.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fill, follow, type OpenBrowser, openBrowser, press } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { button, heading, lettersTo, link, menuItem, pathOf, sendCode, textOf, typePassword } from './walking.ts';
import { LABELS } from './walking-labels.ts';
import { scan } from './walking-phone.ts';
import { watch } from './walking-watch.ts';

const EMAIL = 'intake@desk.example';
const labels = LABELS.ja;
const FORM = [
  ['email', 'hanako@success.example'],
  ['name', '山田 花子'],
  ['company', '株式会社さくら商事'],
  ['phone', '03-1234-5621'],
] as const;

let server: RunningServer;
let browser: OpenBrowser;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser('chromium');
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** The address that stands alone on a line of the newest letter. */
async function mailedLink(): Promise<string> {
  const pattern = /^http:\/\/\S+\/sign-in\/confirmation\/\S+$/mu;
  const found = async (): Promise<string | undefined> =>
    pattern.exec((await lettersTo(server.origin, EMAIL)).at(-1)?.text ?? '')?.[0];
  await expect.poll(found, { timeout: 10_000 }).toBeDefined();
  return (await found()) ?? '';
}

/** Somebody else, in a browser of their own, without the device; answers the receipt number. */
async function fileAsCustomer(): Promise<string> {
  const page = await browser.newVisitor();
  await page.goto(`${server.origin}/success/lost-device/form`);
  for (const [id, text] of FORM) await fill(page, `#${id}`, text);
  await press(page, '#risk');
  await follow(page, 'form[action$="/lost-device"] button[type="submit"]');
  return textOf(page, '.receipt-number strong');
}

it('S-15 S-53 G-24 G-35 SEC-N03 SEC-N05 desk staff confirm a mailed link, enrol, sign in with a code and see a request', async () => {
  const page = await browser.newVisitor();
  const { complaints } = await watch(page, 'chromium', server.origin);
  await page.goto(`${server.origin}/`);
  await follow(page, link(`${labels.toSignIn} – サポートデスク`));
  await typePassword({ page, email: EMAIL, labels });
  expect([await heading(page), pathOf(page)]).toEqual(['メールをご確認ください', '/desk/sign-in/confirmation']);
  await follow(page, button(labels.continue));
  expect(await textOf(page, '#error-summary li')).toBe(
    'まだ確認が終わっていません。メールのリンクを開いて、ボタンを押してください',
  );

  const address = await mailedLink();
  await page.goto(address);
  expect(await heading(page)).toBe('メールアドレスの確認');
  await page.goto(`${server.origin}/desk/sign-in/enrolment`);
  expect([await heading(page), pathOf(page)]).toEqual(['メールをご確認ください', '/desk/sign-in/confirmation']);
  await page.goto(address);
  await follow(page, button('確認する'));
  expect([pathOf(page), await textOf(page, 'main .banner-title')]).toEqual(['/desk/sign-in/confirmation', '確認しました']);
  await follow(page, button(labels.continue));

  expect([await heading(page), pathOf(page)]).toEqual([labels.enrolment, '/desk/sign-in/enrolment']);
  const phone = await scan(page);
  expect(decodeURIComponent(phone.uri.pathname)).toBe(`/サポートデスク:${EMAIL}`);
  await fill(page, '#device-name', '受付用の端末');
  await sendCode(page, await phone.nextCode(), labels.turnOn);
  expect(await heading(page)).toBe(labels.turnedOn);
  await follow(page, menuItem('担当'));
  expect([await heading(page), await textOf(page, '#role-heading')]).toEqual(['担当', 'あなたの担当は「受付」です。']);

  await page.goto(`${server.origin}/desk/account`);
  expect(await textOf(page, 'section#two-factor')).toContain('すべての担当者に二要素認証が必須です');
  expect(await page.$(button(labels.off))).toBeNull();

  await follow(page, button(labels.signOut));
  await typePassword({ page, email: EMAIL, labels });
  await sendCode(page, await phone.nextCode(), labels.continue);
  expect([await heading(page), pathOf(page)]).toEqual(['すべて(進行中)', '/desk/requests']);

  const receipt = await fileAsCustomer();
  const row = async (): Promise<string | undefined> => {
    await page.goto(`${server.origin}/desk/requests?view=customer`);
    return page.$$eval('tbody tr', (rows) => rows.map((each) => each.innerText.replace(/\s+/gu, ' ')).join(' | '));
  };
  await expect.poll(row, { timeout: 20_000, interval: 1000 }).toContain(receipt);
  expect(await row()).toMatch(
    /ビジネスサクセスポータル 株式会社さくら商事 山••• 様 フォーム スタンダード 確認後に判定 未確認 担当者なし/u,
  );
  expect(complaints).toEqual([]);

  const subjects = async (): Promise<readonly string[]> => (await lettersTo(server.origin, EMAIL)).map(({ subject }) => subject);
  await expect.poll(subjects, { timeout: 10_000 }).toContain('【サポートデスク】二要素認証を有効にしました');
});
