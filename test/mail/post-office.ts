/** A real SMTP server on the loopback interface that keeps what it took, parsed, and answers as the test wishes. */
import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { selfSigned } from './certificate.ts';

export interface Received {
  readonly mail: ParsedMail;
  readonly source: string;
  /** The envelope, which is what decides where a letter goes. */
  readonly recipients: readonly string[];
  readonly wasEncrypted: boolean;
}

export interface PostOffice {
  readonly port: number;
  readonly url: string;
  readonly received: readonly Received[];
  /** Answers to the next RCPT TO or DATA commands, first one first, as SMTP codes; then everything is taken. */
  readonly refusals: { readonly rcpt: number[]; readonly data: number[] };
  /** Addresses that nothing is taken for, with the code they are answered by. */
  readonly closed: Map<string, number>;
  /** To whom letters were meant, taken or not. */
  readonly asked: readonly string[];
  /** Runs when a letter is here and before it is acknowledged. */
  onReceived: () => Promise<void> | void;
  close(): Promise<void>;
}

class Refused extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, address: string) {
    super(`not for <${address}>`);
    this.responseCode = responseCode;
  }
}

export async function openPostOffice(options: SMTPServerOptions = {}, port = 0): Promise<PostOffice> {
  const received: Received[] = [];
  const closed = new Map<string, number>();
  const asked: string[] = [];
  const refusals = { rcpt: [] as number[], data: [] as number[] };
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    ...selfSigned('localhost'),
    ...options,
    onRcptTo({ address }, _session, done) {
      asked.push(address);
      const code = refusals.rcpt.shift() ?? closed.get(address);
      done(code === undefined ? null : new Refused(code, address));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const code = refusals.data.shift();
        if (code !== undefined) done(new Refused(code, recipients.join()));
        else keep(Buffer.concat(chunks), recipients, session.secure).then(() => done(), done);
      });
    },
  });
  server.on('error', () => undefined);

  async function keep(source: Buffer, recipients: readonly string[], wasEncrypted: boolean): Promise<void> {
    received.push({ mail: await simpleParser(source), source: source.toString('latin1'), recipients, wasEncrypted });
    await office.onReceived();
  }

  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : 0;
  const office: PostOffice = {
    port: actual,
    url: `smtp://127.0.0.1:${actual}`,
    received,
    refusals,
    closed,
    asked,
    onReceived: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return office;
}
