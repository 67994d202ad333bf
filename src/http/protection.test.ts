/** What every request passes before a handler sees it, one rule at a time. */
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { PortalDefinition } from '../portals/definition.ts';
import { DESK_PORTAL } from '../portals/presets.ts';
import { hostsOf } from './hosts.ts';
import { BODY_MAX_BYTES, checkSite, hostOf, readForm, readQuery } from './protection.ts';

async function ask<T>(
  inspect: (c: Parameters<typeof checkSite>[0]) => T | Promise<T>,
  path: string,
  init: RequestInit = {},
): Promise<T> {
  const found: T[] = [];
  const app = new Hono();
  app.all('*', async (c) => {
    found.push(await inspect(c));
    return c.text('');
  });
  await app.request(`https://portal.test${path}`, init);
  const [result] = found;
  if (result === undefined) throw new Error('not asked');
  return result;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const post = (body: BodyInit, headers: Readonly<Record<string, string>> = FORM): RequestInit => ({ method: 'POST', body, headers });
const form = (body: BodyInit, headers?: Readonly<Record<string, string>>) =>
  ask((c) => readForm(c, ['email', 'code']), '/', post(body, headers));

describe('hostOf', () => {
  const siteOf = (origin: string, demo: boolean, portals: readonly PortalDefinition[] = []) => ({
    demo,
    hosts: hostsOf({ origin, demo }, portals),
  });
  const demo = siteOf('http://localhost:3000', true);
  const real = siteOf('https://portal.test', false, [{ ...DESK_PORTAL, host: 'desk.test' }]);
  /** `portal` of the host that was found, or "misdirected". */
  const host = (site: typeof demo, headers: Readonly<Record<string, string>>) =>
    ask(
      (c) => {
        const found = hostOf(c, site);
        return found === null ? 'misdirected' : String(found.portal);
      },
      '/',
      { headers },
    );

  test.each(['localhost:3000', '127.0.0.1:3000', 'LOCALHOST:3000', 'localhost'])(
    'product.md 5: the demo answers %s',
    async (name) => {
      expect(await host(demo, { host: name })).toBe('null');
    },
  );
  test.each(['portal.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil@localhost:3000', ''])(
    'SEC-N07 the demo refuses the host %j',
    async (name) => {
      expect(await host(demo, { host: name })).toBe('misdirected');
    },
  );
  test.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'])(
    'SEC-N07 the demo refuses anything that came by %s',
    async (name) => {
      expect(await host(demo, { host: 'localhost:3000', [name]: '127.0.0.1' })).toBe('misdirected');
    },
  );
  test('SEC-N07 a configured service answers its own host only', async () => {
    expect(await host(real, { host: 'portal.test' })).toBe('null');
    expect(await host(real, { host: 'portal.test:8443' })).toBe('misdirected');
    expect(await host(real, { host: 'evil.example', 'x-forwarded-host': 'portal.test' })).toBe('misdirected');
  });

  test('SEC-N07 a portal with a host of its own is found there, with the port of the site', async () => {
    expect(await host(real, { host: 'Desk.test' })).toBe('desk');
    for (const wrong of ['desk.test:8443', 'desk.test.', 'a.desk.test', 'desk']) {
      expect(await host(real, { host: wrong }), wrong).toBe('misdirected');
    }
    const odd = siteOf('https://portal.test:8443', false, [{ ...DESK_PORTAL, host: 'desk.test' }]);
    expect(await host(odd, { host: 'desk.test:8443' })).toBe('desk');
    expect(await host(odd, { host: 'desk.test' })).toBe('misdirected');
    expect(odd.hosts.get('desk.test:8443')?.origins).toEqual(new Set(['https://desk.test:8443']));
  });
});

describe('checkSite', () => {
  const site = (headers: Readonly<Record<string, string>>) =>
    ask((c) => String(checkSite(c, new Set(['https://portal.test']))), '/', { headers });

  test.each(['cross-site', 'same-site', 'unknown'])('SEC-N02 T-47 a form with Sec-Fetch-Site: %s is refused', async (value) => {
    expect(await site({ 'sec-fetch-site': value, origin: 'https://portal.test' })).toBe('cross-site');
  });
  test.each(['same-origin', 'none'])('SEC-N02 a form with Sec-Fetch-Site: %s is taken', async (value) => {
    expect(await site({ 'sec-fetch-site': value })).toBe('null');
  });
  test.each(['https://evil.example', 'https://portal.test.evil.example', 'http://portal.test', 'https://portal.test:444'])(
    'SEC-N02 T-47 a browser without Sec-Fetch-Site and with the origin %s is refused',
    async (origin) => {
      expect(await site({ origin })).toBe('cross-site');
    },
  );
  test.each([{}, { origin: 'https://portal.test' }, { origin: 'null' }])(
    'SEC-N02 without Sec-Fetch-Site %j is left to the form token',
    async (headers) => {
      expect(await site(headers)).toBe('null');
    },
  );
});

describe('readForm', () => {
  test('SEC-N01 reads the known fields, empty ones too', async () => {
    expect(await form('email=a%40b.example&code=')).toEqual({ ok: true, value: { email: 'a@b.example', code: '' } });
  });
  test.each([
    ['unknown field', 'email=a&extra=1'],
    ['field twice', 'email=a&email=b'],
    ['array', 'email[]=a'],
    ['prototype', '__proto__=a'],
    ['constructor', 'constructor=a'],
    ['very long name', `${'x'.repeat(1000)}=a`],
  ])('SEC-N01 refuses a form with %s', async (_what, body) => {
    expect(await form(body)).toEqual({ ok: false, rejection: 'malformed' });
  });
  test('SEC-N01 refuses bytes that are no UTF-8', async () => {
    expect(await form(new Uint8Array([0x65, 0x3d, 0xff]))).toEqual({ ok: false, rejection: 'malformed' });
  });
  test.each(['application/json', 'multipart/form-data; boundary=x', 'text/plain', 'application/x-www-form-urlencodedx'])(
    'SEC-N01 refuses the content type %s',
    async (type) => {
      expect(await form('email=a', { 'content-type': type })).toEqual({ ok: false, rejection: 'unsupported-type' });
    },
  );
  test('SEC-R04 refuses more than 64 KiB, announced or not', async () => {
    const body = `email=${'a'.repeat(BODY_MAX_BYTES)}`;
    expect(await form(body)).toEqual({ ok: false, rejection: 'too-large' });
    expect(await form('email=a', { ...FORM, 'content-length': String(BODY_MAX_BYTES + 1) })).toEqual({
      ok: false,
      rejection: 'too-large',
    });
    expect(await form(`email=${'a'.repeat(BODY_MAX_BYTES - 6)}`)).toMatchObject({ ok: true });
  });
});

describe('readQuery', () => {
  test.each(['?lang=ja&lang=en', '?utm=1', '?lang[]=en', '?__proto__=1'])('SEC-N01 refuses the query %s', async (query) => {
    expect(await ask((c) => readQuery(c, ['lang']), `/${query}`)).toEqual({ ok: false, rejection: 'malformed' });
  });
  test('SEC-N01 takes the known keys', async () => {
    expect(await ask((c) => readQuery(c, ['lang']), '/?lang=en')).toEqual({ ok: true, value: { lang: 'en' } });
  });
});
