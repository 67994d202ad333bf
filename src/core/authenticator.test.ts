/** Both kinds of authenticator travel in one list; each journey takes the kind it can verify. */
import { expect, it } from 'vitest';
import { appsOf, type BoundApp, type BoundPasskey, passkeysOf } from './authenticator.ts';

const APP: BoundApp = {
  id: 'app',
  accountId: 'hanako',
  kind: 'totp',
  name: 'Phone',
  sealedSecret: 'v1.k.n.c',
  lastStep: 1,
  drift: 0,
  boundAt: 0,
  lastUsedAt: null,
};

const KEY: BoundPasskey = {
  id: 'key',
  accountId: 'hanako',
  kind: 'passkey',
  name: 'Laptop',
  credentialId: 'credential',
  sealedKey: 'v1.k.n.c',
  signCount: 0,
  transports: ['internal'],
  backupEligible: true,
  backedUp: true,
  userVerifying: true,
  boundAt: 1,
  lastUsedAt: null,
};

it('SEC-E05 apps and passkeys are told apart, in the order in which they were bound', () => {
  const other = { ...APP, id: 'other' };
  expect(appsOf([APP, KEY, other])).toEqual([APP, other]);
  expect(passkeysOf([APP, KEY, other])).toEqual([KEY]);
  expect([appsOf([]), passkeysOf([])]).toEqual([[], []]);
});
