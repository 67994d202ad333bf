/**
 * Text that a person chose (a name, a device) as it may stand in a letter: one short line that no mail program turns into a
 * link or another direction of reading (SEC-P04). Escaping for HTML is left to the HTML part.
 */

/** Controls, line ends, and the marks that turn the direction of reading. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/** One line of at most `max` characters; more ends in "…". For texts of our own and of the configuration. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
}

/** The same for a text that a person typed: what a mail program would take for an address is pulled apart. */
export function typedText(text: string, max: number): string {
  return oneLine(text, max)
    .replaceAll('://', ': //')
    .replace(/\.(?=\p{L})/gu, '. ');
}
