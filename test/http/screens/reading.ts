/** What tests read off a page: its title, its error summary, the message beside a field, where a link leads. */
import type { Answer } from '../../support/visitor.ts';

const plain = (html: string): string =>
  html
    .replace(/<[^>]+>/gu, ' ')
    .replace(/&quot;/gu, '"')
    .replace(/&#39;/gu, "'")
    .replace(/&amp;/gu, '&')
    .replace(/\s+/gu, ' ')
    .trim();

export function titleOf({ html }: Answer): string {
  return plain(/<title>(.*?)<\/title>/su.exec(html)?.[1] ?? '');
}

export function headingOf({ html }: Answer): string {
  const headings = [...html.matchAll(/<h1[^>]*>(.*?)<\/h1>/gsu)];
  if (headings.length !== 1) throw new Error(`${headings.length} h1 on this page`);
  return plain(headings[0]?.[1] ?? '');
}

/** Text of the error summary; '' without one. */
export function summaryOf({ html }: Answer): string {
  return plain(/<div class="error-summary".*?<\/ul>(?:<p class="error-note">.*?<\/p>)?/su.exec(html)?.[0] ?? '');
}

/** The message beside a field; '' without one. */
export function errorAt({ html }: Answer, field: string): string {
  return plain(new RegExp(`id="${field}-error"[^>]*>(.*?)</p>`, 'su').exec(html)?.[1] ?? '');
}

/** Where the first link with these words leads; throws when there is none. */
export function linkTo({ html }: Answer, words: string): string {
  for (const [, href = '', text = ''] of html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gsu)) {
    if (plain(text) === words) return plain(href);
  }
  throw new Error(`no link ${words}`);
}

/** Whether the page has a button with exactly these words. */
export function hasButton({ html }: Answer, words: string): boolean {
  return [...html.matchAll(/<button[^>]*>(.*?)<\/button>/gsu)].some(([, text = '']) => plain(text) === words);
}

/** Value of the hidden or visible field with this name; null without it. */
export function fieldValue({ html }: Answer, name: string): string | null {
  const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`, 'u').exec(html)?.[0];
  const value = tag === undefined ? undefined : /value="([^"]*)"/u.exec(tag)?.[1];
  return value === undefined ? null : plain(value);
}
