/** Staff of the desk as their first sign-in leaves them: mailbox confirmed, authenticator bound, signed in. */
import type { StaffRole } from '../../src/core/account.ts';
import { codeNow, postPassword, secretOn } from './steps.ts';
import type { Answer, Visitor, VisitorOptions } from './visitor.ts';
import { PASSWORD, type World } from './world.ts';

export const staffEmail = (role: StaffRole): string => `${role}@desk.example`;

/** Creates the account and takes it through the compulsory enrolment; answers the browser and the last answer. */
export async function enrolStaff(
  world: World,
  role: StaffRole,
  from?: VisitorOptions,
  { email = staffEmail(role), name = '中村 あかり' }: { readonly email?: string; readonly name?: string } = {},
): Promise<{ readonly visitor: Visitor; readonly secret: Uint8Array; readonly answer: Answer }> {
  await world.addAccount({ portal: 'desk', email, role, company: null, name });
  const visitor = world.visitor(from);
  const newestLetter = async (): Promise<string> => (await world.letters()).findLast(({ to }) => to === email)?.text ?? '';
  return { visitor, ...(await passEnrolment({ now: world.now, newestLetter }, visitor, { email })) };
}

/** The compulsory enrolment of a member of the desk who has an account: answers the last answer. */
export async function passEnrolment(
  world: Pick<World, 'now'> & { newestLetter(email: string): Promise<string> },
  visitor: Visitor,
  { email, password = PASSWORD }: { readonly email: string; readonly password?: string },
): Promise<{ readonly secret: Uint8Array; readonly answer: Answer }> {
  await postPassword(visitor, { portal: 'desk', email, password });
  const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec(await world.newestLetter(email))?.[0] ?? 'no-link';
  await visitor.get(link);
  await visitor.follow(await visitor.post(link));
  await visitor.post('/desk/sign-in/confirmation');
  const secret = secretOn(await visitor.get('/desk/sign-in/enrolment'));
  const answer = await visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
  return { secret, answer };
}
