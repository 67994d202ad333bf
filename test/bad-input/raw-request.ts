/** Requests that no HTTP client would send: bytes onto a TCP connection, and all that comes back until the server closes it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface RawAnswer {
  /** Everything received, headers and bodies of all answers. */
  readonly text: string;
  /** Status of each answer, in order. */
  readonly statuses: readonly number[];
  /** Whether the server ended the connection. */
  readonly closed: boolean;
}

export interface RawConnection {
  readonly socket: Socket;
  /** Waits until the server closes the connection, or until `pause` milliseconds pass without a byte. */
  receive(pause?: number): Promise<RawAnswer>;
}

/** Long enough for a busy machine: a connection that is closed ends the wait at once. */
const QUIET = 5000;

/** Opens a connection of the loopback and sends the bytes. */
export async function openRaw(port: number, bytes: string | Buffer): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  let closed = false;
  let heardAt = 0;
  let clock = 0;
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    heardAt = clock;
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    closed = true;
  });
  await once(socket, 'connect');
  socket.write(bytes);
  return {
    socket,
    receive: async (pause = QUIET) => {
      const step = 20;
      heardAt = clock;
      while (!closed && clock - heardAt < pause) {
        await wait(step);
        clock += step;
      }
      const text = Buffer.concat(chunks).toString('utf8');
      const statuses = [...text.matchAll(/^HTTP\/1\.[01] (\d{3}) /gmu)].map(([, status]) => Number(status));
      socket.destroy();
      return { text, statuses: statuses.filter((status) => status !== 100), closed };
    },
  };
}

export async function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  return (await openRaw(port, bytes)).receive();
}
