/**
 * A hand without a script: it follows links and presses buttons that stand on the page, by their words, with the fields their
 * form has. What it cannot find it cannot do, so a walk by this hand shows that every step is reachable without JavaScript.
 */
import { expect } from 'vitest';
import type { Answer, Visitor } from '../support/visitor.ts';

export interface Hand {
  readonly page: Answer;
  /** Where the page stands: path and query. */
  readonly path: string;
  open(path: string): Promise<void>;
  /** Follows the first link with these words. */
  click(words: string): Promise<void>;
  /** Presses the first button with these words, its form filled in with these fields. */
  press(words: string, fields?: Readonly<Record<string, string>>): Promise<void>;
}

export function handOf(visitor: Visitor): Hand {
  let page: Answer | undefined;
  let path = '/';
  const arrive = async (answer: Answer): Promise<void> => {
    let last = answer;
    while (last.location !== null) {
      path = last.location.replace(/#.*/u, '');
      last = await visitor.get(path);
    }
    page = last;
  };
  const now = (): Answer => {
    if (page === undefined) throw new Error('no page is open');
    return page;
  };
  const open = async (target: string): Promise<void> => {
    path = new URL(target.replace(/#.*/u, ''), `https://x.test${path}`).href.slice('https://x.test'.length);
    await arrive(await visitor.get(path));
  };
  return {
    get page() {
      return now();
    },
    get path() {
      return path;
    },
    open,
    click: async (words) => {
      const link = [...now().html.matchAll(/<a\b([^>]*)>(.*?)<\/a>/gsu)].find(([, , text = '']) => plain(text) === words);
      const href = /href="([^"]*)"/u.exec(link?.[1] ?? '')?.[1];
      expect(href, `a link ${words} on ${path}: ${now().text.slice(0, 300)}`).toBeDefined();
      await open(plain(href ?? ''));
    },
    press: async (words, fields = {}) => {
      const form = [...now().html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gsu)].find(([, , inner = '']) =>
        buttonsOf(inner).includes(words),
      );
      expect(form, `a button ${words} on ${path}: ${now().text.slice(0, 300)}`).toBeDefined();
      const [, head = '', inner = ''] = form ?? [];
      const values = valuesOf(inner);
      for (const [name, value] of Object.entries(fields)) {
        expect([...values.keys()], `a field ${name} beside ${words}`).toContain(name);
        values.set(name, value);
      }
      const action = plain(/action="([^"]*)"/u.exec(head)?.[1] ?? path);
      if (/method="get"/u.test(head)) return open(`${action}?${new URLSearchParams([...values]).toString()}`.replace(/\?$/u, ''));
      path = action;
      await arrive(await visitor.post(action, [...values]));
    },
  };
}

function buttonsOf(html: string): readonly string[] {
  return [...html.matchAll(/<button[^>]*>(.*?)<\/button>/gsu)].map(([, text = '']) => plain(text));
}

/** What the form sends untouched: hidden values, typed ones, chosen radios. */
function valuesOf(html: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [tag] of html.matchAll(/<input\b[^>]*>/gsu)) {
    const name = /\bname="([^"]*)"/u.exec(tag)?.[1];
    const isOff = /type="(?:radio|checkbox)"/u.test(tag) && !/\bchecked/u.test(tag);
    if (name !== undefined && !isOff) values.set(name, plain(/\bvalue="([^"]*)"/u.exec(tag)?.[1] ?? ''));
  }
  return values;
}

function plain(html: string): string {
  return html
    .replace(/<[^>]+>/gu, '')
    .replace(/&quot;/gu, '"')
    .replace(/&#39;/gu, "'")
    .replace(/&lt;/gu, '<')
    .replace(/&gt;/gu, '>')
    .replace(/&amp;/gu, '&')
    .replace(/\s+/gu, ' ')
    .trim();
}
