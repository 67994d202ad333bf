/**
 * The sheet and the pages belong together: every class a page uses is drawn, and nothing is drawn that no page uses. The
 * content policy allows no style in the page itself, so there must be none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadAssets } from '../../src/http/assets.ts';
import { PRESETS } from '../../src/portals/presets.ts';

const HTTP = fileURLToPath(new URL('../../src/http', import.meta.url));

const filesBelow = (ending: string): readonly string[] =>
  readdirSync(HTTP, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending) && !name.includes('.test.'));
const read = (name: string): string => readFileSync(`${HTTP}/${name}`, 'utf8');

const pages = filesBelow('.tsx').map((name) => ({ name, text: read(name) }));
const scripts = filesBelow('.ts').filter((name) => name.startsWith('client'));
const partNames = filesBelow('.css').filter((name) => !name.endsWith('index.css'));
const parts = partNames.map((name) => ({ name, text: read(name).replace(/\/\*[\s\S]*?\*\//g, '') }));
const drawn = new Set(
  parts.flatMap(({ text }) => [...text.matchAll(/\.([a-z][a-z0-9-]*)(?![^{]*;)/g)].map(([, name = '']) => name)),
);

/** Words in the quotes of every `class=` attribute; a word cut off by `${` is the beginning of a class. */
function classesIn(text: string): readonly string[] {
  const attributes = [...text.matchAll(/\bclass=(?:"([^"]*)"|\{((?:[^{}]|\{[^{}]*\})*)\})/g)];
  return attributes.flatMap(([, plain, expression = '']) => {
    if (plain !== undefined) return plain.split(' ');
    const quoted = [...expression.matchAll(/(?<!=== )'([^']*)'|`([^`]*)`/g)].map(([, one, template]) => one ?? template ?? '');
    return quoted.flatMap((words) => words.replace(/\$\{[^}]*\}/g, '*').split(' '));
  });
}

const isDrawn = (name: string): boolean =>
  name.endsWith('*') ? [...drawn].some((each) => each.startsWith(name.slice(0, -1))) : drawn.has(name);

describe('U-05 the sheet and the pages', () => {
  test('U-05 every class of a page is drawn', () => {
    const missing = pages.flatMap(({ name, text }) =>
      classesIn(text)
        .filter((each) => each !== '' && !isDrawn(each))
        .map((each) => `${name}: ${each}`),
    );
    expect(missing).toEqual([]);
  });

  test('U-05 every class that is drawn stands in a page or is given by the script', () => {
    const used = pages.flatMap(({ text }) => classesIn(text));
    const beginnings = used.filter((each) => each.endsWith('*')).map((each) => each.slice(0, -1));
    const text = [...pages.map((page) => page.text), ...scripts.map(read)].join('\n');
    const words = new Set([...text.matchAll(/['"` ]([a-z][a-z0-9-]*)(?=['"` ])/g)].map(([, word = '']) => word));
    const unused = [...drawn].filter(
      (each) => !words.has(each) && !beginnings.some((start) => start !== '' && each.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  test('SEC-N05 no page carries a style of its own', () => {
    expect(pages.filter(({ text }) => /\bstyle=|<style/.test(text)).map(({ name }) => name)).toEqual([]);
  });

  test('U-05 no rule takes the focus ring away from a control', () => {
    const removals = parts.flatMap(({ text }) =>
      [...text.matchAll(/([^{}]*)\{[^}]*outline:\s*(?:none|0)/g)].map(([, selector = '']) => selector),
    );
    expect(removals.every((selector) => /^\s*main:focus,\s*main:focus-visible\s*$/.test(selector))).toBe(true);
  });

  test('U-05 the index names every part once, and every part is short', () => {
    const index = `${read('style/index.css')}\n${read('style/desk-index.css')}`;
    const named = [...index.matchAll(/@import "\.\/([a-z-]+\.css)";/g)].map(([, name]) => `style/${name}`);
    expect([...named].sort()).toEqual([...partNames].sort());
    expect(partNames.filter((name) => read(name).split('\n').length > 300)).toEqual([]);
  });
});

describe('T-20 the static files', () => {
  const store = loadAssets(PRESETS);
  const body = (path: string): string => store.get(path)?.body.toString('utf8') ?? '';

  test('T-20 the sheet is one file with the accent of every portal, fetching nothing', () => {
    const css = body(store.assets.styleSheet);
    for (const { id, accent } of PRESETS) expect(css).toContain(`html[data-portal="${id}"]{--acc:${accent.acc};`);
    expect(css).not.toMatch(/@import|url\(|\/\*/);
  });

  test('T-20 a file is named after its content', () => {
    const [first] = PRESETS;
    if (first === undefined) throw new Error('no presets');
    expect(loadAssets([first]).assets.styleSheet).not.toBe(store.assets.styleSheet);
    expect(loadAssets(PRESETS).assets.styleSheet).toBe(store.assets.styleSheet);
    expect(store.get('/assets/style-0000000000.css')).toBeUndefined();
  });

  test('T-20 the favicon is a drawing without script, style or reference', () => {
    expect(body(store.assets.favicon)).toMatch(/^<svg [\s\S]*<\/svg>$/);
    expect(body(store.assets.favicon)).not.toMatch(/<script|<style|style=|href|on\w+=/);
  });
});
