/** Registration and assertion against the specification's own vectors, and every field of them changed once (WebAuthn sections 7.1, 7.2). */
import { describe, expect, test } from 'vitest';
import {
  CROSS_ORIGIN,
  ED25519,
  ES384_ATTESTATION,
  ES384_CHALLENGE,
  ES384_CLIENT_DATA,
  ES384_ID,
  LONG_CREDENTIAL_ID,
  NONE_ES256,
  PACKED_SELF_ES256,
  RS256,
  TOP_ORIGIN,
  VECTOR_ORIGIN,
  type Vector,
} from '../../test/support/webauthn-vectors.ts';
import type { AssertionAnswer, AttestationAnswer, RegisteredPasskey } from '../ports.ts';
import { openPasskeyVerifier } from './passkeys.ts';

const verifier = openPasskeyVerifier(new Map([['success', { id: 'example.org', origin: VECTOR_ORIGIN }]]));
const SAME_PAGE = [NONE_ES256, PACKED_SELF_ES256, LONG_CREDENTIAL_ID, RS256, ED25519];
/** Those whose registration was user-verified: the bit 0x04 of their flags. */
const VERIFYING = new Set([PACKED_SELF_ES256, RS256]);

const base64url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
const credential = (id: string) => ({ id: base64url(id), rawId: base64url(id), type: 'public-key' });

function attestationOf({ credentialId, registration }: Vector, change: Partial<AttestationAnswer> = {}): AttestationAnswer {
  return {
    ...credential(credentialId),
    clientDataJSON: base64url(registration.clientDataJSON),
    attestationObject: base64url(registration.attestationObject),
    transports: ['internal', 'made-up'],
    ...change,
  };
}

function assertionOf({ credentialId, authentication }: Vector, change: Partial<AssertionAnswer> = {}): AssertionAnswer {
  return {
    ...credential(credentialId),
    clientDataJSON: base64url(authentication.clientDataJSON),
    authenticatorData: base64url(authentication.authenticatorData),
    signature: base64url(authentication.signature),
    userHandle: null,
    ...change,
  };
}

function register(vector: Vector, change: Partial<AttestationAnswer> = {}, userVerification = false) {
  const challenge = base64url(vector.registration.challenge);
  return verifier.verifyRegistration({ portal: 'success', challenge, userVerification }, attestationOf(vector, change));
}

async function registered(vector: Vector): Promise<RegisteredPasskey> {
  const passkey = await register(vector);
  if (passkey === undefined) throw new Error(`${vector.section} was not registered`);
  return passkey;
}

async function assert(vector: Vector, change: Partial<AssertionAnswer> = {}, userVerification = false) {
  const challenge = base64url(vector.authentication.challenge);
  const expected = { portal: 'success', challenge, userVerification };
  return verifier.verifyAssertion(expected, await registered(vector), assertionOf(vector, change));
}

/** The hexadecimal text with one bit of one byte changed. */
function flipped(hex: string, byte: number, bit = 0x01): string {
  const bytes = Buffer.from(hex, 'hex');
  bytes.writeUInt8(bytes.readUInt8(byte) ^ bit, byte);
  return bytes.toString('base64url');
}

/** The client data with one member replaced. */
function clientData(hex: string, change: Readonly<Record<string, unknown>>): string {
  const data: Record<string, unknown> = JSON.parse(Buffer.from(hex, 'hex').toString());
  return Buffer.from(JSON.stringify({ ...data, ...change })).toString('base64url');
}

const CLIENT_DATA_LIES: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['the other kind', { type: 'payment.get' }],
  ['another challenge', { challenge: base64url('00'.repeat(32)) }],
  ['no challenge', { challenge: undefined }],
  ['a challenge that is no text', { challenge: 7 }],
  ['another origin', { origin: 'https://example.org.evil.example' }],
  ['the origin over plain http', { origin: 'http://example.org' }],
  ['another port', { origin: 'https://example.org:8443' }],
  ['a subdomain', { origin: 'https://www.example.org' }],
  ['several origins', { origin: [VECTOR_ORIGIN] }],
  ['crossOrigin', { crossOrigin: true }],
  ['crossOrigin as a text', { crossOrigin: 'false' }],
  ['topOrigin', { topOrigin: 'https://example.com' }],
  ['topOrigin of the page itself', { topOrigin: VECTOR_ORIGIN }],
];

