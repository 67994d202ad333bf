/**
 * Facts about a request: who calls from where, with which browser, in which language. The client address comes from the
 * socket, or from X-Forwarded-For only as far as configured proxies vouch for it (SEC-F05). Nothing here decides access.
 */
import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import { isLanguage, type Language } from '../core/language.ts';

export interface Origins {
  /** Address of the client. */
  readonly address: string;
  /** The IPv4 address or the IPv6 /64: what attempts are counted by. */
  readonly network: string;
  /** Coarsened for letters: 203.0.113.x or the IPv6 /48. */
  readonly place: string;
}

/** Parses `127.0.0.1,10.0.0.0/8,::1` into a list of trusted proxies; throws RangeError on anything else. */
export function parseProxies(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address);
    if (family === 0) throw new RangeError(`not an address: ${entry}`);
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, type);
    else if (/^\d{1,3}$/u.test(prefix)) list.addSubnet(address, Number(prefix), type);
    else throw new RangeError(`not a network: ${entry}`);
  }
  return list;
}

/** Walks X-Forwarded-For from the right while each hop is a trusted proxy; anything malformed ends the walk. */
export function originsOf(peer: string | undefined, forwardedFor: string | undefined, trusted: BlockList): Origins {
  let address = plain(peer ?? '');
  const hops = (forwardedFor ?? '').split(',').map((hop) => plain(hop.trim()));
  while (isTrusted(address, trusted)) {
    const next = hops.pop();
    if (next === undefined || isIP(next) === 0) break;
    address = next;
  }
  return { address, network: networkOf(address), place: placeOf(address) };
}

/** The peer's address as the Node adapter knows it; undefined under a test without a socket. */
export function peerOf(c: Context): string | undefined {
  const env = c.env as { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress;
}

/** ?lang, then the cookie, then the account's language, then what the browser prefers, then Japanese. */
export function chooseLanguage(
  query: string | undefined,
  cookie: string | null,
  account: Language | null,
  acceptLanguage: string | undefined,
): { readonly language: Language; readonly chosen: boolean } {
  if (isLanguage(query)) return { language: query, chosen: true };
  if (isLanguage(cookie)) return { language: cookie, chosen: true };
  if (account !== null) return { language: account, chosen: false };
  return { language: preferred(acceptLanguage ?? ''), chosen: false };
}

/** "Chrome / Windows" and the like, from closed lists: nothing of the header itself is kept (SEC-P04). */
export function browserLabel(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, 512);
  const browser = BROWSERS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const system = SYSTEMS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  if (browser === null && system === null) return '';
  return [browser ?? '—', system ?? '—'].join(' / ');
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:e|A|iOS)?\//u, 'Edge'],
  [/Firefox\/|FxiOS\//u, 'Firefox'],
  [/SamsungBrowser\//u, 'Samsung Internet'],
  [/Chrome\/|Chromium\/|CriOS\//u, 'Chrome'],
  [/Safari\//u, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPod/u, 'iPhone'],
  [/iPad/u, 'iPad'],
  [/Android/u, 'Android'],
  [/Windows/u, 'Windows'],
  [/Macintosh|Mac OS X/u, 'macOS'],
  [/CrOS/u, 'ChromeOS'],
  [/Linux/u, 'Linux'],
];

function preferred(acceptLanguage: string): Language {
  const ranked = acceptLanguage
    .slice(0, 256)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part
        .trim()
        .toLowerCase()
        .split(/;\s*q=/u);
      return { tag, quality: quality === undefined ? 1 : Number.parseFloat(quality) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const first = ranked.find(({ tag }) => /^(?:ja|en)\b/u.test(tag))?.tag;
  return first?.startsWith('en') === true ? 'en' : 'ja';
}

/** IPv4 in IPv6 clothing is IPv4; brackets and zone ids fall off. */
function plain(address: string): string {
  const bare = address.replace(/^\[|\]$/gu, '').replace(/%.*$/u, '');
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(bare)?.[1] ?? bare;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function networkOf(address: string): string {
  return isIP(address) === 6 ? `${expand(address).slice(0, 4).join(':')}::/64` : address;
}

/** 203.0.113.x or the IPv6 /48; '' for anything else. */
export function placeOf(address: string): string {
  if (isIP(address) === 4) return address.replace(/\.\d+$/u, '.x');
  return isIP(address) === 6 ? `${expand(address).slice(0, 3).join(':')}::/48` : '';
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...right].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
