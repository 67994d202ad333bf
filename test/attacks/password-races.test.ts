/** T-03 for passwords: however many press at once, one link sets one password, one form is answered once. On both databases. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { newLocation } from '../support/databases.ts';
import { askForReset, HANAKO, NEW_PASSWORD, resetLetters, resetLink } from '../support/forgotten-password.ts';
import { postPassword, signIn } from '../support/steps.ts';
import { openVisitor } from '../support/visitor.ts';
import { ORIGIN, openHasher, openWorld, PASSWORD, type World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('passwords on %s', (kind) => {
  async function openRace(): Promise<World> {
    // Fifty hashes at once on a busy machine: that they wait for each other is tried elsewhere (SEC-R03).
    const passwords = openHasher({ limits: { atOnce: 2, waiting: 200, waitFor: minutes(2) } });
    const world = await openWorld({ location: await newLocation(kind), compose: { passwords } });
    onTestFinished(() => world.close());
    await world.addAccount();
    return world;
  }

  test('T-03 SEC-E06 SEC-R01 one link pressed 50 times in parallel, on two nodes where the database has them, sets one password', async () => {
    const world = await openRace();
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    await askForReset(world.visitor());
    const link = await resetLink(world);
    const readers = [world.visitor(), openVisitor(other.app, ORIGIN)];
    for (const reader of readers) await reader.get(link);
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        readers.map((reader, node) =>
          reader.copy().post(link, { form_token: reader.formToken(), password: `violet tram ${node} number ${index}` }),
        ),
      ).flat(),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array<number>(49).fill(410)]);
    expect(await world.query("select seq from audit_event where type = 'password.set'")).toHaveLength(1);
    expect(await world.query("select id from outbox where kind = 'password-reset'")).toHaveLength(1);
    expect(await world.query('select id from account where security_version = 2')).toHaveLength(1);
  }, 60_000);

  test('SEC-E03 SEC-R01 two clerks answer each form once', async () => {
    const world = await openRace();
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    for (let count = 0; count < 3; count += 1) await askForReset(world.visitor());
    await Promise.all([world.service.clerk.lookNow(), other.clerk.lookNow()]);
    expect(await world.query("select seq from audit_event where type = 'password-reset.answered'")).toHaveLength(3);
    expect(await resetLetters(world)).toHaveLength(3);
    expect(await world.query('select id from password_reset_request')).toEqual([]);
  });

  test('SEC-A07 SEC-E07 a reset, changes and sign-ins at once leave one password, and no session of another', async () => {
    const world = await openRace();
    const holder = world.visitor();
    await signIn(holder);
    await holder.get('/success/account/password');
    await askForReset(world.visitor());
    const link = await resetLink(world);
    const reader = world.visitor();
    await reader.get(link);
    const changed = { email: HANAKO, current_password: PASSWORD, new_password: 'another good phrase' };
    const [reset, change] = await Promise.all([
      reader.post(link, { password: NEW_PASSWORD }),
      holder.post('/success/account/password', changed),
      ...Array.from({ length: 4 }, () => postPassword(world.visitor())),
    ]);
    const outcomes = [reset.status === 303, change.location?.includes('password-changed') === true];
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    const password = reset.status === 303 ? NEW_PASSWORD : 'another good phrase';
    expect(await world.query('select id from session where ended_at is null')).toHaveLength(reset.status === 303 ? 0 : 1);
    expect((await postPassword(world.visitor({ address: '192.0.2.8' }), { password })).location).toBe('/success/dashboard');
    expect((await postPassword(world.visitor({ address: '192.0.2.9' }))).status).toBe(422);
  }, 60_000);
});
