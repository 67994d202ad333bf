/** A reader of the mailbox resets the password and then asks for the second factor to be removed: the desk sees the reset (desk.md section 3). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days } from '../../src/core/time.ts';
import { NEW_PASSWORD, resetByMail } from '../support/forgotten-password.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { enrolledAccount, STEP, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

/** Level and reasons of the newest request. */
async function risk(): Promise<string> {
  const [row] = await world.query(
    "select detail from recovery_event where type = 'RiskAssessed' order by at desc, version desc limit 1",
  );
  return String(row?.['detail']);
}

describe('desk.md section 3 password-by-mailed-link', () => {
  test('SEC-J14 G-36 a reset before the request is high, ninety days later as well', async () => {
    await enrolledAccount(world);
    const thief = world.visitor({ address: '203.0.113.7' });
    await resetByMail(world, thief);
    world.advance(days(90));
    await fileAndConfirm(world, thief);
    expect(await risk()).toMatch(/"risk":"high".*password-by-mailed-link|password-by-mailed-link.*"risk":"high"/u);
  });

  test('SEC-J14 a sign-in with the second factor after the reset takes the reason away', async () => {
    const { secret } = await enrolledAccount(world);
    const holder = world.visitor();
    await resetByMail(world, holder);
    world.advance(STEP);
    expect((await signInWithCode(world, holder, secret, { password: NEW_PASSWORD })).status).toBe(303);
    await fileAndConfirm(world, holder);
    expect(await risk()).not.toContain('password-by-mailed-link');
  });

  test('SEC-J14 a reset while the request is open shows at the next command, so that the new password is no low-risk evidence', async () => {
    await enrolledAccount(world);
    const thief = world.visitor();
    const { receipt } = await fileAndConfirm(world, thief);
    expect(await risk()).not.toContain('password-by-mailed-link');
    await resetByMail(world, world.visitor({ address: '192.0.2.6' }));
    const status = `/success/lost-device/${receipt}`;
    await thief.get(status);
    const answer = await thief.post(`${status}/password`, { password: NEW_PASSWORD });
    expect(answer.status).toBe(303);
    expect(await risk()).toContain('password-by-mailed-link');
    expect(await risk()).toContain('high');
  });

  test('SEC-E07 the reset removes nothing and stops no request', async () => {
    await enrolledAccount(world);
    await fileAndConfirm(world, world.visitor());
    await resetByMail(world, world.visitor({ address: '192.0.2.6' }));
    expect(await world.query("select state from recovery_request where state = 'evidence'")).toHaveLength(1);
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
  });
});
