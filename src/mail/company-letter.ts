/**
 * What the letters of a company's administration say beside what every letter says: who did what, to whom, of which company.
 * Names were typed by somebody, so they are shortened and stand among the facts.
 */
import type { CompanyContent } from '../core/company-letter.ts';
import type { Language } from '../core/language.ts';
import type { LetterContent } from '../core/letter.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDate } from '../i18n/dates.ts';
import { typedText } from './plain-text.ts';

const KINDS: Readonly<Record<CompanyContent['kind'], true>> = {
  invitation: true,
  registration: true,
  'invitation-known': true,
  'registration-known': true,
  'company-changed': true,
  'company-acted': true,
};
const NAME_MAX = 60;

export function isOfCompany(content: LetterContent): content is CompanyContent {
  return Object.hasOwn(KINDS, content.kind);
}

interface LetterFact {
  readonly label: string;
  readonly value: string;
}

/** They stand before the facts that every letter has; a value of '' is left out. */
export function companyFacts(
  { facts, changes, acts }: Words['letters']['company'],
  content: CompanyContent,
  language: Language,
): readonly LetterFact[] {
  const typed = (label: string, value: string): LetterFact => ({ label, value: typedText(value, NAME_MAX) });
  switch (content.kind) {
    case 'registration':
    case 'registration-known':
      return [];
    case 'invitation':
    case 'invitation-known':
      return [typed(facts.company, content.company), typed(facts.inviter, content.by)];
    case 'company-changed':
      return [
        { label: facts.what, value: changes[content.change] },
        { label: facts.from, value: content.from === null ? '' : formatDate(language, content.from) },
        typed(facts.person, content.person),
        typed(facts.by, content.by),
      ];
    case 'company-acted':
      return [{ label: facts.what, value: acts[content.act] }, typed(facts.company, content.company), typed(facts.by, content.by)];
  }
}
