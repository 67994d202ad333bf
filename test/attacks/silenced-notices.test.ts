/**
 * An address gets only so much mail (SEC-P06): whoever knows that may try to use the limit up before doing what the holder must
 * not learn of. Nothing is dropped, what waited comes in one letter, and its "not me" stops what came first.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { addAddress, postContact, requestEmail } from '../support/contact.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signIn, signInWithCode, wrongCode } from '../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const NEW_BROWSER = '新しいブラウザーからログインがありました';
const TOGETHER = 'アカウントの操作のお知らせ(まとめ)';

/** Letters that arrived since the last time it was asked. */
function newLetters(): () => Promise<readonly { readonly subject: string; readonly text: string; readonly to: string }[]> {
  let read = 0;
  return async () => {
    const all = await world.letters();
    const fresh = all.slice(read);
    read = all.length;
    return fresh;
  };
}

/** Complete sign-ins in browsers that nobody knows. */
async function signInAnew(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await signIn(world.visitor({ address: `198.51.100.${count % 250}` }));
}

describe('SEC-P06 whoever has the password', () => {
  test('SEC-P06 signs in from fifty new browsers: five letters, then one that lists all others, and nothing is lost', async () => {
    const fresh = newLetters();
    await signInAnew(50);
    const subjects = (await fresh()).map(({ subject }) => subject);
    expect(subjects).toEqual(Array(5).fill(expect.stringContaining(NEW_BROWSER)));
    world.advance(hours(1));
    const [together, ...others] = await fresh();
    expect(others).toEqual([]);
    expect(together?.subject).toContain(TOGETHER);
    expect(together?.text.split('\n').filter((line) => line.includes(NEW_BROWSER))).toHaveLength(45);
    expect(together?.text).toMatch(
      /2026年11月23日\(月\) 10:00\(日本時間\): 新しいブラウザーからログインがありました \/ .+ \/ 198\.51\.100\.x/u,
    );
    world.advance(hours(24));
    expect(await fresh()).toEqual([]);
  });

  test('SEC-P06 SEC-P04 the one "not me" in it closes the account as of the first of them', async () => {
    const fresh = newLetters();
    await signInAnew(5);
    const thief = world.visitor();
    world.advance(minutes(1));
    await signIn(thief);
    world.advance(minutes(1));
    await signInAnew(3);
    await fresh();
    world.advance(hours(1));
    const [together] = await fresh();
    const links = [...(together?.text ?? '').matchAll(/\/success\/not-me\/\S+/gu)].map(([link]) => link);
    expect(new Set(links).size).toBe(1);
    const reader = world.visitor();
    const page = await reader.get(links[0] ?? '');
    expect(page.text).toContain('10:01');
    expect((await reader.post(links[0] ?? '')).location).toBe('/success/not-me/completed');
    expect((await thief.get('/success/dashboard')).status).toBe(303);
    expect((await postPassword(world.visitor())).status).toBe(422);
    const closed = (await fresh()).map(({ subject }) => subject);
    expect(closed).toEqual([expect.stringContaining('ログインを止めました')]);
  });

  test('SEC-P06 fills the day with sign-ins: a change of the factor is told at once all the same', async () => {
    const fresh = newLetters();
    const { secret, visitor } = await enrolledAccount(world);
    for (let hour = 0; hour < 20; hour += 1) {
      for (let count = 0; count < 3; count += 1) {
        world.advance(STEP);
        await signInWithCode(world, world.visitor(), secret);
      }
      world.advance(hours(1));
    }
    const filled = (await fresh()).length;
    expect(filled).toBeGreaterThan(12);
    expect(filled).toBeLessThanOrEqual(20);

    await signInWithCode(world, visitor, secret);
    world.advance(STEP);
    await visitor.get('/success/two-factor');
    await visitor.post('/success/two-factor', { code: codeNow(world, secret) });
    const [change] = (await fresh()).filter(({ subject }) => subject.includes('二要素認証を無効にしました'));
    expect(change?.to).toBe('hanako@success.example');
  });
});

describe('SEC-P06 whoever has a session', () => {
  test('SEC-P06 SEC-P03 fills the day with sign-ins and harmless changes: a new password and a new mail address are told at once, everywhere', async () => {
    const holder = world.visitor();
    await signIn(holder);
    await addAddress(world, holder, 'hanako@home.example');
    const fresh = newLetters();
    const thief = world.visitor();
    for (let hour = 0; hour < 8; hour += 1) {
      await signInAnew(3);
      await signIn(thief);
      for (const [page, fields] of [
        ['phone', { phone: `090-0000-000${hour}` }],
        ['name', { name: `山田 花子${hour}` }],
      ] as const)
        await postContact(thief, page, fields);
      world.advance(hours(1));
    }
    expect((await fresh()).filter(({ to }) => to === 'hanako@success.example').length).toBeLessThanOrEqual(20);

    await signIn(thief);
    await thief.get('/success/account/password');
    const changed = await thief.post('/success/account/password', {
      email: 'hanako@success.example',
      current_password: PASSWORD,
      new_password: 'another horse entirely 電池',
    });
    expect(changed.status).toBe(303);
    await requestEmail(thief, 'thief@evil.example');
    const told = await fresh();
    for (const subject of ['パスワードを変更しました', 'メールアドレスを変更する手続き'])
      expect(
        told
          .filter((letter) => letter.subject.includes(subject) && letter.to !== 'thief@evil.example')
          .map(({ to }) => to)
          .toSorted(),
        subject,
      ).toEqual(['hanako@home.example', 'hanako@success.example']);
  });
});

test('SEC-P06 a letter of another kind arrives at once beside a flood', async () => {
  const fresh = newLetters();
  const { secret } = await enrolledAccount(world);
  for (let count = 0; count < 9; count += 1) {
    await signInWithCode(world, world.visitor(), secret);
    world.advance(STEP);
  }
  await fresh();
  const guesser = world.visitor();
  await postPassword(guesser);
  await guesser.get('/success/sign-in/code');
  for (let count = 0; count < 3; count += 1) await guesser.post('/success/sign-in/code', { code: wrongCode(world, secret) });
  expect((await fresh()).map(({ subject }) => subject)).toEqual([expect.stringContaining('認証コードの間違いが続きました')]);
});
