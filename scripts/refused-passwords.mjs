/**
 * Makes src/crypto/refused-passwords.txt, the passwords that nobody may choose (SEC-A04): a public list of common and breached ones
 * (8 characters and more), and what people make of its short entries when 15 characters are asked for. Run by hand, rarely:
 * `node scripts/refused-passwords.mjs FOLDER`, where FOLDER holds the unpacked npm packages named in docs/dependencies.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ENDINGS,
  FAMILY_NAMES,
  GIVEN_NAMES,
  JAPANESE_WORDS,
  KANA_WORDS,
  KEYBOARD_COLUMNS,
  KEYBOARD_ROWS,
  PHRASES,
  SEQUENCES,
} from './refused-password-words.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = join(ROOT, 'src/crypto/refused-passwords.txt');
/** The least floor a portal may have, and the floor of all others (SEC-A01). */
const FLOOR_MIN = 8;
const FLOOR = 15;
const LONGEST = 32;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node scripts/refused-passwords.mjs FOLDER');
const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const common = read('language-common/src/passwords.json');
const givenNames = read('language-ja/src/firstnames.json').filter((name, index) => name.length >= 3 && index % 4 === 0);

const long = new Set([
  ...common.slice(0, 1000).flatMap(repeated),
  ...pairs(common.slice(0, 40), common.slice(0, 40)),
  ...common.slice(0, 200).flatMap(withEnding),
  ...JAPANESE_WORDS.flatMap((word) => [...repeated(word), ...withEnding(word)]),
  ...pairs(JAPANESE_WORDS.slice(0, 25), JAPANESE_WORDS.slice(0, 25)),
  ...KANA_WORDS.flatMap(repeated),
  ...[...GIVEN_NAMES, ...givenNames].flatMap(repeated),
  ...FAMILY_NAMES.flatMap((word) => [...repeated(word), ...withEnding(word)]),
  ...KEYBOARD_ROWS.flatMap(windows),
  ...KEYBOARD_COLUMNS.flatMap(windows),
  ...SEQUENCES.flatMap(windows),
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).flatMap(runs),
  ...PHRASES.flatMap((phrase) => [phrase, phrase.replaceAll(' ', ''), phrase.replaceAll(' ', '-'), phrase.replaceAll(' ', '_')]),
]);
const folded = (text) => text.normalize('NFC').toLowerCase().normalize('NFC');
const all = new Set(
  [...common.filter((text) => size(text) >= FLOOR_MIN), ...[...long].filter((text) => size(text) >= FLOOR)].map(folded),
);
writeFileSync(OUTPUT, `${[...all].toSorted((a, b) => (a < b ? -1 : 1)).join('\n')}\n`);
const count = [...all].filter((text) => size(text) >= FLOOR).length;
process.stdout.write(`${all.size} passwords, ${count} of them of ${FLOOR} characters or more\n`);

function size(text) {
  return [...text].length;
}

/** sakurasakurasakura: as often as is needed, and once more. */
function repeated(word) {
  const times = Math.max(2, Math.ceil(FLOOR / size(word)));
  return [word.repeat(times), word.repeat(times + 1)].filter((text) => size(text) <= LONGEST);
}

/** passwordletmein, iloveyoupassword. */
function pairs(firsts, seconds) {
  return firsts.flatMap((first) => seconds.map((second) => first + second)).filter((text) => size(text) >= FLOOR);
}

/** password1234567, sakura123456789: only what an ending brings to length. */
function withEnding(word) {
  return ENDINGS.map((ending) => word + ending).filter((text) => size(text) >= FLOOR && size(text) <= LONGEST);
}

/** Every stretch of a line of keys or of a sequence, in both directions, and the line again after itself. */
function windows(line) {
  const there = [...line];
  return [there, there.toReversed()].flatMap((keys) => {
    const endless = [...keys, ...keys];
    const found = [];
    for (let length = FLOOR; length <= Math.min(20, endless.length); length += 1) {
      for (let start = 0; start + length <= endless.length && start < keys.length; start += 1) {
        found.push(endless.slice(start, start + length).join(''));
      }
    }
    return found;
  });
}

/** aaaaaaaaaaaaaaa */
function runs(character) {
  return [15, 16, 17, 18, 20, 24, 30].map((length) => character.repeat(length));
}
