/**
 * After "not me" the holder signs in with the app from before and adds a passkey. It would stand aside from its first moment, so that
 * it opened nothing and the account could not be opened by a new password any more: it is refused until then.
 */
import { expect, onTestFinished, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { NEW_PASSWORD, resetByMail } from '../support/forgotten-password.ts';
import { addPasskey, signInWithPasskey } from '../support/passkey-steps.ts';
import { isSignedIn } from '../support/recovery-codes.ts';
import { enrolledAccount, STEP, signInWithCode } from '../support/steps.ts';
import { openWorld } from '../support/world.ts';

test('SEC-P04 SEC-D07 a passkey is not added while the account is closed, and works once a new password has opened it', async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
  await world.addAccount();
  const { secret } = await enrolledAccount(world);
  world.advance(minutes(1));
  await signInWithCode(world, world.visitor(), secret);
  const letter = (await world.letters()).findLast(({ text }) => text.includes('/not-me/'));
  const link = /\/success\/not-me\/\S+/u.exec(letter?.text ?? '')?.[0] ?? '';
  const reader = world.visitor();
  await reader.get(link);
  await reader.post(link);
  world.advance(STEP);

  const holder = world.visitor();
  expect((await signInWithCode(world, holder, secret)).location).toBe('/success/dashboard');
  await expect(addPasskey(holder)).rejects.toThrow('password_only_closed');
  expect(await world.query("select id from authenticator where kind = 'passkey'")).toEqual([]);

  await resetByMail(world, world.visitor());
  world.advance(STEP);
  const again = world.visitor();
  expect((await signInWithCode(world, again, secret, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
  const passkey = await addPasskey(again);
  const other = world.visitor();
  await signInWithPasskey(other, passkey);
  expect(await isSignedIn(other)).toBe(true);
});
