/**
 * Measures of the interface rules on the pages people see most: sizes of buttons and fields, type, and that larger text and
 * wider spacing (WCAG 1.4.4, 1.4.12) or forced colours lose nothing.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenBrowser, openBrowser, resize } from '../support/browser.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { hiddenTextProblems } from './every-page.ts';
import { chooseApp, enrolElsewhere, openPageVisitor, type PageVisitor } from './page-visitor.ts';

let browser: OpenBrowser;
let demo: ClockedDemo;
let signedOut: PageVisitor;
let half: PageVisitor;
let signedIn: PageVisitor;
beforeAll(async () => {
  browser = await openBrowser('chromium', { engineOnly: true });
  demo = await openClockedDemo();
  signedOut = await openPageVisitor(browser, demo, 'ja');
  half = await openPageVisitor(browser, demo, 'ja');
  await enrolElsewhere(demo, 'support', 'jiro@support.example');
  await half.enterPassword('support', 'jiro@support.example');
  signedIn = await openPageVisitor(browser, demo, 'ja');
  await signedIn.enterPassword('success', 'hanako@success.example');
  await signedIn.send('dashboard/recommendation');
  await signedIn.open('/success/enrolment/method');
  await chooseApp(signedIn);
  await signedIn.send('enrolment/method');
});
afterAll(async () => {
  await browser.close();
  await demo.close();
});

/** Each page under the visitor who may see it. */
const PAGES: readonly (readonly [string, () => PageVisitor])[] = [
  ['/', () => signedOut],
  ['/success/sign-in', () => signedOut],
  ['/success/help', () => signedOut],
  ['/success/lost-device', () => signedOut],
  ['/support/lost-device', () => half],
  ['/support/lost-device/form', () => half],
  ['/success/lost-device/R-2026-AAAA-AA', () => signedOut],
  ['/success/accessibility', () => signedOut],
  ['/support/sign-in/code', () => half],
  ['/success/dashboard', () => signedIn],
  ['/success/cases', () => signedIn],
  ['/success/account', () => signedIn],
  ['/success/enrolment/method', () => signedIn],
  ['/success/enrolment', () => signedIn],
];

async function eachPage(ask: (page: Page) => Promise<readonly string[]>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const language of ['ja', 'en']) {
    for (const [path, who] of PAGES) {
      const { page, open } = who();
      await open(`${path}?lang=${language}`);
      found.push(...(await ask(page)).map((each) => `${path} ${language}: ${each}`));
    }
  }
  return found;
}

/** Width and height of the first one in whole pixels. */
function sizeOf(page: Page, selector: string): Promise<readonly number[]> {
  return page.$eval(selector, (node) => {
    const { width, height } = node.getBoundingClientRect();
    return [Math.round(width), Math.round(height)];
  });
}

describe('sizes', () => {
  it('U-07 B2 the main action is 56 px high and at least 136 wide, others 48, fields 56 with text of 16 px', async () => {
    await signedOut.open('/success/sign-in?lang=ja');
    const [width = 0, height] = await sizeOf(signedOut.page, 'main .button-large');
    expect([height, width >= 136]).toEqual([56, true]);
    expect((await sizeOf(signedOut.page, '#email'))[1]).toBe(56);
    expect(await signedOut.page.$eval('#email', (field) => getComputedStyle(field).fontSize)).toBe('16px');
    await signedOut.open('/?lang=ja');
    expect((await sizeOf(signedOut.page, 'main .button-medium'))[1]).toBe(48);
  });

  it('U-14 B2 the code field is as wide as a code needs: 240 by 64 px, in large digits of one width', async () => {
    await half.open('/support/sign-in/code?lang=ja');
    expect(await sizeOf(half.page, '#code')).toEqual([240, 64]);
    const type = await half.page.$eval('#code', (field) => [getComputedStyle(field).fontSize, getComputedStyle(field).fontFamily]);
    expect(type).toEqual(['28px', expect.stringContaining('monospace')]);
  });

  it('U-34 the QR code is at least 240 px wide and black on white, for who prefers the dark too', async () => {
    for (const scheme of ['light', 'dark']) {
      await signedIn.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await signedIn.open('/success/enrolment?lang=ja');
      const [width = 0, height = 0] = await sizeOf(signedIn.page, '.qr-code svg');
      expect([width >= 240, width === height]).toEqual([true, true]);
      expect(await groundOf(signedIn.page, '.qr-code')).toBe('rgb(255, 255, 255)');
    }
    await signedIn.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  });
});

describe('type', () => {
  it('B2 words are set in two weights of the fonts of the system, none under 14 px', async () => {
    const wrong = await eachPage((page) =>
      page.evaluate(() => {
        const found = new Set<string>();
        const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
          const parent = node.parentElement;
          if (parent === null || node.textContent?.trim() === '' || !parent.checkVisibility()) continue;
          const { fontSize, fontWeight } = getComputedStyle(parent);
          if (!['400', '700'].includes(fontWeight)) found.add(`weight ${fontWeight}: ${node.textContent}`);
          if (Number.parseFloat(fontSize) < 14) found.add(`${fontSize}: ${node.textContent}`);
        }
        if (document.fonts.size > 0) found.add('a font is fetched');
        return [...found];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('U-06 B5 text of twice the size is not cut off and scrolls nothing sideways', async () => {
    const wrong = await eachPage(async (page) => {
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      return [...(await sidewaysProblems(page)), ...(await hiddenTextProblems(page))];
    });
    expect(wrong).toEqual([]);
  });

  it('B5 the spacing of WCAG 1.4.12 is not cut off and scrolls nothing sideways, in a narrow window', async () => {
    const wrong = await eachPage(async (page) => {
      await resize(page, { width: 320, height: 800 });
      await page.evaluate(() => {
        for (const each of document.querySelectorAll<HTMLElement>('body, body *:not(svg, svg *)')) {
          each.style.setProperty('line-height', '1.5', 'important');
          each.style.setProperty('letter-spacing', '0.12em', 'important');
          each.style.setProperty('word-spacing', '0.16em', 'important');
          if (each.localName === 'p') each.style.setProperty('margin-bottom', '2em', 'important');
        }
      });
      const found = [...(await sidewaysProblems(page)), ...(await hiddenTextProblems(page))];
      await resize(page, { width: 1280, height: 900 });
      return found;
    });
    expect(wrong).toEqual([]);
  });

  it('U-05 B2 forced colours leave the focus to be seen', async () => {
    const session = await signedOut.page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    await signedOut.open('/success/sign-in?lang=ja');
    expect(await signedOut.page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    for (const selector of ['#email', 'main .button-large', 'footer a']) {
      await signedOut.page.focus(selector);
      await signedOut.page.keyboard.press('Shift');
      const ring = await signedOut.page.$eval(selector, (node) => [
        getComputedStyle(node).outlineStyle,
        getComputedStyle(node).outlineWidth,
      ]);
      expect(ring, selector).toEqual(['solid', '4px']);
    }
    await session.send('Emulation.setEmulatedMedia', { features: [] });
  });
});

function sidewaysProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`scrolls sideways: ${scrollWidth} in ${clientWidth} px`] : [];
  });
}

/** The first ground that is not see-through, going outwards. */
function groundOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (start) => {
    for (let node: Element | null = start; node !== null; node = node.parentElement) {
      const { backgroundColor } = getComputedStyle(node);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'none';
  });
}
