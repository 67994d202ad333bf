/**
 * Opaque tokens `id.secret`: the id finds the row, the secret proves it. Only SHA-256 over purpose and whole token is
 * stored (SEC-M06), so a database reader holds nothing usable and a token of one kind never works as another. No slow hash
 * is needed: the secret has 256 random bits.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

export type TokenPurpose =
  | 'session'
  | 'pending-sign-in'
  | 'known-browser'
  | 'enrolment-confirmation'
  | 'browser-confirmation'
  | 'not-me'
  | 'recovery-link'
  | 'claim-browser'
  | 'password-setup'
  | 'contact-confirmation'
  | 'contact-cancellation'
  | 'password-reset'
  | 'invitation'
  | 'registration'
  | 'desk-set-up'
  | 'registration-pass'
  | 'passkey-challenge'
  | 'passkey-holder'
  | 'form';

export interface OpaqueToken {
  readonly id: string;
  /** What the browser or the letter carries. */
  readonly token: string;
  /** What the database keeps. */
  readonly digest: string;
}

const ID_BYTES = 12;
const SECRET_BYTES = 32;
const SET_UP_BYTES = 16;
const SHAPE = /^([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{43})$/u;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Random bytes to a new token; `random` must come from the platform's CSPRNG. */
export function newToken(purpose: TokenPurpose, random: (count: number) => Uint8Array): OpaqueToken {
  const id = base64url(random(ID_BYTES));
  return tokenFor(id, purpose, random);
}

/** A new secret for an existing id: rotation of a session's token. */
export function tokenFor(id: string, purpose: TokenPurpose, random: (count: number) => Uint8Array): OpaqueToken {
  const token = `${id}.${base64url(random(SECRET_BYTES))}`;
  return { id, token, digest: tokenDigest(purpose, token) };
}

/** A code that the host prints once: 128 random bits, found by its digest alone (SEC-E10). */
export function newSetUpCode(random: (count: number) => Uint8Array): { readonly code: string; readonly digest: string } {
  const code = base64url(random(SET_UP_BYTES));
  return { code, digest: tokenDigest('desk-set-up', code) };
}

/** A new row id: 96 random bits, not a secret. */
export function newId(random: (count: number) => Uint8Array): string {
  return base64url(random(ID_BYTES));
}

/** The id in a token, or undefined when the text has not the shape of one (truncated, oversized, foreign). */
export function tokenId(token: string): string | undefined {
  return SHAPE.exec(token)?.[1];
}

export function tokenDigest(purpose: TokenPurpose, token: string): string {
  return createHash('sha256').update(`genkan:${purpose}:${token}`).digest('base64url');
}

/** Constant-time comparison over equal-length digests (SEC-M04). */
export function tokenMatches(purpose: TokenPurpose, token: string, storedDigest: string): boolean {
  return digestsEqual(tokenDigest(purpose, token), storedDigest);
}

export function digestsEqual(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}

/** How a session or pending sign-in appears in logs and audit entries. */
export function shortHash(id: string): string {
  return createHash('sha256').update(`genkan:log:${id}`).digest('hex').slice(0, 12);
}

/** Digest by which the audit log names a text it does not hold. */
export function textDigest(text: string): string {
  return createHash('sha256').update(`genkan:text:${text}`).digest('base64url');
}
