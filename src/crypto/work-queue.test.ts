/** So many at once, so many waiting, so long; and no place is ever lost. */
import { describe, expect, it } from 'vitest';
import { minutes } from '../core/time.ts';
import { openWorkQueue } from './work-queue.ts';

const OVERLOADED = expect.objectContaining({ code: 'overloaded' });

/** Work that ends when the test says so. */
function gate() {
  let open = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open: () => open(), fail: (error: Error) => fail(error) };
}

describe('the queue before the hash', () => {
  it('SEC-R03 runs so many at once, the others in the order they came', async () => {
    const queue = openWorkQueue({ atOnce: 2, waiting: 10, waitFor: minutes(1) });
    const gates = Array.from({ length: 5 }, gate);
    const begun: number[] = [];
    const results = gates.map((each, index) =>
      queue.run(async () => {
        begun.push(index);
        await each.promise;
        return index;
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    gates[1]?.open();
    await results[1];
    expect(begun).toEqual([0, 1, 2]);
    for (const each of gates) each.open();
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3, 4]);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('SEC-R03 hands a place on without opening another', async () => {
    const queue = openWorkQueue({ atOnce: 1, waiting: 5, waitFor: minutes(1) });
    const [first, second] = [gate(), gate()];
    const begun: string[] = [];
    const run = (name: string, until: Promise<void>) =>
      queue.run(() => {
        begun.push(name);
        return until;
      });
    const one = run('first', first.promise);
    const two = run('second', second.promise);
    first.open();
    await one;
    const three = run('third', Promise.resolve());
    await Promise.resolve();
    expect(begun).toEqual(['first', 'second']);
    second.open();
    await Promise.all([two, three]);
    expect(begun).toEqual(['first', 'second', 'third']);
  });

  it('SEC-R03 refuses at once what finds every waiting place taken, and does not begin it', async () => {
    const queue = openWorkQueue({ atOnce: 1, waiting: 2, waitFor: minutes(1) });
    const blocker = gate();
    let begun = 0;
    const work = async (): Promise<void> => {
      begun += 1;
      await blocker.promise;
    };
    const accepted = [queue.run(work), queue.run(work), queue.run(work)];
    await expect(queue.run(work)).rejects.toEqual(OVERLOADED);
    await expect(queue.run(work)).rejects.toEqual(OVERLOADED);
    blocker.open();
    await Promise.all(accepted);
    expect(begun).toBe(3);
    await queue.run(work);
    expect(begun).toBe(4);
  });

  it('SEC-R03 refuses what waited too long, and never begins it', async () => {
    const queue = openWorkQueue({ atOnce: 1, waiting: 2, waitFor: 1 });
    const blocker = gate();
    const running = queue.run(() => blocker.promise);
    let hasBegun = false;
    const late = queue.run(async () => {
      hasBegun = true;
    });
    await expect(late).rejects.toEqual(OVERLOADED);
    blocker.open();
    await running;
    await queue.run(async () => undefined);
    expect(hasBegun).toBe(false);
  });

  it('SEC-R03 SEC-R02 gives the place back when the work fails', async () => {
    const queue = openWorkQueue({ atOnce: 1, waiting: 1, waitFor: minutes(1) });
    for (let count = 0; count < 20; count += 1) {
      await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
      await expect(
        queue.run(() => {
          throw new Error('thrown');
        }),
      ).rejects.toThrow('thrown');
    }
    expect(await queue.run(async () => 'still here')).toBe('still here');
  });

  it('SEC-R03 never runs more than its bound under a flood', async () => {
    const queue = openWorkQueue({ atOnce: 3, waiting: 50, waitFor: minutes(1) });
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 500 }, (_, index) =>
        queue.run(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          if (index % 7 === 0) throw new Error('broken');
        }),
      ),
    );
    expect(most).toBe(3);
    const refused = results.filter((result) => result.status === 'rejected' && !String(result.reason).includes('broken'));
    expect(refused).toHaveLength(447);
  });
});
