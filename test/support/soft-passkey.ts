/**
 * An authenticator in software: ES256 by node:crypto, its CBOR by hand, nothing of the library that judges it. It does what a real one
 * and a browser do together, and lies in any single field when a test asks for it, with a signature over the lie.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { CreationOptions, RequestOptions } from '../../src/core/passkey.ts';

/** What is not as it should be, or not as it usually is. */
export interface Lies {
  readonly rpId?: string;
  readonly origin?: string;
  readonly type?: string;
  readonly challenge?: string;
  /** Further members of the client data. */
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly userPresent?: boolean;
  readonly userVerified?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  readonly signCount?: number;
  readonly userHandle?: string | null;
  readonly id?: string;
  readonly rawId?: string;
  readonly credentialType?: string;
  readonly algorithm?: number;
  readonly format?: string;
  /** Flips one bit of the signature. */
  readonly forged?: boolean;
}

export interface SoftPasskeyOptions {
  readonly origin: string;
  readonly credentialId?: Buffer;
  /** Whether it verifies the person when asked to. */
  readonly userVerifying?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  /** Zero stays zero, as of most passkeys; any other number grows. */
  readonly signCount?: number;
}

export interface SoftPasskey {
  readonly credentialId: string;
  /** The answer to a registration, as the page's script would post it. */
  create(options: CreationOptions, lies?: Lies): string;
  /** The answer to a sign-in or step-up. */
  get(options: RequestOptions, lies?: Lies): string;
  signCount: number;
}

const FLAG = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 } as const;

export function makeSoftPasskey(options: SoftPasskeyOptions): SoftPasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = options.credentialId ?? randomBytes(32);
  const id = credentialId.toString('base64url');
  let handle: string | null = null;
  const state = { signCount: options.signCount ?? 0 };
  const usual = { userVerified: options.userVerifying ?? true, backupEligible: true, backedUp: true, ...options };

  function authenticatorData(rpId: string, lies: Lies, attested: Buffer | null): Buffer {
    const said = { userPresent: true, ...usual, ...lies };
    const flags =
      (said.userPresent ? FLAG.userPresent : 0) |
      (said.userVerified ? FLAG.userVerified : 0) |
      (said.backupEligible ? FLAG.backupEligible : 0) |
      (said.backupEligible && said.backedUp ? FLAG.backedUp : 0) |
      (lies.backedUp === true && lies.backupEligible === false ? FLAG.backedUp : 0) |
      (attested === null ? 0 : FLAG.attested);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lies.signCount ?? state.signCount);
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }

  function clientData(type: string, challenge: string, lies: Lies): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? options.origin,
        crossOrigin: false,
        ...lies.clientData,
      }),
    );
  }

  const named = (lies: Lies) => ({
    id: lies.id ?? id,
    rawId: lies.rawId ?? lies.id ?? id,
    type: lies.credentialType ?? 'public-key',
  });

  return {
    credentialId: id,
    get signCount() {
      return state.signCount;
    },
    set signCount(count: number) {
      state.signCount = count;
    },
    create(asked, lies = {}) {
      handle = asked.user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey, lies.algorithm ?? -7)]);
      const data = authenticatorData(asked.rp.id, lies, attested);
      const object = cborMap([
        [cborText('fmt'), cborText(lies.format ?? 'none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(data)],
      ]);
      return JSON.stringify({
        ...named(lies),
        response: {
          clientDataJSON: clientData('webauthn.create', asked.challenge, lies).toString('base64url'),
          attestationObject: object.toString('base64url'),
          transports: ['internal', 'hybrid'],
        },
        clientExtensionResults: {},
      });
    },
    get(asked, lies = {}) {
      if (state.signCount > 0) state.signCount += 1;
      const data = authenticatorData(asked.rpId, lies, null);
      const client = clientData('webauthn.get', asked.challenge, lies);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
      const last = signature.length - 1;
      if (lies.forged === true) signature.writeUInt8(signature.readUInt8(last) ^ 1, last);
      const userHandle = lies.userHandle === undefined ? handle : lies.userHandle;
      return JSON.stringify({
        ...named(lies),
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          ...(userHandle === null ? {} : { userHandle }),
        },
        clientExtensionResults: {},
      });
    },
  };
}

/** COSE_Key of a P-256 key (RFC 9053 section 7.1.1): kty 2, alg, crv 1, x, y. */
function coseKey(key: KeyObject, algorithm: number): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return cborMap([
    [cborInteger(1), cborInteger(2)],
    [cborInteger(3), cborInteger(algorithm)],
    [cborInteger(-1), cborInteger(1)],
    [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ]);
}

/** RFC 8949 section 3: major type and length in one to three bytes. */
function cborHead(major: number, length: number): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.from([type | length]);
  if (length < 256) return Buffer.from([type | 24, length]);
  return Buffer.from([type | 25, length >> 8, length & 0xff]);
}

function cborInteger(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)]);
}

function cborMap(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
}

function sha256(data: Buffer | string): Buffer {
  return createHash('sha256').update(data).digest();
}
