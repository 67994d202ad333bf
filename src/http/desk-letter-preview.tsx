/** What the holder will be written when a decision is given, to be read before it is (D-28): the same words as the letter's. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { LetterKind } from '../core/letter.ts';
import type { RecoveryStep } from '../core/recovery-step.ts';
import { letterWords } from '../i18n/letter-words.ts';
import { Disclosure, Facts } from './components.tsx';
import type { DecisionName } from './desk-paths.ts';
import type { SessionVisit } from './visit.ts';

/** Decisions that nobody outside the desk is told of by themselves have none. */
const LETTER_OF: Partial<Readonly<Record<DecisionName, readonly [LetterKind, RecoveryStep]>>> = {
  propose: ['recovery-step', 'proposed'],
  approve: ['recovery-approved', 'approved'],
  return: ['recovery-step', 'returned'],
  refuse: ['recovery-refused', 'refused'],
  stop: ['recovery-stopped', 'stopped'],
  resume: ['recovery-step', 'resumed'],
};

interface PreviewProps {
  readonly visit: SessionVisit;
  readonly name: DecisionName;
  /** The request is of somebody who works at the desk. */
  readonly isOfDesk: boolean;
}

export function LetterPreview({ visit, name, isOfDesk }: PreviewProps): JSX.Element | null {
  const letter = LETTER_OF[name];
  if (letter === undefined) return null;
  const [kind, step] = letter;
  const { deskCall, letters } = visit.words;
  const texts = deskCall.decisions.letter;
  const { happened, meaning, notMe, title } = letterWords(letters, kind, isOfDesk);
  return (
    <Disclosure summary={texts.summary}>
      <Facts
        rows={[
          { term: texts.subject, value: title },
          { term: texts.step, value: letters.recovery.steps[step] },
        ]}
      />
      <p>{happened}</p>
      {meaning === '' ? null : <p>{meaning}</p>}
      <p>{notMe}</p>
      <p class="small">{texts.note}</p>
    </Disclosure>
  );
}
