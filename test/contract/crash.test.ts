/**
 * A process that is killed in the middle of its work: everything it was told is stored is stored, nothing is stored by half,
 * and no code that was spent can be spent again.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { startProcess } from './race.ts';
import { bindOne, change, hanako, importPeople, NOW, pendingSignIn, STEP } from './records.ts';

const PROGRAM = fileURLToPath(new URL('crash-process.ts', import.meta.url));

eachDatabase('a crash', (openDatabase, kind) => {
  test.each([1, 90, 400, 850])(
    'SEC-R05 a kill after %i of 1,000 writes loses nothing acknowledged and revives no code',
    async (count) => {
      const { store, location, query, openAgain } = await openDatabase();
      await importPeople(store);
      await bindOne(store);
      await store.close();

      const writer = startProcess(PROGRAM, [JSON.stringify(location)]);
      await writer.said(`[${count}]`);
      writer.child.kill('SIGKILL');
      await once(writer.child, 'close');
      const acknowledged = [...writer.output().matchAll(/\[(\d+)\]/gu)].map(([, n]) => Number(n));
      const last = acknowledged.at(-1) ?? 0;
      expect(last).toBeGreaterThanOrEqual(count);

      const after = await openAgain();
      const stored = new Set((await query('select id from pending_sign_in')).map((row) => row.id));
      expect(acknowledged.filter((n) => !stored.has(`pending-${n}`))).toEqual([]);
      const events = await query("select seq from audit_event where type = 'password.rehashed'");
      expect(events).toHaveLength(stored.size + 1);
      expect((await hanako(after)).authenticators).toMatchObject([{ lastStep: STEP + stored.size }]);
      expect(await change(after, (tx) => tx.acceptTimeStep('authenticator-1', STEP + last, 0, NOW))).toBe(false);
      await change(after, (tx) => tx.insertPendingSignIn(pendingSignIn({ id: 'after the crash' })));
      if (kind === 'sqlite') expect(await query('pragma integrity_check')).toMatchObject([{ integrity_check: 'ok' }]);
    },
  );
});
