/**
 * What the journeys of passkeys need from outside, as types: the verifier and the rows. `ports.ts` takes them up, and journeys import
 * from there.
 */
import type { AccountId, PortalId } from './core/account.ts';
import type { BoundPasskey } from './core/authenticator.ts';
import type { ChallengeBinding, RelyingParty } from './core/passkey.ts';
import type { Instant } from './core/time.ts';

/** As the browser posts it, base64url throughout. */
export interface AttestationAnswer {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
}

export interface AssertionAnswer {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle: string | null;
}

/** Against what an answer is held: the challenge as issued, and the server's own wish for user verification. */
export interface ExpectedAnswer {
  readonly portal: PortalId;
  readonly challenge: string;
  readonly userVerification: boolean;
}

export interface NewPasskey {
  readonly credentialId: string;
  /** COSE_Key, as it came. */
  readonly publicKey: Uint8Array;
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly userVerifying: boolean;
}

export interface RegisteredPasskey {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly backupEligible: boolean;
}

export interface VerifiedAssertion {
  readonly signCount: number;
  readonly backedUp: boolean;
}

/** Judges answers by WebAuthn sections 7.1 and 7.2, the counter and the user handle excepted. Undefined is a no without a reason. */
export interface PasskeyVerifier {
  relyingParty(portal: PortalId): RelyingParty;
  verifyRegistration(expected: ExpectedAnswer, answer: AttestationAnswer): Promise<NewPasskey | undefined>;
  verifyAssertion(
    expected: ExpectedAnswer,
    passkey: RegisteredPasskey,
    answer: AssertionAnswer,
  ): Promise<VerifiedAssertion | undefined>;
}

/** Only a digest of the challenge is kept. */
export interface NewPasskeyChallenge extends ChallengeBinding {
  readonly digest: string;
  readonly userVerification: boolean;
  readonly expiresAt: Instant;
}

/** What the server wished when it issued the challenge: the answer is held against this, never against what the browser says. */
export interface SpentChallenge {
  readonly userVerification: boolean;
}

export interface NewBoundPasskey extends Omit<BoundPasskey, 'kind' | 'lastUsedAt'> {
  /** The session that registered it, or the pending sign-in. */
  readonly sessionId: string;
  readonly via?: 'sign-in';
}

export interface PasskeyReads {
  /** Whose passkey it is, if it is bound to an account of this portal. */
  passkeyHolder(portal: PortalId, credentialId: string): Promise<AccountId | undefined>;
}

export interface PasskeyWrites {
  /** False when the account's securityVersion moved on, or the credential is or was somebody's. Grows securityVersion. */
  bindPasskey(row: NewBoundPasskey, securityVersion: number): Promise<boolean>;
  /** Stores counter and backup state; false when another answer with this number, or a higher one, was accepted. */
  acceptAssertion(authenticatorId: string, assertion: VerifiedAssertion, at: Instant): Promise<boolean>;
}

/** Beside `write`, like the counters: a challenge is no change of anybody's state. */
export interface PasskeyChallenges {
  keepChallenge(row: NewPasskeyChallenge): Promise<void>;
  /** Uses it up before the answer is looked at; undefined when it is not, or no longer, a challenge of this binding. */
  spendChallenge(digest: string, binding: ChallengeBinding, at: Instant): Promise<SpentChallenge | undefined>;
}
