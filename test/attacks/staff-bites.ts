/** The limit of acts on the desk's staff, attacked until it closes the door: part of `limits.test.ts`. */
import { PRESETS } from '../../src/portals/presets.ts';
import { takeUp } from '../support/desk.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { act, decide, invite, join, NEWCOMER } from '../support/staff-administration.ts';
import { postPassword } from '../support/steps.ts';
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

/** Whose mailbox is confirmed, at a desk that takes passkeys alone. */
async function firstChallenges(): Promise<number> {
  const portals = PRESETS.map((portal) => (portal.kind === 'desk' ? { ...portal, passkeysOnly: true } : portal));
  const world = await openWorld({ portals });
  try {
    const email = 'reviewer@desk.example';
    await world.addAccount({ portal: 'desk', email, role: 'reviewer', company: null });
    const visitor = world.visitor();
    await postPassword(visitor, { portal: 'desk', email });
    await world.query('update pending_sign_in set mailbox_confirmed_at = created_at');
    await visitor.get('/desk/sign-in/enrolment');
    for (let count = 0; count < 100; count += 1)
      if ((await visitor.post('/desk/sign-in/enrolment/passkey/challenge')).status === 429) return count;
    return 100;
  } finally {
    await world.close();
  }
}

/** Codes typed for one call. */
async function callCodes(): Promise<number> {
  const world = await openWorld();
  try {
    await world.addAccount();
    const { receipt } = await fileAndConfirm(world, world.visitor());
    const { visitor } = await join(world, 'intake');
    await takeUp(visitor, receipt);
    await visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'in-person' });
    await visitor.get(`/desk/requests/${receipt}/call`);
    for (let count = 0; count < MANY; count += 1) {
      const typed = { code: 'none', document: 'licence', document_end: '1234' };
      if ((await visitor.post(`/desk/requests/${receipt}/records`, typed)).status === 429) return count;
    }
    return MANY;
  } finally {
    await world.close();
  }
}

const FREEZE = { choice: 'freeze', reason: 'one ask after the other' } as const;

/** A freeze that is asked to be lifted again and again. */
async function ofAccount(path = '', form: Readonly<Record<string, string>> = FREEZE): Promise<number> {
  const world = await openWorld();
  try {
    await world.addAccount();
    const { receipt } = await fileAndConfirm(world, world.visitor());
    await world.query(`update account set recovery_frozen_until = ${world.now() * 2} where id = 'account-1'`);
    const { visitor } = await join(world, 'supervisor');
    await visitor.get('/desk/account');
    for (let count = 0; count < MANY; count += 1)
      if ((await visitor.post(`/desk/accounts/${receipt}${path}`, form)).status === 429) return count;
    return MANY;
  } finally {
    await world.close();
  }
}

export const STAFF_BITES: Readonly<Record<string, readonly [before: number, bite: () => Promise<number>]>> = {
  'requests/:receipt/records: call-codes': [3, callCodes],
  'sign-in/enrolment/passkey/challenge: challenges': [60, firstChallenges],
  'staff/invitation: staff': [30, () => asAdministrator((_, visitor) => invite(visitor, NEWCOMER))],
  'staff/people/:id: staff': [
    30,
    () =>
      asAdministrator(async (world, visitor) => {
        const [row] = await world.query('select id from account');
        return act(visitor, String(row?.['id']), 'restore');
      }),
  ],
  'accounts/:receipt: staff': [30, () => ofAccount()],
  'accounts/:receipt/dispute: staff': [30, () => ofAccount('/dispute', { remark: 'one dispute after the other' })],
  'macros: staff': [
    30,
    async () => {
      const world = await openWorld();
      try {
        const { visitor } = await join(world, 'supervisor');
        await visitor.get('/desk/macros');
        for (let count = 0; count < MANY; count += 1)
          if ((await visitor.post('/desk/macros', { choice: 'save' })).status === 429) return count;
        return MANY;
      } finally {
        await world.close();
      }
    },
  ],
  'stop: staff': [
    30,
    () =>
      asAdministrator(async (_, visitor) => {
        await visitor.get('/desk/account');
        return visitor.post('/desk/stop', { choice: 'set', stopped: 'success', reason: 'one stop after the other' });
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
