/** The limit of acts on the desk's staff, attacked until it closes the door: part of `limits.test.ts`. */
import { act, decide, invite, join, NEWCOMER } from '../support/staff-administration.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const MANY = 60;

async function asAdministrator(attempt: (world: World, visitor: Visitor, count: number) => Promise<Answer>): Promise<number> {
  const world = await openWorld();
  try {
    const { visitor } = await join(world, 'administrator', 'admin');
    for (let count = 0; count < MANY; count += 1) if ((await attempt(world, visitor, count)).status === 429) return count;
    return MANY;
  } finally {
    await world.close();
  }
}

export const STAFF_BITES: Readonly<Record<string, readonly [before: number, bite: () => Promise<number>]>> = {
  'staff/invitation: staff': [30, () => asAdministrator((_, visitor) => invite(visitor, NEWCOMER))],
  'staff/people/:id: staff': [
    30,
    () =>
      asAdministrator(async (world, visitor) => {
        const [row] = await world.query('select id from account');
        return act(visitor, String(row?.['id']), 'restore');
      }),
  ],
  // The page of an ask that is over leads back to the list: the first is kept open.
  'staff/asks/:id: staff': [
    29,
    () =>
      asAdministrator(async (world, visitor, count) => {
        if (count === 0) await invite(visitor, NEWCOMER);
        const [row] = await world.query('select id from staff_ask');
        return decide(visitor, String(row?.['id']), 'confirm');
      }),
  ],
};
