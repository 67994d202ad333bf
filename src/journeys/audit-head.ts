/** Signs the end of the audit log, and says of a head that was kept whether it is ours. What it contains is `core/signed-head.ts`. */
import { formatHead, headText, type LogHead, type SignedHead } from '../core/signed-head.ts';
import type { Instant } from '../core/time.ts';
import type { SigningKey } from '../ports.ts';

/** As one line of text; undefined where there is no head to sign. */
export function signedHead(key: SigningKey, head: Omit<LogHead, 'at'> | undefined, at: Instant): string | undefined {
  if (head === undefined) return undefined;
  const told: LogHead = { ...head, at };
  return formatHead({ ...told, keyId: key.id, signature: key.sign(headText(told, key.id)) });
}

/** Ed25519 signs the same text the same way every time, so whoever can sign can also compare. */
export function isGenuineHead(key: SigningKey | undefined, head: SignedHead): boolean {
  return key !== undefined && key.sign(headText(head, head.keyId)) === head.signature;
}
