/** Fifty wrong codes without the weeks they take: charges the account's counter through the store, by a schedule without pauses. */
import type { AttemptSchedule } from '../../../src/core/throttle.ts';
import type { World } from '../../support/world.ts';

const WITHOUT_PAUSE: AttemptSchedule = { pauseAfter: () => 0 };

/** The first account of the world has used up every try of its authenticator. */
export async function exhaust({ service, now }: World): Promise<void> {
  for (let count = 0; count < 50; count += 1) await service.store.charge('second-factor:account-1', WITHOUT_PAUSE, now());
}
