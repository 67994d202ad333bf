/** For the table of `limits.test.ts`: how many requests one person enters for others, and how many codes of a voucher are tried. */
import { CLAIMS } from '../support/lost-device.ts';
import { enrolStaff } from '../support/staff.ts';
import type { Answer } from '../support/visitor.ts';
import { administrator, choose, pageOf, type Vouching, vouching } from '../support/voucher.ts';
import { openWorld } from '../support/world.ts';

const MANY = 200;
const { email: _email, ...CLAIM } = CLAIMS;

async function answered(attempt: () => Promise<Answer>): Promise<number> {
  for (let count = 0; count < MANY; count += 1) if ((await attempt()).status === 429) return count;
  return MANY;
}

async function whileVouching(bite: (asked: Vouching) => Promise<number>): Promise<number> {
  const asked = await vouching();
  try {
    return await bite(asked);
  } finally {
    await asked.world.close();
  }
}

export const ENTRY_BITES: Readonly<Record<string, readonly [before: number, bite: () => Promise<number>]>> = {
  'intake: entries': [
    60,
    async () => {
      const world = await openWorld();
      try {
        const { visitor } = await enrolStaff(world, 'intake');
        await visitor.get('/desk/intake');
        return await answered(() => visitor.post('/desk/intake', { ...CLAIMS, portal: 'success' }));
      } finally {
        await world.close();
      }
    },
  ],
  'company/colleagues/:id/request: entries': [
    20,
    () =>
      whileVouching(async (asked) => {
        const visitor = await administrator(asked);
        const path = '/success/company/colleagues/hanako/request';
        await visitor.get(path);
        return answered(() => visitor.post(path, CLAIM));
      }),
  ],
  'company/requests/:receipt: call-codes': [
    3,
    () =>
      whileVouching(async (asked) => {
        const visitor = await administrator(asked);
        await choose(visitor, pageOf(asked), 'begin');
        return answered(() => visitor.post(pageOf(asked), { choice: 'vouch', code: '000000' }));
      }),
  ],
  'company/requests/:receipt: company': [
    100,
    () =>
      whileVouching(async (asked) => {
        const visitor = await administrator(asked);
        await visitor.get(pageOf(asked));
        return answered(() => visitor.post(pageOf(asked), { choice: 'begin' }));
      }),
  ],
};
