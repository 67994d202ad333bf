/**
 * I-2, I-7, U-23: nobody needs a private window. Whatever cookies a browser holds, help, the ways back in, the form, the status and the
 * cancellation answer 200 and never lead to the sign-in: six kinds of visitor, in three browsers, with and without script. Microsoft
 * Edge is played by Chromium under Edge's name.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { days } from '../../src/core/time.ts';
import { openBrowser } from '../support/browser.ts';
import { enrol, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { PASSWORD } from './walking.ts';

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
const HANAKO = { portal: 'success', email: 'hanako@success.example', password: PASSWORD };
const TARO = { portal: 'success', email: 'taro@success.example', password: PASSWORD };
const JIRO = { portal: 'support', email: 'jiro@support.example', password: PASSWORD };

const PAGES = [
  ['help', '/success/help', 'ヘルプとお問い合わせ'],
  ['routes', '/success/lost-device', '端末が手元にない場合'],
  ['form', '/success/lost-device/form', ''],
  ['status', '/success/lost-device/R-2026-7H3K-X9', ''],
  ['cancel', '/success/lost-device/R-2026-7H3K-X9/cancellation', ''],
] as const;

const VISITORS = [
  'no cookie',
  'a pending sign-in',
  'a full session',
  'an expired session',
  'a session of the twin portal',
  'a session without 2FA',
] as const;
type Kind = (typeof VISITORS)[number];

let demo: ClockedDemo;
const cookies = new Map<Kind, ReadonlyMap<string, string>>();
beforeAll(async () => {
  demo = await openClockedDemo();
  const keep = (kind: Kind, visitor: Visitor): unknown => cookies.set(kind, new Map(visitor.cookies));
  keep('no cookie', demo.visitor());
  const old = demo.visitor();
  await signIn(old, TARO);
  keep('an expired session', old);
  demo.advance(days(2));

  const full = demo.visitor();
  await signIn(full, HANAKO);
  const secret = await enrol(demo, full);
  demo.advance(STEP);
  const complete = demo.visitor();
  await signInWithCode(demo, complete, secret, HANAKO);
  keep('a full session', complete);
  const half = demo.visitor();
  await postPassword(half, HANAKO);
  keep('a pending sign-in', half);
  const twin = demo.visitor();
  await signIn(twin, JIRO);
  keep('a session of the twin portal', twin);
  const plain = demo.visitor();
  await signIn(plain, TARO);
  keep('a session without 2FA', plain);
});
afterAll(() => demo.close());

describe.each([
  { name: 'Chromium', kind: 'chromium', agent: null },
  { name: 'Firefox', kind: 'firefox', agent: null },
  { name: 'Edge (Chromium under the name of Edge)', kind: 'chromium', agent: EDGE },
] as const)('no incognito needed in $name', ({ kind, agent }) => {
  it.each([
    ['on', true],
    ['off', false],
  ] as const)(
    'I-2 I-7 U-22 U-23 S-35 with script %s every page of the lost device answers everybody with 200',
    async (_word, script) => {
      const browser = await openBrowser(kind, { script });
      try {
        const seen: string[] = [];
        for (const who of VISITORS) {
          const page = await browser.newVisitor();
          if (agent !== null) await page.setUserAgent({ userAgent: agent });
          for (const [name, value] of cookies.get(who) ?? []) {
            await page.browserContext().setCookie({ name, value, domain: 'localhost', path: '/', httpOnly: true, sameSite: 'Lax' });
          }
          for (const [name, path, heading] of PAGES) seen.push(`${who}, ${name}: ${await look(page, path, heading)}`);
        }
        expect(seen).toEqual(VISITORS.flatMap((who) => PAGES.map(([name, path]) => `${who}, ${name}: 200 ${path}`)));
      } finally {
        await browser.close();
      }
    },
  );
});

it('the cookies are what they are said to be', async () => {
  const reach = async (kind: Kind): Promise<string | number> => {
    const visitor = demo.visitor();
    for (const [name, value] of cookies.get(kind) ?? []) visitor.cookies.set(name, value);
    const code = await visitor.get('/success/sign-in/code');
    if (code.status === 200) return 'code';
    const dashboard = await visitor.get('/success/dashboard');
    return dashboard.status === 200 ? 200 : (dashboard.location ?? '').replace(/&?return_to=.*/u, '');
  };
  expect(await Promise.all(VISITORS.map(reach))).toEqual([
    '/success/sign-in?',
    'code',
    200,
    '/success/sign-in?notice=session-ended',
    '/success/sign-in?',
    200,
  ]);
});

/** Status and final path of the page; the heading where it differs from what is told. */
async function look(page: Page, path: string, heading: string): Promise<string> {
  const answer = await page.goto(`${demo.origin}${path}`, { waitUntil: 'domcontentloaded' });
  const redirects = answer?.request().redirectChain().length ?? 0;
  const told = await page.$eval('h1', (node) => node.textContent ?? '');
  const extra = `${redirects === 0 ? '' : ` after ${redirects} redirects`}${heading === '' || told === heading ? '' : ` says ${told}`}`;
  return `${answer?.status()} ${new URL(page.url()).pathname}${extra}`;
}
