/** A corpus of redirect payloads, all dropped even though every path would be a known page, and the few forms that are kept. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeReturnPath } from './redirect.ts';

const OWN = 'https://portal.example';
const anyPage = () => true;

const FOREIGN = [
  'evil.example',
  'evil.example/cases',
  'evil.example:443/',
  '2130706433',
  '[::1]/',
  'portal.example@evil.example',
  'xn--80ak6aa92e.com',
];

/** Whatever is put before a foreign host to get there. */
const BEFORE_HOST = [
  ...[
    '//',
    '///',
    '////',
    '/////',
    '/\\',
    '\\/',
    '\\\\',
    '/\\/',
    '//\\',
    '\\/\\/',
    '/\\\\/',
    '/ /',
    '/\t/',
    '/\n/',
    '/\r/',
    '/\r\n/',
  ],
  ...['/\0/', '\t//', '\n//', ' //', '\u00A0//', '\u200B//', './/', '/.//', '/..//', '/./\\', '/%2f', '/%2F', '/%2f%2f', '%2f%2f'],
  ...['/%5c', '/%5C', '/%5c/', '/%09/', '/%0a/', '/%0d%0a/', '/%00/', '/%2e//', '/%2e%2e//', '/%252f', '/;//', '/@', '//@', '//:@'],
  ...[
    '//user@',
    '//user:secret@',
    '/\u2215',
    '/\u2044',
    '/\uFF0F',
    '\uFF0F\uFF0F',
    '/\u3002',
    'http:',
    'http:/',
    'http://',
    'https://',
  ],
  ...['HTTPS://', 'https:///', 'https:\\\\', 'hTtPs:/\\', 'ftp://', 'ws://', 'file:///', 'blob:https://', 'view-source:https://'],
  ...[
    'https://portal.example.',
    'https://portal.example@',
    'https://portal.example%40',
    '//portal.example.',
    '/cases/..//',
    '/cases//',
  ],
];

const CURIOUS = [
  ...['', ' ', '.', '..', './', '../', './cases', '../cases', 'cases', 'cases/1', '#', '#cases', '?', '?page=2', '@', '\\', '\0'],
  ...['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', '/javascript:alert(1)', 'javascript://%0aalert(1)'],
  ...['data:text/html,x', 'vbscript:x', 'mailto:a@evil.example', 'about:blank', 'tel:0312345678', 'C:\\cases', 'file:cases'],
  ...['/cases#top', '/cases#', '/#', '/cases?page=2#x', '/cases?', '/?', '/cases?a?b', '/cases?a#b'],
  ...['/..', '/.', '/../', '/./', '/cases/..', '/cases/.', '/cases/../account', '/cases/./1', '/../../cases', '/cases/../../x'],
  ...['/%2e', '/%2E%2E', '/%2e%2e/cases', '/cases/%2e%2e/account', '/.%2e/', '/%2e./', '/%252e%252e/', '/cases%2f1', '/cases%5c1'],
  ...[
    '/cases\\1',
    '/cases/\\evil.example',
    '/cases;jsessionid=1',
    '/cases:80',
    '/cases@1',
    '/ca ses',
    ' /cases',
    '/cases ',
    '/cases\n',
  ],
  ...[
    '/cases\r\nSet-Cookie: a=b',
    '/cases%0d%0aSet-Cookie:a=b',
    '/cases%00',
    '/cases\0',
    '/cases\u007F',
    '/cases\u2028',
    '/cases\u202E1',
  ],
  ...[
    '/cases?x=%0d%0aLocation:%20https://evil.example',
    '/cases?x=%00',
    '/cases?x=%1f',
    '/cases?x=%7F',
    '/cases?x=\t',
    '/cases?x= y',
  ],
  ...[
    '/cases?to=//evil.example',
    '/cases?to=https://evil.example',
    '/cases?to=%2f%2fevil.example',
    '/cases?to=%5cevil',
    '/cases?to=a%40b',
  ],
  ...[
    '/cases?x=%',
    '/cases?x=%4',
    '/cases?x=%zz',
    '/cases?x=%u002f',
    '/cases?x=%252f',
    '/cases?x=%2e%2e',
    '/cases?x=<script>',
    `/cases?x='"`,
  ],
  ...[
    '/cases//1',
    '/cases/1//',
    '//',
    '///',
    '/件',
    '/cases/ＴＭ',
    '/cases?q=検索',
    '/c\u0061\u0301ses',
    '/\uD800',
    '/cases?x=\uDFFF',
  ],
  ...[
    '/[object Object]',
    '/cases|1',
    '/cases^1',
    '/cases`1`',
    '/{cases}',
    '/cases\u00A0',
    '/\uFEFFcases',
    '/cases\u200B',
    '/cases*',
    '/$cases',
  ],
  ...[
    `/${'a'.repeat(512)}`,
    `/cases?x=${'a'.repeat(504)}`,
    'a'.repeat(2 ** 20),
    `/${'a/'.repeat(2 ** 19)}`,
    `/cases?x=${'%E3'.repeat(9999)}`,
  ],
];

