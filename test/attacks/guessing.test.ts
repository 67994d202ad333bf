/** T-05 to T-08: guessing codes and passwords is slow whatever the guesser changes, and the holder hears of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, hours, minutes, seconds } from '../../src/core/time.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { codeNow, enrolledAccount, postPassword, signIn, wrongCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const CODE = '/success/sign-in/code';

async function atCodePage(address = '203.0.113.7'): Promise<Visitor> {
  const visitor = world.visitor({ address });
  await postPassword(visitor);
  await visitor.get(CODE);
  return visitor;
}

const evaluated = async (refusal: string): Promise<number> =>
  (await world.audit()).filter((detail) => detail.includes(`"${refusal}"`)).length;

describe('codes', () => {
  test('T-05 SEC-F02 five wrong codes close the step for 15 minutes, for the right code too, and say until when', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = await atCodePage();
    for (const left of [null, '3', '2', '1']) {
      const answer = await visitor.post(CODE, { code: wrongCode(world, secret) });
      expect(answer.status).toBe(422);
      if (left !== null) expect(answer.text).toMatch(new RegExp(`あと\\s*${left}回`, 'u'));
    }
    const fifth = await visitor.post(CODE, { code: wrongCode(world, secret) });
    expect(fifth.status).toBe(429);
    expect(Number(fifth.headers.get('retry-after'))).toBe(900);
    expect(fifth.text).toContain('10:16');
    world.advance(minutes(15) - 1000);
    const early = await atCodePage();
    expect((await early.post(CODE, { code: codeNow(world, secret) })).status).toBe(429);
    world.advance(1000);
    const late = await atCodePage();
    expect((await late.post(CODE, { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
  });

  test('T-06 SEC-F03 new pending sign-ins, browsers and addresses do not begin a new count, and the holder is told', async () => {
    const { secret } = await enrolledAccount(world);
    for (let round = 0; round < 5; round += 1) {
      const visitor = await atCodePage(`198.51.100.${round}`);
      await visitor.post(CODE, { code: wrongCode(world, secret) });
    }
    expect((await (await atCodePage('192.0.2.1')).post(CODE, { code: codeNow(world, secret) })).status).toBe(429);
    const letters = await world.letters();
    expect(letters.filter((letter) => letter.subject.includes('認証コード'))).toHaveLength(1);
    expect(letters.at(-1)?.to).toBe('hanako@success.example');
  });

  test('T-06 SEC-F02 thirty days of constant attack get at most 50 guesses evaluated, then the authenticator is closed', async () => {
    const { secret } = await enrolledAccount(world);
    const begin = world.now();
    while (world.now() - begin < days(30)) {
      const visitor = await atCodePage();
      await visitor.post(CODE, { code: wrongCode(world, secret) });
      world.advance(hours(2));
    }
    expect(await evaluated('code-wrong')).toBeLessThanOrEqual(50);
    expect(await evaluated('code-wrong')).toBeGreaterThan(45);
    const after = await (await atCodePage()).post(CODE, { code: codeNow(world, secret) });
    expect(after.location).toBeNull();
    expect(after.text).toContain('この認証アプリではログインできません');
  });

  test('T-05 SEC-F02 turning two-factor off and the fresh check count into the same counter', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = await atCodePage();
    await visitor.post(CODE, { code: codeNow(world, secret) });
    await visitor.get('/success/two-factor');
    for (let round = 0; round < 5; round += 1) await visitor.post('/success/two-factor', { code: wrongCode(world, secret) });
    expect((await visitor.post('/success/two-factor', { code: wrongCode(world, secret) })).status).toBe(429);
    expect((await (await atCodePage()).post(CODE, { code: wrongCode(world, secret) })).status).toBe(429);
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
  });

  test.each(['', '12345', '1234567', 'abcdef', '12345a', '😀😀😀😀😀😀', '123 45'])(
    'SEC-B06 the malformed code %j is answered by the form and charges nothing',
    async (code) => {
      await enrolledAccount(world);
      const visitor = await atCodePage();
      expect((await visitor.post(CODE, { code })).status).toBe(422);
      expect(await evaluated('code-wrong')).toBe(0);
      expect(await world.query("select * from attempt_counter where key like 'second-factor:%' and failures > 0")).toHaveLength(0);
    },
  );
});

describe('passwords', () => {
  const fail = (visitor: Visitor, email = 'hanako@success.example') =>
    postPassword(visitor, { email, password: 'not the password' });

  test('SEC-F01 the fifth failure costs 30 seconds, each further twice as much up to an hour, and the right password waits too', async () => {
    const visitor = world.visitor();
    for (let count = 1; count < 5; count += 1) expect((await fail(visitor)).status).toBe(422);
    let wait = seconds(30);
    for (let count = 5; count <= 14; count += 1) {
      const answer = await fail(visitor);
      expect(answer.status, `failure ${count}`).toBe(429);
      expect(Number(answer.headers.get('retry-after')) * 1000, `failure ${count}`).toBe(wait);
      world.advance(wait - 1000);
      expect((await postPassword(visitor)).status).toBe(429);
      world.advance(1000);
      wait = Math.min(wait * 2, hours(1));
    }
    expect((await postPassword(visitor)).location).toBe('/success/dashboard');
  });

  test('SEC-F01 after a hundred failures only a browser that confirmed the mailed link may try, one letter a day is sent', async () => {
    for (let count = 0; count < 100; count += 1) {
      await fail(world.visitor({ address: `10.0.${count}.1` }));
      world.advance(hours(1));
    }
    const holder = world.visitor();
    expect((await postPassword(holder)).text).toContain('100回');
    expect((await postPassword(world.visitor())).text).toContain('100回');
    const held = (await world.letters()).filter((letter) => letter.text.includes('/sign-in/browser/'));
    expect(held).toHaveLength(1);
    const path = /\/success\/sign-in\/browser\/\S+/u.exec(held[0]?.text ?? '')?.[0] ?? '';
    await holder.get(path);
    expect((await postPassword(holder)).text).toContain('100回');
    await holder.get(path);
    expect((await holder.post(path)).status).toBe(303);
    expect((await postPassword(holder)).location).toBe('/success/dashboard');
    expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
  });

  test('SEC-F06 a browser that signed in before has attempts of its own: a stranger cannot shut its holder out', async () => {
    const holder = world.visitor();
    await signIn(holder);
    await holder.post('/success/sign-out');
    for (let count = 0; count < 6; count += 1) await fail(world.visitor({ address: '198.51.100.1' }));
    expect((await postPassword(world.visitor({ address: '198.51.100.2' }))).status).toBe(429);
    expect((await postPassword(holder)).location).toBe('/success/dashboard');
  });

  test.each([
    'HANAKO@SUCCESS.EXAMPLE',
    ' hanako@success.example ',
    'hanako@success.example',
    'ｈanako@success.example',
    'hanako@SUCCESS.example',
  ])('T-07 SEC-F03 the spelling %j counts as the same account', async (spelling) => {
    for (let count = 0; count < 4; count += 1) await fail(world.visitor());
    expect((await fail(world.visitor(), spelling)).status).toBe(429);
  });

  test('SEC-F03 an unknown address is paused after as many failures and as long as a known one', async () => {
    const [known, unknown] = [world.visitor(), world.visitor({ address: '198.51.100.9' })];
    for (let count = 1; count <= 8; count += 1) {
      const [a, b] = [await fail(known), await fail(unknown, 'nobody@success.example')];
      expect([b.status, b.headers.get('retry-after')], `failure ${count}`).toEqual([a.status, a.headers.get('retry-after')]);
    }
  });

  test('T-08 SEC-F05 twenty failures from one network close it for ten minutes whatever the headers say', async () => {
    const headers = ['1.2.3.4', 'unknown', '"::1"', '999.1.1.1', ', ,', '127.0.0.1, 10.0.0.1'];
    for (let count = 0; count < 20; count += 1) {
      const forwarded = headers[count % headers.length] ?? '';
      const visitor = world.visitor({
        headers: { 'x-forwarded-for': forwarded, 'x-real-ip': forwarded, forwarded: `for=${forwarded}` },
      });
      expect((await fail(visitor, `person${count}@success.example`)).status).toBe(422);
    }
    const visitor = world.visitor({ headers: { 'x-forwarded-for': '8.8.8.8' } });
    expect((await postPassword(visitor)).status).toBe(429);
    expect((await postPassword(world.visitor({ address: '192.0.2.200' }))).location).toBe('/success/dashboard');
    world.advance(minutes(10));
    expect((await postPassword(visitor)).location).toBe('/success/dashboard');
  });

  test('SEC-F05 right passwords do not use up the network', async () => {
    for (let count = 0; count < 25; count += 1) expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
  });

  /** Every form of a living session, or of a request, that asks for the password again. */
  const FORMS: readonly (readonly [string, () => Promise<(guess: string) => Promise<Answer>>])[] = [
    [
      'the fresh check',
      async () => {
        const visitor = world.visitor();
        await signIn(visitor);
        await visitor.get('/success/confirmation?then=enrolment');
        return (password) =>
          visitor.post('/success/confirmation', [
            ['password', password],
            ['then', 'enrolment'],
          ]);
      },
    ],
    [
      'the change of the password',
      async () => {
        const visitor = world.visitor();
        await signIn(visitor);
        await visitor.get('/success/account/password');
        const next = { new_password: 'violet tram 41 kettle' };
        return (password) => visitor.post('/success/account/password', { current_password: password, ...next });
      },
    ],
    [
      'the page of a request',
      async () => {
        const visitor = world.visitor();
        await signIn(visitor);
        const { receipt } = await fileAndConfirm(world, visitor);
        await visitor.get(`/success/lost-device/${receipt}`);
        return (password) => visitor.post(`/success/lost-device/${receipt}/password`, { password });
      },
    ],
  ];

  test.each(FORMS)(
    'T-10 SEC-F07 SEC-H04 500 guesses at %s are stopped at the fifth, and the right one with them',
    async (_form, open) => {
      const guess = await open();
      for (let count = 1; count <= 500; count += 1) {
        const answer = await guess(count === 500 ? PASSWORD : `guess number ${count}`);
        expect(answer.status, `guess ${count}`).toBe(count < 5 ? 422 : 429);
      }
      expect(await evaluated('wrong-password')).toBe(5);
      expect(await world.query("select id from account where password_set_via <> 'import'")).toEqual([]);
    },
  );

  test.each(FORMS)('T-10 SEC-F01 patience at %s gets at most a hundred guesses', async (_form, open) => {
    const guess = await open();
    for (let count = 1; count <= 120; count += 1) {
      await guess(`guess number ${count}`);
      await world.query('update attempt_counter set locked_until = null');
    }
    expect(await evaluated('wrong-password')).toBe(100);
  });

  test('SEC-A02 a password above 1,024 bytes is refused before it is charged or hashed', async () => {
    const visitor = world.visitor();
    const answer = await postPassword(visitor, { password: `${PASSWORD}${'x'.repeat(1025)}` });
    expect(answer.status).toBe(422);
    expect(answer.html).not.toContain('xxxxxxxx');
    expect(await world.query('select * from attempt_counter')).toHaveLength(0);
  });
});
