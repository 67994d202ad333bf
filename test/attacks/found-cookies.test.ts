/** What a real browser does with our cookies and a jar of a test does not: it forgets them in time, and takes them in any order. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, minutes, seconds } from '../../src/core/time.ts';
import { beginEnrolment, codeNow, enrolledAccount, postPassword, signIn } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

/** How long a browser keeps the cookie of this answer, in milliseconds; undefined when the answer sets none. */
function keptFor(answer: Answer, name: string): number | undefined {
  const line = answer.setCookies.find((each) => each.startsWith(`__Host-genkan-success-${name}=`));
  const age = /Max-Age=(\d+)/u.exec(line ?? '')?.[1];
  return age === undefined ? undefined : seconds(Number(age));
}

describe('the cookie of a pending sign-in', () => {
  test('G-20 T-19 outlives it in the browser, so that the expired sign-in can still be told and filled in', async () => {
    await enrolledAccount(world);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    const accepted = await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD });
    expect(keptFor(accepted, 'pending')).toBeGreaterThan(minutes(10) + minutes(30));
  });

  test('SEC-E01 T-19 the cookie that is still there opens nothing after ten minutes', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    world.advance(minutes(10));
    const late = await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) });
    expect(late.location).toBe('/success/sign-in?notice=sign-in-expired');
    expect(visitor.cookies.has('__Host-genkan-success-session')).toBe(false);
  });
});

describe('the cookie of a session', () => {
  test('SEC-G02 T-35 a request under way while the token is renewed does not take the new one away', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const secret = await beginEnrolment(visitor);
    const code = codeNow(world, secret);
    const pressedTwice = visitor.copy();
    await pressedTwice.get('/success/enrolment');
    expect((await visitor.post('/success/enrolment/code', { code, device_name: '' })).location).toBe(
      '/success/enrolment/completed',
    );

    // The answer to the second press arrives after the first one's cookie: the browser keeps whatever it says.
    const second = await pressedTwice.post('/success/enrolment/code', { code, device_name: '' });
    expect(second.setCookies.filter((line) => line.includes('success-session'))).toEqual([]);
    expect((await visitor.follow(second)).text).toContain('ログインしています');
  });

  test('SEC-G05 T-35 the old token itself stays dead', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const secret = await beginEnrolment(visitor);
    const thief = visitor.copy();
    await visitor.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    expect((await thief.get('/success/dashboard')).location).toContain('/success/sign-in?notice=session-ended');
    expect((await thief.follow(await thief.get('/success/account'))).html).toContain('id="password"');
  });
});

describe('the cookie of a known browser', () => {
  test('SEC-F06 T-34 is renewed by every complete sign-in: 30 days count from the last one', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    world.advance(days(20));
    const again = await postPassword(visitor);
    expect(keptFor(again, 'browser')).toBe(days(30));
    expect((await world.letters()).filter(({ subject }) => subject.includes('新しいブラウザ'))).toHaveLength(1);
  });
});