const CORPUS = [...new Set([...CURIOUS, ...BEFORE_HOST.flatMap((before) => FOREIGN.map((host) => before + host))])];

describe('dropping a return path', () => {
  it('SEC-E09 T-44 has a corpus of at least 200 payloads', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(200);
  });

  it.each(CORPUS.map((payload) => [payload.slice(0, 80), payload]))('SEC-E09 T-44 drops %j', (_shown, payload) => {
    expect(safeReturnPath(payload, anyPage)).toBeNull();
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['a list', ['/cases']],
    ['an object', { toString: () => '/cases' }],
    ['a String object', Object('/cases')],
    ['a URL', new URL('/cases', OWN)],
  ])('SEC-E09 drops %s', (_what, candidate) => {
    expect(safeReturnPath(candidate, anyPage)).toBeNull();
  });

  it('SEC-E09 drops a path that is no page of ours, whatever its query', () => {
    const isKnownPage = (path: string) => path === '/cases';
    expect(safeReturnPath('/cases?page=2', isKnownPage)).toBe('/cases?page=2');
    for (const path of ['/case', '/cases/', '/cases/1', '/sign-out', '/?x=/cases'])
      expect(safeReturnPath(path, isKnownPage)).toBeNull();
  });
});

describe('keeping a return path', () => {
  it.each([
    '/',
    '/cases',
    '/cases/',
    '/cases/TM-00012345',
    '/cases?page=2',
    '/cases?q=%E3%81%82+b&page=2',
    '/account/authenticators',
    '/.well-known/change-password',
    '/a/b_c~d.e/...',
    `/${'a'.repeat(511)}`,
  ])('SEC-E09 keeps %s', (path) => {
    const asked: string[] = [];
    const kept = safeReturnPath(path, (page) => {
      asked.push(page);
      return true;
    });
    expect(kept).toBe(path);
    expect(asked).toEqual([path.split('?')[0]]);
  });

  it('SEC-E09 T-44 keeps nothing that leads a browser off the own origin', () => {
    const piece = fc.constantFrom(
      ...'/\\.:@%?#&=;~-_ \t\n\0',
      'a',
      '2f',
      '2e',
      '5c',
      '//',
      'evil.example',
      'https:',
      '\uFF0F',
      '\u3002',
      '\uD800',
    );
    const candidate = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join('')}`),
      fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `/${text}`),
      fc.webPath().map((path) => path),
    );
    fc.assert(
      fc.property(candidate, (text) => {
        const kept = safeReturnPath(text, anyPage);
        if (kept === null) return;
        const url = new URL(kept, OWN);
        expect([url.origin, url.username, url.hash, url.pathname + url.search]).toEqual([OWN, '', '', text]);
      }),
      { numRuns: 3000 },
    );
  });
});
