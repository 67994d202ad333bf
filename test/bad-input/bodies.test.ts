/**
 * Bytes on the wire that no browser sends, against the built server on a real port: cut, lying, oversized, slow and ambiguous
 * requests. Each is answered with its status or cut off, none reaches a page, and the server goes on answering others.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../support/server.ts';
import { openRaw, type RawAnswer, sendRaw } from './raw-request.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const PATH = '/success/sign-in';
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const BODY = 'email=x&password=y';

/** A request with the usual Host and the connection closed after it. */
function request(line: string, headers: readonly string[] = [], body = ''): string {
  return [line, `Host: localhost:${server.port}`, 'Connection: close', ...headers, '', body].join('\r\n');
}

const post = (headers: readonly string[], body = '', path = PATH): Promise<RawAnswer> =>
  sendRaw(server.port, request(`POST ${path} HTTP/1.1`, headers, body));

async function isAnswering(): Promise<void> {
  const answer = await sendRaw(server.port, request(`GET ${PATH} HTTP/1.1`));
  expect(answer.statuses).toEqual([200]);
  expect(answer.text).toContain('name="form_token"');
}

afterEach(isAnswering);

const MACHINE = /node_modules|\.tsx?:\d| {4}at |Error:/u;

describe('the body', () => {
  test('SEC-R04 SEC-N01 a wrong kind of content is a 415 in the language of the browser', async () => {
    for (const type of [
      'application/json',
      'multipart/form-data; boundary=x',
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded-not',
      '',
      'x'.repeat(5000),
    ]) {
      const answer = await post([`Content-Type: ${type}`, 'Accept-Language: en', `Content-Length: ${BODY.length}`], BODY);
      expect(answer.statuses, type.slice(0, 40)).toEqual([415]);
      expect(answer.text).toContain('This kind of content is not accepted');
      expect(answer.text).toContain('<html lang="en"');
    }
    expect((await post([`Content-Length: ${BODY.length}`], BODY)).statuses).toEqual([415]);
  });

  test('SEC-R04 deep JSON is refused by its kind, unread', async () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    expect((await post(['Content-Type: application/json', `Content-Length: ${deep.length}`], deep)).statuses).toEqual([415]);
  });

  test('SEC-N01 another charset or a compressed body is bytes that are no text: 400', async () => {
    const sjis = Buffer.from([0x65, 0x6d, 0x61, 0x69, 0x6c, 0x3d, 0x83, 0x65]).toString('latin1');
    const head = request(`POST ${PATH} HTTP/1.1`, [`${FORM}; charset=Shift_JIS`, `Content-Length: ${sjis.length}`]);
    const answer = await sendRaw(server.port, Buffer.concat([Buffer.from(head), Buffer.from(sjis, 'latin1')]));
    expect(answer.statuses).toEqual([400]);
    expect(answer.text).toContain('受け取れない内容です');
    const zip = Buffer.from('1f8b0800000000000003abcdef', 'hex');
    const zipped = request(`POST ${PATH} HTTP/1.1`, [FORM, 'Content-Encoding: gzip', `Content-Length: ${zip.length}`]);
    expect((await sendRaw(server.port, Buffer.concat([Buffer.from(zipped), zip]))).statuses).toEqual([400]);
  });

  test('SEC-R04 an announced body over 64 KiB is a 413 before a byte of it came', async () => {
    for (const length of ['65537', '99999999999']) {
      const answer = await post([FORM, `Content-Length: ${length}`]);
      expect(answer.statuses, length).toEqual([413]);
      expect(answer.text).toContain('送信された内容が大きすぎます');
    }
  });

  test('SEC-R04 a chunked body over 64 KiB is a 413, however it is cut', async () => {
    for (const size of [1024, 16_384, 70_000]) {
      const chunk = `${size.toString(16)}\r\n${'a'.repeat(size)}\r\n`;
      const chunks = chunk.repeat(Math.ceil(70_000 / size));
      const answer = await post([FORM, 'Transfer-Encoding: chunked'], `${chunks}0\r\n\r\n`);
      expect(answer.statuses, `${size}`).toEqual([413]);
      expect(answer.text).toContain('送信された内容が大きすぎます');
    }
  });

  test('SEC-R04 a chunked body that never ends is a 413 as soon as it is too large, and the connection ends', async () => {
    const connection = await openRaw(server.port, request(`POST ${PATH} HTTP/1.1`, [FORM, 'Transfer-Encoding: chunked']));
    for (let count = 0; count < 20 && !connection.socket.destroyed; count += 1) {
      connection.socket.write(`2000\r\n${'a'.repeat(8192)}\r\n`);
      await wait(5);
    }
    expect((await connection.receive(1500)).statuses).toEqual([413]);
  });

  test('SEC-R04 a broken chunk is no form', async () => {
    for (const body of [
      'ZZ\r\nabc\r\n0\r\n\r\n',
      '-1\r\nabc\r\n0\r\n\r\n',
      'FFFFFFFFFFFFFFFFFF\r\na',
      `1;${'x'.repeat(40_000)}\r\na\r\n0\r\n\r\n`,
    ]) {
      const answer = await post([FORM, 'Transfer-Encoding: chunked'], body);
      expect(answer.text, body.slice(0, 20)).not.toContain('form_token');
      expect(
        answer.statuses.every((status) => status >= 400 && status < 500),
        `${answer.statuses}`,
      ).toBe(true);
      expect(answer.closed).toBe(true);
    }
  });

  test('SEC-R04 a Content-Length that is none is a 400', async () => {
    for (const length of ['-1', 'abc', '1e3', '5, 6', '0x10', '18446744073709551616', '+5', '5 5']) {
      const answer = await post([FORM, `Content-Length: ${length}`], BODY);
      expect(answer.statuses, length).toEqual([400]);
      expect(answer.closed, length).toBe(true);
    }
  });

  test('SEC-R04 a body longer than announced is not read on', async () => {
    const answer = await post([FORM, 'Content-Length: 5'], 'email=x&password=y');
    // The rest is no request: the connection ends, whichever of the two answers is out first.
    expect([400, 403]).toContain(answer.statuses[0]);
    expect(answer.closed).toBe(true);
    expect(answer.text).not.toContain('value="x');
  });

  test('SEC-R04 a form that its sender gave up harms nobody and is no fault of the service', async () => {
    for (const part of ['', 'email=', BODY]) {
      const connection = await openRaw(server.port, request(`POST ${PATH} HTTP/1.1`, [FORM, 'Content-Length: 100'], part));
      await wait(50);
      connection.socket.resetAndDestroy();
    }
    await wait(200);
    expect(server.lines.filter((line) => line.includes('request.failed'))).toEqual([]);
  });

  test('SEC-R04 the body of a GET is nobody’s', async () => {
    const answer = await sendRaw(server.port, request(`GET ${PATH} HTTP/1.1`, [FORM, `Content-Length: ${BODY.length}`], BODY));
    expect(answer.statuses).toEqual([200]);
    expect(answer.text).not.toContain('value="x"');
  });
});

