/** The five forms that ask for a six-digit code, each opened to the point where a code can be typed. */
import { minutes } from '../../src/core/time.ts';
import { beginEnrolment, enrolledAccount, postPassword, STEP, secretOn, signIn, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

export interface CodeForm {
  readonly name: string;
  /** Where the form posts to. */
  readonly path: string;
  /** Fields besides the code. */
  readonly others: Readonly<Record<string, string>>;
  /** Where a right code leads. */
  readonly leadsTo: string;
  open(world: World): Promise<{ readonly visitor: Visitor; readonly secret: Uint8Array }>;
}

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };
const DEVICE = { device_name: '会社のiPhone' };

export const CODE_FORMS: readonly CodeForm[] = [
  {
    name: 'the code page of a sign-in',
    path: '/success/sign-in/code',
    others: {},
    leadsTo: '/success/dashboard',
    open: async (world) => {
      await world.addAccount();
      const { secret, visitor } = await enrolledAccount(world);
      await postPassword(visitor);
      await visitor.get('/success/sign-in/code');
      return { visitor, secret };
    },
  },
  {
    name: 'an enrolment',
    path: '/success/enrolment/code',
    others: DEVICE,
    leadsTo: '/success/enrolment/completed',
    open: async (world) => {
      await world.addAccount();
      const visitor = world.visitor();
      await signIn(visitor);
      return { visitor, secret: await beginEnrolment(visitor) };
    },
  },
  {
    name: 'a compulsory enrolment',
    path: '/desk/sign-in/enrolment/code',
    others: DEVICE,
    leadsTo: '/desk/enrolment/completed',
    open: async (world) => {
      await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
      const visitor = world.visitor();
      await postPassword(visitor, STAFF);
      const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
      await visitor.get(link);
      await visitor.follow(await visitor.post(link));
      await visitor.post('/desk/sign-in/confirmation');
      return { visitor, secret: secretOn(await visitor.get('/desk/sign-in/enrolment')) };
    },
  },
  {
    name: 'turning off',
    path: '/success/two-factor',
    others: {},
    leadsTo: '/success/two-factor/result',
    open: (world) => openSignedIn(world, '/success/two-factor'),
  },
  {
    name: 'the fresh check',
    path: '/success/confirmation?then=two-factor',
    others: {},
    leadsTo: '/success/two-factor',
    open: (world) => openSignedIn(world, '/success/confirmation?then=two-factor'),
  },
];

async function openSignedIn(world: World, page: string) {
  await world.addAccount();
  const { secret, visitor } = await enrolledAccount(world);
  await signInWithCode(world, visitor, secret);
  world.advance(minutes(1) + STEP);
  await visitor.get(page);
  return { visitor, secret };
}
