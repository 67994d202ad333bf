/**
 * What each kind of letter says, as data that both parts (text and HTML) are made of. Decides which facts and which link a
 * letter holds, and that every link leads to the configured origin (SEC-N07). The sentences are in `i18n/<language>/letters.ts`.
 */
import type { Letter, LetterContent } from '../core/letter.ts';
import { Fault } from '../core/outcome.ts';
import { type Duration, hours, minutes } from '../core/time.ts';
import { type Words, wordsFor } from '../i18n/catalog.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { oneLine, typedText } from './plain-text.ts';

type LetterWords = Words['letters'];

export interface LetterLink {
  readonly label: string;
  readonly href: string;
}

export interface LetterBody {
  readonly title: string;
  /** Shown by mail programs after the subject. */
  readonly preview: string;
  readonly greeting: string;
  readonly happened: string;
  /** What did not change, or ''. */
  readonly meaning: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly notMe: { readonly heading: string; readonly text: string; readonly link: LetterLink };
  /** What to do when it was the holder; null when there is nothing to do. */
  readonly own: {
    readonly heading: string;
    readonly text: string;
    readonly link: LetterLink | null;
    readonly linkUse: string;
  } | null;
}

type KindWords = LetterWords['twoFactorOn'];

/** Longest text of a person that a letter repeats, in characters. */
const NAME_MAX = 60;

const WORDS_OF: Readonly<Record<LetterContent['kind'], (words: LetterWords) => KindWords>> = {
  'two-factor-on': (words) => words.twoFactorOn,
  'two-factor-off': (words) => words.twoFactorOff,
  'new-browser': (words) => words.newBrowser,
  'second-factor-failures': (words) => words.secondFactorFailures,
  'enrolment-confirmation': (words) => words.enrolmentConfirmation,
  'browser-confirmation': (words) => words.browserConfirmation,
};

/** Throws Fault 'invariant-broken' when the letter's path leads away from the origin. */
export function letterBody(letter: Letter, origin: string): LetterBody {
  const { content, language } = letter;
  const words = wordsFor(language).letters;
  const own = WORDS_OF[content.kind](words);
  const help = { label: words.contactLink, href: absolute(origin, `/${letter.portal}/help`) };
  return {
    title: own.title,
    preview: own.preview,
    greeting: words.greeting(typedText(letter.name, NAME_MAX)),
    happened: own.happened,
    meaning: own.meaning,
    facts: factsOf(letter, words),
    notMe: { heading: own.notMeHeading, text: own.notMe, link: help },
    own: own.own === '' ? null : { heading: own.ownHeading, text: own.own, ...linkOf(content, origin, words, own) },
  };
}

function factsOf({ content, language }: Letter, words: LetterWords): LetterBody['facts'] {
  const { at, browser, place } = content.circumstances;
  const facts = [{ label: words.facts.at, value: formatDateTimeWithZone(language, at) }];
  if (content.kind === 'two-factor-on') facts.push({ label: words.facts.device, value: typedText(content.deviceName, NAME_MAX) });
  if (content.kind === 'second-factor-failures')
    facts.push({ label: words.facts.failures, value: words.failures(content.failures) });
  facts.push(
    { label: words.facts.browser, value: oneLine(browser, NAME_MAX) },
    { label: words.facts.place, value: oneLine(place, NAME_MAX) },
  );
  if ('expiresAt' in content) facts.push({ label: words.facts.until, value: formatDateTimeWithZone(language, content.expiresAt) });
  return facts;
}

function linkOf(
  content: LetterContent,
  origin: string,
  words: LetterWords,
  own: KindWords,
): { link: LetterLink | null; linkUse: string } {
  if (!('path' in content)) return { link: null, linkUse: '' };
  const lifetime = content.expiresAt - content.circumstances.at;
  return { link: { label: own.link, href: absolute(origin, content.path) }, linkUse: words.linkUse(lifetimeText(lifetime, words)) };
}

function lifetimeText(lifetime: Duration, words: LetterWords): string {
  const isWholeHours = lifetime >= hours(1) && lifetime % hours(1) === 0;
  return isWholeHours ? words.hours(lifetime / hours(1)) : words.minutes(Math.max(1, Math.floor(lifetime / minutes(1))));
}

function absolute(origin: string, path: string): string {
  const url = URL.parse(path, origin);
  if (!path.startsWith('/') || url === null || url.origin !== new URL(origin).origin) {
    throw new Fault('invariant-broken', 'a letter holds a path that leads away from the configured origin');
  }
  return url.href;
}