/** Bytes of the authenticator data inside the attestation object of NONE_ES256: it begins after 30 bytes of CBOR. */
const DATA_AT = NONE_ES256.registration.attestationObject.indexOf('bfabc374') / 2;

describe('SEC-D02 registration', () => {
  test.each(SAME_PAGE)('SEC-D02 T-43 the vector $section is accepted', async (vector) => {
    expect(await register(vector)).toMatchObject({
      credentialId: base64url(vector.credentialId),
      signCount: 0,
      transports: ['internal'],
      userVerifying: VERIFYING.has(vector),
    });
  });

  test('SEC-D08 the backup flags are what the key says of itself', async () => {
    expect(await register(NONE_ES256)).toMatchObject({ backupEligible: true, backedUp: true });
    expect(await register(LONG_CREDENTIAL_ID)).toMatchObject({ backupEligible: true, backedUp: false });
    expect(await register(ED25519)).toMatchObject({ backupEligible: false, backedUp: false });
  });

  test.each([CROSS_ORIGIN, TOP_ORIGIN])(
    'SEC-D02 the vector $section is refused: no other site may frame our pages',
    async (vector) => {
      expect(await register(vector)).toBeUndefined();
    },
  );

  test.each(CLIENT_DATA_LIES)('SEC-D02 T-43 client data with %s is refused', async (_name, lie) => {
    const { clientDataJSON } = NONE_ES256.registration;
    expect(await register(NONE_ES256, { clientDataJSON: clientData(clientDataJSON, lie) })).toBeUndefined();
  });

  test('SEC-D02 client data that only repeats what it said is still accepted without attestation', async () => {
    expect(await register(NONE_ES256, { clientDataJSON: clientData(NONE_ES256.registration.clientDataJSON, {}) })).toBeDefined();
  });

  test('SEC-D02 T-43 an answer to the challenge of another ceremony is refused', async () => {
    const challenge = base64url(NONE_ES256.authentication.challenge);
    const expected = { portal: 'success', challenge, userVerification: false };
    expect(await verifier.verifyRegistration(expected, attestationOf(NONE_ES256))).toBeUndefined();
  });

  test.each([
    ['the hash of another relying party', DATA_AT, 0x01],
    ['a user who was not present', DATA_AT + 32, 0x01],
    ['a backup of a key that cannot be backed up', DATA_AT + 32, 0x08],
    ['no credential', DATA_AT + 32, 0x40],
    ['extensions that are not there', DATA_AT + 32, 0x80],
    ['a longer credential id than there is', DATA_AT + 53, 0x02],
    ['another credential id than the posted one', DATA_AT + 60, 0x01],
    ['another algorithm', DATA_AT + 92, 0x02],
  ])('SEC-D02 T-43 authenticator data with %s is refused', async (_name, byte, bit) => {
    const { attestationObject } = NONE_ES256.registration;
    expect(await register(NONE_ES256, { attestationObject: flipped(attestationObject, byte, bit) })).toBeUndefined();
  });

  test.each([
    ['the signature', 45],
    ['what it signs', PACKED_SELF_ES256.registration.attestationObject.indexOf('df850e09') / 2],
  ])('SEC-D02 T-43 self attestation with %s changed is refused', async (_name, byte) => {
    const { attestationObject } = PACKED_SELF_ES256.registration;
    expect(await register(PACKED_SELF_ES256, { attestationObject: flipped(attestationObject, byte) })).toBeUndefined();
  });

  test.each([
    ['id', { id: base64url(ED25519.credentialId) }],
    ['rawId', { rawId: base64url(ED25519.credentialId) }],
    ['both, to that of another key', credential(ED25519.credentialId)],
    ['id to nothing', { id: '', rawId: '' }],
    ['type', { type: 'password' }],
    ['attestation object to nothing', { attestationObject: '' }],
    ['attestation object to half of it', { attestationObject: attestationOf(NONE_ES256).attestationObject.slice(0, 120) }],
    ['client data to no JSON', { clientDataJSON: base64url('7b') }],
    ['client data to null', { clientDataJSON: base64url('6e756c6c') }],
  ])('SEC-D02 T-43 an answer with another %s is refused', async (_name, change) => {
    expect(await register(NONE_ES256, change)).toBeUndefined();
  });

  test('SEC-D02 an id written in another spelling of the same bytes is refused', async () => {
    const id = base64url(NONE_ES256.credentialId);
    const twin = `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) + 1)}`;
    expect(Buffer.from(twin, 'base64url').equals(Buffer.from(id, 'base64url'))).toBe(true);
    expect(await register(NONE_ES256, { id: twin, rawId: twin })).toBeUndefined();
  });

  test('SEC-D02 a credential id of 1024 bytes is refused', async () => {
    const { attestationObject } = LONG_CREDENTIAL_ID.registration;
    const longer = attestationObject.replace('590483', '590484').replace('03ff3a76', '04003a76').replace('41cefdb', '41cefdb00');
    const id = base64url(`${LONG_CREDENTIAL_ID.credentialId}00`);
    expect(Buffer.from(id, 'base64url')).toHaveLength(1024);
    expect(await register(LONG_CREDENTIAL_ID, { id, rawId: id, attestationObject: base64url(longer) })).toBeUndefined();
  });

  test('SEC-D02 an algorithm that nobody was offered is refused (ES384)', async () => {
    const answer = {
      ...credential(ES384_ID),
      clientDataJSON: base64url(ES384_CLIENT_DATA),
      attestationObject: base64url(ES384_ATTESTATION),
      transports: [],
    };
    const expected = { portal: 'success', challenge: base64url(ES384_CHALLENGE), userVerification: false };
    expect(await verifier.verifyRegistration(expected, answer)).toBeUndefined();
  });

  test.each([
    ['a format with certificates', '646e6f6e65', '656170706c65'],
    ['a format nobody knows', '646e6f6e65', '646d616465'],
    ['a statement where none should be', '6761747453746d74a0', '6761747453746d74a163616c6726'],
  ])('SEC-D02 %s is refused', async (_name, from, to) => {
    const attestationObject = base64url(NONE_ES256.registration.attestationObject.replace(from, to));
    expect(await register(NONE_ES256, { attestationObject })).toBeUndefined();
  });

  test('SEC-D02 a statement with certificates is refused before anything of them is read', async () => {
    const head = 'a363666d74667061636b65646761747453746d74a363616c6726637369674100637835638141006861757468';
    const attestationObject = base64url(
      NONE_ES256.registration.attestationObject.replace('a363666d74646e6f6e656761747453746d74a06861757468', head),
    );
    expect(await register(NONE_ES256, { attestationObject })).toBeUndefined();
  });

  test('SEC-D04 where user verification is wanted, a key that did none is refused', async () => {
    expect(await register(NONE_ES256, {}, true)).toBeUndefined();
    expect(await register(PACKED_SELF_ES256, {}, true)).toMatchObject({ userVerifying: true });
  });
});

