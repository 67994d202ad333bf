/**
 * Rows of the interface checklists that hold for every page at once: all pages that links and buttons lead to are collected
 * by following links, signed out and in, with two-factor off and on, in each portal, and each rule is asked of all of them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrol, STEP, signIn, signInWithCode } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { headingOf, titleOf } from '../screens/reading.ts';

interface SeenPage {
  /** Who saw it and where, for the message of a failure. */
  readonly name: string;
  readonly path: string;
  readonly answer: Answer;
}

let world: World;
let pages: readonly SeenPage[];
let broken: readonly string[];

beforeAll(async () => {
  world = await openWorld();
  const found: SeenPage[] = [];
  const wrong: string[] = [];
  const collect = async (who: string, visitor: Visitor, start: string): Promise<void> => {
    const seen = await followLinks(visitor, start);
    found.push(...seen.pages.map((page) => ({ ...page, name: `${who} ${page.path}` })));
    wrong.push(...seen.broken.map((each) => `${who} ${each}`));
  };
  for (const portal of ['success', 'support'] as const) {
    const email = `hanako@${portal}.example`;
    const id = await world.addAccount({ portal, email });
    for (let index = 0; index < 21; index += 1) await addCase(id.replace('account', 'company'), index);
    const visitor = world.visitor();
    await collect('anybody', visitor, `/${portal}/sign-in`);
    await signIn(visitor, { portal, email });
    await collect('off', visitor, `/${portal}/dashboard`);
    const secret = await enrol(world, visitor, portal);
    await collect('on', visitor, `/${portal}/dashboard`);
    world.advance(STEP);
    const half = world.visitor();
    expect((await signInWithCode(world, half, secret, { portal, email })).status).toBe(303);
    await half.post(`/${portal}/sign-out`);
    await half.post(`/${portal}/sign-in`, { email, password: 'correct horse 電池' });
    await collect('half', half, `/${portal}/sign-in/code`);
  }
  pages = found;
  broken = wrong;
});
afterAll(() => world.close());

async function addCase(companyId: string, index: number): Promise<void> {
  const at = world.now() - index * STEP;
  const number = `${companyId.toUpperCase()}-${1000 + index}`;
  await world.service.store.importCase(companyId, {
    number,
    subject: `件名 ${index}`,
    description: '説明',
    state: 'open',
    openedAt: at,
    updatedAt: at,
  });
}

const hrefsOf = ({ html }: Answer): readonly string[] =>
  [...html.matchAll(/<a [^>]*href="([^"]*)"/gu)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

/** Every page of this service that links lead to from here, the language links aside, and the links that lead nowhere. */
async function followLinks(
  visitor: Visitor,
  start: string,
): Promise<{ readonly pages: readonly SeenPage[]; readonly broken: readonly string[] }> {
  const seen = new Map<string, SeenPage>();
  const wrong: string[] = [];
  const waiting = [{ from: '-', href: start }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [path = '', fragment] = next.href.split('#', 2);
    const page = seen.get(path) ?? (await openPage(visitor, path));
    if (!seen.has(path)) {
      seen.set(path, page);
      if (page.answer.status !== 200) wrong.push(`${next.from} -> ${next.href}: ${page.answer.status}`);
      for (const href of hrefsOf(page.answer)) {
        if (/^(?:otpauth|mailto|tel|https?):/u.test(href) || /[?&]lang=/u.test(href)) continue;
        waiting.push({ from: path, href: href.startsWith('#') ? `${path}${href}` : href });
      }
    }
    if (fragment !== undefined && !page.answer.html.includes(`id="${fragment}"`))
      wrong.push(`${next.from} -> ${next.href}: no such part`);
  }
  return { pages: [...seen.values()], broken: wrong };
}

/** The page this path leads to in the end, under its own path. */
async function openPage(visitor: Visitor, asked: string): Promise<SeenPage> {
  let path = asked;
  let answer = await visitor.get(path);
  for (let count = 0; count < 5 && answer.location !== null; count += 1) {
    path = answer.location;
    answer = await visitor.get(path);
  }
  return { name: path, path, answer };
}

function failing(isRight: (page: SeenPage) => boolean): readonly string[] {
  return pages.filter((page) => !isRight(page)).map(({ name }) => name);
}

