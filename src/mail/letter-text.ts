/** The text part of a letter: everything the HTML part says, line by line, with the addresses written out. */
import type { Language } from '../core/language.ts';
import { wordsFor } from '../i18n/catalog.ts';
import type { LetterBody, LetterLink } from './letter-body.ts';

export function letterText(body: LetterBody, language: Language, portalName: string): string {
  const words = wordsFor(language).letters;
  const blocks: readonly (readonly string[])[] = [
    [body.title],
    [body.greeting],
    [body.happened, body.meaning],
    body.facts.map(({ label, value }) => words.fact(label, value)),
    [body.notMe.heading, body.notMe.text, ...linkLines(body.notMe.link)],
    body.own === null ? [] : [body.own.heading, body.own.text, ...linkLines(body.own.link), body.own.linkUse],
    [words.neverAsked],
    [portalName],
  ];
  const paragraphs = blocks.map((lines) => lines.filter((line) => line !== '').join('\n')).filter((text) => text !== '');
  return `${paragraphs.join('\n\n')}\n`;
}

/** The address stands alone on its line: no mail program takes a bracket or a full stop for a part of it. */
function linkLines(link: LetterLink | null): readonly string[] {
  return link === null ? [] : [`${link.label}:`, link.href];
}
