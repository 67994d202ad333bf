/**
 * What a flood of filings costs everybody else (SEC-R03): one network alone may keep sixty thousand of them open at a time, and none
 * may be read again each time the clerk looks, a filing is looked after or a holder signs in.
 */
import { expect, onTestFinished, test } from 'vitest';
import { fileForm } from '../support/lost-device.ts';
import { openWorld, type World } from '../support/world.ts';

const FILINGS = 60_000;
const ROUNDS = 9;

/** Filings of one account, as three days of forms leave them. */
async function flood(world: World, account: string): Promise<void> {
  // The courier may be holding the file: this connection would wait for it and keep it from ending.
  await world.service.courier.deliverDue();
  const filed = world.now() - FILINGS;
  await world.query(`with recursive number (i) as (select 1 union all select i + 1 from number where i < ${FILINGS})
    insert into recovery_request (id, receipt, portal, state, version, channel, admission, account_id, filed_at, state_since,
      mailed, browser, place, language)
    select 'flood-' || i, 'flood-' || i, 'success', 'opened', 2, 'web', 'matched', '${account}', ${filed} + i, ${filed} + i,
      0, '', '', 'ja' from number`);
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now();
    await work();
    took.push(performance.now() - before);
  }
  return took.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

test('SEC-R03 sixty thousand open filings make neither the clerk nor the next filing slow', async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
  const account = await world.addAccount();
  const look = () => world.service.clerk.lookNow();
  const file = async (): Promise<void> => {
    await fileForm(world.visitor());
    await look();
  };
  const calm = { look: await median(look), file: await median(file) };
  await flood(world, account);
  const flooded = { look: await median(look), file: await median(file) };
  expect(flooded.look).toBeLessThan(5 * calm.look + 10);
  expect(flooded.file).toBeLessThan(3 * calm.file + 10);
}, 60_000);
