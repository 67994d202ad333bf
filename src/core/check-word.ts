/**
 * What the two ends of a call prove themselves by (desk.md section 2): the desk says the word that the claim browser shows, then the
 * person reads out its code. Both are made for one call of one recorder and live ten minutes.
 */
import type { StaffVouchedKind } from './recovery-evidence.ts';

/** Typed wrongly so often, a code is dead; so may a field of the blind comparison be tried. */
export const CALL_TRIES = 3;
const CODE_DIGITS = 6;

/** Short, common and unlike each other by ear; told in the language of the page that shows it. */
const WORDS = [
  ['あさがお', 'morning glory'],
  ['いるか', 'dolphin'],
  ['うちわ', 'paper fan'],
  ['えんぴつ', 'pencil'],
  ['おりがみ', 'origami'],
  ['かえで', 'maple'],
  ['きつつき', 'woodpecker'],
  ['くじら', 'whale'],
  ['けやき', 'zelkova'],
  ['こたつ', 'kotatsu'],
  ['さくらんぼ', 'cherry'],
  ['しろくま', 'polar bear'],
  ['すずめ', 'sparrow'],
  ['せんべい', 'rice cracker'],
  ['そらまめ', 'broad bean'],
  ['たけのこ', 'bamboo'],
  ['ちょうちん', 'lantern'],
  ['つばめ', 'swallow'],
  ['てぶくろ', 'gloves'],
  ['とんぼ', 'dragonfly'],
  ['なのはな', 'rapeseed'],
  ['にじ', 'rainbow'],
  ['のれん', 'noren'],
  ['はなび', 'fireworks'],
  ['ひまわり', 'sunflower'],
  ['ふうりん', 'wind chime'],
  ['へちま', 'loofah'],
  ['ほたる', 'firefly'],
  ['まつぼっくり', 'pine cone'],
  ['みかん', 'mandarin'],
  ['もみじ', 'autumn leaf'],
  ['ゆきだるま', 'snowman'],
] as const;

/** A voucher has a code too: the colleague reads it out to the administrator, who has no word to say. */
export type CallKind = StaffVouchedKind | 'voucher';

export interface CallProof {
  /** Six decimal digits. */
  readonly code: string;
  readonly word: { readonly ja: string; readonly en: string };
}

/** Eight random bytes: far more than a million codes and 32 words need, so that none of them is likelier than another by 2^-40. */
export function newCallProof(bytes: (count: number) => Uint8Array): CallProof {
  const drawn = bytes(8).reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  const code = Number(drawn % 10n ** BigInt(CODE_DIGITS));
  const [ja, en] = WORDS[(bytes(1)[0] ?? 0) % WORDS.length] ?? WORDS[0];
  return { code: String(code).padStart(CODE_DIGITS, '0'), word: { ja, en } };
}

/** As it was heard: full-width digits, blanks and hyphens make no difference. */
export function isSameCode(typed: string, code: string): boolean {
  return typed.normalize('NFKC').replace(/[\s-]/gu, '') === code;
}
