/**
 * Passkeys (WebAuthn Level 3) as far as they are rules: what a browser is asked, when a person must be verified, when a counter tells
 * of a copy. Signatures are judged by the PasskeyVerifier (`passkey-ports.ts`), the order of things by `journeys/passkeys.ts`.
 */
import type { Account, PortalId, PortalPolicy, Role } from './account.ts';
import { minutes } from './time.ts';

/** A challenge of one kind answers no other (SEC-D01). */
export type PasskeyCeremony = 'registration' | 'second-factor' | 'sign-in' | 'step-up';

/** WebAuthn section 13.4.3 asks for 16 at least. */
export const CHALLENGE_BYTES = 32;
export const CHALLENGE_FOR = minutes(5);
/** WebAuthn section 5.8.3: a longer credential id is no credential id. */
export const CREDENTIAL_ID_MAX_BYTES = 1023;
export const PASSKEYS_MAX = 10;

/** COSE numbers of what may sign: EdDSA, ES256, and RS256, which some platforms still answer with. */
export const PASSKEY_ALGORITHMS: readonly number[] = [-8, -7, -257];

/** Under which name and from which pages passkeys of a portal are used; from configuration, never from a request (SEC-D02). */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * Whether the person must be verified (finger, face, PIN): where the passkey stands alone, at the desk, and before a security
 * change. Next to a password its presence is a second factor (SEC-D04). Registration asks for it and records what it got.
 */
export function needsVerification(ceremony: PasskeyCeremony, kind: PortalPolicy['kind']): boolean {
  return kind === 'desk' || ceremony === 'sign-in' || ceremony === 'step-up';
}

/** WebAuthn section 7.2 step 22: of a passkey that counts, each number must be higher than the last (SEC-D05). */
export function hasCounterGrown(stored: number, answered: number): boolean {
  return answered > stored || (answered === 0 && stored === 0);
}

/** Roles whose keys must stay on one device (SEC-D08, SP 800-63B-4 appendix B). */
export function mayUsePasskey(role: Role, deviceBoundFor: readonly Role[], backupEligible: boolean): boolean {
  return !(backupEligible && deviceBoundFor.includes(role));
}

/** What a posted answer says of itself. Nothing of it is believed before it was compared. */
export interface ClientData {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
  readonly crossOrigin: unknown;
  readonly topOrigin: unknown;
}

const BASE64URL = /^[A-Za-z0-9_-]+$/u;

export function isBase64url(text: string): boolean {
  return BASE64URL.test(text);
}

/** The client data of an answer (WebAuthn section 5.8.1), or undefined when it is none. */
export function readClientData(encoded: string): ClientData | undefined {
  if (!isBase64url(encoded)) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url')));
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const { type, challenge, origin, crossOrigin, topOrigin }: Partial<Record<keyof ClientData, unknown>> = data;
  if (typeof type !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string') return undefined;
  return { type, challenge, origin, crossOrigin, topOrigin };
}

export interface CredentialDescriptor {
  readonly id: string;
  readonly type: 'public-key';
  readonly transports: readonly string[];
}

/** The part of WebAuthn's PublicKeyCredentialRequestOptionsJSON that is ours. */
export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  /** Empty at a sign-in: it names nobody (SEC-D06). */
  readonly allowCredentials: readonly CredentialDescriptor[];
  readonly userVerification: 'required' | 'preferred';
  readonly timeout: number;
}

export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly excludeCredentials: readonly CredentialDescriptor[];
  readonly authenticatorSelection: {
    readonly residentKey: 'preferred';
    readonly requireResidentKey: false;
    readonly userVerification: 'required' | 'preferred';
  };
  readonly attestation: 'none';
  readonly timeout: number;
}

/** What a descriptor is made of. */
interface NamedCredential {
  readonly credentialId: string;
  readonly transports: readonly string[];
}

export function requestOptions(
  party: RelyingParty,
  challenge: string,
  allowed: readonly NamedCredential[],
  userVerification: boolean,
): RequestOptions {
  return {
    challenge,
    rpId: party.id,
    allowCredentials: allowed.map(descriptorOf),
    userVerification: userVerification ? 'required' : 'preferred',
    timeout: CHALLENGE_FOR,
  };
}

/**
 * `handle` stands for the account and says nothing about it (WebAuthn section 14.6.1). The portal is part of the name that the system
 * shows, because two portals under one host share one list and one person may have an account in each.
 */
export function creationOptions(
  party: RelyingParty,
  challenge: string,
  holder: { readonly handle: string; readonly email: string; readonly portalName: string },
  excluded: readonly NamedCredential[],
  userVerification: boolean,
): CreationOptions {
  const name = `${holder.email} (${holder.portalName})`;
  return {
    challenge,
    rp: { id: party.id, name: holder.portalName },
    user: { id: holder.handle, name, displayName: name },
    pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: excluded.map(descriptorOf),
    authenticatorSelection: {
      residentKey: 'preferred',
      requireResidentKey: false,
      userVerification: userVerification ? 'required' : 'preferred',
    },
    attestation: 'none',
    timeout: CHALLENGE_FOR,
  };
}

function descriptorOf({ credentialId, transports }: NamedCredential): CredentialDescriptor {
  return { id: credentialId, type: 'public-key', transports };
}

/** WebAuthn section 5.8.4; anything else that a browser reports is not kept. */
const TRANSPORTS: readonly string[] = ['ble', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

export function knownTransports(reported: readonly string[]): readonly string[] {
  return TRANSPORTS.filter((transport) => reported.includes(transport));
}

/** Whose challenge it is. */
export interface ChallengeBinding {
  readonly portal: PortalId;
  readonly ceremony: PasskeyCeremony;
  /** Session, pending sign-in or, at a sign-in, what stands for this browser. */
  readonly boundTo: string;
  /** Null at a sign-in: nobody is named yet. */
  readonly accountId: Account['id'] | null;
}
