/**
 * Hands letters to a mail server over SMTP. Outside this machine only over TLS with a verified certificate (SEC-P01); what
 * a letter says is decided in `letters.ts`. Nothing a person typed stands in a header (SEC-P04): names stay in the body, and
 * an address that could be read as more than one is not mailed at all.
 */
import { createTransport } from 'nodemailer';
import { Fault } from '../core/outcome.ts';
import { seconds } from '../core/time.ts';
import type { Deliverer, RenderedLetter } from './deliverer.ts';

const CONNECT_WITHIN = seconds(10);
const SILENCE_AT_MOST = seconds(20);
/** Of one letter, from name look-up to the last answer; shorter than the courier's lease. */
const DELIVER_WITHIN = seconds(90);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);
/** One address: no white space, no bracket, quote, comma or colon that would make it two, or a route (RFC 5321 section 4.1.2). */
const ONE_ADDRESS = /^[^\p{C}\p{Z}<>()[\]\\,;:"@]+@[^\p{C}\p{Z}<>()[\]\\,;:"@]+$/u;

export interface SmtpOptions {
  /**
   * `smtps://name:password@host:465` (TLS from the start) or `smtp://name:password@host:587` (STARTTLS). `?tls=none` speaks
   * plainly, on the loopback interface only and there by default; `?tls=required` asks for STARTTLS there too.
   */
  readonly url: string;
  /** The address in From; the name before it is the portal's. */
  readonly from: string;
  /** Host name of the configured origin, for Message-ID and the greeting. */
  readonly host: string;
  /** Further root certificate (PEM) to trust. */
  readonly ca?: string;
}

/** Throws Fault 'config-invalid' when the address cannot be used; the message never quotes it, it may hold a password. */
export function openSmtp({ url, from, host, ca }: SmtpOptions): Deliverer {
  const server = readSmtpUrl(url);
  if (!ONE_ADDRESS.test(from)) throw new Fault('config-invalid', 'the sender of letters is not one mail address');
  const transport = createTransport({
    ...server,
    name: host,
    connectionTimeout: CONNECT_WITHIN,
    greetingTimeout: CONNECT_WITHIN,
    dnsTimeout: CONNECT_WITHIN,
    socketTimeout: SILENCE_AT_MOST,
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
  });
  return {
    async deliver(letter) {
      if (letter.replyTo !== null && !ONE_ADDRESS.test(letter.replyTo))
        throw new Fault('config-invalid', 'the address for answers is not one mail address');
      if (!ONE_ADDRESS.test(letter.to)) throw new Fault('invariant-broken', 'a stored address is not one mail address');
      await transport.sendMail({ ...headersOf(letter, from, host), signal: AbortSignal.timeout(DELIVER_WITHIN) });
    },
    isPermanent,
  };
}

function headersOf(letter: RenderedLetter, from: string, host: string) {
  return {
    messageId: `<${letter.id}@${host}>`,
    date: new Date(letter.at),
    from: { name: letter.sender, address: from },
    ...(letter.replyTo === null ? {} : { replyTo: { name: letter.sender, address: letter.replyTo } }),
    to: { name: '', address: letter.to },
    envelope: { from, to: [letter.to] },
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    disableFileAccess: true,
    disableUrlAccess: true,
    // RFC 3834: nobody's absence notice answers it. RFC 3282: the language of the letter.
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': letter.language },
  };
}

/**
 * Only a 5xx about this letter or its recipient ends it. A refused sender, password or certificate is the operator's to
 * mend, and the letters wait for that.
 */
function isPermanent(error: unknown): boolean {
  if (error instanceof Fault) return error.code === 'invariant-broken';
  if (typeof error !== 'object' || error === null || !('responseCode' in error) || !('command' in error)) return false;
  const { responseCode, command } = error;
  const isAboutLetter = command === 'RCPT TO' || command === 'DATA';
  // 530, 534, 535, 538: authentication (RFC 4954 section 6), whatever it was answered to.
  return isAboutLetter && typeof responseCode === 'number' && responseCode >= 500 && ![530, 534, 535, 538].includes(responseCode);
}

/** The server a URL names. Throws Fault 'config-invalid', whose message holds no part of the URL. */
export function readSmtpUrl(text: string) {
  const url = URL.parse(text.trim());
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new Fault(
      'config-invalid',
      'SMTP_URL is not of the form smtps://name:password@host:465 or smtp://name:password@host:587',
    );
  }
  const host = url.hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  const isHere = LOOPBACK.has(host);
  const tls = url.searchParams.get('tls') ?? (isHere ? 'none' : 'required');
  if (tls !== 'none' && tls !== 'required') throw new Fault('config-invalid', 'SMTP_URL: tls is "required" or "none"');
  if ([...url.searchParams.keys()].some((key) => key !== 'tls'))
    throw new Fault('config-invalid', 'SMTP_URL: "tls" is the only option');
  if (!['', '/'].includes(url.pathname)) throw new Fault('config-invalid', 'SMTP_URL has a path');
  const secure = url.protocol === 'smtps:';
  if (tls === 'none' && !secure && !isHere) throw new Fault('config-invalid', 'SMTP_URL: without TLS only on this machine');
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && tls === 'required',
    ignoreTLS: !secure && tls === 'none',
    ...(url.username === '' ? {} : { auth: { user: decoded(url.username), pass: decoded(url.password) } }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Fault('config-invalid', 'SMTP_URL: a % in name or password must be written %25');
  }
}