describe('the head', () => {
  test('SEC-R04 headers of 17 KiB are a 431, in one header or in many; 15 KiB are taken', async () => {
    const many = Array.from({ length: 170 }, (_, index) => `X-Filler-${index}: ${'a'.repeat(90)}`);
    for (const headers of [[`X-Filler: ${'a'.repeat(17_408)}`], many, [`Cookie: x=${'a'.repeat(17_408)}`]]) {
      const answer = await sendRaw(server.port, request(`GET ${PATH} HTTP/1.1`, headers));
      expect(answer.statuses).toEqual([431]);
      expect(answer.text).not.toMatch(MACHINE);
    }
    expect((await sendRaw(server.port, request(`GET ${PATH}?${'a'.repeat(17_408)} HTTP/1.1`))).statuses).toEqual([431]);
    const large = await sendRaw(server.port, request(`GET ${PATH} HTTP/1.1`, [`Cookie: x=${'a'.repeat(15_360)}`]));
    expect(large.statuses).toEqual([200]);
  });

  test('SEC-R04 what is no HTTP is a 400 and a closed connection', async () => {
    for (const bytes of [
      'GET\r\n\r\n',
      'GET /\r\n\r\n',
      'get / HTTP/1.1\r\n\r\n',
      'BREW /success/sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
      `GET ${PATH} HTTP/1.1\r\nHost : localhost\r\n\r\n`,
      `GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n`,
      `GET ${PATH} HTTP/1.1\r\n\r\n`,
      '\r\n\r\n\r\n\u0000',
    ]) {
      const answer = await sendRaw(server.port, Buffer.from(bytes, 'latin1'));
      expect(answer.statuses, JSON.stringify(bytes)).toEqual([400]);
      expect(answer.closed, JSON.stringify(bytes)).toBe(true);
      expect(answer.text, JSON.stringify(bytes)).not.toMatch(MACHINE);
    }
  });

  test('SEC-R04 HTTP/1.0 is answered, and without a host it is misdirected', async () => {
    const named = await sendRaw(server.port, `GET ${PATH} HTTP/1.0\r\nHost: localhost:${server.port}\r\n\r\n`);
    expect(named.statuses).toEqual([200]);
    expect(named.closed).toBe(true);
    const nameless = await sendRaw(server.port, `GET ${PATH} HTTP/1.0\r\n\r\n`);
    expect([400, 421]).toContain(nameless.statuses[0]);
    expect(nameless.text).not.toContain('form_token');
  });

  test('SEC-N07 SEC-R04 an address of another host in the request line or twice in the head opens nothing', async () => {
    for (const head of [
      `GET http://evil.example${PATH} HTTP/1.1\r\nHost: evil.example`,
      `GET ${PATH} HTTP/1.1\r\nHost: evil.example`,
      `GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nHost: evil.example`,
      `GET //evil.example${PATH} HTTP/1.1\r\nHost: localhost:${server.port}`,
      `GET evil.example${PATH} HTTP/1.1\r\nHost: localhost:${server.port}`,
      `GET ${PATH} HTTP/1.1\r\nHost: localhost@evil.example`,
      `GET ${PATH} HTTP/1.1\r\nHost: localhost:99999999`,
    ]) {
      const answer = await sendRaw(server.port, `${head}\r\nConnection: close\r\n\r\n`);
      expect(answer.statuses, head).toHaveLength(1);
      expect(answer.statuses[0], head).toBeGreaterThanOrEqual(400);
      expect(answer.statuses[0], head).toBeLessThan(500);
      expect(answer.text, head).not.toMatch(/form_token|\/\/evil\.example/u);
    }
  });

  test('SEC-N01 paths and queries of odd bytes are answered without a fault', async () => {
    for (const target of [
      '/%',
      '/%00',
      '/success/%FF',
      '/success/cases/%ED%A0%80',
      '*',
      '/success/sign-in?%',
      '/success/sign-in?lang=%00',
      '/?',
      '/..%2f..%2fetc/passwd',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/success/sign-in/confirmation/%E0%A4%A',
      '/success/sign-in#x',
    ]) {
      const answer = await sendRaw(server.port, request(`GET ${target} HTTP/1.1`));
      expect(answer.statuses, target).toHaveLength(1);
      expect(answer.statuses[0], target).toBeLessThan(500);
      expect(answer.text, target).not.toMatch(MACHINE);
    }
    expect(server.lines.filter((line) => line.includes('request.failed'))).toEqual([]);
  });

  test('A-31 unknown methods are a 405 that names the known ones', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH', 'QUERY']) {
      const answer = await sendRaw(server.port, request(`${method} ${PATH} HTTP/1.1`));
      expect(answer.statuses, method).toEqual([405]);
      expect(answer.text.toLowerCase(), method).toContain('allow: get, head, post');
    }
    for (const method of ['TRACE', 'CONNECT']) {
      const answer = await sendRaw(server.port, request(`${method} ${PATH} HTTP/1.1`, ['X-Echo: canary']));
      expect(answer.text, method).not.toContain('canary');
      expect(
        answer.statuses.filter((status) => status < 400 || status >= 500),
        method,
      ).toEqual([]);
    }
  });
});

