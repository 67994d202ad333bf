/** A small desk whose people are signed in, and what they do with its staff. */
import type { StaffRole } from '../../src/core/account.ts';
import { enrolStaff } from './staff.ts';
import { codeNow, secretOn } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import type { World } from './world.ts';

export const NEWCOMER = { email: 'mai@desk.example', name: '伊藤 舞', role: 'reviewer', language: 'ja' } as const;
export const NEWCOMER_PASSWORD = 'violet tram 41 kettle';

export interface Member {
  readonly visitor: Visitor;
  readonly secret: Uint8Array;
  readonly email: string;
  readonly id: string;
}

/** `admin@desk.example` and the like, enrolled and signed in with a fresh proof. */
export async function join(world: World, role: StaffRole, called: string = role): Promise<Member> {
  const email = `${called}@desk.example`;
  const { visitor, secret } = await enrolStaff(world, role, {}, { email, name: called });
  return { visitor, secret, email, id: await idOf(world, email) };
}

export async function idOf(world: World, email: string): Promise<string> {
  const [row] = await world.query(`select id from account where portal = 'desk' and email = '${email}'`);
  return String(row?.['id']);
}

export async function invite(by: Visitor, who: Readonly<Record<string, string>> = NEWCOMER): Promise<Answer> {
  await by.get('/desk/staff/invitation');
  return by.post('/desk/staff/invitation', who);
}

/** Suspends, asks for a role, asks for the end of a suspension. */
export async function act(by: Visitor, id: string, choice: string, role?: StaffRole): Promise<Answer> {
  await by.get('/desk/account');
  return by.post(`/desk/staff/people/${id}`, role === undefined ? { choice } : { choice, role });
}

export async function decide(by: Visitor, id: string, choice: 'confirm' | 'decline' = 'confirm'): Promise<Answer> {
  await by.get('/desk/account');
  return by.post(`/desk/staff/asks/${id}`, { choice });
}

/** The newest ask, whatever became of it. */
export async function newestAsk(world: World): Promise<string> {
  const rows = await world.query('select id from staff_ask order by asked_at desc, expires_at desc');
  return String(rows[0]?.['id']);
}

/** The path behind the newest link of an invitation. */
export async function invitationLink(world: World, email: string = NEWCOMER.email): Promise<string> {
  const letter = (await world.letters()).findLast(({ to, text }) => to === email && text.includes('/desk/setup/'));
  return /\/desk\/setup\/[\w-]+/u.exec(letter?.text ?? '')?.[0] ?? 'no-link';
}

/** Password on the page of a code; answers the secret of the QR code that follows. */
export async function sit(visitor: Visitor, path: string, password = NEWCOMER_PASSWORD): Promise<Uint8Array> {
  await visitor.get(path);
  await visitor.post(path, { password });
  return secretOn(await visitor.get('/desk/sign-in/enrolment'));
}

export async function sitThrough(world: World, visitor: Visitor, path: string): Promise<Uint8Array> {
  const secret = await sit(visitor, path);
  await visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
  return secret;
}
