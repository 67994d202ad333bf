/**
 * SEC-G09: a sign-in that was begun before all others were ended does not outlive that, however both meet: it is refused, or it is completed
 * first and ends with the rest. Tried on both databases, on PostgreSQL with one node for each side.
 */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabaseOf } from '../support/databases.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signInWithCode } from '../support/steps.ts';
import { openVisitor } from '../support/visitor.ts';
import { ORIGIN, openWorld } from '../support/world.ts';

const ROUNDS = 12;

test.each(['sqlite', 'postgres'] as const)(
  'SEC-G09 SEC-G06 a code entered while all others are ended leaves no session behind, %s',
  async (kind) => {
    const { location } = await openDatabaseOf(kind);
    const world = await openWorld({ location });
    onTestFinished(() => world.close());
    // Two nodes of one process on one file would wait for each other in vain.
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    await world.addAccount();
    const { secret, visitor } = await enrolledAccount(world);
    for (let round = 0; round < ROUNDS; round += 1) {
      await signInWithCode(world, visitor, secret);
      world.advance(STEP);
      const begun = openVisitor(other.app, ORIGIN);
      await postPassword(begun);
      await begun.get('/success/sign-in/code');
      await visitor.get('/success/activity');
      const [ended] = await Promise.all([
        visitor.post('/success/activity/sessions'),
        begun.post('/success/sign-in/code', { code: codeNow(world, secret) }),
      ]);
      expect(ended.location).toBe('/success/activity?notice=others-ended');
      expect((await begun.get('/success/activity')).location, `round ${round}`).toContain('/success/sign-in');
      world.advance(STEP);
    }
  },
);
