/** The table of passkeys that is not a person's: challenges. A passkey itself is a row of `authenticator`. */
import type { PasskeyCeremony } from '../core/passkey.ts';
import type { Instant } from '../core/time.ts';

export interface PasskeyTables {
  webauthn_challenge: ChallengeTable;
}

/** `digest` of the challenge; the challenge itself is with the browser alone. `user_verification` is the server's own wish. */
interface ChallengeTable {
  digest: string;
  portal: string;
  ceremony: PasskeyCeremony;
  bound_to: string;
  account_id: string | null;
  user_verification: 0 | 1;
  expires_at: Instant;
  spent_at: Instant | null;
}
