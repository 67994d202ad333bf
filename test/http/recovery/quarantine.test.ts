/** The days after a recovery: what is closed until when (SEC-J13, invariant 7), and what a living session can say while one is under way. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { hours } from '../../../src/core/time.ts';
import { fileAndConfirm, fileForm } from '../../support/lost-device.ts';
import { gathered, type Recovery, redeem, released, stateOf } from '../../support/recovery.ts';
import { codeNow, enrolledAccount, signInWithCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let recovery: Recovery;
beforeEach(async () => {
  world = await openWorld();
  recovery = await gathered(world);
});
afterEach(() => world.close());

/** Signed in with the new device, freshly. */
async function signedIn(secret: Uint8Array): Promise<Visitor> {
  world.advance(30_000);
  const visitor = world.visitor();
  await signInWithCode(world, visitor, secret);
  await visitor.get('/success/account');
  return visitor;
}

describe('SEC-J13 quarantine', () => {
  it('refuses at 71 hours and allows at 73: turning off, another set of recovery codes, the address, another request', async () => {
    const { secret } = await redeem(recovery, await released(recovery));
    world.advance(hours(71) - 60_000);
    const early = await signedIn(secret);
    expect((await early.get('/success/dashboard')).text).toContain('新しい端末が登録されたばかりです');
    await early.get('/success/two-factor');
    world.advance(30_000);
    const off = await early.post('/success/two-factor', { code: codeNow(world, secret) });
    expect([off.status, off.text.includes('いまは変更できません')]).toEqual([403, true]);
    await early.get('/success/recovery-codes');
    const first = await early.post('/success/recovery-codes', {});
    const set = /name="code_set" value="([^"]+)"/u.exec(first.html)?.[1] ?? '';
    expect(set).not.toBe('');
    const second = await early.post('/success/recovery-codes', { code_set: set });
    expect([second.status, second.text.includes('いまは変更できません')]).toEqual([403, true]);
    const before = (await world.query('select id from recovery_request')).length;
    await fileForm(world.visitor());
    await world.letters();
    const [filed] = await world.query('select admission from recovery_request order by filed_at desc');
    expect([before, filed?.['admission']]).toEqual([1, 'laid-aside']);

    world.advance(hours(2) + 60_000);
    const late = await signedIn(secret);
    expect((await late.get('/success/dashboard')).text).not.toContain('新しい端末が登録されたばかりです');
    await late.get('/success/two-factor');
    world.advance(30_000);
    const done = await late.post('/success/two-factor', { code: codeNow(world, secret) });
    expect(done.status).toBe(303);
  });
});

describe('a living session while a request is under way', () => {
  it('desk.md 24 SEC-J10 says so, and "that wasn’t me" stops it at once and for a week', async () => {
    const other = await openWorld();
    onTestFinished(() => other.close());
    await other.addAccount();
    const { secret } = await enrolledAccount(other);
    const session = other.visitor();
    await signInWithCode(other, session, secret);
    other.advance(60_000);
    const { receipt } = await fileAndConfirm(other, other.visitor({ address: '198.51.100.9' }));
    const dashboard = await session.get('/success/dashboard');
    expect(dashboard.text).toContain(`二要素認証を解除する依頼が進んでいます`);
    expect(dashboard.text).toContain(receipt);
    const answer = await session.post('/success/dashboard/request', { choice: 'not-me' });
    expect((await session.follow(answer)).text).toContain('依頼を取り消しました');
    expect(await stateOf({ world: other })).toBe('vetoed');
    expect((await session.get('/success/dashboard')).text).not.toContain(receipt);
  });
});
