/** Forms that arrive together: in their order, and with a breath for everybody else in between. */
import { expect, it } from 'vitest';
import { openTurns } from './turns.ts';

/** Keeps the thread busy, as rendering a page does. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

it('SEC-R03 forms are answered in the order they came, and others are heard before the last of them', async () => {
  const nextTurn = openTurns();
  const done: (number | 'other')[] = [];
  const forms = Array.from({ length: 60 }, async (_, n) => {
    await nextTurn();
    work(2);
    done.push(n);
  });
  setImmediate(() => {
    done.push('other');
    setImmediate(() => done.push('other'));
  });
  await Promise.all(forms);
  expect(done.filter((each) => each !== 'other')).toEqual(Array.from({ length: 60 }, (_, n) => n));
  expect(done.lastIndexOf('other')).toBeGreaterThanOrEqual(1);
  expect(done.lastIndexOf('other')).toBeLessThan(40);
});