describe('two requests in one', () => {
  const SMUGGLED = `GET /success/help HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  test('SEC-R04 both lengths, two lengths or an unknown coding: refused, and nothing behind it is answered', async () => {
    for (const headers of [
      ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked', 'Content-Length: 0'],
      ['Content-Length: 0', 'Content-Length: 50'],
      ['Transfer-Encoding: chunked, identity', 'Content-Length: 4'],
      ['Transfer-Encoding: xchunked'],
      ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
      ['Transfer-Encoding : chunked'],
      ['Transfer-Encoding:\u000bchunked'],
      ['X: y\nTransfer-Encoding: chunked', 'Content-Length: 4'],
    ]) {
      const head = [`POST ${PATH} HTTP/1.1`, `Host: localhost:${server.port}`, FORM, ...headers, '', ''].join('\r\n');
      const answer = await sendRaw(server.port, `${head}0\r\n\r\n${SMUGGLED}`);
      expect(answer.text, headers.join()).not.toContain('<article class="help">');
      expect(answer.statuses, headers.join()).toHaveLength(1);
      expect(answer.statuses[0], headers.join()).toBeGreaterThanOrEqual(400);
      expect(answer.statuses[0], headers.join()).toBeLessThan(502);
      expect(answer.closed, headers.join()).toBe(true);
    }
  });

  test('SEC-E09 line ends in a path or a query never become a header', async () => {
    for (const target of [
      `${PATH}?return_to=%2Fsuccess%2Fcases%0d%0aX-Injected:%20yes`,
      '/success/dashboard%0d%0aX-Injected:%20yes',
      '/success%0d%0aX-Injected:%20yes/',
    ]) {
      const answer = await sendRaw(server.port, request(`GET ${target} HTTP/1.1`));
      expect(answer.text.split('\r\n\r\n')[0], target).not.toMatch(/^X-Injected/imu);
    }
  });
});

describe('the clock', () => {
  test('SEC-R04 a head that takes over ten seconds and a request that takes over thirty are cut by 408, while others are answered', async () => {
    const idle = await Promise.all(Array.from({ length: 50 }, () => openRaw(server.port, `GET ${PATH} HTTP/1.1\r\nHost: loc`)));
    const half = await openRaw(server.port, request(`POST ${PATH} HTTP/1.1`, [FORM, 'Content-Length: 100'], 'email=x'));
    const drip = setInterval(() => half.socket.write('a'), 2000);
    await isAnswering();
    const heads = await Promise.all(idle.map((connection) => connection.receive(14_000)));
    for (const answer of heads) {
      expect(answer.statuses).toEqual([408]);
      expect(answer.closed).toBe(true);
    }
    await isAnswering();
    const slow = await half.receive(25_000);
    clearInterval(drip);
    expect(slow.closed).toBe(true);
    expect(slow.statuses).toEqual([408]);
    expect(slow.text).not.toContain('form_token');
  });
});

test('SEC-R04 texts made to stall a pattern are answered like any other', async () => {
  const bodies = [
    '@'.repeat(60_000),
    'a@'.repeat(30_000),
    `${'a'.repeat(50_000)}@`,
    '\u0020'.repeat(60_000),
    '-'.repeat(60_000),
    '%20'.repeat(20_000),
  ];
  for (const text of bodies) {
    const body = `email=${text.slice(0, 60_000)}`;
    const answer = await post([FORM, `Content-Length: ${body.length}`], body);
    expect(answer.statuses).toEqual([403]);
  }
  for (const header of ['Cookie', 'Accept-Language', 'User-Agent', 'X-Forwarded', 'Accept-Encoding', 'Referer', 'Origin']) {
    for (const text of [
      ';'.repeat(14_000),
      ','.repeat(14_000),
      'q=;'.repeat(4_500),
      ' '.repeat(14_000),
      '='.repeat(14_000),
      'Chrome/'.repeat(2_000),
    ]) {
      expect((await sendRaw(server.port, request(`GET ${PATH} HTTP/1.1`, [`${header}: ${text}`]))).statuses, header).toEqual([200]);
    }
  }
});
