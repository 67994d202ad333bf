/** Several nodes change the authenticators of one account at once: the limit holds, one stays, and a replacement is one change. */
import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { race } from './race.ts';
import { bindOne, change, enrolment, hanako, importPeople } from './records.ts';

eachDatabase('races over authenticators', (openDatabase) => {
  test('G-14 SEC-B08 SEC-R01 ten enrolments confirmed at once beside one app bind one, never a third', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    await change(store, async (tx) => {
      for (const id of ['race-1', 'race-2']) {
        await tx.insertEnrolment(enrolment({ id, owner: { kind: 'session', id }, securityVersion: 2 }));
      }
    });
    const verdicts = await race(location, 'bind-either', { each: 10 });
    expect(verdicts.filter((bound) => bound === true)).toHaveLength(1);
    expect((await hanako(store)).authenticators).toHaveLength(2);
  });

  test('G-14 SEC-R01 two replacements of one app confirmed at once leave one new app and no old one', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    const old = await bindOne(store);
    await change(store, async (tx) => {
      for (const id of ['race-1', 'race-2']) {
        await tx.insertEnrolment(enrolment({ id, owner: { kind: 'session', id }, securityVersion: 2, replaces: old }));
      }
    });
    const verdicts = await race(location, 'bind-either', { each: 10 });
    expect(verdicts.filter((bound) => bound === true)).toHaveLength(1);
    const left = (await hanako(store)).authenticators.map(({ id }) => id);
    expect(left).toHaveLength(1);
    expect(left).not.toContain(old);
  });

  test('SEC-H05 SEC-R01 two windows that delete the last two at once, each the other’s spare, leave one', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await bindOne(store, { id: 'race-1' });
    await bindOne(store, { id: 'race-2', securityVersion: 2 });
    const verdicts = await race(location, 'end-either', { each: 10 });
    expect(verdicts.filter((ended) => ended === true)).toHaveLength(1);
    expect((await hanako(store)).authenticators).toHaveLength(1);
  });
});
