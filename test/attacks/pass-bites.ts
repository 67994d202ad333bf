/** What bounds the guessing of a registration pass and of the password beside it: part of `limits.test.ts`. */
import { CLAIMS } from '../support/lost-device.ts';
import { gathered, released, typePass } from '../support/recovery.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const MANY = 60;

async function untilClosed(attempt: (world: World, count: number) => Promise<Answer>): Promise<number> {
  const world = await openWorld();
  try {
    await world.addAccount();
    for (let count = 0; count < MANY; count += 1) if ((await attempt(world, count)).status === 429) return count;
    return MANY;
  } finally {
    await world.close();
  }
}

/** Somebody who has the password guesses the pass. */
async function passes(): Promise<number> {
  const world = await openWorld();
  try {
    const recovery = await gathered(world);
    await released(recovery);
    for (let count = 0; count < MANY; count += 1)
      if ((await typePass(recovery.holder, '0000-0000-0000-0000')).status === 429) return count;
    return MANY;
  } finally {
    await world.close();
  }
}

const PASS = '0000-0000-0000-0000';
const post = async (world: World, email: string): Promise<Answer> => {
  const visitor = world.visitor();
  await visitor.get('/success/sign-in/pass');
  return visitor.post('/success/sign-in/pass', { email, password: 'wrong', pass: PASS });
};

export const PASS_BITES: Readonly<Record<string, readonly [before: number, bite: () => Promise<number>]>> = {
  'sign-in/pass: password': [4, () => untilClosed((world) => post(world, CLAIMS.email))],
  'sign-in/pass: network': [20, () => untilClosed((world, count) => post(world, `nobody${count}@success.example`))],
  // The fifth wrong one kills it and says so.
  'sign-in/pass: passes': [4, passes],
};
