/** Shows that the rules of `every-page.ts` would notice: each defect is planted into a sound page and must be told. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenBrowser, openBrowser, resize } from '../support/browser.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
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
import { inspectPage } from './page-inspection.ts';
import { openPageVisitor } from './page-visitor.ts';

let browser: OpenBrowser;
let demo: ClockedDemo;
beforeAll(async () => {
  browser = await openBrowser('chromium', { engineOnly: true, width: 320 });
  demo = await openClockedDemo();
});
afterAll(async () => {
  await browser.close();
  await demo.close();
});

type Rule = (page: Page) => Promise<readonly string[]>;
const names: Rule = (page) => nameProblems(page, 'ja');

/** Each: the rule, what spoils the page (runs in it), what must be said then. */
const PLANTED: readonly (readonly [string, Rule, string, string])[] = [
  ['a title without the error', names, `document.title = document.title.replace('エラー: ', '')`, 'the title is'],
  ['a short name', names, `document.querySelector('.brand-name').textContent = 'ポータル'`, 'the full name'],
  ['a language under another name', names, `document.querySelector('a[hreflang=en]').textContent = '英語'`, 'the languages are'],
  ['a placeholder', fieldProblems, `document.querySelector('#email').placeholder = 'x'`, '#email has placeholder'],
  ['a limit', fieldProblems, `document.querySelector('#password').maxLength = 6`, '#password has maxlength'],
  ['a field without a label', fieldProblems, `document.querySelector('label').remove()`, '#email has no label'],
  ['checks by the browser', fieldProblems, `document.querySelector('main form').noValidate = false`, 'checked by the browser'],
  ['another message', fieldProblems, `document.querySelector('#email-error').textContent = 'x'`, 'not what the summary says'],
  [
    'a hint read first',
    fieldProblems,
    `document.querySelector('#email').removeAttribute('aria-describedby')`,
    'described by its error',
  ],
  ['a field not marked', fieldProblems, `document.querySelector('#email').removeAttribute('aria-invalid')`, 'aria-invalid'],
  ['a summary elsewhere', fieldProblems, `document.querySelector('main').prepend(document.createElement('p'))`, 'not at the top'],
  [
    'a low button',
    targetProblems,
    `document.querySelector('main .button').style.cssText = 'min-height:0;height:40px;padding:0'`,
    'by 40.0 px',
  ],
  [
    'two main buttons',
    targetProblems,
    `document.querySelector('main form').append(document.querySelector('.button').cloneNode(true))`,
    '2 main',
  ],
  [
    'words cut off',
    hiddenTextProblems,
    `document.querySelector('h1').style.cssText = 'width:40px;overflow:hidden;white-space:nowrap'`,
    'cut off',
  ],
  ['words at the left', hiddenTextProblems, `document.querySelector('h1').style.marginLeft = '-40px'`, 'begins at'],
  ['no skip link', skipLinkProblems, `document.querySelector('.skip-link').remove()`, 'not the first'],
  [
    'a skip link to nowhere',
    skipLinkProblems,
    `document.querySelector('main').removeAttribute('tabindex')`,
    'does not lead into main',
  ],
  [
    'a trap',
    trapProblems,
    `document.querySelector('footer').addEventListener('keydown', (event) => event.preventDefault())`,
    'cannot leave',
  ],
  [
    'a menu that stays',
    menuProblems,
    `document.querySelector('.menu').removeAttribute('data-menu'); document.querySelector('.menu').addEventListener('keydown', (event) => event.stopImmediatePropagation(), true)`,
    'Esc does not',
  ],
  [
    'a shut disclosure',
    openDisclosures,
    `document.querySelector('main').insertAdjacentHTML('beforeend', '<details><summary>x</summary>y</details>'); document.querySelector('main summary').addEventListener('click', (event) => event.preventDefault())`,
    'does not open',
  ],
];

it.each(PLANTED)('U-03 U-05 U-06 U-07 B1 notices %s, and nothing on the sound page', async (_what, rule, spoil, sentence) => {
  const { page, open, send, enterPassword } = await openPageVisitor(browser, demo, 'ja');
  if (rule === menuProblems) await enterPassword('support', 'saburo@support.example');
  else {
    await open('/success/sign-in');
    await send('/sign-in', { email: '', password: '' });
  }
  expect(await rule(page)).toEqual([]);
  await page.evaluate(spoil);
  expect((await rule(page)).join('\n')).toContain(sentence);
  await page.close();
});

it('U-06 U-07 a page of a build known to be sound is looked at for its words, and one that is built otherwise from end to end', async () => {
  const { page, open } = await openPageVisitor(browser, demo, 'ja');
  await resize(page, { width: 1280, height: 900 });
  const builds = new Set<string>();
  const look = async (spoil: string): Promise<string> => {
    await open('/success/sign-in');
    await page.evaluate(spoil);
    builds.add((await buildOf(page)).whole);
    return (await inspectPage(page, 'planted', 'ja')).join('\n');
  };
  expect(await look('')).toBe('');
  expect(await look(`document.querySelector('h1').textContent = 'Another'`)).toContain('the title is');
  const WIDER = `const sheet = new CSSStyleSheet(); sheet.replaceSync('h1 { width: 700px }'); document.adoptedStyleSheets = [sheet]`;
  expect(await look(WIDER)).toContain('sticks out');
  expect(await look(`document.documentElement.lang = 'en'`)).toContain('lang is en');
  expect(builds.size).toBe(1);
  const SPOILS = [
    [`document.querySelector('#email').setAttribute('aria-describedby', 'nothing')`, ''],
    [`document.querySelector('.button').setAttribute('role', 'nothing')`, 'axe aria-roles'],
    [`document.querySelector('label[for=email]').textContent = ''`, 'axe label'],
    [`document.querySelector('.button').tabIndex = 3`, 'Tab'],
    [`document.querySelector('h1').style.color = '#ddd'`, 'axe color-contrast'],
  ] as const;
  for (const [spoil, said] of SPOILS) expect(await look(spoil)).toContain(said);
  expect(builds.size).toBe(1 + SPOILS.length);
  await page.close();
});
