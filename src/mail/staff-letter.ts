/** What the letters about members of the desk say beside what every letter says: who, which role, by whom, confirmed by whom. */
import type { Language } from '../core/language.ts';
import type { LetterContent } from '../core/letter.ts';
import type { StaffContent } from '../core/staff-letter.ts';
import { type Words, wordsFor } from '../i18n/catalog.ts';
import { typedText } from './plain-text.ts';

const NAME_MAX = 60;
const REASON_MAX = 200;

export function isOfStaff(content: LetterContent): content is StaffContent {
  return (
    content.kind === 'staff-changed' ||
    content.kind === 'staff-invitation' ||
    content.kind === 'desk-acted' ||
    content.kind === 'desk-stopped' ||
    content.kind === 'desk-resumed'
  );
}

interface LetterFact {
  readonly label: string;
  readonly value: string;
}

/** They stand before the facts that every letter has; a value of '' is left out. */
export function staffFacts(
  language: Language,
  { acts, allPortals, facts, changes, host }: Words['letters']['staff'],
  content: StaffContent,
): readonly LetterFact[] {
  if (content.kind === 'desk-acted') {
    return [
      { label: facts.what, value: acts[content.act] },
      { label: facts.person, value: typedText(content.person, NAME_MAX) },
    ];
  }
  if ('where' in content) {
    return [
      { label: facts.where, value: content.where?.[language] ?? allPortals },
      { label: facts.by, value: typedText(content.by, NAME_MAX) },
      { label: facts.reason, value: typedText(content.reason, REASON_MAX) },
    ];
  }
  const role = { label: facts.role, value: wordsFor(language).role.roles[content.role].name };
  if (content.kind === 'staff-invitation') return [role, { label: facts.by, value: typedText(content.by, NAME_MAX) }];
  return [
    { label: facts.what, value: changes[content.change] },
    { label: facts.person, value: typedText(content.person, NAME_MAX) },
    role,
    { label: facts.by, value: content.by === '' ? host : typedText(content.by, NAME_MAX) },
    { label: facts.confirmedBy, value: typedText(content.confirmedBy, NAME_MAX) },
    { label: facts.reason, value: typedText(content.reason, REASON_MAX) },
  ];
}
