/**
 * The walks of the original procedure from end to end, in the browsers people use: on by the picture of the QR code, sign-in
 * with a code, the support link and back, a wrong code, off. Both portals in Chromium and Japanese, and every pair of the
 * other ways (browser, language, script, portal) in four more. Each walk has a fresh demo of its own.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BrowserKind, fill, follow, type OpenBrowser, openBrowser, press } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import {
  beginWalk,
  button,
  heading,
  isAtTopRight,
  lettersTo,
  link,
  menuItem,
  pathOf,
  sendCode,
  signInFromFrontPage,
  textOf,
  typePassword,
  type Walk,
} from './walking.ts';
import { ISSUERS, type Language, type PortalId } from './walking-labels.ts';
import { type Phone, scan } from './walking-phone.ts';

interface Way {
  readonly kind: BrowserKind;
  readonly language: Language;
  readonly script: boolean;
  readonly portal: PortalId;
}

const WAYS: readonly Way[] = [
  { kind: 'chromium', language: 'ja', script: true, portal: 'success' },
  { kind: 'chromium', language: 'ja', script: true, portal: 'support' },
  { kind: 'firefox', language: 'en', script: false, portal: 'success' },
  { kind: 'firefox', language: 'ja', script: true, portal: 'support' },
  { kind: 'chromium', language: 'en', script: true, portal: 'support' },
  { kind: 'chromium', language: 'ja', script: false, portal: 'support' },
];
const EMAIL: Readonly<Record<PortalId, string>> = { success: 'hanako@success.example', support: 'jiro@support.example' };
const DEVICE = '会社のiPhone';

describe('the ways', () => {
  it('S-02 G-34 hold every pair of browser, language, script and portal', () => {
    const values = { kind: ['chromium', 'firefox'], language: ['ja', 'en'], script: [true, false], portal: ['success', 'support'] };
    const all = Object.entries(values).map(([name, list]) => list.map((value) => `${name} ${value}`));
    const wanted = all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => pairsOf(one, other)));
    const walked = new Set(WAYS.flatMap((way) => pairsOf(entriesOf(way), entriesOf(way))));
    expect(wanted).toHaveLength(24);
    expect(wanted.filter((pair) => !walked.has(pair))).toEqual([]);
  });
});

describe('the walk from on to off', () => {
  let server: RunningServer;
  let browser: OpenBrowser | undefined;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(async () => {
    await browser?.close();
    await server.stop();
  });

  async function begin({ kind, language, script, portal }: Way): Promise<Walk> {
    browser = await openBrowser(kind, { language, script });
    return beginWalk(browser, server.origin, { portal, email: EMAIL[portal], language });
  }

  it.each(WAYS.filter(({ portal }) => portal === 'success'))(
    'S-01 S-10 S-11 S-12 S-13 S-14 S-15 S-16 S-30 S-31 S-32 S-33 S-34 S-35 S-36 S-40 S-42 X-1 X-2 X-3 X-5 X-6 G-01 G-10 SEC-N03 the success portal is walked from on to off in $kind, $language, script: $script',
    async (way) => {
      const walk = await begin(way);
      await signInFromFrontPage(walk);
      await reachQrPageByOffer(walk);
      const phone = await turnOn(walk);
      await leaveAndReturnWithCode(walk, phone);
      await turnOff(walk, phone);
      await returnWithPassword(walk);
      await expectLetters(walk);
      expect(walk.watched.complaints).toEqual([]);
    },
  );

  it.each(WAYS.filter(({ portal }) => portal === 'support'))(
    'S-01 S-20 S-21 S-22 S-23 S-24 S-25 S-30 S-31 S-32 S-33 S-34 S-35 S-36 S-41 S-42 X-1 X-2 X-3 X-5 G-01 SEC-N03 the support portal is walked from on to off in $kind, $language, script: $script',
    async (way) => {
      const walk = await begin(way);
      await signInFromFrontPage(walk);
      await reachQrPageByProfile(walk);
      const phone = await turnOn(walk);
      await leaveAndReturnWithCode(walk, phone);
      await turnOff(walk, phone);
      await returnWithPassword(walk);
      await expectLetters(walk);
      expect(walk.watched.complaints).toEqual([]);
    },
  );
});

/** The pop-up first, given up again, then by the settings: both lead over the choice of a method to the same page. */
async function reachQrPageByOffer(walk: Walk): Promise<void> {
  const { page, labels, names } = walk;
  expect([pathOf(page), await heading(page)]).toEqual(['/success/dashboard', labels.dashboard]);
  expect(await isAtTopRight(page, menuItem(labels.dashboard))).toBe(true);
  await follow(page, link(labels.offer));
  expect(await heading(page)).toBe(labels.methods);
  await follow(page, button(labels.cancel));
  expect([await heading(page), await textOf(page, 'main [role="status"]')]).toEqual([names.settings, labels.nothingChanged]);

  await openSettings(walk);
  await follow(page, button(labels.on));
  expect(await heading(page)).toBe(labels.methods);
  expect(await textOf(page, '.radio-card-label')).toBe(labels.application);
  await press(page, '.radio-card');
  expect([pathOf(page), await page.$eval('#method-totp', (choice) => choice.matches(':checked'))]).toEqual([
    '/success/enrolment/method',
    true,
  ]);
  await follow(page, button(labels.choose));
}

/** No pop-up: from [有効] over the choice of a method to the QR code. */
async function reachQrPageByProfile(walk: Walk): Promise<void> {
  const { page, labels } = walk;
  expect([pathOf(page), await heading(page)]).toEqual(['/support/dashboard', labels.dashboard]);
  expect(await page.$('dialog')).toBeNull();
  await openSettings(walk);
  expect(await page.$(link(labels.preparation))).not.toBeNull();
  await follow(page, button(labels.on));
  expect(await heading(page)).toBe(labels.methods);
  await press(page, '.radio-card');
  await follow(page, button(labels.choose));
}

