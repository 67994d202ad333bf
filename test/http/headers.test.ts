/** Headers of every answer, the pages for what went wrong, and the table of routes by who may enter. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Route } from '../../src/http/route.ts';
import { ROUTES, routesOf } from '../../src/http/routes.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { signIn } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

describe('headers', () => {
  test('SEC-N03 SEC-N04 SEC-N05 I-6 every answer of every route carries the whole set, errors and redirects included', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const paths = ['/', '/nowhere', '/success/nowhere', '/healthz', '/readyz', '/success/sign-out'];
    for (const route of ROUTES) if (route.method === 'GET') paths.push(`/success/${route.path.replace(/:[a-z]+/u, 'x')}`);
    const answers = await Promise.all(paths.map((path) => visitor.copy().get(path)));
    answers.push(
      await visitor.post('/success/sign-in', 'a=b'),
      await visitor.send('/success/sign-in', { method: 'PUT', body: 'x' }),
    );
    answers.push(await world.visitor({ headers: { host: 'evil.example' } }).get('/'));
    for (const [index, { headers, status }] of answers.entries()) {
      const at = paths[index] ?? 'post';
      expect([301, 302, 307, 308], at).not.toContain(status);
      expect(headers.get('content-security-policy'), at).toBe(CSP);
      expect(headers.get('strict-transport-security'), at).toBe('max-age=31536000; includeSubDomains');
      expect(headers.get('x-content-type-options'), at).toBe('nosniff');
      expect(headers.get('referrer-policy'), at).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy'), at).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy'), at).toBe('same-origin');
      expect(headers.get('cache-control'), at).toBe('no-store');
      expect(headers.get('access-control-allow-origin'), at).toBeNull();
    }
  });

  test('SEC-N03 no page holds inline script, inline style or an event attribute', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    for (const route of ROUTES) {
      if (route.method !== 'GET') continue;
      const { html } = await visitor.get(`/success/${route.path.replace(/:[a-z]+/u, 'x')}`);
      expect(html, route.path).not.toMatch(/<style|\sstyle=|\son[a-z]+="|javascript:|<script(?![^>]*\ssrc=)/u);
    }
  });

  test('G-33 static files may be kept for ever, are compressed, and have no twin without their hash', async () => {
    const visitor = world.visitor();
    const { html } = await visitor.get('/success/sign-in');
    const style = /href="(\/assets\/[^"]+\.css)"/u.exec(html)?.[1] ?? '';
    const answer = await visitor.get(style, { 'accept-encoding': 'br' });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
    const plain = await visitor.get(style);
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.html).toContain('@media');
    for (const path of ['/assets/', '/assets/style.css', '/assets/../package.json', '/assets/%2e%2e/package.json']) {
      expect((await visitor.get(path)).status, path).toBe(404);
    }
  });
});

test('T-20 the first readers of a static file, all at once and in every encoding, get the same file', async () => {
  const { assets, staticFile } = world.service.site;
  const decode = { br: brotliDecompressSync, gzip: gunzipSync };
  for (const path of Object.values(assets)) {
    const plain = await staticFile(path, '');
    for (const encoding of ['br', 'gzip'] as const) {
      const files = await Promise.all(Array.from({ length: 20 }, () => staticFile(path, encoding)));
      for (const file of files) {
        expect(file?.headers).toMatchObject({ 'content-encoding': encoding });
        expect(decode[encoding](file?.body ?? '').equals(plain?.body ?? Buffer.alloc(0))).toBe(true);
      }
    }
  }
});

describe('pages for what went wrong', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://portal.test' };
  const CASES: readonly (readonly [number, string, RequestInit, string])[] = [
    [404, '/success/nowhere', {}, 'ページが見つかりません'],
    [404, '/nowhere', {}, 'ページが見つかりません'],
    [405, '/success/sign-in', { method: 'DELETE' }, 'この操作はできません'],
    [413, '/success/sign-in', { method: 'POST', body: `email=${'a'.repeat(70_000)}`, headers: FORM }, '大きすぎます'],
    [
      415,
      '/success/sign-in',
      { method: 'POST', body: '{}', headers: { ...FORM, 'content-type': 'application/json' } },
      '受け取れない形式',
    ],
    [400, '/success/sign-in', { method: 'POST', body: 'email=a&email=b', headers: FORM }, '受け取れない内容'],
    [400, '/success/sign-in?x=1', {}, '受け取れない内容'],
    [403, '/success/sign-in', { method: 'POST', body: '', headers: { ...FORM, 'sec-fetch-site': 'cross-site' } }, 'ほかのサイト'],
  ];
  test.each(CASES)('G-31 G-32 %i for %s in both languages, with a way on', async (status, path, init, ja) => {
    const japanese = await world.visitor().send(path, init);
    expect(japanese.status).toBe(status);
    expect(japanese.html).toContain('<html lang="ja"');
    expect(japanese.text).toContain(ja);
    const english = await world.visitor({ language: 'en' }).send(path, init);
    expect(english.status).toBe(status);
    expect(english.html).toContain('<html lang="en"');
    expect(english.text).not.toMatch(/しました|ません|ください/u);
    expect(english.html).toMatch(/<main[\s\S]*<a [^>]*href="\/(?:success\/)?"/u);
  });

  test('HEAD answers like GET without a body', async () => {
    const answer = await world.visitor().send('/success/sign-in', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.html).toBe('');
  });
});

test('SEC-K02 SEC-F07 the table of routes by entry and limit is the reviewed one', async () => {
  const table = PRESETS.filter((portal) => portal.id !== 'support').map((portal) =>
    [portal.id, ...routesOf(portal).map(rowOf)].join('\n'),
  );
  await expect(`${table.join('\n\n')}\n`).toMatchFileSnapshot('./route-table.txt');
});

test('SEC-K02 SEC-E01 without a session every session route sends to the sign-in, one that a script asks says 401', async () => {
  for (const portal of PRESETS) {
    for (const route of routesOf(portal)) {
      if (route.entry === 'public') continue;
      const path = `/${portal.id}/${route.path.replace(/:[a-z]+/u, 'x')}`;
      const visitor = world.visitor();
      const answer = route.method === 'GET' ? await visitor.get(path) : await visitor.post(path, {});
      expect(answer.status, path).toBe(route.json === true ? 401 : 303);
      if (route.json !== true) expect(answer.location, path).toMatch(new RegExp(`^/${portal.id}/sign-in`, 'u'));
    }
  }
});

/** Who may enter, method and path, what bounds guessing there. */
function rowOf({ entry, method, path, limit }: Route): string {
  const bounds = limit === undefined ? '' : typeof limit === 'string' ? limit : limit.join(' ');
  return `${entry.padEnd(8)}${method.padEnd(5)}${`/${path}`.padEnd(32)}${bounds}`.trimEnd();
}
