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
  /** A mail address, as somebody wrote it. */
  readonly address: string;
}

export const HARMLESS: Chosen = {
  name: '鈴木 香織',
  device: '会社のiPhone',
  browser: 'Chrome / Windows',
  place: '203.0.113.x',
  address: 'hanako@home.example',
};

export function everyLetter({ name, device, browser, place, address }: Chosen = HARMLESS): readonly LetterContent[] {
  const circumstances = { at: THURSDAY, browser, place };
  const confirming = { path: `/success/sign-in/browser/${LINK_TOKEN}`, circumstances };
  const closing = { quarantinedUntil: THURSDAY + hours(72), disownUntil: THURSDAY + hours(72) };
  const receipt = 'R-2026-0K7R-4Q';
  const cancelPath = `/success/lost-device/${receipt}/cancellation?token=${LINK_TOKEN}`;
  const every: { readonly [Kind in LetterKind]: LetterContent & { readonly kind: Kind } } = {
    'two-factor-on': { kind: 'two-factor-on', deviceName: device, circumstances },
    'passkey-added': { kind: 'passkey-added', deviceName: device, circumstances },
    'passkey-copied': { kind: 'passkey-copied', deviceName: device, circumstances },
    'two-factor-off': { kind: 'two-factor-off', circumstances },
    'authenticator-added': { kind: 'authenticator-added', deviceName: device, circumstances },
    'authenticator-removed': { kind: 'authenticator-removed', deviceName: device, circumstances },
    'authenticator-replaced': { kind: 'authenticator-replaced', deviceName: device, previousName: device, circumstances },
    'authenticator-renamed': { kind: 'authenticator-renamed', deviceName: device, previousName: device, circumstances },
    'new-browser': { kind: 'new-browser', circumstances },
    'sign-in-after-absence': { kind: 'sign-in-after-absence', lastSignedInAt: THURSDAY - days(99), circumstances },
    'other-sessions-ended': { kind: 'other-sessions-ended', circumstances },
    'sessions-ended-by-host': { kind: 'sessions-ended-by-host', circumstances },
    'second-factor-failures': { kind: 'second-factor-failures', failures: 4, circumstances },
    'recovery-codes-issued': { kind: 'recovery-codes-issued', circumstances },
    'recovery-code-used': { kind: 'recovery-code-used', left: 9, circumstances },
    'enrolment-confirmation': { kind: 'enrolment-confirmation', expiresAt: THURSDAY + minutes(10), ...confirming },
    'browser-confirmation': { kind: 'browser-confirmation', expiresAt: THURSDAY + hours(24), ...confirming },
    'password-setup': { kind: 'password-setup', expiresAt: THURSDAY + hours(24), ...confirming },
    'password-changed': { kind: 'password-changed', circumstances },
    'password-reset': { kind: 'password-reset', circumstances },
    'password-reset-link': { kind: 'password-reset-link', expiresAt: THURSDAY + minutes(30), ...confirming },
    'password-replacement-link': { kind: 'password-replacement-link', expiresAt: THURSDAY + minutes(30), ...confirming },
    'password-compromised': { kind: 'password-compromised', circumstances },
    invitation: { kind: 'invitation', company: name, by: name, expiresAt: THURSDAY + days(7), ...confirming },
    'invitation-known': { kind: 'invitation-known', company: name, by: name, circumstances },
    registration: { kind: 'registration', expiresAt: THURSDAY + hours(1), ...confirming },
    'registration-known': { kind: 'registration-known', ...confirming },
    'company-changed': {
      kind: 'company-changed',
      change: 'colleague-suspended',
      by: name,
      person: name,
      from: THURSDAY,
      circumstances,
    },
    'company-acted': { kind: 'company-acted', act: 'suspended', by: name, company: name, circumstances },
    'staff-changed': {
      kind: 'staff-changed',
      change: 'suspended',
      person: name,
      role: 'reviewer',
      by: name,
      confirmedBy: name,
      reason: name,
      circumstances,
    },
    'desk-acted': { kind: 'desk-acted', act: 'suspended', person: name, circumstances },
    'desk-stopped': { kind: 'desk-stopped', where: null, by: name, reason: name, circumstances },
    'desk-resumed': { kind: 'desk-resumed', where: null, by: name, reason: name, circumstances },
    'staff-invitation': { kind: 'staff-invitation', role: 'intake', by: name, expiresAt: THURSDAY + days(1), ...confirming },
    'account-closed': { kind: 'account-closed', reported: 'new-browser', codeWorks: true, circumstances },
    'colleague-closed': { kind: 'colleague-closed', colleague: name, reported: 'two-factor-on', circumstances },
    'account-suspended': { kind: 'account-suspended', circumstances },
    'account-reopened': { kind: 'account-reopened', circumstances },
    'phone-changed': { kind: 'phone-changed', circumstances },
    'name-changed': { kind: 'name-changed', circumstances },
    'email-change-cancelled': { kind: 'email-change-cancelled', circumstances },
    'email-change-undone': { kind: 'email-change-undone', circumstances },
    'email-change-completed': { kind: 'email-change-completed', circumstances },
    'email-address-taken': { kind: 'email-address-taken', circumstances },
    'address-removed': { kind: 'address-removed', circumstances },
    'notification-added': { kind: 'notification-added', address, circumstances },
    'notification-removed': { kind: 'notification-removed', address, circumstances },
    'email-confirmation': { kind: 'email-confirmation', expiresAt: THURSDAY + hours(24), ...confirming },
    'notification-confirmation': { kind: 'notification-confirmation', expiresAt: THURSDAY + hours(24), ...confirming },
    'email-change-requested': { kind: 'email-change-requested', address, cancelPath, expiresAt: THURSDAY + days(7), circumstances },
    'email-changed': { kind: 'email-changed', address, cancelPath, expiresAt: THURSDAY + days(7), circumstances },
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
    'recovery-disputed': { kind: 'recovery-disputed', receipt, cancelPath, expiresAt: THURSDAY + hours(72), ...confirming },
    'dispute-asked': { kind: 'dispute-asked', opensAt: THURSDAY + hours(72), circumstances },
    'recovery-confirmed': { kind: 'recovery-confirmed', receipt, cancelPath, ...confirming },
    'recovery-withdrawn': { kind: 'recovery-withdrawn', receipts: [receipt], circumstances },
    'recovery-vetoed': { kind: 'recovery-vetoed', receipts: [receipt], frozenUntil: THURSDAY + days(7), circumstances },
    'recovery-copy': { kind: 'recovery-copy', receipt, step: 'filed', circumstances },
    'recovery-pass': {
      kind: 'recovery-pass',
      receipt,
      pass: '7K3M-9QXT-2VBN-4RHD',
      cancelPath,
      expiresAt: THURSDAY + hours(24),
      ...confirming,
    },
    'recovery-redeemed': { kind: 'recovery-redeemed', receipt, cancelPath, ...closing, circumstances },
    'recovery-redeemed-again': { kind: 'recovery-redeemed-again', receipt, cancelPath, ...closing, circumstances },
    'recovery-closed': { kind: 'recovery-closed', receipt, circumstances },
    'recovery-disowned': { kind: 'recovery-disowned', receipt, circumstances },
    'recovery-step': { kind: 'recovery-step', receipt, step: 'proposed', cancelPath, ...confirming },
    'recovery-stopped': { kind: 'recovery-stopped', receipt, step: 'stopped', cancelPath, ...confirming },
    'recovery-approved': { kind: 'recovery-approved', receipt, waitFor: hours(24), cancelPath, ...confirming },
    'recovery-refused': { kind: 'recovery-refused', receipt, circumstances },
    'colleague-recovery-step': { kind: 'colleague-recovery-step', colleague: name, receipt, step: 'approved', circumstances },
    'recovery-expired': { kind: 'recovery-expired', receipt, circumstances },
    'colleague-recovery-confirmed': { kind: 'colleague-recovery-confirmed', colleague: name, receipt, circumstances },
    'colleague-recovery-ended': { kind: 'colleague-recovery-ended', colleague: name, receipt, circumstances },
  };
  return Object.values(every);
}

/** Fields whose texts are the product's own. */
const OWN = new Set([
  'role',
  'kind',
  'path',
  'cancelPath',
  'receipt',
  'receipts',
  'channel',
  'reported',
  'step',
  'change',
  'act',
  'pass',
]);

/** Every text in a letter that is not the product's own, wherever it stands. */
export function chosenTexts(value: unknown, field = ''): readonly string[] {
  if (OWN.has(field)) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((each) => chosenTexts(each, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => chosenTexts(each, key));
}
