/** One letter of every kind, for tests that hold for all of them: a new kind does not compile without its line here. */
import type { LetterContent, LetterKind } from '../../src/core/letter.ts';
import { days, hours, minutes } from '../../src/core/time.ts';
import { LINK_TOKEN, THURSDAY } from './outbox-world.ts';

/** What people and browsers choose: stands in each place of a letter that could hold it. */
export interface Chosen {
  readonly name: string;
  readonly device: string;
  readonly browser: string;
  readonly place: string;
}

export const HARMLESS: Chosen = {
  name: '鈴木 香織',
  device: '会社のiPhone',
  browser: 'Chrome / Windows',
  place: '203.0.113.x',
};

export function everyLetter({ name, device, browser, place }: Chosen = HARMLESS): readonly LetterContent[] {
  const circumstances = { at: THURSDAY, browser, place };
  const confirming = { path: `/success/sign-in/browser/${LINK_TOKEN}`, circumstances };
  const receipt = 'R-2026-0K7R-4Q';
  const cancelPath = `/success/lost-device/${receipt}/cancellation?token=${LINK_TOKEN}`;
  const every: { readonly [Kind in LetterKind]: LetterContent & { readonly kind: Kind } } = {
    'two-factor-on': { kind: 'two-factor-on', deviceName: device, circumstances },
    'two-factor-off': { kind: 'two-factor-off', circumstances },
    'new-browser': { kind: 'new-browser', circumstances },
    'sign-in-after-absence': { kind: 'sign-in-after-absence', lastSignedInAt: THURSDAY - days(99), circumstances },
    'other-sessions-ended': { kind: 'other-sessions-ended', circumstances },
    'sessions-ended-by-host': { kind: 'sessions-ended-by-host', circumstances },
    'second-factor-failures': { kind: 'second-factor-failures', failures: 4, circumstances },
    'enrolment-confirmation': { kind: 'enrolment-confirmation', expiresAt: THURSDAY + minutes(10), ...confirming },
    'browser-confirmation': { kind: 'browser-confirmation', expiresAt: THURSDAY + hours(24), ...confirming },
    'password-setup': { kind: 'password-setup', expiresAt: THURSDAY + hours(24), ...confirming },
    'account-closed': { kind: 'account-closed', reported: 'new-browser', codeWorks: true, circumstances },
    'colleague-closed': { kind: 'colleague-closed', colleague: name, reported: 'two-factor-on', circumstances },
    'account-suspended': { kind: 'account-suspended', circumstances },
    'account-reopened': { kind: 'account-reopened', circumstances },
    'several-notices': {
      kind: 'several-notices',
      events: [
        { kind: 'new-browser', circumstances },
        { kind: 'two-factor-off', circumstances: { ...circumstances, at: THURSDAY + minutes(1) } },
      ],
      circumstances,
    },
    'recovery-filed': {
      kind: 'recovery-filed',
      receipt,
      channel: 'web',
      cancelPath,
      expiresAt: THURSDAY + hours(72),
      ...confirming,
    },
    'recovery-confirmed': { kind: 'recovery-confirmed', receipt, cancelPath, ...confirming },
    'recovery-withdrawn': { kind: 'recovery-withdrawn', receipts: [receipt], circumstances },
    'recovery-vetoed': { kind: 'recovery-vetoed', receipts: [receipt], frozenUntil: THURSDAY + days(7), circumstances },
    'recovery-expired': { kind: 'recovery-expired', receipt, circumstances },
    'colleague-recovery-confirmed': { kind: 'colleague-recovery-confirmed', colleague: name, receipt, circumstances },
    'colleague-recovery-ended': { kind: 'colleague-recovery-ended', colleague: name, receipt, circumstances },
  };
  return Object.values(every);
}

/** Fields whose texts are the product's own. */
const OWN = new Set(['kind', 'path', 'cancelPath', 'receipt', 'receipts', 'channel', 'reported']);

/** Every text in a letter that is not the product's own, wherever it stands. */
export function chosenTexts(value: unknown, field = ''): readonly string[] {
  if (OWN.has(field)) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((each) => chosenTexts(each, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => chosenTexts(each, key));
}
