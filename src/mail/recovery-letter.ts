/**
 * What the letters about a lost-device request say beside what every letter says: the receipt, how it was sent, and the two
 * pages behind the mailed token. Their objection is the cancel page, whose button alone stops the request (G-24).
 */

import type { Language } from '../core/language.ts';
import type { LetterContent } from '../core/letter.ts';
import { hours } from '../core/time.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { typedText } from './plain-text.ts';

export type RecoveryContent = Extract<
  LetterContent,
  {
    kind:
      | 'recovery-filed'
      | 'recovery-disputed'
      | 'recovery-confirmed'
      | 'recovery-copy'
      | 'recovery-withdrawn'
      | 'recovery-vetoed'
      | 'recovery-expired'
      | 'recovery-step'
      | 'recovery-pass'
      | 'recovery-redeemed'
      | 'recovery-redeemed-again'
      | 'recovery-closed'
      | 'recovery-disowned'
      | 'recovery-approved'
      | 'recovery-stopped'
      | 'recovery-refused'
      | 'colleague-recovery-confirmed'
      | 'colleague-recovery-ended'
      | 'colleague-recovery-step';
  }
>;

type RecoveryWords = Words['letters']['recovery'];

const NAME_MAX = 60;

export function isRecovery(content: LetterContent): content is RecoveryContent {
  return 'receipt' in content || 'receipts' in content;
}

interface LetterFact {
  readonly label: string;
  readonly value: string;
}

/** They stand before the facts that every letter has. */
export function recoveryFacts(words: RecoveryWords, content: RecoveryContent, language: Language): readonly LetterFact[] {
  const receipts = 'receipts' in content ? content.receipts : [content.receipt];
  const label = receipts.length > 1 ? words.facts.receipts : words.facts.receipt;
  const facts: LetterFact[] = [{ label, value: receipts.join(', ') }];
  if ('colleague' in content) {
    facts.unshift({ label: words.facts.colleague, value: typedText(content.colleague, NAME_MAX) });
  }
  if ('step' in content) facts.push({ label: words.facts.step, value: words.steps[content.step] });
  if (content.kind === 'recovery-pass') facts.push({ label: words.facts.pass, value: content.pass });
  if (content.kind === 'recovery-approved') {
    const { waitFor } = content;
    const wait = waitFor === 0 ? words.waitNone : words.waitHours(Math.max(1, Math.round(waitFor / hours(1))));
    facts.push({ label: words.facts.wait, value: wait });
  }
  if ('quarantinedUntil' in content) {
    const at = (until: number): string => words.until(formatDateTimeWithZone(language, until));
    facts.push(
      { label: words.facts.quarantinedUntil, value: at(content.quarantinedUntil) },
      { label: words.facts.disownUntil, value: at(content.disownUntil) },
    );
  }
  if (content.kind === 'recovery-filed') facts.push({ label: words.facts.channel, value: words.channels[content.channel] });
  if (content.kind === 'recovery-vetoed' && content.frozenUntil !== null) {
    facts.push({ label: words.facts.frozenUntil, value: words.until(formatDateTimeWithZone(language, content.frozenUntil)) });
  }
  return facts;
}
