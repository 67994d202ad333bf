/** Whoever queues a letter has it sent at once; any other change costs the outbox nothing. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enrol, signIn } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let looks: number;
let subjects: string[];
let world: World;
beforeEach(async () => {
  looks = 0;
  subjects = [];
  // The courier reads the database's clock at every look.
  const databaseClock = () => {
    looks += 1;
    return world.now();
  };
  const deliver = async (letter: { readonly subject: string }) => void subjects.push(letter.subject);
  world = await openWorld({ carrier: { deliver, isPermanent: () => false }, compose: { databaseClock } });
  await world.addAccount();
});
afterEach(() => world.close());

test('SEC-P01 a change that queued a letter has it sent before anybody looks', async () => {
  const visitor = world.visitor();
  await signIn(visitor);
  await enrol(world, visitor);
  await vi.waitFor(() => expect(subjects.join()).toContain('二要素認証を有効にしました'));
});

test('SEC-P01 a change that queued none does not have the outbox looked through', async () => {
  const visitor = world.visitor();
  await signIn(visitor);
  await vi.waitFor(() => expect(subjects).toHaveLength(1));
  // The look that sent it ends meanwhile.
  await world.letters();
  await world.letters();
  const before = { looks, events: (await world.audit()).length };
  await visitor.post('/success/sign-out');
  await signIn(visitor);
  expect((await world.audit()).length).toBeGreaterThan(before.events);
  expect(looks).toBe(before.looks);
});
