/**
 * What the page's script posts: the browser's answer as JSON text in one field. Here only its shape is read; everything it claims is
 * compared elsewhere. Members that nobody needs are dropped (SEC-N01).
 */
import { z } from 'zod';
import type { AssertionAnswer, AttestationAnswer } from '../ports.ts';

/** A credential id of 1023 bytes in base64url. */
const ID_MAX = 1364;
/** Client data and authenticator data are a few hundred bytes; an attestation object holds one id and one key. */
const PART_MAX = 8192;
const part = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/u);
const credential = { id: part(ID_MAX), rawId: part(ID_MAX), type: z.string().max(32) };

const Attestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: part(PART_MAX),
    attestationObject: part(PART_MAX),
    transports: z.array(z.string().max(32)).max(16).default([]),
  }),
});

const Assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: part(PART_MAX),
    authenticatorData: part(PART_MAX),
    signature: part(PART_MAX),
    userHandle: part(128).nullish(),
  }),
});

/** Undefined when it is no such answer: the person then sees what a refused passkey looks like. */
export function readAttestation(text: string): AttestationAnswer | undefined {
  const { data } = Attestation.safeParse(parsed(text));
  return data === undefined ? undefined : { id: data.id, rawId: data.rawId, type: data.type, ...data.response };
}

export function readAssertion(text: string): AssertionAnswer | undefined {
  const { data } = Assertion.safeParse(parsed(text));
  if (data === undefined) return undefined;
  const { userHandle, ...response } = data.response;
  return { id: data.id, rawId: data.rawId, type: data.type, ...response, userHandle: userHandle ?? null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
