/** Staff of the desk as their first sign-in leaves them: mailbox confirmed, authenticator bound, signed in. */
import type { StaffRole } from '../../src/core/account.ts';
import { codeNow, postPassword, secretOn } from './steps.ts';
import type { Answer, Visitor, VisitorOptions } from './visitor.ts';
import type { World } from './world.ts';

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
  await postPassword(visitor, { portal: 'desk', email });
  const letter = (await world.letters()).findLast(({ to }) => to === email)?.text ?? '';
  const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec(letter)?.[0] ?? 'no-link';
  await visitor.get(link);
  await visitor.follow(await visitor.post(link));
  await visitor.post('/desk/sign-in/confirmation');
  const secret = secretOn(await visitor.get('/desk/sign-in/enrolment'));
  const answer = await visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
  return { visitor, secret, answer };
}
