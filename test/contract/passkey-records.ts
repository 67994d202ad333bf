/** Rows of passkeys for the store's tests, each whole and valid until a test changes a field of it. */
import { minutes } from '../../src/core/time.ts';
import type { NewBoundPasskey, NewPasskeyChallenge } from '../../src/ports.ts';
import { TEST_SECRETS } from '../support/test-store.ts';
import { HANAKO, NOW } from './records.ts';

export const CHALLENGE_BINDING = { portal: 'success', ceremony: 'step-up', boundTo: 'session-1', accountId: HANAKO.id } as const;
export const CHALLENGE: NewPasskeyChallenge = {
  ...CHALLENGE_BINDING,
  digest: 'digest of a challenge',
  userVerification: true,
  expiresAt: NOW + minutes(5),
};

export function passkey(row: Partial<NewBoundPasskey> = {}): NewBoundPasskey {
  const id = row.id ?? 'passkey-1';
  return {
    id,
    accountId: HANAKO.id,
    name: '会社のノートPC',
    credentialId: 'credential-1',
    sealedKey: TEST_SECRETS.seal(Buffer.from('a key'), { table: 'authenticator', column: 'sealed_secret', row: id }),
    signCount: 0,
    transports: ['internal', 'hybrid'],
    backupEligible: true,
    backedUp: false,
    userVerifying: true,
    boundAt: NOW,
    sessionId: 'session-1',
    ...row,
  };
}
