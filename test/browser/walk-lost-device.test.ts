/**
 * The walk of somebody whose device is gone (S-34, S-51): from the code page over the support link to a confirmed request and
 * its cancellation by each of its two buttons, mostly without script, and back to a code page that still works. Every pair of
 * the ways (portal, browser, language, script) is walked once; each walk has a fresh demo of its own.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BrowserKind, fill, follow, type OpenBrowser, openBrowser, press } from '../support/browser.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import {
  beginWalk,
  button,
  heading,
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
import type { Language, PortalId } from './walking-labels.ts';
import { LOST_LABELS, type LostLabels } from './walking-lost-labels.ts';
import { type Phone, scan } from './walking-phone.ts';

interface Way {
  readonly portal: PortalId;
  readonly kind: BrowserKind;
  readonly language: Language;
  readonly script: boolean;
  readonly ends: 'found' | 'not-me';
}

const WAYS: readonly Way[] = [
  { portal: 'success', kind: 'chromium', language: 'ja', script: true, ends: 'not-me' },
  { portal: 'success', kind: 'firefox', language: 'en', script: false, ends: 'found' },
  { portal: 'support', kind: 'chromium', language: 'en', script: false, ends: 'found' },
  { portal: 'support', kind: 'firefox', language: 'ja', script: false, ends: 'not-me' },
  { portal: 'support', kind: 'firefox', language: 'en', script: true, ends: 'found' },
];
const PEOPLE = {
  success: { email: 'hanako@success.example', name: '山田 花子', company: '(株)さくら商事', phone: '03-0000-0001' },
  support: { email: 'jiro@support.example', name: '佐藤 次郎', company: '北野製作所', phone: '03-0000-0002' },
} as const;

interface LostWalk extends Walk {
  readonly lost: LostLabels;
  readonly script: boolean;
}

describe('the ways without the device', () => {
  it('S-35 hold every pair of portal, browser, language and script, and both buttons in each portal', () => {
    const values = { portal: ['success', 'support'], kind: ['chromium', 'firefox'], language: ['ja', 'en'], script: [true, false] };
    const all = Object.entries(values).map(([name, list]) => list.map((value) => `${name} ${value}`));
    const wanted = all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => pairsOf(one, other)));
    const walked = new Set(WAYS.flatMap((way) => pairsOf(entriesOf(way), entriesOf(way))));
    expect(wanted).toHaveLength(24);
    expect([...wanted, ...pairsOf(['portal success', 'portal support'], ['ends found', 'ends not-me'])]).toSatisfy(
      (pairs: readonly string[]) => pairs.every((pair) => walked.has(pair)),
    );
  });
});

describe('the walk without the device', () => {
  let server: RunningServer;
  let browser: OpenBrowser | undefined;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(async () => {
    await browser?.close();
    await server.stop();
  });

  async function begin({ kind, language, script, portal }: Way): Promise<LostWalk> {
    browser = await openBrowser(kind, { language, script });
    const walk = await beginWalk(browser, server.origin, { portal, email: PEOPLE[portal].email, language });
    return { ...walk, lost: LOST_LABELS[language], script };
  }

  it.each(WAYS.filter(({ ends }) => ends === 'found'))(
    'S-34 S-35 S-51 S-52 S-54 S-57 S-58 G-21 G-23 G-24 G-26 G-27 I-1 I-3 I-4 U-22 U-51 U-53 U-54 U-55 U-56 a request is cancelled by "found it", and the next ends by a sign-in, in $portal, $kind, $language, script: $script',
    async (way) => {
      const walk = await begin(way);
      const phone = await turnOnAndLeave(walk);
      await reachCodePage(walk);
      const receipt = await file(walk, 'the risk');
      await confirmFromLetter(walk, receipt);
      await cancel(walk, receipt, 'found');

      await follow(walk.page, link(walk.lost.toSignIn));
      await typePassword(walk);
      const second = await file(walk, null);
      expect((await letterOf(walk, walk.lost.filedLetter, second))?.text).toContain(second);
      await returnByBack(walk, 3);
      await sendCode(walk.page, await phone.nextCode(), walk.labels.continue);
      expect([pathOf(walk.page), await heading(walk.page)]).toEqual([
        `/${walk.portal}/lost-device/withdrawal`,
        walk.lost.cancelled,
      ]);
      const said = await textOf(walk.page, 'main');
      for (const part of [walk.lost.withdrawn, second]) expect(said).toContain(part);
      expect(said).not.toContain(receipt);
      await follow(walk.page, link(walk.labels.continue));
      expect(await heading(walk.page)).toBe(walk.labels.dashboard);
      expect(walk.watched.complaints).toEqual([]);
    },
  );

  it.each(WAYS.filter(({ ends }) => ends === 'not-me'))(
    'S-34 S-35 S-51 S-52 S-54 S-57 S-58 G-21 G-23 G-24 G-27 I-1 I-3 I-4 U-22 U-51 U-53 U-54 U-55 U-56 Back leads to a working code page, and a request is cancelled by "not me", in $portal, $kind, $language, script: $script',
    async (way) => {
      const walk = await begin(way);
      const phone = await turnOnAndLeave(walk);
      await reachCodePage(walk);
      await follow(walk.page, link(walk.labels.contact));
      await follow(walk.page, link(walk.lost.toForm));
      await returnByBack(walk, 2);
      await sendCode(walk.page, await phone.nextCode(), walk.labels.continue);
      expect(pathOf(walk.page)).toBe(`/${walk.portal}/dashboard`);

      await follow(walk.page, button(walk.labels.signOut));
      await reachCodePage(walk);
      const receipt = await file(walk, 'the risk');
      await confirmFromLetter(walk, receipt);
      await cancel(walk, receipt, 'not-me');
      expect(walk.watched.complaints).toEqual([]);
    },
  );
});

/** Two-factor by the shortest way, then out again. */
async function turnOnAndLeave(walk: LostWalk): Promise<Phone> {
  const { page, origin, labels, portal, names } = walk;
  await signInFromFrontPage(walk);
  if (portal === 'success') {
    await page.goto(`${origin}/success/enrolment/method`);
  } else {
    await follow(page, menuItem(names.settings));
    await follow(page, button(labels.on));
  }
  await press(page, '.radio-card');
  await follow(page, button(labels.choose));
  const phone = await scan(page);
  await sendCode(page, await phone.nextCode(), labels.turnOn);
  expect(await heading(page)).toBe(labels.turnedOn);
  await follow(page, button(labels.signOut));
  return phone;
}

