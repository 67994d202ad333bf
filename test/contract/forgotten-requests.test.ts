/** What was typed for a request is gone some time after its end; filings nobody confirmed are gone whole; the rest stays. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEFAULT_RETENTION } from '../../src/core/policy.ts';
import { type Duration, days } from '../../src/core/time.ts';
import { newLocation } from '../support/databases.ts';
import { fileAndConfirm, fileForm } from '../support/lost-device.ts';
import { openWorld, type World, type WorldOptions } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('forgetting requests on %s', (kind) => {
  async function openHouse(retention: WorldOptions['retention'] = {}): Promise<World> {
    const world = await openWorld({ location: await newLocation(kind), retention });
    onTestFinished(() => world.close());
    await world.addAccount();
    return world;
  }

  const count = async (world: World, of: string): Promise<number> => {
    const [row] = await world.query(`select count(*) as total from ${of}`);
    return Number(row?.['total']);
  };

  async function forgetAll(world: World): Promise<void> {
    while ((await world.service.store.forgetOld(world.now())) > 0);
  }

  test.each<[string, WorldOptions['retention'], Duration]>([
    ['ninety days', {}, days(90)],
    ['thirty days, where configured,', { claims: days(30) }, days(30)],
    ['400 days, where configured,', { claims: days(400) }, days(400)],
  ])('D-39 claims are erased %s after the end of a confirmed request, whose events stay', async (_what, retention, keptFor) => {
    const world = await openHouse(retention);
    const visitor = world.visitor();
    const { receipt, paths } = await fileAndConfirm(world, visitor);
    world.advance(days(1));
    await visitor.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'found' });
    const events = await count(world, 'recovery_event');
    world.advance(keptFor - 1);
    await forgetAll(world);
    expect(await count(world, 'recovery_claims where sealed_claims is not null')).toBe(1);
    world.advance(1);
    await forgetAll(world);
    expect(await count(world, 'recovery_claims where sealed_claims is not null')).toBe(0);
    expect(await count(world, 'recovery_claims where erased_at is not null')).toBe(1);
    expect(await count(world, 'recovery_event')).toBe(events);
    expect(await count(world, 'recovery_link')).toBe(0);
    expect(await count(world, 'claim_browser')).toBe(1);
  });

  test('D-39 a running request keeps everything, however old', async () => {
    const world = await openHouse();
    await fileAndConfirm(world, world.visitor());
    world.advance(days(400));
    await forgetAll(world);
    expect(await count(world, 'recovery_claims where sealed_claims is not null')).toBe(1);
    expect(await count(world, 'recovery_link')).toBe(2);
  });

  test('D-39 filings nobody confirmed go whole, known address or not, and leave only what the log says', async () => {
    const world = await openHouse();
    await fileForm(world.visitor());
    await fileForm(world.visitor(), { email: 'nobody@success.example' });
    await world.letters();
    world.advance(days(3));
    await world.letters();
    expect(await count(world, "recovery_request where state = 'expired'")).toBe(2);
    const said = await count(world, 'audit_event');
    world.advance(DEFAULT_RETENTION.claims);
    await forgetAll(world);
    for (const table of ['recovery_request', 'recovery_event', 'recovery_claims', 'recovery_link', 'claim_browser']) {
      expect(await count(world, table), table).toBe(0);
    }
    expect(await count(world, 'audit_event')).toBe(said);
  });
});
