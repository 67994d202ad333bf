/** What the record of a request says once the beginning of the audit log was forgotten. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type BundleRecord, formatBundle, verifyBundle } from './request-bundle.ts';

const sign = (text: string): string => createHash('sha256').update(text).digest('hex');
const CHECK = {
  trusted: 'key',
  fingerprint: () => 'fingerprint',
  isSigned: (_key: string, text: string, signature: string) => sign(text) === signature,
};
const AT = 1000;

function recordOf(
  auditForgotten: { readonly seq: number; readonly at: number } | undefined,
  ...rest: readonly BundleRecord[]
): string {
  const head = { kind: 'bundle', format: 'genkan-request-bundle/1', receipt: 'R-1', publicKey: 'key' } as const;
  return formatBundle([{ ...head, auditForgotten }, ...rest], sign);
}

const EVENT: BundleRecord = {
  kind: 'event',
  requestId: 'request-1',
  version: 1,
  at: AT,
  actor: { kind: 'claimant', id: null },
  policyVersion: 'p',
  detail: { type: 'filed' },
};
const OTHER_DIGEST: BundleRecord = {
  kind: 'entry',
  detail: { type: 'recovery.event', version: 1, digest: 'another' },
  chained: true,
};
const WHOLE = { ok: true, receipt: 'R-1', events: 1, entries: 0 };
const NOT_LOGGED = { ok: false, problem: 'event-not-logged', line: 2 };

test('SEC-J15 SEC-Q07 an event without an entry is accepted up to the time until which the log was forgotten, and no later', () => {
  expect(verifyBundle(recordOf({ seq: 5, at: AT }, EVENT), CHECK)).toEqual(WHOLE);
  expect(verifyBundle(recordOf({ seq: 5, at: AT - 1 }, EVENT), CHECK)).toEqual(NOT_LOGGED);
  expect(verifyBundle(recordOf(undefined, EVENT), CHECK)).toEqual(NOT_LOGGED);
});

test('SEC-J15 SEC-Q07 an event that differs from its entry is told, whatever was forgotten', () => {
  expect(verifyBundle(recordOf({ seq: 5, at: AT }, EVENT, OTHER_DIGEST), CHECK)).toEqual(NOT_LOGGED);
});
