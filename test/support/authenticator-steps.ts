/** Journeys of a visitor with several authenticators, and a passkey put where a registration would have put one. */
import { randomUUID } from 'node:crypto';
import { codeNow, STEP, secretOn } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import type { World } from './world.ts';

export const REPLACEMENT = '/success/account/authenticators/replacement';

/** Begins to add one more app in a session with a fresh check; answers its secret, not yet confirmed. */
export async function beginSecond(visitor: Visitor, portal = 'success'): Promise<Uint8Array> {
  await visitor.get(`/${portal}/enrolment`);
  await visitor.post(`/${portal}/enrolment`);
  return secretOn(await visitor.get(`/${portal}/enrolment`));
}

/** Adds one more app; the code's time step is used up then. */
export async function addSecond(world: World, visitor: Visitor, name = '家のiPad', portal = 'success'): Promise<Uint8Array> {
  const secret = await beginSecond(visitor, portal);
  expectPath(await sendCode(world, visitor, secret, name, portal), `/${portal}/enrolment/completed?change=added`);
  return secret;
}

/** Begins to replace an app, the only one unless told; answers the secret of the new one. */
export async function beginReplacement(visitor: Visitor, authenticator?: string): Promise<Uint8Array> {
  await visitor.get(REPLACEMENT);
  expectPath(await visitor.post(REPLACEMENT, authenticator === undefined ? {} : { authenticator }), '/success/enrolment');
  return secretOn(await visitor.get('/success/enrolment'));
}

export function sendCode(world: World, visitor: Visitor, secret: Uint8Array, name = '', portal = 'success'): Promise<Answer> {
  return visitor.post(`/${portal}/enrolment/code`, { code: codeNow(world, secret), device_name: name });
}

/** Proves the second factor again with a code of now, which is used up then, and goes one time step on. */
export async function confirmAgain(world: World, visitor: Visitor, secret: Uint8Array, portal = 'success'): Promise<void> {
  await visitor.get(`/${portal}/confirmation`);
  const answer = await visitor.post(`/${portal}/confirmation`, { code: codeNow(world, secret) });
  if (answer.status !== 303) throw new Error(`the fresh check failed: ${answer.text.slice(0, 300)}`);
  world.advance(STEP);
}

export interface BoundRow {
  readonly id: string;
  readonly name: string;
}

/** What the database has bound to an account, eldest first. */
export async function boundOf(world: World, account = 'account-1'): Promise<readonly BoundRow[]> {
  const rows = await world.query(
    `select id, name from authenticator where account_id = '${account}' and state = 'bound' order by bound_at, id`,
  );
  return rows.map((row) => ({ id: String(row['id']), name: String(row['name']) }));
}

/** A passkey of the account, as a registration leaves it; answers its id. Nothing it signs would be right. */
export async function plantPasskey(world: World, name = '会社のPC', account = 'account-1'): Promise<string> {
  await settled(world);
  const id = randomUUID().replaceAll('-', '').slice(0, 16);
  await world.query(
    `insert into authenticator (id, account_id, kind, state, owner_kind, owner_id, sealed_secret, started_at, expires_at,
      security_version, name, drift, bound_at, bound_via, credential_id, sign_count, transports, backup_eligible, backed_up,
      user_verifying)
    values ('${id}', '${account}', 'passkey', 'bound', 'session', 'planted', 'sealed', ${world.now()}, ${world.now()}, 1,
      '${name}', 0, ${world.now()}, 'session', '${id}', 0, '["internal"]', 0, 0, 1) returning id`,
  );
  return id;
}

/** Until no letter is being sent: a second connection to an SQLite file would wait for this very process in vain. */
export async function settled(world: World): Promise<void> {
  await world.letters();
}

function expectPath(answer: Answer, path: string): void {
  if (answer.location === path) return;
  throw new Error(`expected a redirect to ${path}, got ${answer.status} ${answer.location ?? ''}: ${answer.text.slice(0, 300)}`);
}
