/** Letters that somebody with the password can make us send: how many, and to whom they do not get lost. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { postPassword } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('who must enrol', () => {
  beforeEach(() => world.addAccount({ ...STAFF, role: 'reviewer', company: null }));

  test('SEC-P06 SEC-F07 a stolen password fills no mailbox: five links an hour, then the sign-in says until when', async () => {
    for (let count = 0; count < 5; count += 1) {
      expect((await postPassword(world.visitor(), STAFF)).location).toBe('/desk/sign-in/confirmation');
    }
    world.advance(minutes(10));
    const sixth = await postPassword(world.visitor(), STAFF);
    expect(sixth.status).toBe(429);
    expect(Number(sixth.headers.get('retry-after')) * 1000).toBe(minutes(50));
    expect(sixth.text).toContain('確認のメール');
    expect(await world.letters()).toHaveLength(5);
    world.advance(minutes(50));
    expect((await postPassword(world.visitor(), STAFF)).location).toBe('/desk/sign-in/confirmation');
  });

  test('SEC-P06 SEC-F01 the right password that is put off counts as no wrong one', async () => {
    for (let count = 0; count < 12; count += 1) await postPassword(world.visitor(), STAFF);
    world.advance(hours(1));
    expect((await postPassword(world.visitor(), STAFF)).location).toBe('/desk/sign-in/confirmation');
  });
});

describe('sign-ins from new browsers', () => {
  test('SEC-P06 SEC-F07 the holder is told five times an hour at most, and told again later', async () => {
    await world.addAccount();
    for (let count = 0; count < 12; count += 1) {
      expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
    }
    expect(await world.letters()).toHaveLength(5);
    world.advance(hours(1));
    await postPassword(world.visitor());
    expect(await world.letters()).toHaveLength(6);
  });
});
