/**
 * What holds on every page whatever it is about: its title, its fields, what can be pressed and how it is reached by keys.
 * `page-inspection.ts` asks this of each page it looks at; every answer is a sentence about what is wrong.
 */
import type { Page } from 'puppeteer-core';

export const PRODUCT = 'Genkan';

interface Expected {
  readonly language: 'ja' | 'en';
  /** Names a title may end with. */
  readonly names: Readonly<Record<string, string>>;
  readonly errorPrefix: string;
}

const NAMES = {
  ja: { success: 'ビジネスサクセスポータル', support: 'ビジネスサポートポータル', desk: 'サポートデスク' },
  en: { success: 'Business Success Portal', support: 'Business Support Portal', desk: 'Support desk' },
} as const;

/** U-03 U-04: 〔エラー: 〕画面名 – ポータル名, each part in the language of the page; the languages in their own names. */
export function nameProblems(page: Page, language: 'ja' | 'en'): Promise<readonly string[]> {
  const expected: Expected = { language, names: NAMES[language], errorPrefix: language === 'ja' ? 'エラー: ' : 'Error: ' };
  return page.evaluate(
    ({ language: current, names, errorPrefix, product }) => {
      const found: string[] = [];
      const textOf = (node: Element | null): string => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
      const portal = document.documentElement.dataset['portal'];
      const name = portal === undefined ? product : names[portal];
      const hasErrors = document.querySelector('#error-summary') !== null;
      const title = `${hasErrors ? errorPrefix : ''}${textOf(document.querySelector('h1'))} – ${name ?? portal}`;
      if (document.title !== title) found.push(`the title is "${document.title}", not "${title}"`);
      if (portal !== undefined && textOf(document.querySelector('.brand-name')) !== name)
        found.push('the header lacks the full name');
      const links = [...document.querySelectorAll('.languages a')].map(
        (each) =>
          `${each.getAttribute('lang')} ${each.getAttribute('hreflang')} ${textOf(each)} ${each.getAttribute('aria-current')}`,
      );
      const wanted = [`ja ja 日本語 ${current === 'ja' || null}`, `en en English ${current === 'en' || null}`];
      if (links.join() !== wanted.join()) found.push(`the languages are ${links.join()}`);
      return found;
    },
    { ...expected, product: PRODUCT },
  );
}

/** B1 B2: labels before fields, no placeholder, nothing cut off or disabled; an error at its field is that of the summary. */
export function fieldProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const summary = document.querySelector('#error-summary');
    const told = new Map([...(summary?.querySelectorAll('a') ?? [])].map((each) => [each.hash.slice(1), each.textContent]));
    const main = document.querySelector('main');
    if (summary !== null && main?.firstElementChild !== summary) found.push('the error summary is not at the top of main');
    for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type="hidden"]), textarea')) {
      for (const name of ['placeholder', 'maxlength', 'disabled', 'readonly', 'pattern', 'title']) {
        if (field.hasAttribute(name)) found.push(`#${field.id} has ${name}`);
      }
      const label = field.labels?.[0];
      if (label === undefined) found.push(`#${field.id} has no label`);
      else if (label.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_PRECEDING)
        found.push(`#${field.id} is before its label`);
      // A page that cannot be shown again is not left by an unticked box (ADR 0028); nothing else is checked by the browser.
      const isKept = field.type === 'checkbox' && field.required && field.form?.classList.contains('saved-form') === true;
      if (field.form !== null && !field.form.noValidate && !isKept)
        found.push(`the form of #${field.id} is checked by the browser`);
      if (field.type === 'radio') continue;
      const error = document.getElementById(`${field.id}-error`);
      if ((error === null) !== (field.getAttribute('aria-invalid') === null)) found.push(`#${field.id}: aria-invalid`);
      if (error === null) continue;
      if (error.textContent !== told.get(field.id))
        found.push(`#${field.id} says "${error.textContent}", not what the summary says`);
      if (field.getAttribute('aria-describedby')?.split(' ')[0] !== error.id)
        found.push(`#${field.id} is not described by its error first`);
      if (!getComputedStyle(error, '::before').content.includes('＊'))
        found.push(`the error of #${field.id} does not begin with ＊`);
      if (field.getBoundingClientRect().bottom > error.getBoundingClientRect().top)
        found.push(`the error of #${field.id} is not below it`);
    }
    return found;
  });
}

/** U-07: at least 44 px high; only a link within a sentence has the height of its line (WCAG 2.2, 2.5.8, exception "inline"). */
export function targetProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    // A choice is pressed anywhere on its label.
    const choice = 'label.radio-card, label.check';
    for (const each of document.querySelectorAll(`a[href], button, summary, textarea, input:not([type="hidden"]), ${choice}`)) {
      if (!each.checkVisibility() || each.closest('.skip-link') !== null) continue;
      const { width, height } = each.getBoundingClientRect();
      if (width <= 1 || height <= 1) continue;
      const isInSentence = getComputedStyle(each).display === 'inline' && each.parentElement?.textContent !== each.textContent;
      if (isInSentence || each.parentElement?.closest(choice) instanceof Element) continue;
      if (height < 43.5 || width < 24) found.push(`${width.toFixed()} by ${height.toFixed(1)} px: ${each.outerHTML.slice(0, 100)}`);
    }
    const primaries = [...document.querySelectorAll('main .button-primary')].filter((each) => each.checkVisibility());
    if (primaries.length > 1) found.push(`${primaries.length} main buttons`);
    return found;
  });
}

