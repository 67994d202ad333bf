/** A store with one account, a clock that only the test moves, a log that is kept, and letters to queue. */

import type { Letter, LetterContent, NoticeContent, PlainContent } from '../../src/core/letter.ts';
import { done } from '../../src/core/outcome.ts';
import { type Duration, days, hours, type Instant } from '../../src/core/time.ts';
import { openKeyedDigest } from '../../src/crypto/keyed-digest.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { openSecretBox } from '../../src/crypto/secret-box.ts';
import { type Courier, openCourier } from '../../src/mail/courier.ts';
import type { Deliverer } from '../../src/mail/deliverer.ts';
import { renderLetter } from '../../src/mail/letters.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import type { Log } from '../../src/ports.ts';
import { type DatabaseLocation, type OpenStore, openStore } from '../../src/store/open.ts';
import { TEST_STORE } from '../support/test-store.ts';

export const ORIGIN = 'https://portal.example.com';
export const PAPER = { portals: new Map(PRESETS.map((portal) => [portal.id, portal])), origin: ORIGIN };
/** Thursday, 8 October 2026, 10:14 in Japan. */
export const THURSDAY: Instant = Date.UTC(2026, 9, 8, 1, 14);
export const LINK_TOKEN = 'Qm7xT2vK9dQm7xT2.vK9dQm7xT2vK9dQm7xT2vK9dQm7xT2vK9dQm7xT2vK9';
export const TEST_KEYS = parseKeys(
  `k1:${Buffer.from(Array.from({ length: 32 }, (_, i) => (i * i * 7 + 13) & 255)).toString('base64')}`,
);

export interface World {
  readonly store: OpenStore;
  now: Instant;
  /** Everything logged, one JSON object per line. */
  readonly logged: string[];
  readonly log: Log;
  queue(letter: Letter): Promise<void>;
  courier(deliverer: Deliverer, retryFor?: Duration): Courier;
}

export async function openWorld(location: DatabaseLocation = { kind: 'sqlite', path: ':memory:' }): Promise<World> {
  const secrets = openSecretBox(TEST_KEYS);
  const store = await openStore(location, { ...TEST_STORE, secrets, keyed: openKeyedDigest(TEST_KEYS), clock: () => THURSDAY });
  const logged: string[] = [];
  const log: Log = {
    info: (event, fields) => logged.push(JSON.stringify({ event, ...fields })),
    error: (event, fields, cause) => logged.push(JSON.stringify({ level: 'error', event, ...fields, cause: String(cause) })),
  };
  const world: World = {
    store,
    now: THURSDAY,
    logged,
    log,
    async queue(letter) {
      const written = await store.write([bySystem(letter)], async (tx) => done(await tx.queueLetter(letter)));
      if (!written.ok) throw new Error('the letter was not queued');
    },
    courier: (deliverer, retryFor = hours(24)) =>
      openCourier({
        outbox: store.outbox,
        deliverer,
        render: (claimed) => renderLetter(claimed, PAPER),
        clock: () => world.now,
        random: systemRandom,
        retryFor,
        log,
      }),
  };
  return world;
}

export async function importHanako(store: OpenStore): Promise<void> {
  await store.importAccount({
    id: 'account-hanako',
    portal: 'success',
    email: 'hanako@success.example',
    name: '山田 花子',
    phone: null,
    companyId: null,
    role: 'holder',
    language: 'ja',
    status: 'active',
    createdAt: THURSDAY,
    passwordSetAt: THURSDAY,
    passwordRecord: null,
  });
}

export const NOT_ME_TOKEN = 'Kt5bW8rY3nKt5bW8.rY3nKt5bW8rY3nKt5bW8rY3nKt5bW8rY3nKt5bW8rY3';

/** Whole as the journeys queue it: a notice with its "not me" link, any other letter without one. */
export function letterTo(changes: Partial<Omit<Letter, 'content' | 'notMe'>> = {}, content: LetterContent = twoFactorOn()): Letter {
  const envelope = {
    accountId: 'account-hanako',
    portal: 'success',
    to: 'hanako@success.example',
    name: '山田 花子',
    language: 'ja',
    plan: 'standard',
    ...changes,
  } as const;
  if (!isNotice(content)) return { ...envelope, content, notMe: null };
  const notMe = { path: `/${envelope.portal}/not-me/${NOT_ME_TOKEN}`, expiresAt: THURSDAY + days(30) };
  return { ...envelope, content, notMe };
}

const PLAIN: Readonly<Record<PlainContent['kind'], true>> = {
  'browser-confirmation': true,
  'several-notices': true,
  'account-closed': true,
  'password-setup': true,
  'password-reset-link': true,
  'password-replacement-link': true,
  'password-compromised': true,
  'colleague-closed': true,
  'account-suspended': true,
  'account-reopened': true,
  'sessions-ended-by-host': true,
  'recovery-filed': true,
  'recovery-disputed': true,
  'dispute-asked': true,
  'recovery-confirmed': true,
  'recovery-copy': true,
  'recovery-expired': true,
  'recovery-step': true,
  'recovery-pass': true,
  'recovery-redeemed': true,
  'recovery-redeemed-again': true,
  'recovery-closed': true,
  'recovery-disowned': true,
  'recovery-approved': true,
  'recovery-stopped': true,
  'recovery-refused': true,
  'colleague-recovery-step': true,
  'colleague-recovery-confirmed': true,
  'colleague-recovery-ended': true,
  'email-confirmation': true,
  'notification-confirmation': true,
  'email-change-requested': true,
  'email-changed': true,
  'email-change-completed': true,
  'email-address-taken': true,
  'address-removed': true,
  invitation: true,
  'invitation-known': true,
  registration: true,
  'registration-known': true,
  'company-changed': true,
  'company-acted': true,
  'staff-changed': true,
  'staff-invitation': true,
  'desk-acted': true,
  'desk-stopped': true,
  'desk-resumed': true,
};

function isNotice(content: LetterContent): content is NoticeContent {
  return !(content.kind in PLAIN);
}

export const CIRCUMSTANCES = { at: THURSDAY, browser: 'Chrome / Windows', place: '203.0.113.x' } as const;

export function twoFactorOn(deviceName = '会社のiPhone'): LetterContent {
  return { kind: 'two-factor-on', deviceName, circumstances: CIRCUMSTANCES };
}

export function enrolmentConfirmation(lifetime: Duration): LetterContent {
  const path = `/desk/sign-in/confirmation/${LINK_TOKEN}`;
  return { kind: 'enrolment-confirmation', path, expiresAt: THURSDAY + lifetime, circumstances: CIRCUMSTANCES };
}

function bySystem({ accountId, portal }: Letter) {
  return {
    at: THURSDAY,
    portal,
    address: null,
    requestId: null,
    actor: { kind: 'system', id: null },
    accountId,
    detail: { type: 'letter.failed', letter: 'two-factor-on' },
  } as const;
}