/** By the menu at the top right to the section with the switch; the heading is the same whatever the state. */
async function openSettings({ page, labels, names, portal }: Walk, state: 'on' | 'off' = 'off'): Promise<void> {
  expect(await isAtTopRight(page, menuItem(names.settings))).toBe(true);
  await follow(page, menuItem(names.settings));
  expect([await heading(page), await textOf(page, '#two-factor-heading')]).toEqual([names.settings, names.section]);
  expect(await textOf(page, '.state-line')).toMatch(new RegExp(`^${labels.state} ${labels[state]}`));
  if (portal === 'success') expect(await isAtTopRight(page, '#two-factor-heading')).toBe(true);
}

/** From the QR page to the success page and on in the same session. */
async function turnOn(walk: Walk): Promise<Phone> {
  const { page, labels, portal, email } = walk;
  expect([await heading(page), pathOf(page)]).toEqual([labels.enrolment, `/${portal}/enrolment`]);
  expect(await textOf(page, 'main .banner')).toBe(labels.deviceNeeded);
  const phone = await scan(page);
  expect(decodeURIComponent(phone.uri.pathname)).toBe(`/${ISSUERS[portal]}:${email}`);
  await fill(page, '#device-name', DEVICE);
  await sendCode(page, await phone.nextCode(), labels.turnOn);

  expect([await heading(page), pathOf(page)]).toEqual([labels.turnedOn, `/${portal}/enrolment/completed`]);
  const said = await textOf(page, 'main');
  for (const part of [labels.fromNextSignIn, labels.deviceNeededLater, DEVICE, email]) expect(said).toContain(part);
  await follow(page, menuItem(labels.dashboard));
  expect([await heading(page), await page.$('dialog')]).toEqual([labels.dashboard, null]);
  return phone;
}

/** Sign-out; then password, the support link and back, a wrong code, the right one with a space in it. */
async function leaveAndReturnWithCode(walk: Walk, phone: Phone): Promise<void> {
  const { page, labels, names, portal } = walk;
  await signOut(walk);
  await typePassword(walk);
  expect([await heading(page), pathOf(page)]).toEqual([labels.codeTitle, `/${portal}/sign-in/code`]);
  expect(await textOf(page, 'label[for="code"]')).toContain(labels.codeLabel);

  await follow(page, link(labels.contact));
  expect([await heading(page), pathOf(page)]).toEqual([labels.lostDevice, `/${portal}/lost-device`]);
  await page.goBack();
  expect([await heading(page), pathOf(page)]).toEqual([labels.codeTitle, `/${portal}/sign-in/code`]);

  await sendCode(page, await phone.wrongCode(), labels.continue);
  expect(await page.title()).toBe(`${labels.error}${labels.codeTitle} – ${names.name}`);
  const said = ['#error-summary-heading', '#error-summary li', '#code-error'].map((place) => textOf(page, place));
  expect(await Promise.all(said)).toEqual([labels.errorHeading, labels.wrongCode, labels.wrongCode]);

  const code = await phone.nextCode();
  await sendCode(page, `${code.slice(0, 3)} ${code.slice(3)}`, labels.continue);
  expect([await heading(page), pathOf(page)]).toEqual([labels.dashboard, `/${portal}/dashboard`]);
}

/** [無効], what follows from it, a current code, the result. */
async function turnOff(walk: Walk, phone: Phone): Promise<void> {
  const { page, labels, portal } = walk;
  await openSettings(walk, 'on');
  await follow(page, button(labels.off));
  expect([await heading(page), pathOf(page)]).toEqual([labels.review, `/${portal}/two-factor`]);
  expect(await textOf(page, 'main .banner-title')).toBe(labels.consequence);
  await sendCode(page, await phone.nextCode(), labels.turnOff);
  expect([await heading(page), pathOf(page)]).toEqual([labels.turnedOff, `/${portal}/two-factor/result`]);
  await openSettings(walk, 'off');
}

async function returnWithPassword(walk: Walk): Promise<void> {
  const { page, labels, portal } = walk;
  await signOut(walk);
  await typePassword(walk);
  expect([await heading(page), pathOf(page)]).toEqual([labels.dashboard, `/${portal}/dashboard`]);
}

async function signOut({ page, labels, portal }: Walk): Promise<void> {
  await follow(page, button(labels.signOut));
  expect([pathOf(page), await textOf(page, 'main [role="status"]')]).toEqual([`/${portal}/sign-in`, labels.signedOut]);
}

/** One letter for the new browser, one for on, one for off, and no other; each in the language of the pages. */
async function expectLetters({ origin, email, labels, names }: Walk): Promise<void> {
  const { letters } = labels;
  const titles = [letters.newBrowser, letters.on, letters.off];
  await expect.poll(() => lettersTo(origin, email), { timeout: 10_000 }).toHaveLength(titles.length);
  const sent = await lettersTo(origin, email);
  expect(sent.map(({ subject }) => subject)).toEqual(titles.map((title) => letters.subject(names.name, title)));
  const [, on, off] = sent;
  expect(on?.text).toContain(DEVICE);
  for (const letter of [on, off])
    expect([letter?.text, letter?.html]).toEqual([expect.stringContaining(letters.notMe), expect.anything()]);
}

function entriesOf(way: Way): readonly string[] {
  return Object.entries(way).map(([name, value]) => `${name} ${value}`);
}

function pairsOf(ones: readonly string[], others: readonly string[]): readonly string[] {
  return ones.flatMap((one) => others.map((other) => `${one}, ${other}`));
}