/** What is read must be there to be read: nothing is pushed out to the left or hidden by the edge of its own box. */
export function hiddenTextProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const each of document.querySelectorAll('body *')) {
      if (each.closest('.visually-hidden, .skip-link, svg, template') !== null || !each.checkVisibility()) continue;
      const { left, width, height } = each.getBoundingClientRect();
      // One pixel is how words are kept for screen readers only; a field scrolls what is typed into it.
      if (width <= 1 || height <= 1 || each instanceof HTMLInputElement) continue;
      if (left < -1) found.push(`begins at ${Math.round(left)} px: ${each.outerHTML.slice(0, 80)}`);
      const { overflowX, textOverflow } = getComputedStyle(each);
      const isCut = (overflowX === 'hidden' || overflowX === 'clip') && each.scrollWidth > each.clientWidth + 1;
      if (isCut || textOverflow === 'ellipsis') found.push(`cut off: ${each.outerHTML.slice(0, 80)}`);
    }
    return found;
  });
}

/** U-05: the first Tab shows the skip link, Enter leads into main, and the next Tab goes on from there. */
export async function skipLinkProblems(page: Page): Promise<readonly string[]> {
  if ((await page.$('dialog:modal')) !== null) return [];
  const first = await page.evaluate(() => {
    const link = document.querySelector<HTMLElement>('a, button, input, summary');
    link?.focus();
    if (link === null || !link.matches('.skip-link')) return 'the skip link is not the first of the page';
    const { width, height, left, top } = link.getBoundingClientRect();
    return width > 24 && height >= 44 && left >= 0 && top >= 0 ? null : `the skip link is ${width} by ${height} px in focus`;
  });
  if (first?.includes('not the first') === true) return [first];
  await page.keyboard.press('Enter');
  const second = await page.evaluate(() =>
    document.activeElement?.localName === 'main' ? null : 'the skip link does not lead into main',
  );
  await page.keyboard.press('Tab');
  const third = await page.evaluate(() => {
    const main = document.querySelector('main');
    const active = document.activeElement;
    if (main === null || active === null || active === document.body) return 'after the skip link Tab leads nowhere';
    const stops = 'a[href], button, input:not([type="hidden"]), textarea, summary';
    const next = [...main.querySelectorAll(stops)].find((each) => each.checkVisibility());
    const isRight = next === undefined ? !main.contains(active) : active === next;
    return isRight ? null : `after the skip link Tab leads to ${active.outerHTML.slice(0, 80)}`;
  });
  return [first, second, third].filter((each) => each !== null);
}

/** The end of the page lets go of the focus, forwards and backwards; only a dialog keeps it. */
export async function trapProblems(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [edge, keys] of [
    ['last', ['Tab']],
    ['first', ['Shift', 'Tab']],
  ] as const) {
    await page.evaluate((which) => {
      const root = document.querySelector('dialog:modal') ?? document;
      const stops = [...root.querySelectorAll<HTMLElement>('a[href], button, input:not([type="hidden"]), summary')].filter((each) =>
        each.checkVisibility(),
      );
      stops.at(which === 'last' ? -1 : 0)?.focus();
    }, edge);
    const before = await page.evaluate(() => document.activeElement?.outerHTML ?? '');
    if (keys.length === 2) await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    if (keys.length === 2) await page.keyboard.up('Shift');
    const after = await page.evaluate(() => document.activeElement?.outerHTML ?? '');
    if (before === after) found.push(`the focus cannot leave ${before.slice(0, 80)}`);
  }
  return found;
}

/** In a narrow window: Enter opens the menu, its links follow, Esc closes it and the button has the focus again. */
export async function menuProblems(page: Page): Promise<readonly string[]> {
  if ((await page.$('.menu > summary')) === null || (await page.$('dialog:modal')) !== null) return [];
  const found: string[] = [];
  const isOpen = (): Promise<boolean> => page.$eval('.menu', (menu) => menu.hasAttribute('open'));
  await page.focus('.menu > summary');
  await page.keyboard.press('Enter');
  if (!(await isOpen())) found.push('Enter does not open the menu');
  found.push(...(await hiddenTextProblems(page)), ...(await targetProblems(page)));
  await page.keyboard.press('Tab');
  if (!(await page.evaluate(() => document.activeElement?.closest('.menu-items') !== null)))
    found.push('Tab does not lead into the menu');
  await page.keyboard.press('Escape');
  if (await isOpen()) found.push('Esc does not close the menu');
  if (!(await page.evaluate(() => document.activeElement?.matches('.menu > summary') === true)))
    found.push('the focus does not return to the button of the menu');
  return found;
}

/** Every disclosure opens by Enter and stays open, so that what is in it can be looked at. */
export async function openDisclosures(page: Page): Promise<readonly string[]> {
  if ((await page.$('dialog:modal')) !== null) return [];
  const found: string[] = [];
  for (const summary of await page.$$('main details:not([open]) > summary')) {
    await summary.focus();
    await page.keyboard.press('Enter');
    if (!(await summary.evaluate((node) => node.parentElement?.hasAttribute('open'))))
      found.push('Enter does not open a disclosure');
  }
  return found;
}
