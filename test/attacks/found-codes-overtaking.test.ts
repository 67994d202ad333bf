/**
 * Ten recovery codes are being made, which takes a moment, in a session that a thief holds. In that moment the holder shuts the thief
 * out, or turns two-factor off: no codes may come into being after it that would open the account later.
 */
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { courierAtRest } from '../rows/courier-rest.ts';
import { newLocation } from '../support/databases.ts';
import { codesOn, namedSet } from '../support/recovery-codes.ts';
import { codeNow, enrolledAccount, STEP, signInWithCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const PATH = '/success/recovery-codes';

async function open(kind: 'sqlite' | 'postgres') {
  const world = await openWorld({ location: await newLocation(kind) });
  onTestFinished(() => world.close());
  await world.addAccount();
  const { secret, visitor } = await enrolledAccount(world);
  await signInWithCode(world, visitor, secret);
  world.advance(STEP);
  return { world, secret, thief: visitor };
}

/** Answers as soon as the making has begun: the attempt is counted, nothing is hashed yet. */
async function beginIssuing(world: World, thief: Visitor): Promise<{ readonly issuing: Promise<Answer> }> {
  const page = await thief.get(PATH);
  const issuing = thief.copy().post(PATH, { code_set: namedSet(page), form_token: thief.formToken() });
  for (let round = 0; round < 200; round += 1) {
    if ((await world.query("select key from attempt_counter where key = 'recovery-codes:account-1'")).length > 0) break;
    await setTimeout(2);
  }
  return { issuing };
}

const living = (world: World) => world.query('select id from recovery_code_set where ended_at is null and set_aside_since is null');

describe.each(['sqlite', 'postgres'] as const)('codes that are being made, %s', (kind) => {
  test('SEC-C03 SEC-P04 T-09 "not me" meanwhile: the thief is shown none, and there are none', async () => {
    const { world, thief } = await open(kind);
    const letter = (await world.letters()).findLast(({ text }) => text.includes('/not-me/'));
    const link = /\/success\/not-me\/\S+/u.exec(letter?.text ?? '')?.[0] ?? '';
    await courierAtRest(world);
    const holder = world.visitor();
    await holder.get(link);
    world.advance(minutes(1));
    const { issuing } = await beginIssuing(world, thief);
    expect((await holder.post(link)).location).toBe('/success/not-me/completed');
    expect(codesOn(await issuing)).toEqual([]);
    expect(await living(world)).toEqual([]);
  });

  test('SEC-C03 G-16 two-factor is turned off meanwhile: no codes wait for the next authenticator', async () => {
    const { world, secret, thief } = await open(kind);
    const holder = thief.copy();
    await holder.get('/success/two-factor');
    const { issuing } = await beginIssuing(world, thief);
    const turnedOff = await holder.post('/success/two-factor', { code: codeNow(world, secret), form_token: thief.formToken() });
    expect(turnedOff.location).toBe('/success/two-factor/result');
    await issuing;
    expect(await living(world)).toEqual([]);
  });
});
