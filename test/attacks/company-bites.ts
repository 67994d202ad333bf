/** The limits of a company's administrators and of self-registration, each attacked until it closes the door: part of `limits.test.ts`. */
import { done } from '../../src/core/outcome.ts';
import { days } from '../../src/core/time.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { type CompanyWorld, companyWorld, inviteMai, linkTo, MAI } from '../support/company.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld } from '../support/world.ts';

type Bite = () => Promise<number>;

const MANY = 200;
const A_DAY = { pauseAfter: () => 0, window: { limit: 1000, within: days(1) } };

async function answered(attempt: (count: number) => Promise<Answer>): Promise<number> {
  for (let count = 0; count < MANY; count += 1) if ((await attempt(count)).status === 429) return count;
  return MANY;
}

async function inCompany(bite: (world: CompanyWorld) => Promise<number>): Promise<number> {
  const world = await companyWorld();
  try {
    return await bite(world);
  } finally {
    await world.close();
  }
}

/** Leaves room for `left` more acts of the administrator in this hour. */
async function spendActs(world: CompanyWorld, left: number): Promise<void> {
  for (let count = left; count < 100; count += 1) await world.service.store.charge('company:account-1', A_DAY, world.now());
}

async function askToJoin(world: CompanyWorld, id: string): Promise<void> {
  await world.addColleague({ id, email: `${id}@success.example`, companyId: null });
  const { store } = world.service;
  const event = { at: world.now(), portal: 'success', address: null, requestId: null, accountId: id } as const;
  const made = { ...event, actor: { kind: 'claimant', id: null }, detail: { type: 'join-request.made' } } as const;
  const asked = { accountId: id, portal: 'success', companyName: 'さくら商事', askedAt: world.now() };
  await store.write([made], async (tx) => done(await tx.insertJoinRequest(asked)));
}

export const COMPANY_BITES: Readonly<Record<string, readonly [before: number, bite: Bite]>> = {
  'company/policy: company': [
    3,
    () =>
      inCompany(async (world) => {
        await spendActs(world, 3);
        const fields = { level: 'recommended', required_from: '', version: '7', affected: '2', choice: 'save' };
        await world.administrator.get('/success/company/policy');
        return answered(() => world.administrator.post('/success/company/policy', fields));
      }),
  ],
  'company/colleagues/:id: company': [
    100,
    () =>
      inCompany(async (world) => {
        await world.administrator.get('/success/company/colleagues/hanako');
        return answered(() => world.administrator.post('/success/company/colleagues/hanako', { choice: 'end-sessions' }));
      }),
  ],
  'company/colleagues/:id/dispute: company': [
    100,
    () =>
      inCompany(async (world) => {
        await world.administrator.get('/success/company/colleagues/hanako/dispute');
        return answered(() => world.administrator.post('/success/company/colleagues/hanako/dispute', {}));
      }),
  ],
  'company/joining/:id: company': [
    3,
    () =>
      inCompany(async (world) => {
        await spendActs(world, 3);
        await world.administrator.get('/success/company/policy');
        return answered(async (count) => {
          await askToJoin(world, `joining-${count}`);
          return world.administrator.post(`/success/company/joining/joining-${count}`, { choice: 'decline' });
        });
      }),
  ],
  'company/invitations: invitations': [50, () => inCompany((world) => answered(() => inviteMai(world)))],
  'company/invitations/:id: invitations': [
    49,
    () =>
      inCompany(async (world) => {
        await inviteMai(world);
        const [id = ''] = (await linkTo(world, MAI.email)).split('/').at(-1)?.split('.') ?? [];
        const path = `/success/company/invitations/${id}`;
        await world.administrator.get(path);
        return answered(() => world.administrator.post(path, { choice: 'renew' }));
      }),
  ],
  'registration: registrations': [
    30,
    async () => {
      const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, registration: 'open' as const } : portal));
      const world = await openWorld({ portals });
      try {
        const visitor = world.visitor();
        await visitor.get('/success/registration');
        return await answered((count) => visitor.post('/success/registration', { email: `nobody${count}@success.example` }));
      } finally {
        await world.close();
      }
    },
  ],
};
