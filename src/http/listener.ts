/**
 * The HTTP server under the application: how long and how large a request may be, and what is answered to bytes that never become
 * one. Those answers are written here and not by Node's parser, so that they carry the headers of every other (SEC-N04).
 */
import { createServer, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { seconds } from '../core/time.ts';
import type { App } from './app.ts';
import { SECURITY_HEADERS } from './protection.ts';
import { openTurns } from './turns.ts';

const HEADERS_WITHIN = seconds(10);
const REQUEST_WITHIN = seconds(30);
const HEADERS_MAX_BYTES = 16_384;

/** Codes of Node's parser that say more than "not a request". */
const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

export function createListener(fetch: App['fetch']): Server {
  const options = {
    headersTimeout: HEADERS_WITHIN,
    requestTimeout: REQUEST_WITHIN,
    connectionsCheckingInterval: seconds(1),
    maxHeaderSize: HEADERS_MAX_BYTES,
    // Answered below.
    requireHostHeader: false,
  };
  const errorHandler = (): Response => new Response(null, { status: 400, headers: { ...SECURITY_HEADERS, ...NEVER_KEPT } });
  const answer = getRequestListener(fetch, { errorHandler });
  const nextTurn = openTurns();
  const server = createServer(options, (request, response) => {
    if (request.headers.host === undefined) turnAway(response, 400);
    else if (request.method === 'POST') void nextTurn().then(() => answer(request, response));
    else void answer(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseBytes(socket, STATUS_OF[error.code ?? ''] ?? 400));
  server.on('checkExpectation', (_request, response) => turnAway(response, 417));
  return server;
}

const NEVER_KEPT = { 'cache-control': 'no-store' } as const;

function turnAway(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...SECURITY_HEADERS, ...NEVER_KEPT, connection: 'close' }).end();
}

/** Once the answer to an earlier request of this connection is on its way, nothing may be written into it. */
function refuseBytes(socket: Duplex, status: number): void {
  const current = '_httpMessage' in socket ? socket._httpMessage : null;
  const isAnswering = current instanceof ServerResponse && current.headersSent;
  if (!socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  const headers = Object.entries({ ...SECURITY_HEADERS, ...NEVER_KEPT, 'content-length': '0', connection: 'close' });
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
}
