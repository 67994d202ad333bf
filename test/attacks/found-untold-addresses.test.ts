/** Whoever reads one mailbox must not be able to keep the holder from hearing of what others did: every address is told (SEC-P03). */
import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_DURATIONS } from '../../src/core/policy.ts';
import { declareCompromised } from '../../src/journeys/password-compromise.ts';
import { companyWorld, KAORI } from '../support/company.ts';
import { addAddress, toldOf } from '../support/contact.ts';
import { signIn } from '../support/steps.ts';

const HANAKO = 'hanako@success.example';

test('SEC-P02 SEC-P03 of what a company administrator does to a colleague', async () => {
  const world = await companyWorld();
  onTestFinished(() => world.close());
  const hanako = world.visitor();
  await signIn(hanako, { email: HANAKO });
  await addAddress(world, hanako, 'own@home.example');
  const { administrator } = world;
  await addAddress(world, administrator, 'kaori@home.example');
  await administrator.get('/success/company/colleagues/hanako');
  const answer = await administrator.post('/success/company/colleagues/hanako', { choice: 'suspend' });
  expect(answer.status).toBe(303);
  const told = (await world.letters()).slice(-4).map(({ to }) => to);
  expect(told.toSorted()).toEqual([HANAKO, KAORI, 'kaori@home.example', 'own@home.example'].toSorted());
});

test('SEC-P02 SEC-P03 SEC-A08 of a password that the host declares known to strangers', async () => {
  const world = await companyWorld();
  onTestFinished(() => world.close());
  const hanako = world.visitor();
  await signIn(hanako, { email: HANAKO });
  await addAddress(world, hanako, 'own@home.example');
  const facts = await world.service.store.read.accountFacts('success', 'hanako');
  if (facts === undefined) throw new Error('no account');
  const { store } = world.service;
  const ports = { store, random: { bytes: randomBytes }, durations: DEFAULT_DURATIONS };
  await declareCompromised(ports, world.now(), facts.account, 'seen in a leak');
  expect(await toldOf(world, 'パスワード')).toEqual([HANAKO, 'own@home.example']);
});
