/**
 * Somebody changes the requests of an account faster than anybody else gets a turn. Whoever then signs in or objects is told to
 * try again: never that the link was used, never that it is not allowed, and nothing is half done (SEC-R02).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileForm } from '../support/lost-device.ts';
import { enrolledAccount, STEP, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let secret: Uint8Array;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  ({ secret } = await enrolledAccount(world));
  await fileForm(world.visitor());
  await world.letters();
  // Every turn of the account is lost to somebody else.
  await world.query('create trigger overtaken before update of recovery_version on account begin select raise(ignore); end');
});
/** The courier may be holding the file: this connection would wait for it and keep it from ending. */
const letGo = async (): Promise<void> => {
  await world.service.courier.deliverDue();
  await world.query('drop trigger overtaken');
};
afterEach(() => world.close());

describe('every turn is lost', () => {
  it('a holder who says "not me" is not told that the link was used', async () => {
    const text = (await world.letters()).map((letter) => letter.text).find((each) => each.includes('/not-me/')) ?? '';
    const path = /\/success\/not-me\/\S+/u.exec(text)?.[0] ?? '';
    const holder = world.visitor();
    await holder.get(path);
    expect((await holder.post(path)).status).toBe(503);
    expect(await world.query('select password_only_closed_at from account')).toEqual([{ password_only_closed_at: null }]);
    await letGo();
    await holder.get(path);
    expect((await holder.post(path)).location).toBe('/success/not-me/completed');
  });

  it('a holder with the right code is not told that it is not allowed, and the next code opens', async () => {
    const holder = world.visitor();
    world.advance(STEP);
    expect((await signInWithCode(world, holder, secret)).status).toBe(503);
    await letGo();
    expect((await signInWithCode(world, world.visitor(), secret)).location).toBe('/success/lost-device/withdrawal');
  });
});
