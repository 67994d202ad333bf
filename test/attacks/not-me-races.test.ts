/** T-03 for "not me": pressed at once from everywhere it closes once, and nothing that runs beside it stays open. On both databases. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { newLocation } from '../support/databases.ts';
import { beginEnrolment, codeNow, postPassword, signIn } from '../support/steps.ts';
import { openVisitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('"not me" on %s', (kind) => {
  async function openRace(): Promise<World> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    await world.addAccount();
    return world;
  }

  async function links(world: World): Promise<readonly string[]> {
    return (await world.letters()).flatMap(({ text }) => /\/success\/not-me\/\S+/u.exec(text) ?? []).map(String);
  }

  test('T-03 SEC-R01 one link pressed 50 times in parallel, on two nodes where the database has them, closes once', async () => {
    const world = await openRace();
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    await signIn(world.visitor());
    const [link = ''] = await links(world);
    const readers = [world.visitor(), openVisitor(other.app, ORIGIN)];
    for (const reader of readers) await reader.get(link);
    const answers = await Promise.all(
      Array.from({ length: 25 }, () =>
        readers.map((reader) => reader.copy().post(link, { form_token: reader.formToken() })),
      ).flat(),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array<number>(49).fill(410)]);
    const count = async (what: string) => (await world.query(what)).length;
    expect(await count("select id from outbox where kind = 'account-closed'")).toBe(1);
    expect(await count("select seq from audit_event where type = 'account.closed'")).toBe(1);
    expect(await count("select seq from audit_event where type = 'link.refused'")).toBe(49);
  });

  test('T-03 the links of five notices pressed at once all succeed, and the account is closed', async () => {
    const world = await openRace();
    for (let index = 0; index < 5; index += 1) await signIn(world.visitor());
    const all = await links(world);
    expect(all).toHaveLength(5);
    const reader = world.visitor();
    await reader.get(all[0] ?? '');
    const form_token = reader.formToken();
    const answers = await Promise.all(all.map((link) => reader.copy().post(link, { form_token })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    expect(await world.query('select id from session where ended_at is null')).toEqual([]);
  });

  test('SEC-E05 sign-ins and an enrolment that run beside it leave no living session and no authenticator', async () => {
    const world = await openRace();
    const thief = world.visitor();
    await signIn(thief);
    const secret = await beginEnrolment(thief);
    const [link = ''] = await links(world);
    const reader = world.visitor();
    await reader.get(link);
    const code = codeNow(world, secret);
    const form = { form_token: thief.formToken() };
    await Promise.all([
      ...Array.from({ length: 4 }, () => postPassword(world.visitor())),
      thief.copy().post('/success/enrolment/code', { code, device_name: '', ...form }),
      reader.post(link),
      ...Array.from({ length: 4 }, () => postPassword(world.visitor())),
    ]);
    expect(await world.query('select id from session where ended_at is null')).toEqual([]);
    const counting =
      "select authenticator.id from authenticator join account on account.id = account_id where state = 'pending' or (state = 'bound' and bound_at < set_aside_since)";
    expect(await world.query(counting)).toEqual([]);
  });
});
