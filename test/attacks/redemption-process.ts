/** Binds the device of a redeemed pass and is killed at one point of it. What it should not reach it prints. */
import { writeSync } from 'node:fs';
import { recoveryPolicy } from '../../src/config/recovery.ts';
import { DEFAULT_DURATIONS } from '../../src/core/policy.ts';
import { type Instant, seconds } from '../../src/core/time.ts';
import { DEFAULT_CODE_WINDOW } from '../../src/core/totp.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { openPasskeyVerifier } from '../../src/crypto/passkeys.ts';
import { openPasswordHasher } from '../../src/crypto/password-hash.ts';
import { openSigningKeys } from '../../src/crypto/signing-keys.ts';
import { bindRecovered } from '../../src/journeys/redemption.ts';
import { resolvePending } from '../../src/journeys/sessions.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import type { Caller, Ports } from '../../src/ports.ts';
import { type DatabaseLocation, openStore } from '../../src/store/open.ts';
import { type BreakPoint, breakingAt } from '../support/broken-database.ts';
import { KEYS, TEST_STORE } from '../support/test-store.ts';

interface Given {
  readonly location: DatabaseLocation;
  readonly token: string;
  readonly code: string;
  readonly at: Instant;
  readonly point: BreakPoint;
}

const given: Given = JSON.parse(process.argv[2] ?? '');
const clock = (): Instant => given.at;
const { secrets, keyed, random } = TEST_STORE;
const keys = parseKeys(KEYS);
const nobody = { has: () => false };
const ports: Ports = {
  store: await openStore(given.location, { ...TEST_STORE, clock, databaseClock: clock }),
  passwords: openPasswordHasher(keys),
  blocklist: nobody,
  leaked: nobody,
  secrets,
  keyed,
  signing: openSigningKeys(keys).current,
  random,
  durations: DEFAULT_DURATIONS,
  recovery: recoveryPolicy({ wait: { low: seconds(10) } }),
  desk: { isOpen: () => true, voucherCompanies: [], leavesOff: () => false },
  codeWindow: DEFAULT_CODE_WINDOW,
  passkeys: openPasskeyVerifier(new Map()),
};
const [portal] = PRESETS;
if (portal === undefined) throw new Error('no portal');
const caller: Caller = {
  portal,
  at: given.at,
  language: 'ja',
  languageChosen: false,
  requestId: 'request',
  address: '203.0.113.7',
  network: '203.0.113.7',
  place: '203.0.113.0',
  browser: 'Chrome / Linux',
  browserToken: null,
};
const pending = await resolvePending(ports, caller, given.token);
if (pending === null) throw new Error('no ticket');
const typed = { code: given.code, deviceName: '新しい電話', unnamed: '認証アプリ' };
const { value } = await breakingAt(
  given.point,
  () => bindRecovered(ports, caller, pending, typed),
  () => process.kill(process.pid, 'SIGKILL'),
);
writeSync(1, JSON.stringify(value));
