/**
 * What an authenticator app scans or has typed into it: the otpauth URI of the "Key Uri Format" (google-authenticator wiki)
 * and the same key in groups of four. Drawing the QR image is left to `http`; nothing here leaves our own server (SEC-B10).
 */
import { encodeBase32 } from './base32.ts';
import { CODE_DIGITS } from './totp.ts';

export interface AuthenticatorKey {
  /** Full portal name. */
  readonly issuer: string;
  /** What tells two accounts apart in the app's list: the mail address. */
  readonly account: string;
  /** Raw bytes; they appear as unpadded base32. */
  readonly secret: Uint8Array;
}

const GROUP = 4;

/**
 * `otpauth://totp/Issuer:account?secret=...`. Everything is percent-encoded, blanks as %20: several apps show a `+` as it
 * stands. A colon inside a name becomes %3A, so that the only bare one separates issuer and account.
 */
export function otpauthUri({ issuer, account, secret }: AuthenticatorKey): string {
  const label = `${percentEncoded(issuer)}:${percentEncoded(account)}`;
  const query = [
    `secret=${encodeBase32(secret)}`,
    `issuer=${percentEncoded(issuer)}`,
    'algorithm=SHA1',
    `digits=${CODE_DIGITS}`,
    'period=30',
  ].join('&');
  return `otpauth://totp/${label}?${query}`;
}

/** The base32 key in groups of four characters, for typing it in by hand. */
export function keyGroups(secret: Uint8Array): string[] {
  const key = encodeBase32(secret);
  return Array.from({ length: Math.ceil(key.length / GROUP) }, (_, index) => key.slice(index * GROUP, (index + 1) * GROUP));
}

/** RFC 3986 percent-encoding. A lone surrogate, which has no UTF-8 form, becomes U+FFFD instead of an exception. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
