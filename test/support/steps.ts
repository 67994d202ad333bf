/** Whole journeys of a visitor, for tests that begin after them. Each step fails loudly when the service answers otherwise. */
import { decodeBase32 } from '../../src/core/base32.ts';
import type { Instant } from '../../src/core/time.ts';
import { codeAt, timeStep } from '../../src/core/totp.ts';
import type { Answer, Visitor } from './visitor.ts';
import { PASSWORD, type World } from './world.ts';

export interface Credentials {
  readonly portal?: string;
  readonly email?: string;
  readonly password?: string;
}

/** Posts the sign-in form after opening it; answers what came back. */
export async function postPassword(
  visitor: Visitor,
  { portal = 'success', email = 'hanako@success.example', password = PASSWORD }: Credentials = {},
): Promise<Answer> {
  await visitor.get(`/${portal}/sign-in`);
  return visitor.post(`/${portal}/sign-in`, { email, password });
}

/** Signs in where the password is enough. */
export async function signIn(visitor: Visitor, credentials: Credentials = {}): Promise<Answer> {
  const answer = await postPassword(visitor, credentials);
  expectPath(answer, `/${credentials.portal ?? 'success'}/dashboard`);
  return visitor.follow(answer);
}

/** Begins an enrolment from the session; answers the secret on the page. */
export async function beginEnrolment(visitor: Visitor, portal = 'success'): Promise<Uint8Array> {
  await visitor.get(`/${portal}/account`).then((page) => visitor.follow(page));
  const begun = await visitor.post(`/${portal}/enrolment`);
  expectPath(begun, `/${portal}/enrolment`);
  return secretOn(await visitor.get(`/${portal}/enrolment`));
}

/** Switches two-factor on in a signed-in browser; answers the secret. The code's time step is used up then. */
export async function enrol(world: Pick<World, 'now'>, visitor: Visitor, portal = 'success'): Promise<Uint8Array> {
  const secret = await beginEnrolment(visitor, portal);
  const confirmed = await visitor.post(`/${portal}/enrolment/code`, { code: codeNow(world, secret), device_name: '会社のiPhone' });
  expectPath(confirmed, `/${portal}/enrolment/completed`);
  return secret;
}

/** An account with two-factor on, its browser signed out again and the clock one step further. */
export async function enrolledAccount(
  world: World,
  credentials: Credentials = {},
): Promise<{ readonly secret: Uint8Array; readonly visitor: Visitor }> {
  const visitor = world.visitor();
  const portal = credentials.portal ?? 'success';
  await signIn(visitor, credentials);
  const secret = await enrol(world, visitor, portal);
  await visitor.get(`/${portal}/dashboard`);
  await visitor.post(`/${portal}/sign-out`);
  world.advance(STEP);
  return { secret, visitor };
}

/** Password, then code: signed in. */
export async function signInWithCode(
  world: Pick<World, 'now'>,
  visitor: Visitor,
  secret: Uint8Array,
  credentials: Credentials = {},
): Promise<Answer> {
  const portal = credentials.portal ?? 'success';
  expectPath(await postPassword(visitor, credentials), `/${portal}/sign-in/code`);
  await visitor.get(`/${portal}/sign-in/code`);
  return visitor.post(`/${portal}/sign-in/code`, { code: codeNow(world, secret) });
}

/** One time step in milliseconds. */
export const STEP = 30_000;

export function codeNow(world: { now(): Instant }, secret: Uint8Array): string {
  return codeAt(secret, timeStep(world.now()));
}

/** A code that no time step near now has. */
export function wrongCode(world: { now(): Instant }, secret: Uint8Array): string {
  const step = timeStep(world.now());
  const taken = new Set(Array.from({ length: 41 }, (_, index) => codeAt(secret, step + index - 20)));
  for (let candidate = 111_111; ; candidate += 1) if (!taken.has(String(candidate))) return String(candidate);
}

/** The secret behind the otpauth link of an enrolment page. */
export function secretOn(page: Answer): Uint8Array {
  const secret = /otpauth:\/\/totp\/[^"]*?secret=([A-Z2-7]+)/u.exec(page.html)?.[1];
  const bytes = secret === undefined ? undefined : decodeBase32(secret);
  if (bytes === undefined) throw new Error(`no secret on this page: ${page.text.slice(0, 200)}`);
  return bytes;
}

function expectPath(answer: Answer, path: string): void {
  const got = answer.location?.split('?')[0] ?? null;
  if (got !== path)
    throw new Error(`expected a redirect to ${path}, got ${answer.status} ${answer.location ?? ''}: ${answer.text.slice(0, 300)}`);
}
