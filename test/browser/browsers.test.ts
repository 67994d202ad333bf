/**
 * The browsers themselves: that a page is asked for in the right language, that script can be switched off, and that a code
 * drawn by the product is read off the screen by somebody else's program.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { renderSVG } from 'uqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserKind, fill, follow, openBrowser, scanQrCode } from '../support/browser.ts';
import { appCode, keyOf, readQrCode, untilNextCode } from '../support/tools.ts';

const OTPAUTH = 'otpauth://totp/Genkan:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Genkan';

const server = createServer(async (request, response) => {
  const sent = request.method === 'POST' ? `<p id="sent">${await text(request)}</p>` : '';
  response.setHeader('content-type', 'text/html; charset=utf-8');
  const language = request.headers['accept-language'] ?? '';
  response.end(`<!DOCTYPE html><title>a page</title>${sent}<p id="language">${language.slice(0, 2)}</p><p id="script">without</p>
    <script>document.getElementById('script').textContent = 'with'</script>
    <form method="post"><input name="word" id="word"><button id="send">send</button></form>
    <div style="width:240px">${renderSVG(OTPAUTH, { border: 4 })}</div>`);
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => server.close());

const KINDS: readonly BrowserKind[] = ['chromium', 'firefox'];

describe.each(KINDS)('%s', (kind) => {
  it.each([
    { script: true, language: 'ja' },
    { script: false, language: 'en' },
  ] as const)('asks in the language $language, runs script: $script, and shows a QR code that can be scanned', async (settings) => {
    const browser = await openBrowser(kind, settings);
    try {
      const page = await browser.newVisitor();
      await page.goto(origin);
      expect(await page.$eval('#language', (node) => node.textContent)).toBe(settings.language);
      expect(await page.$eval('#script', (node) => node.textContent)).toBe(settings.script ? 'with' : 'without');
      expect(await scanQrCode(page)).toBe(OTPAUTH);
      await fill(page, '#word', 'a first word');
      await fill(page, '#word', 'a word');
      await follow(page, '#send');
      expect(await page.$eval('#sent', (node) => node.textContent)).toBe('word=a+word');
    } finally {
      await browser.close();
    }
  });
});

describe('the stand-in for an authenticator app', () => {
  it('shows the code of RFC 6238 appendix B, shortened to six digits', async () => {
    expect(await appCode(keyOf(OTPAUTH), 59_000)).toBe('287082');
    expect(await appCode(keyOf(OTPAUTH), 59_999 + 1)).not.toBe('287082');
    expect(untilNextCode(59_000)).toBe(1000);
  });

  it('finds no QR code where there is none', async () => {
    await expect(readQrCode('/nowhere.png')).rejects.toThrow();
  });
});
