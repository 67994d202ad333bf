/** `afterRecovery: leave-off` (product decisions 4 and 11): the pass leaves two-factor off, and nothing else about a recovery is less. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { hours } from '../../../src/core/time.ts';
import { noteLaxities } from '../../../src/journeys/laxities.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { newLocation } from '../../support/databases.ts';
import { gathered, type Recovery, released, stateOf, typePass } from '../../support/recovery.ts';
import { postPassword } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';

const PORTALS = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, afterRecovery: 'leave-off' as const } : portal));

async function offered(kind: 'sqlite' | 'postgres' = 'sqlite'): Promise<Recovery & { readonly pass: string }> {
  const world = await openWorld({ portals: PORTALS, location: await newLocation(kind) });
  onTestFinished(() => world.close());
  const recovery = await gathered(world);
  return { ...recovery, pass: await released(recovery) };
}

const boundIn = async (world: World): Promise<number> =>
  (await world.query("select id from authenticator where account_id = 'account-1' and state = 'bound'")).length;

const sessionsIn = async (world: World): Promise<number> =>
  (await world.query("select id from session where account_id = 'account-1' and ended_at is null")).length;

describe.each(['sqlite', 'postgres'] as const)('leave-off on %s', (kind) => {
  test('D-30 SEC-J07 SEC-J12 SEC-J13 the pass with the password leaves two-factor off: old factors and sessions die, no session comes of it, and quarantine holds', async () => {
    const { holder, pass, world } = await offered(kind);
    expect((await holder.get('/success/sign-in/pass')).text).toContain('続けると、二要素認証がオフになり');
    const stolen = await typePass(holder, pass, 'not the password 1');
    expect([stolen.status, await boundIn(world)]).toEqual([422, 1]);
    const answer = await typePass(holder, pass);
    expect(answer.location).toBe('/success/sign-in?notice=two-factor-left-off');
    expect((await holder.follow(answer)).text).toContain('二要素認証をオフにしました');
    expect([await stateOf({ world }), await boundIn(world), await sessionsIn(world)]).toEqual(['redeemed', 0, 0]);
    expect((await holder.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await typePass(holder, pass)).status).toBe(422);
    expect((await postPassword(world.visitor())).location).toContain('/success/dashboard');
    const [row] = await world.query("select quarantined_until from account where id = 'account-1'");
    expect(Number(row?.['quarantined_until'])).toBeGreaterThan(world.now() + hours(71));
    const letter = (await world.letters()).findLast(({ subject }) => subject.includes('二要素認証がオフになりました'));
    expect(letter?.text).toContain('パスワードだけでログインできる状態です');
    expect(letter?.text).toMatch(/cancellation\?token=/u);
    world.advance(hours(24));
    const again = (await world.letters()).findLast(({ subject }) => subject.includes('もう一度お知らせします'));
    for (const each of [letter, again])
      for (const point of [
        '解除の依頼の手続きにより、二要素認証がオフになりました',
        'それまでの認証アプリ、パスキー、回復コードは使え',
        'できるだけ早くログインして、新しい端末を登録し、二要素認証をもう一度有効にしてください',
      ])
        expect(each?.text).toContain(point);
    const ended = await world.query("select detail from audit_event where type = 'authenticator.invalidated'");
    expect(String(ended.at(-1)?.['detail'])).toContain('"reason":"turned-off"');
  }, 60_000);
});

describe('leave-off', () => {
  test('SEC-J12 another browser than that of the request leaves nothing off', async () => {
    const { pass, world } = await offered();
    const elsewhere = await typePass(world.visitor(), pass);
    expect(elsewhere.location).toBe(null);
    expect([await boundIn(world), await stateOf({ world })]).toEqual([1, 'evidence']);
  }, 60_000);

  test('SEC-E05 is ignored where the company requires two factors: the pass leads to a new device as ever', async () => {
    const { holder, pass, world } = await offered();
    await world.query("update company set two_factor_level = 'required', two_factor_required_from = 0");
    const opened = await typePass(holder, pass);
    expect([opened.location, await boundIn(world)]).toEqual(['/success/sign-in/enrolment', 1]);
  }, 60_000);

  test('T-52 stands in the audit log at every start, like everything laxer than the default', async () => {
    const world = await openWorld();
    onTestFinished(() => world.close());
    const { ports } = world.service.site;
    await noteLaxities(ports, [], world.now());
    await noteLaxities(ports, ['portals.success.afterRecovery is leave-off'], world.now());
    expect(await world.query("select detail from audit_event where type = 'config.laxer'")).toEqual([
      { detail: '{"laxities":["portals.success.afterRecovery is leave-off"]}' },
    ]);
  });
});
