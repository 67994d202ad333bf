/**
 * Names and attributes of every cookie, in one place. One name per portal and use; `__Host-` wherever the origin is https
 * (SEC-G01). Values are opaque tokens; reading never trusts more than "a text of the right shape".
 */
import type { Context } from 'hono';
import type { Site } from './visit.ts';

/** Everything a cookie is for. Only `session` and `pending` say who somebody is (SEC-G08). */
export const COOKIE_USES = ['session', 'pending', 'browser', 'form', 'claim', 'mailbox', 'shortcuts'] as const;
export type CookieUse = (typeof COOKIE_USES)[number];

const NAME_SHAPE = /^[\w-]+$/u;
const VALUE_MAX = 200;

export interface CookieJar {
  read(portal: string, use: CookieUse): string | null;
  readLanguage(): string | null;
  /** Lifetime in seconds; without it the cookie ends with the browser. */
  set(portal: string, use: CookieUse, value: string, maxAge?: number): void;
  setLanguage(value: string): void;
  clear(portal: string, use: CookieUse): void;
  /** Set-Cookie lines collected for the response. */
  readonly pendingLines: readonly string[];
}

/** The cookies of one request. A name sent twice counts as not sent: nobody can tell which one is ours (T-50). */
export function openCookieJar(
  c: Context,
  site: Pick<Site, 'secureCookies'>,
  isStaffPortal: (portal: string) => boolean,
): CookieJar {
  const sent = parse(c.req.header('cookie') ?? '');
  const lines: string[] = [];
  const prefix = site.secureCookies ? '__Host-' : '';
  const nameOf = (portal: string, use: CookieUse): string => `${prefix}genkan-${portal}-${use}`;
  const languageName = `${prefix}genkan-language`;
  const write = (name: string, value: string, sameSite: 'Lax' | 'Strict', maxAge?: number): void => {
    const secure = site.secureCookies ? '; Secure' : '';
    const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
    lines.push(`${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}${secure}${age}`);
  };
  const sameSiteOf = (portal: string): 'Lax' | 'Strict' => (isStaffPortal(portal) ? 'Strict' : 'Lax');
  return {
    read: (portal, use) => sent.get(nameOf(portal, use)) ?? null,
    readLanguage: () => sent.get(languageName) ?? null,
    set: (portal, use, value, maxAge) => write(nameOf(portal, use), value, sameSiteOf(portal), maxAge),
    setLanguage: (value) => write(languageName, value, 'Lax', YEAR_IN_SECONDS),
    clear: (portal, use) => write(nameOf(portal, use), '', sameSiteOf(portal), 0),
    pendingLines: lines,
  };
}

const YEAR_IN_SECONDS = 31_536_000;

function parse(header: string): Map<string, string> {
  const found = new Map<string, string>();
  const doubled = new Set<string>();
  for (const part of header.split(';')) {
    const split = part.indexOf('=');
    if (split < 0) continue;
    const name = part.slice(0, split).trim();
    const value = part.slice(split + 1).trim();
    if (!NAME_SHAPE.test(name) || value === '' || value.length > VALUE_MAX) continue;
    if (found.has(name)) doubled.add(name);
    found.set(name, value);
  }
  for (const name of doubled) found.delete(name);
  return found;
}
