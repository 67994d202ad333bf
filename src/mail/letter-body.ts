/**
 * What each kind of letter says, as data that both parts (text and HTML) are made of. Decides which facts and which link a
 * letter holds, and that every link leads to the configured origin (SEC-N07). The sentences are in `i18n/<language>/letters.ts`.
 */
import type { Language } from '../core/language.ts';
import type { Letter, LetterContent, SeveralNotices } from '../core/letter.ts';
import { Fault } from '../core/outcome.ts';
import { type Duration, days, hours, minutes } from '../core/time.ts';
import { type Words, wordsFor } from '../i18n/catalog.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { letterWords, wordsOfLetter } from '../i18n/letter-words.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { companyFacts, isOfCompany } from './company-letter.ts';
import { oneLine, typedText } from './plain-text.ts';
import { isRecovery, recoveryFacts } from './recovery-letter.ts';
import { isOfStaff, staffFacts } from './staff-letter.ts';

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
  readonly facts: readonly LetterFact[];
  /** What to do when it was somebody else. */
  readonly notMe: LetterPart & { readonly link: LetterLink };
  /** What to do when it was the holder; null when there is nothing to do. */
  readonly own: LetterPart | null;
  /** Desks of the account's plan, one line each, and the page that lists them all. */
  readonly desks: readonly LetterDesk[];
  readonly contact: LetterLink;
}

interface LetterFact {
  readonly label: string;
  readonly value: string;
}

export interface LetterPart {
  readonly heading: string;
  readonly text: string;
  readonly link: LetterLink | null;
  /** How long the link works and what it does, or ''. */
  readonly linkUse: string;
}

export interface LetterDesk {
  readonly title: string;
  /** Telephone number or mail address. */
  readonly way: string;
  readonly href: string;
  /** When the telephone is answered, or ''. */
  readonly hours: string;
}

type LetterWords = Words['letters'];
type KindWords = LetterWords['twoFactorOn'];

/** Longest text of a person that a letter repeats, in characters. */
const NAME_MAX = 60;
const ADDRESS_MAX = 254;

export interface LetterFrame {
  readonly origin: string;
  readonly contact: PortalDefinition['contact'];
  /** It goes to somebody who works at the desk. */
  readonly isOfDesk?: boolean;
}

/** Throws Fault 'invariant-broken' when a path of the letter leads away from the origin. */
export function letterBody(letter: Letter, { origin, contact, isOfDesk = false }: LetterFrame): LetterBody {
  const { content, language } = letter;
  const words = wordsFor(language).letters;
  const own = wordsOfLetter(words, content, isOfDesk);
  const help = { label: words.contactLink, href: absolute(origin, `/${letter.portal}/help#contact`) };
  return {
    title: own.title,
    preview: isOfDispute(content) ? words.recovery.locked : own.preview,
    greeting: words.greeting(typedText(letter.name, NAME_MAX)),
    happened: own.happened,
    meaning: meaningOf(content, words, own),
    facts: factsOf(letter, words),
    notMe: { heading: own.notMeHeading, text: objectionText(letter, words, own), ...objection(letter, origin, words, help) },
    own:
      own.own === ''
        ? null
        : { heading: own.ownHeading, text: ownText(content, words, own), ...linkOf(content, origin, words, own) },
    desks: desksOf(letter, contact),
    contact: help,
  };
}

/** Whoever was spoken for has no browser of the request yet. */
function ownText(content: LetterContent, words: LetterWords, own: KindWords): string {
  return content.kind === 'recovery-filed' && content.channel !== 'web' ? words.recovery.ownElsewhere : own.own;
}

function isOfDispute(content: LetterContent): boolean {
  return 'dispute' in content && content.dispute === true;
}

function meaningOf(content: LetterContent, words: LetterWords, own: KindWords): string {
  if (isOfDispute(content)) return words.recovery.locked;
  return content.kind === 'account-closed' && !content.codeWorks ? words.closedWholly : own.meaning;
}

/** Of the account's plan; all of them where no contract says which (desk.md section 1: the plan is never asked). */
function desksOf({ plan, language }: Letter, contact: LetterFrame['contact']): readonly LetterDesk[] {
  const blocks = plan === null ? [...contact.standard, ...contact.paid] : contact[plan];
  return blocks.flatMap(({ title, phone, mail, hours: openAt }) => {
    const desk = { title: title[language] };
    if (phone !== null) return [{ ...desk, way: phone, href: `tel:${phone.replace(/[^\d+]/gu, '')}`, hours: openAt[language] }];
    return mail === null ? [] : [{ ...desk, way: mail, href: `mailto:${mail}`, hours: '' }];
  });
}

function objectionText({ content, notMe }: Letter, words: LetterWords, own: KindWords): string {
  if ('cancelPath' in content && content.cancelPath === null) return words.contact.tooYoung;
  return content.kind === 'several-notices' && notMe === null ? words.notices.severalAsk : own.notMe;
}

