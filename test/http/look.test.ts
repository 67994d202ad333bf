/**
 * The colours as they are written in the sheet: what is read has 4.5:1, what is only seen has 3:1, in every scheme and portal.
 * Plus the check that keeps an unreadable accent of a configured portal out.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadAssets } from '../../src/http/assets.ts';
import { accentProblems, contrast } from '../../src/portals/accent.ts';
import type { Accent, PortalDefinition } from '../../src/portals/definition.ts';
import { PRESETS, SUCCESS_PORTAL } from '../../src/portals/presets.ts';

type Tokens = Readonly<Record<string, string>>;

const style = (name: string): string => readFileSync(new URL(`../../src/http/style/${name}.css`, import.meta.url), 'utf8');

function tokensOf(css: string, opening: string): Tokens {
  const start = css.indexOf(opening);
  if (start < 0) throw new Error(`${opening} is not in the sheet`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

function accentTokens({ accent }: PortalDefinition): Tokens {
  const { acc, acc8, acc50, acc100, acc300, link, onAcc } = accent;
  return { acc, 'acc-8': acc8, 'acc-50': acc50, 'acc-100': acc100, 'acc-300': acc300, link, 'on-acc': onAcc };
}

const base = tokensOf(style('tokens'), ':root {');
const desk = { ...base, ...tokensOf(style('tokens'), 'html[data-kind="desk"] {') };
const dark = { ...desk, ...tokensOf(style('desk'), 'html[data-kind="desk"][data-portal] {') };
const SCHEMES: readonly (readonly [string, Tokens])[] = [
  ['without a portal', base],
  ...PRESETS.map(
    (portal) => [portal.id, { ...(portal.kind === 'desk' ? desk : base), ...accentTokens(portal) }] satisfies [string, Tokens],
  ),
  ['desk, dark', dark],
];

const READ: readonly (readonly [string, readonly string[]])[] = [
  ['ink', ['ground', 'surface', 'sunken', 'acc-50', 'warn-50', 'err-50', 'ok-50']],
  ['ink-2', ['ground', 'surface', 'sunken', 'acc-50']],
  ['acc', ['ground', 'surface', 'acc-50']],
  ['acc-8', ['ground', 'surface', 'acc-50']],
  ['link', ['ground', 'surface', 'acc-50']],
  ['on-acc', ['acc', 'acc-8']],
  ['err', ['ground', 'surface', 'err-50']],
  ['ok', ['surface', 'ok-50']],
  ['warn', ['surface', 'warn-50']],
  ['on-amber', ['amber']],
];
const SEEN: readonly (readonly [string, readonly string[]])[] = [
  ['control', ['ground', 'surface']],
  ['acc', ['ground', 'surface', 'acc-50']],
  ['warn-line', ['warn-50', 'surface']],
  ['focus', ['ground', 'surface', 'acc-50']],
];

describe.each(SCHEMES)('U-08 colours, %s', (_name, tokens) => {
  const ratios = (pairs: typeof READ) =>
    pairs.flatMap(([front, grounds]) =>
      grounds.map((ground) => ({ pair: `${front} on ${ground}`, ratio: contrast(tokens[front] ?? '', tokens[ground] ?? '') })),
    );

  test('U-08 text reaches 4.5:1 on every ground it stands on', () => {
    expect(ratios(READ).filter(({ ratio }) => !(ratio >= 4.5))).toEqual([]);
  });

  test('U-08 edges and rings reach 3:1', () => {
    expect(ratios(SEEN).filter(({ ratio }) => !(ratio >= 3))).toEqual([]);
  });
});

describe('U-08 an accent is checked before anybody sees it', () => {
  const withAccent = (changes: Partial<Accent>): Accent => ({ ...SUCCESS_PORTAL.accent, ...changes });

  test('U-08 the contrast formula gives the ratios of WCAG 2', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2);
    expect(contrast('#1B1F23', '#F7F6F3')).toBeCloseTo(15.3, 1);
  });

  test.each(PRESETS.map(({ id, accent }) => [id, accent] as const))('U-08 the accent of %s may be used', (_id, accent) => {
    expect(accentProblems(accent)).toEqual([]);
  });

  test('U-08 an accent too light for text is refused, with a darker tone that would do', () => {
    const [problem = '', ...others] = accentProblems(withAccent({ acc: '#4FA3B8' }));
    const proposed = /(#[0-9A-F]{6}) would/.exec(problem)?.[1] ?? '';
    expect(problem).toMatch(/^accent\.acc #4FA3B8 has 2\.\d:1 against white/);
    expect(accentProblems(withAccent({ acc: proposed }))).toEqual([]);
    expect(others.every((other) => other.startsWith('accent.onAcc'))).toBe(true);
  });

  test('U-08 text nobody can read on the button is refused', () => {
    expect(accentProblems(withAccent({ onAcc: '#5F93A5' }))).toHaveLength(2);
  });

  test('U-08 a tint too dark for its own accent is refused', () => {
    expect(accentProblems(withAccent({ acc50: '#8DBFCB' })).join()).toContain('against acc50');
  });

  test('U-08 what is no colour is named, and nothing else is said', () => {
    expect(accentProblems(withAccent({ link: 'teal' }))).toEqual(['accent.link "teal" is not a colour like #0B5A6F']);
  });

  test('U-08 the service does not start with an accent nobody can read', () => {
    const pale = { ...SUCCESS_PORTAL, accent: withAccent({ acc: '#4FA3B8' }) };
    expect(() => loadAssets([pale])).toThrow('portal success: accent.acc');
  });
});
