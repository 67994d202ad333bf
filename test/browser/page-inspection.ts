/**
 * Looks at one page as several people would: with a screen reader (axe-core), with the keyboard alone, on a window of 320 px.
 * Answers what is wrong in sentences; the page is left as it was found. A page of a build that was found sound before is looked at for its
 * words alone: whether they are those of the language, and whether they fit.
 */
import type { Page } from 'puppeteer-core';
import { resize } from '../support/browser.ts';
import { axeProblems } from './axe.ts';
import {
  fieldProblems,
  hiddenTextProblems,
  menuProblems,
  nameProblems,
  openDisclosures,
  skipLinkProblems,
  targetProblems,
  trapProblems,
} from './every-page.ts';
import { buildOf } from './page-build.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What may be wrong in a narrow window alone: the rest is the same document as in the wide one, and its colours are the same. */
const OF_LAYOUT = ['scrollable-region-focusable', 'aria-hidden-focus', 'button-name', 'link-name', 'region'];
const CONTRAST = { type: 'rule', values: ['color-contrast'] } as const;
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 800 };
/** What this worker looked at from end to end and found nothing wrong with: builds, and builds and frames in their colours. */
const sound = new Set<string>();
const STOPS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** Everything wrong with the page as it stands, each sentence begun with `name`; empty when nothing is. */
export async function inspectPage(page: Page, name: string, language: 'ja' | 'en'): Promise<readonly string[]> {
  const { whole, frame, colours } = await buildOf(page);
  const [coloured, framed] = [`${whole} ${colours}`, `${frame} ${colours}`];
  const problems = [
    ...(await structureProblems(page, language)),
    ...(await nameProblems(page, language)),
    ...(await fieldProblems(page)),
    ...(await targetProblems(page)),
  ];
  if (!sound.has(whole)) problems.push(...(await everythingElse(page)));
  else if (!sound.has(coloured)) problems.push(...(await axeProblems(page, CONTRAST)));
  await resize(page, NARROW);
  if (!sound.has(whole)) problems.push(...(await axeProblems(page, { type: 'rule', values: OF_LAYOUT })));
  // The button of the menu is seen here only.
  if (!sound.has(framed)) problems.push(...(await menuProblems(page)), ...(await axeProblems(page, CONTRAST, 'header')));
  problems.push(...(await narrowWords(page)));
  await resize(page, WIDE);
  if (problems.length === 0) for (const seen of [whole, coloured, framed]) sound.add(seen);
  return problems.map((problem) => `${name}: ${problem}`);
}

/** What other words cannot change. */
async function everythingElse(page: Page): Promise<readonly string[]> {
  return [
    ...(await openDisclosures(page)),
    ...(await axeProblems(page, { type: 'tag', values: TAGS })),
    ...(await keyboardProblems(page)),
    ...(await trapProblems(page)),
    ...(await skipLinkProblems(page)),
  ];
}

/** Whether the words fit a narrow window, the menu shut and then everything open. */
async function narrowWords(page: Page): Promise<readonly string[]> {
  const shut = await narrowProblems(page);
  await page.$$eval('main details, .menu', (all) => {
    for (const each of all) each.setAttribute('open', '');
  });
  const open = [...(await narrowProblems(page)), ...(await hiddenTextProblems(page)), ...(await targetProblems(page))];
  await page.$$eval('.menu', ([menu]) => menu?.removeAttribute('open'));
  return [...shut, ...open];
}

function structureProblems(page: Page, language: string): Promise<readonly string[]> {
  return page.evaluate((expected) => {
    const found: string[] = [];
    const headings = [...document.querySelectorAll('h1')].filter((each) => each.getClientRects().length > 0);
    if (headings.length !== 1) found.push(`${headings.length} h1`);
    if (document.documentElement.lang !== expected) found.push(`lang is ${document.documentElement.lang}`);
    const summary = document.querySelector('#error-summary');
    // A dialog above the page keeps the focus and says what is wrong itself.
    const isCovered = document.querySelector('dialog:modal') !== null;
    if (summary !== null && document.activeElement !== summary && !isCovered) found.push('the error summary has no focus');
    for (const link of summary?.querySelectorAll('a') ?? []) {
      if (document.getElementById(link.hash.slice(1)) === null) found.push(`the summary leads to ${link.hash}, which is not there`);
    }
    return found;
  }, language);
}