describe('every page', () => {
  test('U-22 U-25 links lead to pages and parts of pages that exist, and between them to all there are', () => {
    expect(broken).toEqual([]);
    const reached = new Set(pages.map(({ path }) => path.replace(/\d{4}$/u, 'N')));
    for (const path of [
      '/success/help',
      '/success/lost-device',
      '/success/lost-device/form',
      '/success/accessibility',
      '/success/sign-in',
      '/success/sign-in/pass',
      '/success/sign-in/code',
      '/success/dashboard',
      '/success/cases',
      '/success/cases?page=2',
      '/success/cases/COMPANY-1-N',
      '/success/account',
      '/success/enrolment/method',
      '/support/profile',
      '/support/sign-in/code',
    ]) {
      expect([...reached]).toContain(path);
    }
  });

  test('U-01 B1 works without script: plain links and forms, no handler, no button that only script can press', () => {
    expect(
      failing(({ answer }) => !/ on[a-z]+=|href="(?:#|javascript:)"|<button[^>]*type="button"|<noscript/u.test(answer.html)),
    ).toEqual([]);
    const forms = pages.flatMap(({ answer }) => answer.html.match(/<form[^>]*>/gu) ?? []);
    expect(forms.length).toBeGreaterThan(20);
    expect(forms.filter((form) => !/method="(?:post|get)" action="\/[a-z]+\//u.test(form))).toEqual([]);
  });

  test('U-13 SEC-N03 asks nobody else for anything: three files of its own, no puzzle, no picture, no font', () => {
    const asked = pages.flatMap(({ answer }) =>
      [...answer.html.matchAll(/(?:src|<link[^>]*href)="([^"]*)"/gu)].map(([, url = '']) => url),
    );
    expect([...new Set(asked)].map((url) => url.replace(/-[0-9a-f]{10}\./u, '.')).toSorted()).toEqual([
      '/assets/favicon.svg',
      '/assets/script.js',
      '/assets/style.css',
    ]);
    expect(failing(({ answer }) => !/<iframe|<object|<embed|<img|captcha/iu.test(answer.html))).toEqual([]);
  });

  test('U-03 has a title that is its h1 and its portal, and no two pages of a portal share one', () => {
    expect(failing(({ answer }) => titleOf(answer).startsWith(`${headingOf(answer)} – `))).toEqual([]);
    const titles = new Map<string, Set<string>>();
    for (const { path, answer } of pages) {
      titles.set(titleOf(answer), (titles.get(titleOf(answer)) ?? new Set()).add(path.replace(/\?.*$/u, '')));
    }
    expect([...titles].filter(([, paths]) => paths.size > 1).map(([title, paths]) => `${title}: ${[...paths].join(' ')}`)).toEqual(
      [],
    );
  });

  test('U-02 is named in full and never by the abbreviation both portals share', () => {
    const name = { success: 'ビジネスサクセスポータル', support: 'ビジネスサポートポータル' };
    expect(
      failing(({ path, answer }) => {
        const portal = /^\/(success|support)\//u.exec(path)?.[1];
        if (/\bBSP\b/u.test(answer.html)) return false;
        return (
          portal === undefined ||
          answer.html.includes(`<span class="brand-name">${portal === 'success' ? name.success : name.support}<`)
        );
      }),
    ).toEqual([]);
  });

  test('U-25 B5 has the help link first in its footer, before the languages', () => {
    const footers = pages
      .filter(({ path }) => path !== '/')
      .map(({ answer }) => /<footer.*?<\/footer>/su.exec(answer.html)?.[0] ?? '');
    expect(
      footers.filter((footer) => !/^<footer[^>]*><div[^>]*><ul class="footer-links"><li><a href="\/\w+\/help">/u.test(footer)),
    ).toEqual([]);
    expect(footers.filter((footer) => footer.indexOf('/help') > footer.indexOf('hreflang'))).toEqual([]);
  });

  test('B6 asks a password on no page but the sign-in, the fresh check and the change of the password, and one code at most', () => {
    const withPassword = pages
      .filter(({ answer }) => answer.html.includes('type="password"'))
      .map(({ path }) => path.replace(/\?.*$/u, ''));
    expect([...new Set(withPassword)].toSorted()).toEqual([
      '/success/account/password',
      '/success/sign-in',
      '/success/sign-in/pass',
      '/support/account/password',
      '/support/sign-in',
      '/support/sign-in/pass',
    ]);
    expect(failing(({ answer }) => (answer.html.match(/one-time-code/gu) ?? []).length <= 1)).toEqual([]);
  });

  test('B2 says every message with an icon and in words', () => {
    const marked = pages.flatMap(
      ({ answer }) => answer.html.match(/<(?:div class="banner banner-|span class="badge badge-)[^>]*>.{0,24}/gu) ?? [],
    );
    expect(marked.length).toBeGreaterThan(10);
    expect(marked.filter((each) => !each.includes('<svg'))).toEqual([]);
  });

  test('U-04 says the same in the other language on the same page', async () => {
    const visitor = world.visitor();
    const open = pages.filter(({ name }) => name.startsWith('anybody'));
    for (const { path } of open) {
      const english = await visitor.get(`${path}${path.includes('?') ? '&' : '?'}lang=en`).then((first) => visitor.follow(first));
      expect(english.html, path).toContain('<html lang="en"');
      expect(english.headers.get('content-language'), path).toBe('en');
      expect(headingOf(english), path).not.toMatch(/[\p{Script=Hiragana}\p{Script=Han}]/u);
    }
  });
});
