/**
 * People, rows and one instant for the store's tests, each row whole and valid until a test changes a field of it. Nothing
 * here knows which database stands behind the store.
 */
import type { AuditDetail, AuditEvent, NonEmpty } from '../../src/core/audit-event.ts';
import type { PendingEnrolment } from '../../src/core/authenticator.ts';
import type { Letter } from '../../src/core/letter.ts';
import { done } from '../../src/core/outcome.ts';
import { SLOTS } from '../../src/core/recovery-codes.ts';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';
import type { MailedLink, NewPendingSignIn, NewSession, NewSitting, SignInFacts, Store, Writes } from '../../src/ports.ts';
import type { Import, ImportedAccount } from '../../src/store/import.ts';
import { TEST_SECRETS } from '../support/test-store.ts';

/** Thursday, 8 October 2026, 10:14:05.678 in Japan. */
export const NOW: Instant = Date.UTC(2026, 9, 8, 1, 14, 5, 678);
export const STEP = 59_700_000;

export const SAKURA = { id: 'sakura', portal: 'success', name: 'さくら商事株式会社', plan: 'paid' } as const;

export const HANAKO: ImportedAccount = {
  id: 'hanako',
  portal: 'success',
  email: 'Hanako@Success.example',
  name: '山田 花子',
  phone: '03-1234-5621',
  companyId: SAKURA.id,
  role: 'company-administrator',
  language: 'ja',
  status: 'active',
  createdAt: NOW - days(400),
  passwordSetAt: NOW - days(200),
  passwordRecord: '$argon2id$hanako',
};

/** Somebody else in the same company. */
export const TARO: ImportedAccount = { ...HANAKO, id: 'taro', email: 'taro@success.example', name: '鈴木 太郎', role: 'holder' };

export async function importPeople(store: Import): Promise<void> {
  await store.importCompany(SAKURA);
  await store.importAccount(HANAKO);
  await store.importAccount(TARO);
}

export function auditEvent(detail: AuditDetail = { type: 'password.rehashed' }): AuditEvent {
  return {
    at: NOW,
    portal: 'success',
    address: '203.0.113.7',
    requestId: 'request-1',
    actor: { kind: 'holder', id: HANAKO.id },
    accountId: HANAKO.id,
    detail,
  };
}

/** The first administrator of the desk, half an hour before the code is over. */
export const SET_UP: NewSitting = {
  kind: 'set-up',
  portal: 'desk',
  role: 'administrator',
  accountId: null,
  digest: 'digest of the code',
  email: 'ops@desk.example',
  name: '小川 凜',
  language: 'ja',
  expiresAt: NOW + minutes(30),
};

export const AUDITED: NonEmpty<AuditEvent> = [auditEvent()];

/** One write that is not refused; answers what the work answered. */
export async function change<T>(store: Store, work: (tx: Writes) => Promise<T>): Promise<T> {
  const outcome = await store.write(AUDITED, async (tx) => done(await work(tx)));
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome.value;
}

export async function hanako(store: Store): Promise<SignInFacts> {
  const facts = await store.read.signInFacts('success', 'hanako@success.example');
  if (facts === undefined) throw new Error('hanako was not imported');
  return facts;
}

export async function securityVersion(store: Store): Promise<number> {
  return (await hanako(store)).account.securityVersion;
}

export function pendingSignIn(row: Partial<NewPendingSignIn> = {}): NewPendingSignIn {
  return {
    id: 'pending-1',
    digest: 'digest of pending-1',
    portal: 'success',
    accountId: HANAKO.id,
    createdAt: NOW,
    expiresAt: NOW + minutes(10),
    returnTo: null,
    ...row,
  };
}

export function session(row: Partial<NewSession> = {}): NewSession {
  return {
    id: 'session-1',
    digest: 'digest of session-1',
    portal: 'success',
    accountId: HANAKO.id,
    createdAt: NOW,
    expiresAt: NOW + hours(24),
    passwordAt: NOW,
    secondFactorAt: null,
    methods: ['password'],
    browser: 'Chrome / Windows',
    place: '203.0.113.x',
    ...row,
  };
}

export function enrolment(row: Partial<PendingEnrolment> = {}): PendingEnrolment {
  const id = row.id ?? 'authenticator-1';
  return {
    id,
    accountId: HANAKO.id,
    owner: { kind: 'session', id: 'session-1' },
    sealedSecret: sealedSecret(id),
    startedAt: NOW,
    expiresAt: NOW + minutes(10),
    securityVersion: 1,
    replaces: null,
    ...row,
  };
}

export const SECRET_BYTES = Buffer.from('twenty bytes secret!', 'utf8');

export function sealedSecret(id: string): string {
  return TEST_SECRETS.seal(SECRET_BYTES, { table: 'authenticator', column: 'sealed_secret', row: id });
}

export const BOUND = { name: 'スマートフォン', step: STEP, drift: 0, at: NOW, via: 'session' } as const;

/** Imports people and binds an authenticator of hanako's, by default at time step STEP. */
export async function bindOne(store: Store, row: Partial<PendingEnrolment> = {}): Promise<string> {
  const begun = enrolment(row);
  await change(store, async (tx) => {
    await tx.insertEnrolment(begun);
    if (!(await tx.bindAuthenticator(begun.id, BOUND))) throw new Error('not bound');
  });
  return begun.id;
}

/** A set of ten as it is written. */
export function recoveryCodes({ id = 'set-1', at = NOW }: { readonly id?: string; readonly at?: Instant } = {}) {
  const codes = SLOTS.map((slot) => ({ id: `${id}-${slot}`, slot, record: `record of ${id}-${slot}` }));
  return { id, at, codes };
}

export function mailedLink(row: Partial<MailedLink> = {}): Omit<MailedLink, 'consumedAt'> {
  return {
    id: 'link-1',
    digest: 'digest of link-1',
    purpose: 'browser-confirmation',
    portal: 'success',
    accountId: HANAKO.id,
    pendingSignInId: null,
    notice: null,
    expiresAt: NOW + hours(24),
    ...row,
  };
}

export const LINK_PATH = '/success/sign-in/browser/Zm9yIGhhbmFrbyBvbmx5';

export function letter(at: Instant = NOW): Letter {
  return {
    accountId: HANAKO.id,
    portal: 'success',
    to: HANAKO.email,
    name: HANAKO.name,
    language: 'ja',
    plan: 'paid',
    notMe: null,
    content: {
      kind: 'browser-confirmation',
      path: LINK_PATH,
      expiresAt: at + hours(24),
      circumstances: { at, browser: 'Chrome / Windows', place: '203.0.113.x' },
    },
  };
}

export async function queueLetters(store: Store, letters: readonly Letter[]): Promise<void> {
  await change(store, async (tx) => {
    for (const each of letters) await tx.queueLetter(each);
  });
}
