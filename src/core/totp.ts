/**
 * Time-based one-time codes: RFC 6238 over HMAC-SHA-1, six digits, steps of 30 seconds from 1970. Decides which time steps
 * are acceptable and what a typed text means. That a step is accepted only once (SEC-B04) is the store's conditional
 * update, and how many guesses there are is `throttle.ts`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, seconds } from './time.ts';

/** 160 bits, what RFC 4226 section 4 R6 recommends for HMAC-SHA-1. */
export const TOTP_SECRET_BYTES = 20;
/** 128 bits, the least RFC 4226 section 4 R6 allows; also for imported secrets (SEC-B01). */
export const TOTP_SECRET_FLOOR_BYTES = 16;
export const CODE_DIGITS = 6;
const STEP = seconds(30);

/** Steps accepted on either side of server time, device clock and typing time together (RFC 6238 section 5.2). Never more (SEC-B03). */
export type CodeWindow = 0 | 1;
export const DEFAULT_CODE_WINDOW: CodeWindow = 1;
/** How far away a wrong code is still recognised as a wrong clock; only ever told, never accepted (G-06). */
const RECOGNISED_STEPS = 10;
/** Longest text that can be a mistyped code; anything longer is answered without being normalised. */
const TYPED_MAX = 64;

/** Whether these bytes may serve as a secret (RFC 4226 section 4 R6). */
export function isTotpSecret(secret: Uint8Array): boolean {
  return secret.length >= TOTP_SECRET_FLOOR_BYTES;
}

/** T of RFC 6238 section 4.2: whole steps of 30 seconds since 1970. */
export function timeStep(at: Instant): number {
  return Math.floor(at / STEP);
}

/** Whole seconds until the next step begins, 1 to 30. */
export function secondsToNextCode(at: Instant): number {
  return Math.ceil(((timeStep(at) + 1) * STEP - at) / seconds(1));
}

/**
 * The code of one time step: HOTP of RFC 4226 section 5.3 with the step as an 8-byte big-endian counter. `digits` exists for
 * the published vectors, which have eight.
 */
export function codeAt(secret: Uint8Array, step: number, digits: number = CODE_DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // Dynamic truncation: the low four bits of the last byte say where the 31-bit number begins.
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}

export type TypedCode =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly problem: 'empty' | 'length' | 'characters' };

/**
 * What somebody typed as a code (SEC-B06, G-05). Full-width digits, white space, every kind of hyphen or dash (a Japanese
 * keyboard puts the long-vowel mark ー there) and invisible direction marks from copying are forgiven; total over any text.
 */
export function readCode(typed: string): TypedCode {
  const trimmed = typed.trim();
  if (trimmed.length > TYPED_MAX) return { ok: false, problem: 'length' };
  const code = trimmed.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}\u2212\u30FC]/gu, '');
  if (code === '') return { ok: false, problem: 'empty' };
  if (!/^[0-9]+$/u.test(code)) return { ok: false, problem: 'characters' };
  return code.length === CODE_DIGITS ? { ok: true, code } : { ok: false, problem: 'length' };
}

export interface AcceptedStep {
  /** The time step the code belongs to; the store accepts it only if it is greater than the last one. */
  readonly step: number;
  /** Steps the device was off, -2 to 2: the drift to learn if the store accepts the step (RFC 6238 section 6). */
  readonly drift: number;
}

/**
 * The acceptable time step this code belongs to. Accepted are `window` steps either side of server time, and one more in the
 * direction in which the device was already found to be off: `drift` of an earlier accepted code. Two steps are the end
 * (SEC-B03, SEC-B05). All candidates are compared, each in constant time (SEC-B06); of several matches the highest wins.
 */
export function matchCode(
  secret: Uint8Array,
  code: string,
  at: Instant,
  drift: number,
  window: CodeWindow,
): AcceptedStep | undefined {
  const learned = drift < 0 ? [-window - 1] : drift > 0 ? [window + 1] : [];
  const offset = matchingOffsets(secret, code, at, [...acceptedOffsets(window), ...learned])
    .toSorted((a, b) => a - b)
    .at(-1);
  return offset === undefined ? undefined : { step: timeStep(at) + offset, drift: offset };
}

/**
 * Minutes the device's clock seems to be off, for the sentence that says so (G-06): positive when it is fast, at least 1
 * either way; undefined when the code is within the acceptance window or fits nowhere near. Never a reason to accept.
 */
export function driftMinutes(secret: Uint8Array, code: string, at: Instant, window: CodeWindow): number | undefined {
  const offsets = Array.from({ length: 2 * RECOGNISED_STEPS + 1 }, (_, index) => index - RECOGNISED_STEPS);
  const nearest = matchingOffsets(secret, code, at, offsets)
    .toSorted((a, b) => Math.abs(a) - Math.abs(b))
    .at(0);
  if (nearest === undefined || Math.abs(nearest) <= window) return undefined;
  return Math.sign(nearest) * Math.max(1, Math.round((Math.abs(nearest) * STEP) / seconds(60)));
}

function acceptedOffsets(window: CodeWindow): readonly number[] {
  return window === 0 ? [0] : [-1, 0, 1];
}

function matchingOffsets(secret: Uint8Array, code: string, at: Instant, offsets: readonly number[]): readonly number[] {
  const typed = Buffer.from(code);
  if (typed.length !== CODE_DIGITS) return [];
  const now = timeStep(at);
  return offsets.filter((offset) => now + offset >= 0 && timingSafeEqual(Buffer.from(codeAt(secret, now + offset)), typed));
}
