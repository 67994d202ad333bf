/**
 * Base32 of RFC 4648 section 6, the only form authenticator apps read secrets in: upper-case, without padding. Decoding is
 * strict, because two spellings of one secret would be two secrets to whoever compares them.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BITS_PER_CHARACTER = 5;
const BITS_PER_BYTE = 8;

/** Bytes to unpadded upper-case base32 (RFC 4648 section 6, section 3.2 for leaving the padding out). */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << BITS_PER_BYTE) | byte;
    bits += BITS_PER_BYTE;
    while (bits >= BITS_PER_CHARACTER) {
      bits -= BITS_PER_CHARACTER;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (BITS_PER_CHARACTER - bits)) & 31) : text;
}

/**
 * Unpadded upper-case base32 to bytes; undefined for any other character, an impossible length, or left-over bits that are
 * not zero (RFC 4648 section 3.5: a canonical encoding has exactly one spelling).
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    buffer = (buffer << BITS_PER_CHARACTER) | value;
    bits += BITS_PER_CHARACTER;
    if (bits >= BITS_PER_BYTE) {
      bits -= BITS_PER_BYTE;
      bytes.push((buffer >> bits) & 255);
    }
    buffer &= (1 << bits) - 1;
  }
  // A whole unused character, or set bits after the last byte, cannot come from an encoder.
  return bits >= BITS_PER_CHARACTER || buffer !== 0 ? undefined : Uint8Array.from(bytes);
}
