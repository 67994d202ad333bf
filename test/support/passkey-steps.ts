/** Journeys of a visitor with a software passkey: what the page's script does, by hand. */
import type { CreationOptions, RequestOptions } from '../../src/core/passkey.ts';
import { type Lies, makeSoftPasskey, type SoftPasskey, type SoftPasskeyOptions } from './soft-passkey.ts';
import { type Credentials, postPassword, signIn } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import { ORIGIN, type World } from './world.ts';

/** Asks for a challenge as the script does; the page with the form was opened before. */
export async function askChallenge(visitor: Visitor, path: string): Promise<RequestOptions> {
  const answer = await visitor.post(`${path}/challenge`);
  if (answer.status !== 200) throw new Error(`no challenge at ${path}: ${answer.status} ${answer.html}`);
  return JSON.parse(answer.html);
}

export async function askCreation(visitor: Visitor, portal = 'success'): Promise<CreationOptions> {
  const answer = await visitor.post(`/${portal}/enrolment/passkey/challenge`);
  if (answer.status !== 200) throw new Error(`no challenge: ${answer.status} ${answer.html}`);
  return JSON.parse(answer.html);
}

/** Posts an answer made with `passkey` to the form at this path. */
export async function answerWith(visitor: Visitor, path: string, passkey: SoftPasskey, lies: Lies = {}): Promise<Answer> {
  const options = await askChallenge(visitor, path);
  return visitor.post(path, { assertion: passkey.get(options, lies) });
}

/** Registers a passkey in a signed-in browser whose fresh check still holds. */
export async function addPasskey(
  visitor: Visitor,
  options: Partial<SoftPasskeyOptions> & { readonly portal?: string; readonly name?: string } = {},
): Promise<SoftPasskey> {
  const { portal = 'success', name = '会社のノートPC', ...made } = options;
  const passkey = makeSoftPasskey({ origin: ORIGIN, ...made });
  await visitor.get(`/${portal}/enrolment/passkey`);
  const asked = await askCreation(visitor, portal);
  const answer = await visitor.post(`/${portal}/enrolment/passkey`, { attestation: passkey.create(asked), passkey_name: name });
  if (answer.status !== 303) throw new Error(`not registered: ${answer.status} ${answer.text.slice(0, 300)}`);
  return passkey;
}

/** An account with one passkey and nothing else, its browser signed out again. */
export async function passkeyAccount(
  world: World,
  credentials: Credentials = {},
  options: Partial<SoftPasskeyOptions> = {},
): Promise<{ readonly passkey: SoftPasskey; readonly visitor: Visitor }> {
  const visitor = world.visitor();
  const portal = credentials.portal ?? 'success';
  await signIn(visitor, credentials);
  const passkey = await addPasskey(visitor, { portal, ...options });
  await visitor.get(`/${portal}/dashboard`);
  await visitor.post(`/${portal}/sign-out`);
  return { passkey, visitor };
}

/** The passkey by itself. */
export async function signInWithPasskey(
  visitor: Visitor,
  passkey: SoftPasskey,
  lies: Lies = {},
  portal = 'success',
): Promise<Answer> {
  await visitor.get(`/${portal}/sign-in`);
  return answerWith(visitor, `/${portal}/sign-in/passkey`, passkey, lies);
}

/** Password first, then the passkey. */
export async function signInWithBoth(
  visitor: Visitor,
  passkey: SoftPasskey,
  credentials: Credentials = {},
  lies: Lies = {},
): Promise<Answer> {
  const portal = credentials.portal ?? 'success';
  await postPassword(visitor, credentials);
  await visitor.get(`/${portal}/sign-in/code`);
  return answerWith(visitor, `/${portal}/sign-in/code/passkey`, passkey, lies);
}
