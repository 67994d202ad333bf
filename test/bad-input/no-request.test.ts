/**
 * Bytes that never become a request: the answers to them carry the headers of every other answer, say nothing of the machine, end
 * the connection, and reach no handler.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECURITY_HEADERS } from '../../src/http/protection.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { openRaw, type RawAnswer, sendRaw } from './raw-request.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const HOST = (): string => `Host: localhost:${server.port}`;

function expectWhole(answer: RawAnswer, status: number): void {
  expect(answer.statuses).toEqual([status]);
  const head = answer.text.slice(0, answer.text.indexOf('\r\n\r\n')).toLowerCase();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(head).toContain(`\r\n${name}: ${value.toLowerCase()}`);
  expect(head).toContain('\r\ncache-control: no-store');
  expect(answer.text).not.toMatch(/HPE_|node_modules|\.tsx?:\d|Error:/u);
}

type Case = readonly [what: string, status: number, bytes: () => string];

describe('what no parser takes', () => {
  test.each([
    ['no request line', 400, () => 'hello\r\n\r\n'],
    ['a method nobody knows', 400, () => `FETCH / HTTP/1.1\r\n${HOST()}\r\n\r\n`],
    ['another protocol', 400, () => '\u0016\u0003\u0001\u0000\u0005hello'],
    ['a header without a name', 400, () => `GET / HTTP/1.1\r\n${HOST()}\r\n: x\r\n\r\n`],
    ['two lengths', 400, () => `POST /success/sign-in HTTP/1.1\r\n${HOST()}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx`],
    [
      'a length and chunks',
      400,
      () => `POST / HTTP/1.1\r\n${HOST()}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['headers without end', 431, () => `GET / HTTP/1.1\r\n${HOST()}\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['an expectation nobody has', 417, () => `POST / HTTP/1.1\r\n${HOST()}\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n`],
  ] satisfies readonly Case[])('SEC-N04 %s is a bare %i with every header', async (_what, status, bytes) => {
    const answer = await sendRaw(server.port, bytes());
    expectWhole(answer, status);
    expect(answer.closed).toBe(true);
  });

  test('SEC-N04 SEC-R04 a request that never ends is a 408 with every header', async () => {
    const connection = await openRaw(server.port, `GET / HTTP/1.1\r\n${HOST()}\r\nX-Slow:`);
    const answer = await connection.receive(15_000);
    expectWhole(answer, 408);
    expect(answer.closed).toBe(true);
  });
});

describe('what the application turns away', () => {
  test.each([
    ['no host', 'X: y'],
    ['an empty host', 'Host:'],
    ['a host that is none', 'Host: a b/c'],
  ])('SEC-N04 SEC-N07 %s gets no page of a portal, and every header', async (_what, line) => {
    const answer = await sendRaw(server.port, `GET /success/sign-in HTTP/1.1\r\n${line}\r\nConnection: close\r\n\r\n`);
    expect([400, 421]).toContain(answer.statuses[0]);
    expectWhole(answer, answer.statuses[0] ?? 0);
    expect(answer.text).not.toContain('name="form_token"');
  });

  test('SEC-N04 a path that is none is no fault of the service', async () => {
    const answer = await sendRaw(server.port, `GET http://[ HTTP/1.1\r\n${HOST()}\r\nConnection: close\r\n\r\n`);
    expectWhole(answer, answer.statuses[0] ?? 0);
    expect(answer.statuses[0]).toBeLessThan(500);
  });
});

test('SEC-N04 rubbish after a whole request does not get into the answer of that request', async () => {
  const answer = await sendRaw(server.port, `GET /success/help HTTP/1.1\r\n${HOST()}\r\n\r\n\u0000\u0000rubbish\r\n\r\n`);
  expect(answer.closed).toBe(true);
  expect(answer.statuses.filter((status) => status !== 200 && status !== 400)).toEqual([]);
  if (answer.statuses[0] === 200) expect(answer.text.slice(0, answer.text.indexOf('</html>'))).not.toMatch(/HTTP\/1\.1 400/u);
});

test('none of it is a fault in the log, and the service still answers', async () => {
  expect(server.lines.filter((line) => line.includes('request.failed'))).toEqual([]);
  const answer = await sendRaw(server.port, `GET /success/sign-in HTTP/1.1\r\n${HOST()}\r\nConnection: close\r\n\r\n`);
  expect(answer.statuses).toEqual([200]);
});
