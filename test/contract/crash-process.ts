/** A writer that is meant to be killed: up to 1,000 writes, each told to the parent only after the store acknowledged it. */
import { writeSync } from 'node:fs';
import { type DatabaseLocation, openStore } from '../../src/store/open.ts';
import { TEST_STORE } from '../support/test-store.ts';
import { change, NOW, pendingSignIn, STEP } from './records.ts';

const WRITES = 1000;

const location: DatabaseLocation = JSON.parse(process.argv[2] ?? '');
const store = await openStore(location, TEST_STORE);
for (let n = 1; n <= WRITES; n += 1) {
  await change(store, async (tx) => {
    await tx.insertPendingSignIn(pendingSignIn({ id: `pending-${n}` }));
    await tx.acceptTimeStep('authenticator-1', STEP + n, 0, NOW);
  });
  writeSync(1, `[${n}]\n`);
}
await store.close();
