/** The status page from the approval to the end (Z-17): when each step was done, how the request ended, and where one goes from there. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hours } from '../../../src/core/time.ts';
import { wordsFor } from '../../../src/i18n/catalog.ts';
import { formatDateTimeWithZone } from '../../../src/i18n/dates.ts';
import { decideOn } from '../../support/desk.ts';
import { approved, gathered, passIn, type Recovery, redeem, stateOf } from '../../support/recovery.ts';
import { openWorld, type World } from '../../support/world.ts';

const { later, receipt: receiptWords, status: words } = wordsFor('ja').lostRequest;

let world: World;
let recovery: Recovery;
beforeEach(async () => {
  world = await openWorld();
  recovery = await gathered(world);
});
afterEach(() => world.close());

const page = () => recovery.holder.get(`/success/lost-device/${recovery.receipt}`);
const at = (instant: number): string => formatDateTimeWithZone('ja', instant);
/** What stands in the progress, step by step: how it is marked, and its text. */
async function steps(): Promise<readonly (readonly [string, string])[]> {
  const { html } = await page();
  return [...html.matchAll(/<li class="timeline-([a-z-]+)">.*?<p class="small">(.*?)<\/p>/gsu)].map(
    ([, state = '', text = '']) => [state, text] as const,
  );
}

it('U-55 names the time of every step that is done, and until when one waits', async () => {
  expect((await steps()).map(([state]) => state)).toEqual(['done', 'done', 'now', 'to-come', 'to-come']);
  await approved(recovery);
  const approvedAt = at(world.now());
  expect((await steps())[2]).toEqual(['done', approvedAt]);
  await world.letters();
  await world.letters();
  const until = at(world.now() + hours(24));
  expect((await steps())[3]).toEqual(['now', words.waitingUntil(until)]);
  world.advance(hours(24));
  const pass = await passIn(world);
  expect((await steps()).slice(3)).toEqual([
    ['done', until],
    ['now', words.passText('24時間')],
  ]);
  const redeemedAt = at(world.now());
  await redeem(recovery, pass);
  expect((await steps()).map(([state]) => state)).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect((await steps())[4]).toEqual(['done', redeemedAt]);
  expect((await page()).text).toContain(later.redeemedTitle);
  world.advance(hours(72));
  await world.letters();
  expect(await stateOf({ world })).toBe('closed');
  expect((await page()).text).toContain(words.done);
});

it('U-55 D-24 says why a request was declined, that nothing changed, and whom to ask', async () => {
  await decideOn(recovery.desk[0].visitor, recovery.receipt, 'refusal', {
    reason: 'no-contact',
    remark: 'お電話がつながりませんでした',
  });
  expect(await stateOf({ world })).toBe('refused');
  const { text } = await page();
  for (const said of [words.ended.refused, words.refusedNext, receiptWords.toRoutes, receiptWords.deskHeading]) {
    expect(text).toContain(said);
  }
});

it('U-55 asks for nothing while a request is stopped', async () => {
  await decideOn(recovery.desk[2].visitor, recovery.receipt, 'stop', { remark: '声が別人のようでした' });
  expect(await stateOf({ world })).toBe('frozen');
  const { text } = await page();
  expect(text).toContain(words.frozen);
  expect(text).toContain(words.reviewStopped);
  for (const asked of [words.helpHeading, words.passwordHeading, words.reviewText]) expect(text).not.toContain(asked);
  // It can still be cancelled.
  expect(text).toContain(words.vetoLink);
});
