/**
 * One letter of several that waited for room (SEC-P06): it lists what each would have told and objects to the earliest that has
 * a "not me" link, because what a stranger did first is what the others follow from. One alone stays as it is.
 */
import type { Letter } from '../core/letter.ts';

export function inOneLetter(letters: readonly [Letter, ...Letter[]]): Letter {
  const [first, ...others] = letters;
  if (others.length === 0) return first;
  const inOrder = letters.toSorted((a, b) => a.content.circumstances.at - b.content.circumstances.at);
  const objected = inOrder.find(({ notMe }) => notMe !== null);
  const newest = inOrder.at(-1) ?? first;
  const content = {
    kind: 'several-notices',
    events: inOrder.map(({ content: { kind, circumstances } }) => ({ kind, circumstances })),
    circumstances: (objected ?? first).content.circumstances,
  } as const;
  // Name, language and plan as they were last.
  return { ...newest, content, notMe: objected?.notMe ?? null };
}
