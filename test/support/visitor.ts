/**
 * A browser without a window: keeps cookies, sends the headers a browser sends, reads forms. `steps.ts` holds whole journeys
 * over it. It sends what it is told, so that tests can also send what no browser would.
 */
import type { App } from '../../src/http/app.ts';

export interface VisitorOptions {
  readonly address?: string;
  readonly language?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One answer of the service. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The page as text: tags removed, white space collapsed, entities read. */
  readonly text: string;
  /** Where a redirect leads, as path and query; null without one. */
  readonly location: string | null;
  readonly setCookies: readonly string[];
}

export type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[] | string;

export interface Visitor {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Posts with the token of the last page that held one, unless the fields hold one or `bare` says otherwise. */
  post(
    path: string,
    fields?: Fields,
    how?: { readonly headers?: Readonly<Record<string, string>>; readonly bare?: boolean },
  ): Promise<Answer>;
  /** Any request at all. */
  send(path: string, init: RequestInit): Promise<Answer>;
  /** Follows redirects of an answer by GET until a page comes. */
  follow(answer: Answer): Promise<Answer>;
  /** The token of the last page that held a form. */
  formToken(): string;
  /** Another browser with the same cookies: what a thief of the cookies would have. */
  copy(options?: VisitorOptions): Visitor;
}

const REDIRECTS_MAX = 8;

export function openVisitor(
  app: App,
  origin: string,
  options: VisitorOptions = {},
  stolen: ReadonlyMap<string, string> = new Map(),
): Visitor {
  const cookies = new Map(stolen);
  let token = '';

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers({
      host: new URL(origin).host,
      'accept-language': options.language ?? 'ja',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
      ...options.headers,
    });
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const incoming = { socket: { remoteAddress: options.address ?? '203.0.113.7' } };
    const response = await app.request(`${origin}${path}`, { ...init, headers }, { incoming });
    return receive(response);
  }

  async function receive(response: Response): Promise<Answer> {
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) keepCookie(cookies, line);
    const html = await response.text();
    token = /name="form_token" value="([^"]+)"/u.exec(html)?.[1] ?? token;
    return {
      status: response.status,
      headers: response.headers,
      html,
      // Most answers are never read as text.
      get text() {
        return textOf(html);
      },
      location: response.headers.get('location'),
      setCookies,
    };
  }

  const visitor: Visitor = {
    cookies,
    send,
    get: (path, headers = {}) => send(path, { method: 'GET', headers }),
    post: (path, fields = {}, { headers = {}, bare = false } = {}) => {
      const body = typeof fields === 'string' ? fields : encode(fields, bare ? null : token);
      return send(path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin, 'sec-fetch-site': 'same-origin', ...headers },
      });
    },
    follow: async (answer) => {
      let last = answer;
      for (let count = 0; last.location !== null && count < REDIRECTS_MAX; count += 1) last = await visitor.get(last.location);
      return last;
    },
    formToken: () => token,
    copy: (other = options) => openVisitor(app, origin, other, cookies),
  };
  return visitor;
}

function encode(fields: Exclude<Fields, string>, token: string | null): string {
  const pairs: [string, string][] = [];
  if (Array.isArray(fields)) for (const [name, value] of fields) pairs.push([name, value]);
  else for (const [name, value] of Object.entries(fields)) pairs.push([name, value]);
  if (token !== null && !pairs.some(([name]) => name === 'form_token')) pairs.push(['form_token', token]);
  return new URLSearchParams(pairs).toString();
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
  if (value === '' || /Max-Age=0/u.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

function textOf(html: string): string {
  return html
    .replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/gu, ' ')
    .replace(/<[^>]+>/gu, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39);/gu, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/gu, ' ')
    .trim();
}
