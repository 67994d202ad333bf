/** The watch of the walks notices what it is there for: a watch that is silent about everything would make any product look good. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { watch } from './walking-watch.ts';

const POLICY = "default-src 'none'; script-src 'self' 'nonce-known'; img-src http:";
let origin = '';

/** What is wrong on each page, and what a watch says about it. */
const FAULTS = {
  'an inline script': ['<script>document.title = "ran"</script>', /script-src/],
  'an inline style': ['<p style="color: red">red</p>', /style-src/],
  'a picture from elsewhere': ['<img src="ELSEWHERE/icon" alt="">', /^asked elsewhere: .*\/icon$/],
  'a missing script': ['<script nonce="known" src="/none.js"></script>', /^404 .*\/none\.js$/],
  'a script that throws': ['<script nonce="known">throw new Error("broken by itself")</script>', /broken by itself/],
  'a script that complains': ['<script nonce="known">console.error("said by the page")</script>', /said by the page/],
} as const satisfies Record<string, readonly [string, RegExp]>;
type FaultName = keyof typeof FAULTS;
const WITHOUT_SCRIPT: readonly FaultName[] = ['an inline style', 'a picture from elsewhere'];
const BY_SCRIPT: readonly FaultName[] = ['an inline script', 'a missing script', 'a script that throws', 'a script that complains'];

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', origin);
  const fault = Object.entries(FAULTS).find(([name]) => name === searchParams.get('fault'));
  const body = (fault?.[1][0] ?? '<p>nothing is wrong</p>').replace('ELSEWHERE', origin.replace('127.0.0.1', 'localhost'));
  const headers = { 'content-type': pathname === '/icon' ? 'image/svg+xml' : 'text/html', 'content-security-policy': POLICY };
  response.writeHead(pathname === '/none.js' ? 404 : 200, headers);
  if (pathname === '/') response.end(`<!DOCTYPE html><link rel="icon" href="/icon"><title>a page</title>${body}`);
  else response.end('<svg xmlns="http://www.w3.org/2000/svg"/>');
});
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => server.close());

describe.each([
  { kind: 'chromium', script: true, faults: [...WITHOUT_SCRIPT, ...BY_SCRIPT] },
  { kind: 'chromium', script: false, faults: WITHOUT_SCRIPT },
  { kind: 'firefox', script: true, faults: [...WITHOUT_SCRIPT, ...BY_SCRIPT] },
  { kind: 'firefox', script: false, faults: WITHOUT_SCRIPT },
] as const)('the watch in $kind, script: $script', ({ kind, script, faults }) => {
  it('SEC-N03 notices what the policy refuses, what fails and what is asked for elsewhere, and nothing else', async () => {
    const browser = await openBrowser(kind, { script });
    try {
      const good = await browser.newVisitor();
      const silent = await watch(good, kind, origin);
      await good.goto(origin);
      for (const fault of faults) {
        const page = await browser.newVisitor();
        const { complaints } = await watch(page, kind, origin);
        await page.goto(`${origin}/?fault=${encodeURIComponent(fault)}`);
        const isSeen = (): boolean => complaints.some((complaint) => FAULTS[fault][1].test(complaint));
        await expect.poll(isSeen, { message: `${fault} is noticed`, timeout: 10_000 }).toBe(true);
      }
      expect(silent.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