/** Tab must reach everything that can be used, in the order of the page, and show where it is. */
async function keyboardProblems(page: Page): Promise<readonly string[]> {
  // From here on the browser shows the focus as it does for who uses keys.
  await page.keyboard.press('Tab');
  const count = await page.evaluate((selector) => {
    const modal = document.querySelector('dialog:modal');
    const seen = new Set<string>();
    const chosen = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]:checked')];
    const stops = [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => {
      if (!each.checkVisibility() || (modal !== null && !modal.contains(each))) return false;
      if (!(each instanceof HTMLInputElement) || each.type !== 'radio') return true;
      // Of one question the chosen answer is the stop, or the first where none is.
      const answer = chosen.find(({ name }) => name === each.name);
      if (answer !== undefined) return answer === each;
      if (seen.has(each.name)) return false;
      seen.add(each.name);
      return true;
    });
    for (const [index, stop] of stops.entries()) stop.dataset['stop'] = String(index);
    stops[0]?.focus();
    return stops.length;
  }, STOPS);
  const record = await page.evaluateHandle(recordStops);
  // Sent without waiting: the browser takes keys in order, and the page notes down where each of them led.
  const keys = Array.from({ length: Math.max(0, count - 1) }, () => [page.keyboard.down('Tab'), page.keyboard.up('Tab')]);
  await Promise.all(keys.flat());
  const problems = await record.evaluate(tellStops, count);
  await page.evaluate(() => {
    for (const stop of document.querySelectorAll('[data-stop]')) stop.removeAttribute('data-stop');
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  return problems;
}

interface StopRecord {
  /** What had the focus at first and after each key: the stop's number, whether the focus was seen, how the element begins. */
  readonly led: readonly (readonly [stop: string | undefined, isSeen: boolean, html: string])[];
  readonly end: () => void;
}

/** Runs in the page: notes down now, and at each key that is let go, what has the focus. */
function recordStops(): StopRecord {
  const led: [string | undefined, boolean, string][] = [];
  const note = (): void => {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement)) return void led.push([undefined, false, '']);
    // A field within a card may leave the ring to the card.
    const isSeen = [active, active.closest('label')].some((node) => {
      if (node === null) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
      return outlineStyle === 'solid' && outlineWidth === '4px' && boxShadow.endsWith('2px');
    });
    led.push([active.dataset['stop'], isSeen, active.outerHTML.slice(0, 80)]);
  };
  note();
  addEventListener('keyup', note, true);
  return { led, end: () => removeEventListener('keyup', note, true) };
}

/** Runs in the page: a sentence for each stop that the focus did not come to in its turn, or that did not show it. */
function tellStops({ led, end }: StopRecord, count: number): readonly string[] {
  end();
  return Array.from({ length: count }, (_, index) => {
    const [stop, isSeen, html] = led[index] ?? [undefined, false, 'nowhere'];
    if (stop !== String(index)) return `Tab ${index} leads to ${html}`;
    return isSeen ? '' : `no focus is seen at ${html}`;
  }).filter((problem) => problem !== '');
}

/** Nothing may stick out at 320 px, and what is pressed is at least 44 px high (U-07; WCAG 2.2, 2.5.8). */
function narrowProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`scrolls sideways at ${innerWidth} px: ${scrollWidth}`);
    for (const each of document.querySelectorAll('main *, header *, footer *')) {
      const { right, width } = each.getBoundingClientRect();
      if (width > 1 && right > innerWidth + 1 && each.closest('svg, .table') === null) {
        found.push(`sticks out to ${Math.round(right)} px: ${each.outerHTML.slice(0, 80)}`);
      }
      const isScrolled = each.scrollWidth > each.clientWidth + 1 && /auto|scroll/u.test(getComputedStyle(each).overflowX);
      if (isScrolled && !each.matches('input, textarea, [tabindex="0"]') && each.querySelector('a[href], button, input') === null)
        found.push(`no key scrolls ${each.outerHTML.slice(0, 80)}`);
    }
    for (const each of document.querySelectorAll('button, summary, input:not([type="hidden"])')) {
      const { width, height } = (each.closest('label') ?? each).getBoundingClientRect();
      if (width > 1 && (width < 24 || height < 44))
        found.push(`${Math.round(width)} by ${Math.round(height)} px: ${each.outerHTML.slice(0, 80)}`);
    }
    return found;
  });
}
