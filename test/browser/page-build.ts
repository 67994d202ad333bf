/**
 * The build of a page: its elements with their classes, roles, states and references to each other, without what is said on it and how often
 * the rows of a list repeat. Two pages of one build differ in words alone, so that what a screen reader or a keyboard meets on one of them it
 * meets on the other.
 */
import { createHash } from 'node:crypto';
import type { Page } from 'puppeteer-core';

export interface Build {
  /** Digest of the whole page. */
  readonly whole: string;
  /** Digest of what stands around the content on many pages: header and footer. */
  readonly frame: string;
  /** Which colours it is shown in: theme and portal. */
  readonly colours: string;
}

export async function buildOf(page: Page): Promise<Build> {
  const { whole, frame, colours } = await page.evaluate(readBuild);
  return { whole: digest(whole), frame: digest(frame), colours };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Runs in the page. */
function readBuild(): Build {
  // Their values are words, addresses or numbers: only whether there is something counts.
  const said = new Set(['href', 'src', 'action', 'value', 'alt', 'title', 'aria-label', 'lang', 'datetime', 'd', 'points']);
  const references = new Set(['id', 'for', 'list', 'form', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'headers']);
  const isListed = 'tbody > tr, ul > li, ol > li';
  // Counted within a row, and outside of all, so that rows are alike and may be many.
  const numbers = new Map<string, string>();
  const outside = [...document.querySelectorAll('[id]')].filter((each) => each.closest(isListed) === null);
  for (const each of document.querySelectorAll('[id]')) {
    const row = each.closest(isListed);
    const number = (row === null ? outside : [...row.querySelectorAll('[id]')]).indexOf(each);
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
  const window = `${innerWidth} ${matchMedia('(scripting: enabled)').matches}`;
  const around = [...document.querySelectorAll('body > header, body > footer')].map(element);
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  return {
    whole: `${window} ${element(document.documentElement)}`,
    frame: `${window} ${around}`,
    colours: `${document.documentElement.dataset['portal']} ${isDark ? 'dark' : 'light'}`,
  };
}
