/** Cookie names, attributes and what is read back, one by one. */
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { type CookieJar, openCookieJar } from './cookies.ts';

async function jarOf(cookie: string, secureCookies = true): Promise<CookieJar> {
  const found: CookieJar[] = [];
  const app = new Hono();
  app.get('/', (c) => {
    found.push(openCookieJar(c, { secureCookies }, (portal) => portal === 'desk'));
    return c.text('');
  });
  await app.request('/', { headers: { cookie } });
  const [jar] = found;
  if (jar === undefined) throw new Error('no jar');
  return jar;
}

describe('cookies', () => {
  test('SEC-G01 a cookie on https has the __Host- prefix, Secure, HttpOnly, Path=/ and no Domain', async () => {
    const jar = await jarOf('');
    jar.set('success', 'session', 'abc');
    expect(jar.pendingLines).toEqual(['__Host-genkan-success-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure']);
  });

  test('SEC-G01 the desk sets SameSite=Strict', async () => {
    const jar = await jarOf('');
    jar.set('desk', 'pending', 'abc', 600);
    expect(jar.pendingLines).toEqual(['__Host-genkan-desk-pending=abc; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=600']);
  });

  test('SEC-G01 plain http on localhost has neither prefix nor Secure', async () => {
    const jar = await jarOf('genkan-success-session=abc', false);
    jar.clear('success', 'session');
    expect(jar.pendingLines).toEqual(['genkan-success-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0']);
    expect(jar.read('success', 'session')).toBe('abc');
  });

  test('T-50 a cookie of the twin portal, without prefix or of another use is not read', async () => {
    const jar = await jarOf('__Host-genkan-support-session=a; genkan-success-session=b; __Host-genkan-success-pending=c');
    expect(jar.read('success', 'session')).toBeNull();
    expect(jar.read('support', 'session')).toBe('a');
    expect(jar.read('success', 'pending')).toBe('c');
  });

  test('T-50 a cookie sent twice counts as not sent', async () => {
    const jar = await jarOf('__Host-genkan-success-session=a; __Host-genkan-success-session=b');
    expect(jar.read('success', 'session')).toBeNull();
  });

  test.each([
    '',
    '=',
    ';;;',
    'a',
    '__Host-genkan-success-session=',
    `__Host-genkan-success-session=${'x'.repeat(5000)}`,
    '\u0001=b',
  ])('T-50 a malformed cookie header %j reads as nothing', async (header) => {
    expect((await jarOf(header)).read('success', 'session')).toBeNull();
  });
});
