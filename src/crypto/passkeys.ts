/**
 * The PasskeyVerifier, over @simplewebauthn/server. The library reports by throwing prose; here any throw is a no, and its words are
 * never shown, matched or logged. What it leaves open is decided before it is asked (ADR 0027).
 */
import type { PortalId } from '../core/account.ts';
import { Fault } from '../core/outcome.ts';
import {
  CREDENTIAL_ID_MAX_BYTES,
  isBase64url,
  knownTransports,
  PASSKEY_ALGORITHMS,
  type RelyingParty,
  readClientData,
} from '../core/passkey.ts';
import type { AssertionAnswer, AttestationAnswer, ExpectedAnswer, PasskeyVerifier } from '../ports.ts';

export function openPasskeyVerifier(parties: ReadonlyMap<PortalId, RelyingParty>): PasskeyVerifier {
  const relyingParty = (portal: PortalId): RelyingParty => {
    const party = parties.get(portal);
    if (party === undefined) throw new Fault('invariant-broken', `no relying party for the portal ${portal}`);
    return party;
  };
  return {
    relyingParty,
    async verifyRegistration(expected, answer) {
      const party = relyingParty(expected.portal);
      const { verifyRegistrationResponse } = await loadVerifier();
      const { decodeAttestationObject } = await loadDecoder();
      if (!isWellFormed(answer) || !isOfThisPage(party, 'webauthn.create', expected, answer)) return undefined;
      return unlessThrown(async () => {
        const attestation = bytesOf(answer.attestationObject);
        if (!hasPlainStatement(decodeAttestationObject(attestation))) return undefined;
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response: {
            id: answer.id,
            rawId: answer.rawId,
            type: 'public-key',
            response: { clientDataJSON: answer.clientDataJSON, attestationObject: answer.attestationObject },
            clientExtensionResults: {},
          },
          expectedChallenge: expected.challenge,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserPresence: true,
          requireUserVerification: expected.userVerification,
          supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
        });
        if (verified !== true || registrationInfo === undefined) return undefined;
        const { credential } = registrationInfo;
        // The library compares id with rawId, not with the id that the authenticator vouches for.
        if (credential.id !== answer.id || bytesOf(credential.id).length > CREDENTIAL_ID_MAX_BYTES) return undefined;
        return {
          credentialId: credential.id,
          publicKey: credential.publicKey,
          signCount: credential.counter,
          transports: knownTransports(answer.transports),
          backupEligible: registrationInfo.credentialDeviceType === 'multiDevice',
          backedUp: registrationInfo.credentialBackedUp,
          userVerifying: registrationInfo.userVerified,
        };
      });
    },
    async verifyAssertion(expected, passkey, answer) {
      const party = relyingParty(expected.portal);
      const { verifyAuthenticationResponse } = await loadVerifier();
      if (!isWellFormed(answer) || !isOfThisPage(party, 'webauthn.get', expected, answer)) return undefined;
      if (answer.id !== passkey.credentialId) return undefined;
      return unlessThrown(async () => {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: {
            id: answer.id,
            rawId: answer.rawId,
            type: 'public-key',
            response: {
              clientDataJSON: answer.clientDataJSON,
              authenticatorData: answer.authenticatorData,
              signature: answer.signature,
            },
            clientExtensionResults: {},
          },
          expectedChallenge: expected.challenge,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserVerification: expected.userVerification,
          // Nought: the library judges the counter before the signature, so that a forged answer would look like a copied key.
          credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
        });
        if (verified !== true) return undefined;
        const { newCounter, credentialBackedUp, credentialDeviceType } = authenticationInfo;
        // WebAuthn section 7.2 step 19: whether a key may be copied to other devices never changes.
        if ((credentialDeviceType === 'multiDevice') !== passkey.backupEligible) return undefined;
        return { signCount: newCounter, backedUp: credentialBackedUp };
      });
    },
  };
}

/** With the first passkey, not with the start: both parts bring a good deal of certificate code along. */
const loadVerifier = () => import('@simplewebauthn/server');
const loadDecoder = () => import('@simplewebauthn/server/helpers');

/** Fail closed: whatever the library throws about an answer is a no. Its modules are loaded before, so a broken install is none. */
async function unlessThrown<T>(judge: () => Promise<T>): Promise<T | undefined> {
  try {
    return await judge();
  } catch {
    return undefined;
  }
}

function isWellFormed({ id, rawId, type }: AttestationAnswer | AssertionAnswer): boolean {
  return type === 'public-key' && id === rawId && isBase64url(id) && bytesOf(id).toString('base64url') === id;
}

/** Kind, challenge and origin, and that no other site's frame held the page: the library lets that pass at a registration. */
function isOfThisPage(
  party: RelyingParty,
  type: 'webauthn.create' | 'webauthn.get',
  { challenge }: ExpectedAnswer,
  { clientDataJSON }: AttestationAnswer | AssertionAnswer,
): boolean {
  const data = readClientData(clientDataJSON);
  if (data === undefined || data.type !== type || data.challenge !== challenge || data.origin !== party.origin) return false;
  return (data.crossOrigin === undefined || data.crossOrigin === false) && data.topOrigin === undefined;
}

/**
 * Attestation was not asked for, so a client leaves none or the key's own (WebAuthn section 5.1.3 step 22). Any other is refused unread:
 * the library would parse its certificates and fetch the revocation list that they name.
 */
function hasPlainStatement(attestation: { get(key: 'fmt'): string; get(key: 'attStmt'): { get(key: 'x5c'): unknown } }): boolean {
  const format = attestation.get('fmt');
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
}

function bytesOf(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(text, 'base64url');
}
