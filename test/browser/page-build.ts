/**
 * The build of a page: its elements with their classes, roles, states and references to each other, without what is said on it and how often
 * the rows of a list repeat. Two pages of one build differ in words alone, so that what a screen reader or a keyboard meets on one of them it
 * meets on the other.
 */
import { createHash } from 'node:crypto';
import type { Page } from 'puppeteer-core';

/** A digest of the page's build as it stands. */
export async function buildOf(page: Page): Promise<string> {
  return createHash('sha256')
    .update(await page.evaluate(readBuild))
    .digest('base64');
}

/** Runs in the page. */
function readBuild(): string {
  // Their values are words, addresses or numbers: only whether there is something counts.
  const said = new Set(['href', 'src', 'action', 'value', 'alt', 'title', 'aria-label', 'lang', 'datetime', 'd', 'points']);
  const references = new Set(['id', 'for', 'list', 'form', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'headers']);
  const isListed = 'tbody > tr, ul > li, ol > li';
  // Counted within a row, so that rows are alike.
  const numbers = new Map<string, string>();
  for (const each of document.querySelectorAll('[id]')) {
    const row = each.closest(isListed);
    const number = [...(row ?? document).querySelectorAll('[id]')].indexOf(each);
    numbers.set(each.id, `${row === null ? '' : 'row '}${number}`);
  }
  const attribute = ({ name, value }: Attr): string => {
    if (said.has(name) || name.startsWith('data-'))
      return `${name}${value.startsWith('#') ? (numbers.get(value.slice(1)) ?? '?') : value !== ''}`;
    if (references.has(name)) return `${name}=${value.split(' ').map((id) => numbers.get(id) ?? '?')}`;
    return `${name}=${value}`;
  };
  const element = (node: Element): string => {
    // Which language is marked there depends on the page's.
    const attributes = node.closest('.languages') === null ? [...node.attributes].map(attribute).sort() : [];
    const hasText = [...node.childNodes].some(
      (child) => child.nodeType === Node.TEXT_NODE && (child.textContent ?? '').trim() !== '',
    );
    const children = node.localName === 'svg' ? [] : [...node.children].map(element);
    const rows = node.firstElementChild?.matches(isListed) === true ? [...new Set(children)].sort() : children;
    return `${node.localName}[${attributes}]${hasText}(${rows.join('')})`;
  };
  const portal = document.documentElement.dataset['portal'];
  return `${innerWidth} ${matchMedia('(scripting: enabled)').matches} ${portal} ${element(document.documentElement)}`;
}
