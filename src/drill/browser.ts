/**
 * A browser of the drill: real HTTP to the throw-away copy on loopback, with cookies, redirects left to the caller, and the token
 * of the last form. It sends what it is told, so that an attacker may send what no page offers.
 */
import { request as send } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly html: string;
  /** Where a redirect leads, as path and query; null without one. */
  readonly location: string | null;
}

export interface Place {
  /** Of the copy, on 127.0.0.1. */
  readonly port: number;
  /** The public address that the copy answers under. */
  readonly origin: string;
  /** Of the pages. */
  readonly language: string;
}

export interface Browser {
  get(path: string): Promise<Answer>;
  /** Posts with the token of the last page that had a form. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<Answer>;
  /** What a thief of this computer or its cookies has. */
  copy(): Browser;
}

const REDIRECTS_MAX = 8;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/** `address`: the client address, as a trusted proxy would report it. */
export function openBrowser(place: Place, address: string, stolen: ReadonlyMap<string, string> = new Map()): Browser {
  const cookies = new Map(stolen);
  let token = '';

  async function exchange(method: 'GET' | 'POST', path: string, body: string | null): Promise<Answer> {
    const origin = new URL(place.origin);
    const headers: Record<string, string> = {
      host: origin.host,
      'user-agent': AGENT,
      'accept-language': place.language,
      'x-forwarded-for': address,
      ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      ...(body === null
        ? {}
        : {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(Buffer.byteLength(body)),
            origin: place.origin,
            'sec-fetch-site': 'same-origin',
          }),
    };
    const received = await roundTrip(place.port, method, path, headers, body);
    for (const line of received.setCookies) keepCookie(cookies, line);
    token = /name="form_token" value="([^"]+)"/u.exec(received.html)?.[1] ?? token;
    return { status: received.status, html: received.html, location: received.location };
  }

  return {
    get: (path) => exchange('GET', path, null),
    post: (path, fields = {}) => exchange('POST', path, new URLSearchParams({ ...fields, form_token: token }).toString()),
    copy: () => openBrowser(place, address, cookies),
  };
}

/** Follows redirects by GET until a page comes. */
export async function follow(browser: Browser, answer: Answer): Promise<Answer> {
  let last = answer;
  for (let count = 0; last.location !== null && count < REDIRECTS_MAX; count += 1) last = await browser.get(last.location);
  return last;
}

/** Whether a redirect leads to this path, whatever its query. */
export function leadsTo({ location }: Answer, path: string): boolean {
  return location !== null && location.split('?')[0] === path;
}

interface Received extends Answer {
  readonly setCookies: readonly string[];
}

function roundTrip(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | null,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const asked = send({ host: '127.0.0.1', port, method, path, headers, setHost: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { location } = response.headers;
        resolve({
          status: response.statusCode ?? 0,
          html: Buffer.concat(chunks).toString('utf8'),
          location: location === undefined ? null : location.replace(/^https?:\/\/[^/]+/u, ''),
          setCookies: response.headers['set-cookie'] ?? [],
        });
      });
    });
    asked.on('error', reject);
    asked.end(body ?? undefined);
  });
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
  if (value === '' || /Max-Age=0(?:;|$)/u.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
