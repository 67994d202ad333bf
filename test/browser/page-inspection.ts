/**
 * Looks at one page as several people would: with a screen reader (axe-core), with the keyboard alone, on a window of 320 px.
 * Answers what is wrong in sentences; the page is left as it was found.
 */
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
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

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What may be wrong in a narrow window alone: the rest is the same document as in the wide one. */
const OF_LAYOUT = [
  'color-contrast',
  'target-size',
  'scrollable-region-focusable',
  'aria-hidden-focus',
  'button-name',
  'link-name',
  'region',
];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 800 };
const STOPS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** What `axe.run` answers, as far as it is used. */
interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Everything wrong with the page as it stands, each sentence begun with `name`; empty when nothing is. */
export async function inspectPage(page: Page, name: string, language: 'ja' | 'en'): Promise<readonly string[]> {
  const problems = [
    ...(await structureProblems(page, language)),
    ...(await nameProblems(page, language)),
    ...(await fieldProblems(page)),
    ...(await targetProblems(page)),
    ...(await axeProblems(page, { type: 'tag', values: TAGS })),
    ...(await keyboardProblems(page)),
    ...(await trapProblems(page)),
    ...(await skipLinkProblems(page)),
  ];
  await page.setViewport(NARROW);
  problems.push(
    ...(await openDisclosures(page)),
    ...(await narrowProblems(page)),
    ...(await hiddenTextProblems(page)),
    ...(await targetProblems(page)),
    ...(await menuProblems(page)),
    ...(await axeProblems(page, { type: 'rule', values: OF_LAYOUT })),
  );
  await page.setViewport(WIDE);
  return problems.map((problem) => `${name}: ${problem}`);
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

async function axeProblems(
  page: Page,
  runOnly: { readonly type: 'tag' | 'rule'; readonly values: readonly string[] },
): Promise<readonly string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  const results = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })`,
  )) as AxeResults;
  return results.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Tab must reach everything that can be used, in the order of the page, and show where it is. */
async function keyboardProblems(page: Page): Promise<readonly string[]> {
  // From here on the browser shows the focus as it does for who uses keys.
  await page.keyboard.press('Tab');
  const count = await page.evaluate((selector) => {
    const modal = document.querySelector('dialog:modal');
    const seen = new Set<string>();
    const stops = [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => {
      if (!each.checkVisibility() || (modal !== null && !modal.contains(each))) return false;
      if (!(each instanceof HTMLInputElement) || each.type !== 'radio') return true;
      if (seen.has(each.name)) return false;
      seen.add(each.name);
      return true;
    });
    for (const [index, stop] of stops.entries()) stop.dataset['stop'] = String(index);
    stops[0]?.focus();
    return stops.length;
  }, STOPS);
  const problems: string[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index > 0) await page.keyboard.press('Tab');
    const problem = await page.evaluate((expected) => {
      const active = document.activeElement;
      if (!(active instanceof HTMLElement)) return `Tab ${expected} leads nowhere`;
      if (active.dataset['stop'] !== String(expected)) return `Tab ${expected} leads to ${active.outerHTML.slice(0, 80)}`;
      // A field within a card may leave the ring to the card.
      for (const node of [active, active.closest('label')]) {
        if (node === null) continue;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
        if (outlineStyle === 'solid' && outlineWidth === '4px' && boxShadow.endsWith('2px')) return null;
      }
      return `no focus is seen at ${active.outerHTML.slice(0, 80)}`;
    }, index);
    if (problem !== null) problems.push(problem);
  }
  await page.evaluate(() => {
    for (const stop of document.querySelectorAll('[data-stop]')) stop.removeAttribute('data-stop');
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  return problems;
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
    }
    for (const each of document.querySelectorAll('button, summary, input:not([type="hidden"])')) {
      const { width, height } = (each.closest('label') ?? each).getBoundingClientRect();
      if (width > 1 && (width < 24 || height < 44))
        found.push(`${Math.round(width)} by ${Math.round(height)} px: ${each.outerHTML.slice(0, 80)}`);
    }
    return found;
  });
}