async function reachCodePage(walk: LostWalk): Promise<void> {
  await typePassword(walk);
  expect(pathOf(walk.page)).toBe(`/${walk.portal}/sign-in/code`);
}

async function returnByBack({ page, labels, portal }: LostWalk, steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) await page.goBack();
  expect([await heading(page), pathOf(page)]).toEqual([labels.codeTitle, `/${portal}/sign-in/code`]);
}

/** From the code page by the support link over the ways to the form, which knows the address, to the receipt. */
async function file(walk: LostWalk, forgets: 'the risk' | null): Promise<string> {
  const { page, labels, lost, names, portal, email } = walk;
  const { name, company, phone } = PEOPLE[portal];
  await follow(page, link(labels.contact));
  expect(await heading(page)).toBe(labels.lostDevice);
  await follow(page, link(lost.toForm));
  expect([await heading(page), pathOf(page)]).toEqual([lost.form, `/${portal}/lost-device/form`]);
  expect(await typedIn(walk, '#email')).toBe(email);
  expect(await textOf(page, '#email-hint')).toBe(lost.onAccount(names.accountName));
  expect([await textOf(page, 'label[for="risk"]'), await textOf(page, 'legend')]).toEqual([lost.risk, lost.caseHeading]);
  for (const [id, text] of Object.entries({ name, company, phone })) await fill(page, `#${id}`, text);
  if (forgets !== null) {
    await follow(page, button(lost.submit));
    expect([await textOf(page, '#error-summary li'), await typedIn(walk, '#company')]).toEqual([lost.riskEmpty, company]);
  }
  await press(page, 'label[for="risk"]');
  await follow(page, button(lost.submit));

  const receipt = await textOf(page, '.receipt-line strong');
  expect([await heading(page), pathOf(page)]).toEqual([lost.received, `/${portal}/lost-device/${receipt}`]);
  const said = await textOf(page, 'main');
  for (const part of [email, lost.nothingYet]) expect(said).toContain(part);
  await tryCopying(walk);
  return receipt;
}

