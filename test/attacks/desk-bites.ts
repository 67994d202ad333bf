/** For the table of `limits.test.ts`: how many searches and files the desk gives one person before it says "wait". */
import { receiptOf, receive } from '../support/received.ts';
import { enrolStaff } from '../support/staff.ts';
import type { Answer } from '../support/visitor.ts';
import type { World } from '../support/world.ts';

const MANY = 200;
const LOW = { risk: 'low', because: [] } as const;

async function answered(attempt: () => Promise<Answer>): Promise<number> {
  for (let count = 0; count < MANY; count += 1) if ((await attempt()).status === 429) return count;
  return MANY;
}

type Bites = Readonly<Record<string, readonly [before: number, bite: () => Promise<number>]>>;

export function deskBites(world: () => World): Bites {
  return {
    'intake/colleague: entries': [
      60,
      async () => {
        const { visitor } = await enrolStaff(world(), 'intake');
        await visitor.get('/desk/intake/colleague');
        const typed = { email: 'nobody@desk.example', name: '伊藤 舞', summary: '', risk: 'accepted' };
        return answered(() => visitor.post('/desk/intake/colleague', typed));
      },
    ],
    'search: searches': [
      120,
      async () => {
        const { visitor } = await enrolStaff(world(), 'reviewer');
        await visitor.get('/desk/search');
        return answered(() => visitor.post('/desk/search', { q: '090-0000-0000' }));
      },
    ],
    'audit: searches': [
      120,
      async () => {
        const { visitor } = await enrolStaff(world(), 'reviewer');
        await visitor.get('/desk/audit');
        return answered(() => visitor.post('/desk/audit', { group: 'staff' }));
      },
    ],
    ...Object.fromEntries(
      ['audit/export', 'exports'].map((path) => [
        `${path}: exports`,
        [
          30,
          async () => {
            const { visitor } = await enrolStaff(world(), 'auditor');
            await visitor.get('/desk/audit');
            return answered(() => visitor.post(`/desk/${path}`, { reason: 'a look at everything' }));
          },
        ] as const,
      ]),
    ),
    'requests/:receipt/comparison: comparisons': [
      3,
      async () => {
        const { visitor } = await enrolStaff(world(), 'reviewer');
        const accountId = await world().addAccount();
        await receive(world().service.store, { n: 1, accountId, filedAt: world().now(), risk: LOW });
        await visitor.get('/desk/account');
        return answered(() => visitor.post(`/desk/requests/${receiptOf(1)}/comparison`, { field: 'name', said: '山田' }));
      },
    ],
    'requests/:receipt/export: exports': [
      30,
      async () => {
        const { visitor } = await enrolStaff(world(), 'auditor');
        const accountId = await world().addAccount();
        await receive(world().service.store, { n: 1, accountId, filedAt: world().now(), risk: LOW });
        await visitor.get('/desk/account');
        return answered(() => visitor.post(`/desk/requests/${receiptOf(1)}/export`, { reason: 'a look at the whole record' }));
      },
    ],
  };
}