/** By the link of the letter, or without one by asking. */
function objection(
  { notMe, content }: Letter,
  origin: string,
  words: LetterWords,
  help: LetterLink,
): { link: LetterLink; linkUse: string } {
  if ('cancelPath' in content && content.cancelPath !== null) {
    const href = absolute(origin, content.cancelPath);
    if (content.kind === 'recovery-redeemed' || content.kind === 'recovery-redeemed-again')
      return { link: { label: words.recovery.disownLink, href }, linkUse: words.recovery.disownUse };
    if (isRecovery(content)) return { link: { label: words.recovery.cancelLink, href }, linkUse: words.recovery.cancelUse };
    const lifetime = lifetimeText(content.expiresAt - content.circumstances.at, words);
    return { link: { label: words.contact.cancelLink, href }, linkUse: words.contact.cancelUse(lifetime) };
  }
  if (notMe === null) return { link: help, linkUse: '' };
  const lifetime = lifetimeText(notMe.expiresAt - content.circumstances.at, words);
  return { link: { label: words.notMeLink, href: absolute(origin, notMe.path) }, linkUse: words.notMeUse(lifetime) };
}

function factsOf({ content, language }: Letter, words: LetterWords): LetterBody['facts'] {
  if (content.kind === 'several-notices') return content.events.map((event) => eventFact(event, language, words));
  const { at, browser, place } = content.circumstances;
  const facts = isRecovery(content) ? [...recoveryFacts(words.recovery, content, language)] : [];
  if (isOfCompany(content)) facts.push(...companyFacts(words.company, content, language));
  if (isOfStaff(content)) facts.push(...staffFacts(language, words.staff, content));
  facts.push({ label: words.facts.at, value: formatDateTimeWithZone(language, at) });
  if (content.kind === 'colleague-closed')
    facts.push({ label: words.facts.colleague, value: typedText(content.colleague, NAME_MAX) });
  if ('reported' in content) facts.push({ label: words.facts.reported, value: letterWords(words, content.reported).title });
  if ('address' in content) facts.push({ label: words.contact.address, value: typedText(content.address, ADDRESS_MAX) });
  if (content.kind === 'dispute-asked')
    facts.push({ label: words.recovery.facts.opensAt, value: formatDateTimeWithZone(language, content.opensAt) });
  if (content.kind === 'sign-in-after-absence')
    facts.push({ label: words.notices.lastSignIn, value: formatDateTimeWithZone(language, content.lastSignedInAt) });
  if ('deviceName' in content) facts.push({ label: words.facts.device, value: typedText(content.deviceName, NAME_MAX) });
  if ('previousName' in content) {
    const { oldName, previousName } = words.authenticator;
    const label = content.kind === 'authenticator-renamed' ? oldName : previousName;
    facts.push({ label, value: typedText(content.previousName, NAME_MAX) });
  }
  if (content.kind === 'second-factor-failures')
    facts.push({ label: words.facts.failures, value: words.failures(content.failures) });
  if (content.kind === 'recovery-code-used')
    facts.push({ label: words.recoveryCodes.leftLabel, value: words.recoveryCodes.left(content.left) });
  facts.push(
    { label: words.facts.browser, value: typedText(browser, NAME_MAX) },
    { label: words.facts.place, value: oneLine(place, NAME_MAX) },
  );
  const isWithoutLink = 'cancelPath' in content && content.cancelPath === null;
  if ('expiresAt' in content && !isWithoutLink)
    facts.push({
      label: content.kind === 'recovery-pass' ? words.recovery.facts.passUntil : words.facts.until,
      value: formatDateTimeWithZone(language, content.expiresAt),
    });
  return facts.filter(({ value }) => value !== '');
}

/** One line of a letter that tells of several things: when, what, with which browser, roughly from where. */
function eventFact({ kind, circumstances }: SeveralNotices['events'][number], language: Language, words: LetterWords): LetterFact {
  const { at, browser, place } = circumstances;
  const told = [letterWords(words, kind).title, typedText(browser, NAME_MAX), oneLine(place, NAME_MAX)];
  const value = told.filter((part) => part !== '').join(' / ');
  return { label: formatDateTimeWithZone(language, at), value };
}

function linkOf(
  content: LetterContent,
  origin: string,
  words: LetterWords,
  own: KindWords,
): { link: LetterLink | null; linkUse: string } {
  if (!('path' in content)) return { link: null, linkUse: '' };
  const link = { label: own.link, href: absolute(origin, content.path) };
  if (!('expiresAt' in content)) return { link, linkUse: isRecovery(content) ? words.recovery.statusUse : '' };
  const lifetime = lifetimeText(content.expiresAt - content.circumstances.at, words);
  // Its link is a form that is always there; what ends is the pass.
  return { link, linkUse: content.kind === 'recovery-pass' ? words.recovery.passUse(lifetime) : words.linkUse(lifetime) };
}

function lifetimeText(lifetime: Duration, words: LetterWords): string {
  if (lifetime >= days(2) && lifetime % days(1) === 0) return words.days(lifetime / days(1));
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