/** The button comes by script alone. */
async function tryCopying({ page, lost, script }: LostWalk): Promise<void> {
  expect((await page.$('.copy')) !== null).toBe(script);
  if (!script) return;
  expect(await textOf(page, '.copy')).toBe(lost.copy);
  await press(page, '.copy');
  await expect.poll(() => textOf(page, '.copy'), { timeout: 2000 }).toBe(lost.copied);
  expect(await textOf(page, '.receipt-number [role="status"]')).toBe(lost.copied);
}

/** The link of the letter opens a page on which a button confirms; nothing is asked for, and the state follows. */
async function confirmFromLetter(walk: LostWalk, receipt: string): Promise<void> {
  const { page, lost, portal } = walk;
  const letter = await letterOf(walk, lost.filedLetter, receipt);
  expect(letter?.text).toContain(lost.nothingYet);
  await page.goto(linkIn(letter?.text ?? '', `${receipt}?token=`));
  expect([await heading(page), await textOf(page, 'main h2')]).toEqual([lost.mailedPage, receipt]);
  await follow(page, button(lost.confirm));
  expect([await heading(page), page.url()]).toEqual([lost.status, `${walk.origin}/${portal}/lost-device/${receipt}`]);
  expect([await textOf(page, '.status-head .badge'), await textOf(page, '.timeline-now .timeline-title')]).toEqual([
    lost.state,
    lost.here,
  ]);
  // The pending sign-in has proved the password already (I-4).
  expect(await textOf(page, 'main')).toContain(lost.passwordDone);
}

/** From the status page to the two buttons, and by one of them to the end; both say that two-factor is as it was. */
async function cancel(walk: LostWalk, receipt: string, choice: 'found' | 'not-me'): Promise<void> {
  const { page, lost } = walk;
  await follow(page, link(lost.veto));
  expect([await heading(page), await textOf(page, '.receipt-line strong')]).toEqual([lost.cancelPage, receipt]);
  await follow(page, button(choice === 'found' ? lost.found : lost.notMe));
  expect(await heading(page)).toBe(lost.cancelled);
  const said = await textOf(page, 'main');
  expect(said).toContain(lost.unchanged);
  if (choice === 'not-me') expect(said).toMatch(lost.frozen);
  else expect(said).not.toMatch(lost.frozen);
  expect((await letterOf(walk, lost.cancelledLetter, receipt))?.text).toContain(lost.unchanged);
}

/** The letter with this title that names the receipt, once it has arrived. */
async function letterOf({ origin, email, labels, names }: LostWalk, title: string, receipt: string) {
  const subject = labels.letters.subject(names.name, title);
  const find = async () =>
    (await lettersTo(origin, email)).find((letter) => letter.subject === subject && letter.text.includes(receipt));
  await expect.poll(find, { timeout: 10_000 }).toBeDefined();
  return find();
}

function linkIn(text: string, part: string): string {
  return text.split('\n').find((line) => line.startsWith('http') && line.includes(part)) ?? '';
}

function typedIn({ page }: LostWalk, selector: string): Promise<string> {
  return page.$eval(selector, (field) => (field instanceof HTMLInputElement ? field.value : ''));
}

function entriesOf(way: Way): readonly string[] {
  return Object.entries(way).map(([name, value]) => `${name} ${value}`);
}

function pairsOf(ones: readonly string[], others: readonly string[]): readonly string[] {
  return ones.flatMap((one) => others.map((other) => `${one}, ${other}`));
}