describe('SEC-D03 assertion', () => {
  test.each(SAME_PAGE)('SEC-D03 T-43 the vector $section is accepted', async (vector) => {
    expect(await assert(vector)).toMatchObject({ signCount: 0 });
  });

  test('SEC-D08 the backup state of this moment is answered', async () => {
    expect(await assert(NONE_ES256)).toMatchObject({ backedUp: true });
    expect(await assert(PACKED_SELF_ES256)).toMatchObject({ backedUp: false });
  });

  test.each([CROSS_ORIGIN, TOP_ORIGIN])('SEC-D03 the vector $section is refused', async (vector) => {
    const { attestationObject } = vector.registration;
    const key = Buffer.from(attestationObject.slice(attestationObject.indexOf('a5010203')), 'hex');
    const passkey = { credentialId: base64url(vector.credentialId), publicKey: key, backupEligible: false };
    const challenge = base64url(vector.authentication.challenge);
    const expected = { portal: 'success', challenge, userVerification: false };
    expect(await verifier.verifyAssertion(expected, passkey, assertionOf(vector))).toBeUndefined();
  });

  test.each(CLIENT_DATA_LIES)('SEC-D03 T-43 client data with %s is refused', async (_name, lie) => {
    const { clientDataJSON } = NONE_ES256.authentication;
    expect(await assert(NONE_ES256, { clientDataJSON: clientData(clientDataJSON, lie) })).toBeUndefined();
  });

  test('SEC-D03 T-43 any byte of authenticator data, client data and signature counts', async () => {
    const { authenticatorData, clientDataJSON, signature } = NONE_ES256.authentication;
    for (let byte = 0; byte < authenticatorData.length / 2; byte += 1) {
      expect(await assert(NONE_ES256, { authenticatorData: flipped(authenticatorData, byte) })).toBeUndefined();
    }
    for (let byte = 0; byte < clientDataJSON.length / 2; byte += 1) {
      expect(await assert(NONE_ES256, { clientDataJSON: flipped(clientDataJSON, byte) })).toBeUndefined();
    }
    for (let byte = 0; byte < signature.length / 2; byte += 1) {
      expect(await assert(NONE_ES256, { signature: flipped(signature, byte) })).toBeUndefined();
    }
  });

  test.each([
    ['id', { id: base64url(ED25519.credentialId) }],
    ['rawId', { rawId: base64url(ED25519.credentialId) }],
    ['both, to that of another key', credential(ED25519.credentialId)],
    ['type', { type: 'webauthn' }],
    ['signature to nothing', { signature: '' }],
    ['signature to that of another key', { signature: base64url(PACKED_SELF_ES256.authentication.signature) }],
    ['authenticator data to nothing', { authenticatorData: '' }],
    [
      'authenticator data to half of it',
      { authenticatorData: base64url(NONE_ES256.authentication.authenticatorData.slice(0, 40)) },
    ],
  ])('SEC-D03 T-43 an answer with another %s is refused', async (_name, change) => {
    expect(await assert(NONE_ES256, change)).toBeUndefined();
  });

  test('SEC-D03 another key than the registered one is refused', async () => {
    const other = { ...(await registered(PACKED_SELF_ES256)), credentialId: base64url(NONE_ES256.credentialId) };
    const challenge = base64url(NONE_ES256.authentication.challenge);
    const expected = { portal: 'success', challenge, userVerification: false };
    expect(await verifier.verifyAssertion(expected, other, assertionOf(NONE_ES256))).toBeUndefined();
  });

  test('SEC-D03 a key that was not eligible for backup and now is, or the other way round, is refused', async () => {
    for (const vector of [NONE_ES256, ED25519]) {
      const passkey = await registered(vector);
      const challenge = base64url(vector.authentication.challenge);
      const expected = { portal: 'success', challenge, userVerification: false };
      const changed = { ...passkey, backupEligible: !passkey.backupEligible };
      expect(await verifier.verifyAssertion(expected, passkey, assertionOf(vector))).toBeDefined();
      expect(await verifier.verifyAssertion(expected, changed, assertionOf(vector))).toBeUndefined();
    }
  });

  test('SEC-D04 where user verification is wanted, an answer without is refused', async () => {
    expect(await assert(NONE_ES256, {}, true)).toBeUndefined();
    expect(await assert(LONG_CREDENTIAL_ID, {}, true)).toBeDefined();
  });

  test('SEC-D05 the counter is answered, not judged: a forged answer must not look like a copied key', async () => {
    const { authenticatorData } = NONE_ES256.authentication;
    expect(await assert(NONE_ES256, { authenticatorData: flipped(authenticatorData, 36) })).toBeUndefined();
  });
});
