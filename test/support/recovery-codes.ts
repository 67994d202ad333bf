/** Journeys with recovery codes, for tests that begin after them. Each step fails loudly when the service answers otherwise. */
import { type Credentials, enrol, postPassword, STEP, signIn } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** The codes that a page shows, as they are copied; empty for a page without any. */
export function codesOn(page: Answer): readonly string[] {
  return /data-lines="([^"]+)"/u.exec(page.html)?.[1]?.split('\n') ?? [];
}

/** Which set of an account the form on this page would replace. */
export function namedSet(page: Answer): string {
  const named = /name="code_set" value="([^"]*)"/u.exec(page.html)?.[1];
  if (named === undefined) throw new Error(`no form on this page: ${page.status} ${page.text.slice(0, 200)}`);
  return named;
}

/** Issues a set from a session with a fresh check, and leaves the box unticked. */
export async function issueCodes(visitor: Visitor, portal = 'success'): Promise<readonly string[]> {
  const page = await visitor.get(`/${portal}/recovery-codes`);
  const shown = await visitor.post(`/${portal}/recovery-codes`, { code_set: namedSet(page) });
  const codes = codesOn(shown);
  if (codes.length !== 10) throw new Error(`no ten codes: ${shown.status} ${shown.text.slice(0, 300)}`);
  return codes;
}

/** Ticks the box of the page that was shown last. */
export async function saveCodes(visitor: Visitor, page: Answer, portal = 'success'): Promise<Answer> {
  const slot = /name="slot" value="(\d+)"/u.exec(page.html)?.[1];
  const fields = { saved: 'yes', code_set: namedSet(page), ...(slot === undefined ? {} : { slot }) };
  return visitor.post(`/${portal}/recovery-codes/safekeeping`, fields);
}

/** An account with two-factor and a set of codes, its browser signed out again and the clock one step further. */
export async function accountWithCodes(
  world: World,
  credentials: Credentials = {},
): Promise<{ readonly secret: Uint8Array; readonly codes: readonly string[]; readonly visitor: Visitor }> {
  const portal = credentials.portal ?? 'success';
  const visitor = world.visitor();
  await signIn(visitor, credentials);
  const secret = await enrol(world, visitor, portal);
  const page = await visitor.get(`/${portal}/recovery-codes`);
  const shown = await visitor.post(`/${portal}/recovery-codes`, { code_set: namedSet(page) });
  await saveCodes(visitor, shown, portal);
  await visitor.get(`/${portal}/dashboard`);
  await visitor.post(`/${portal}/sign-out`);
  world.advance(STEP);
  return { secret, codes: codesOn(shown), visitor };
}

/** Password, then this text as a recovery code. */
export async function signInWithRecoveryCode(visitor: Visitor, code: string, credentials: Credentials = {}): Promise<Answer> {
  const portal = credentials.portal ?? 'success';
  const accepted = await postPassword(visitor, credentials);
  if (accepted.location !== `/${portal}/sign-in/code`) throw new Error(`not asked for a code: ${accepted.status}`);
  return postRecoveryCode(visitor, code, portal);
}

export async function postRecoveryCode(visitor: Visitor, code: string, portal = 'success'): Promise<Answer> {
  await visitor.get(`/${portal}/sign-in/recovery-code`);
  return visitor.post(`/${portal}/sign-in/recovery-code`, { recovery_code: code });
}

/** Whether this browser is signed in. */
export async function isSignedIn(visitor: Visitor, portal = 'success'): Promise<boolean> {
  return (await visitor.get(`/${portal}/dashboard`)).status === 200;
}
