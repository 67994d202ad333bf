/**
 * The text part of a letter: everything the HTML part says, line by line, with the addresses written out. It begins with the
 * preview line, because mail programs show the beginning of a letter after its subject.
 */
import type { Language } from '../core/language.ts';
import { wordsFor } from '../i18n/catalog.ts';
import type { LetterBody, LetterDesk, LetterLink, LetterPart } from './letter-body.ts';

export function letterText(body: LetterBody, language: Language, portalName: string): string {
  const words = wordsFor(language).letters;
  const blocks: readonly (readonly string[])[] = [
    [body.preview],
    [body.title],
    [body.greeting],
    [body.happened, body.meaning],
    body.facts.map(({ label, value }) => words.fact(label, value)),
    partLines(body.notMe),
    body.own === null ? [] : partLines(body.own),
    [words.neverAsked],
    [portalName, ...body.desks.map((desk) => words.fact(desk.title, deskLine(desk))), ...linkLines(body.contact)],
  ];
  const paragraphs = blocks.map((lines) => lines.filter((line) => line !== '').join('\n')).filter((text) => text !== '');
  return `${paragraphs.join('\n\n')}\n`;
}

function partLines({ heading, text, link, linkUse }: LetterPart): readonly string[] {
  return [heading, text, ...linkLines(link), linkUse];
}

function deskLine({ way, hours }: LetterDesk): string {
  return hours === '' ? way : `${way} / ${hours}`;
}

/** The address stands alone on its line: no mail program takes a bracket or a full stop for a part of it. */
function linkLines(link: LetterLink | null): readonly string[] {
  return link === null ? [] : [`${link.label}:`, link.href];
}
