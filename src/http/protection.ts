/**
 * What every request passes before a handler sees it: host, origin of the form, size and shape of the body, and the headers
 * every response carries. Decides nothing about accounts.
 */
import type { Context } from 'hono';
import type { SiteHost } from './hosts.ts';
import type { Site } from './visit.ts';

/** Why a request is turned away before any handler; each has a page (`problems.tsx`). */
export type Rejection = 'misdirected' | 'cross-site' | 'too-large' | 'unsupported-type' | 'malformed';

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejection: Rejection };

export const BODY_MAX_BYTES = 65_536;
const KEY_MAX = 64;
const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];
const YEAR_IN_SECONDS = 31_536_000;

/** Headers of every response, errors included (SEC-N03, SEC-N04). */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': `max-age=${YEAR_IN_SECONDS}; includeSubDomains`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'x-frame-options': 'DENY',
};

/**
 * The host a request came to. Unknown ones are refused; the demo has one, answers it as localhost and 127.0.0.1 under any port,
 * and takes no proxy at all (SEC-N07).
 */
export function hostOf(c: Context, site: Pick<Site, 'demo' | 'hosts'>): SiteHost | null {
  const host = c.req.header('host')?.toLowerCase() ?? '';
  if (!site.demo) return site.hosts.get(host) ?? null;
  const isLocal = /^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/u.test(host);
  const isForwarded = FORWARDING_HEADERS.some((name) => c.req.header(name) !== undefined);
  const [only = null] = site.hosts.values();
  return isLocal && !isForwarded ? only : null;
}

/**
 * A form from elsewhere is refused by Sec-Fetch-Site, with Origin as the fallback for browsers without it (SEC-N02).
 * `Origin: null` says nothing: browsers send it for our own forms, because of our referrer policy.
 */
export function checkSite(c: Context, allowedOrigins: ReadonlySet<string>): Rejection | null {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? null : 'cross-site';
  const origin = c.req.header('origin');
  if (origin === undefined || origin === 'null') return null;
  return allowedOrigins.has(origin) ? null : 'cross-site';
}

/** The posted form: urlencoded only, at most 64 KiB, each known field at most once, no other field (SEC-N01, SEC-R04). */
export async function readForm(c: Context, known: readonly string[]): Promise<Checked<Readonly<Record<string, string>>>> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return { ok: false, rejection: 'unsupported-type' };
  const announced = Number(c.req.header('content-length') ?? '0');
  if (announced > BODY_MAX_BYTES) return { ok: false, rejection: 'too-large' };
  const body = await readBody(c.req.raw.body);
  if (!body.ok) return body;
  return pick(new URLSearchParams(body.value), known);
}

/** The query: each known key at most once, no other key. */
export function readQuery(c: Context, known: readonly string[]): Checked<Readonly<Record<string, string>>> {
  return pick(new URL(c.req.url).searchParams, known);
}

function pick(params: URLSearchParams, known: readonly string[]): Checked<Readonly<Record<string, string>>> {
  const found = new Map<string, string>();
  for (const [key, value] of params) {
    if (key.length > KEY_MAX || !known.includes(key) || found.has(key)) return { ok: false, rejection: 'malformed' };
    found.set(key, value);
  }
  return { ok: true, value: Object.freeze(Object.fromEntries(found)) };
}

async function readBody(stream: ReadableStream<Uint8Array> | null): Promise<Checked<string>> {
  if (stream === null) return { ok: true, value: '' };
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > BODY_MAX_BYTES) return { ok: false, rejection: 'too-large' };
      chunks.push(chunk);
    }
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return { ok: false, rejection: 'malformed' };
  }
}
