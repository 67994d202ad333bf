/** T-30 to T-32, T-38 and the counter of T-05, T-06: whose code it is, that it is gone once used, and that it gives no extra tries. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { accountWithCodes, codesOn, isSignedIn, postRecoveryCode, signInWithRecoveryCode } from '../support/recovery-codes.ts';
import { codeNow, postPassword, STEP, signIn, signInWithCode, wrongCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openHasher, openWorld, PASSWORD, type World } from '../support/world.ts';

const WRONG = '01-0000-0000-0000-0000';
const TARO = { email: 'taro@success.example' };

const passwords = openHasher();
let world: World;
beforeEach(async () => {
  world = await openWorld({ compose: { passwords } });
  await world.addAccount();
});
afterEach(() => world.close());

const first = (codes: readonly string[], index = 0): string => codes[index] ?? '';

describe('whose code it is', () => {
  test('T-30 SEC-C03 the own valid code on the sign-in of another account is refused and not consumed', async () => {
    await world.addAccount(TARO);
    await accountWithCodes(world);
    const { codes } = await accountWithCodes(world, TARO);
    const thief = world.visitor();
    expect((await signInWithRecoveryCode(thief, first(codes))).status).toBe(422);
    expect(await isSignedIn(thief)).toBe(false);
    const owner = world.visitor();
    expect((await signInWithRecoveryCode(owner, first(codes), TARO)).status).toBe(200);
    expect(await isSignedIn(owner)).toBe(true);
  });

  test('T-30 SEC-C02 a record moved to another account or slot opens nothing there', async () => {
    await world.addAccount(TARO);
    await accountWithCodes(world);
    const { codes } = await accountWithCodes(world, TARO);
    const recordOf = (account: string, slot: number) =>
      `(select c.record from recovery_code c join recovery_code_set s on s.id = c.set_id where s.account_id = '${account}' and c.slot = ${slot})`;
    const idOf = (account: string, slot: number) => recordOf(account, slot).replace('c.record', 'c.id');
    await world.query(`update recovery_code set record = ${recordOf('account-2', 1)} where id = ${idOf('account-1', 1)}`);
    await world.query(`update recovery_code set record = ${recordOf('account-2', 2)} where id = ${idOf('account-2', 3)}`);
    expect((await signInWithRecoveryCode(world.visitor(), first(codes))).status).toBe(422);
    const moved = first(codes, 1).replace('02-', '03-');
    expect((await signInWithRecoveryCode(world.visitor(), moved, TARO)).status).toBe(422);
  });
});

describe('used up', () => {
  test('T-31 SEC-C03 a code that opened one session is refused in every other spelling', async () => {
    const { codes } = await accountWithCodes(world);
    const code = first(codes);
    expect((await signInWithRecoveryCode(world.visitor(), code)).status).toBe(200);
    const again = world.visitor();
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('-', '')]) {
      expect((await signInWithRecoveryCode(again, typed)).status, typed).toBe(422);
      expect(await isSignedIn(again), typed).toBe(false);
    }
  });

  test('SEC-C05 the replacement shown once works, and the code it replaced does not', async () => {
    const { codes } = await accountWithCodes(world);
    const page = await signInWithRecoveryCode(world.visitor(), first(codes));
    const [replacement = ''] = codesOn(page);
    expect(replacement).toMatch(/^01-/u);
    expect(replacement).not.toBe(first(codes));
    expect((await signInWithRecoveryCode(world.visitor(), first(codes))).status).toBe(422);
    expect((await signInWithRecoveryCode(world.visitor(), replacement)).status).toBe(200);
  });

  test('SEC-H04 a code spent at a sign-in is not good for a fresh check', async () => {
    const { codes } = await accountWithCodes(world);
    const visitor = world.visitor();
    await signInWithRecoveryCode(visitor, first(codes));
    await visitor.get('/success/confirmation/recovery-code');
    const answer = await visitor.post('/success/confirmation/recovery-code', { recovery_code: first(codes) });
    expect(answer.status).toBe(422);
  });
});

describe('what is stored', () => {
  test('T-32 SEC-C02 no stored value works as a code, and no code stands in any table, letter or log line', async () => {
    const { codes } = await accountWithCodes(world);
    const values = (await world.query('select id, set_id, record from recovery_code')).flatMap((row) =>
      Object.values(row).map(String),
    );
    expect(values.filter((value) => value.startsWith('$'))).toHaveLength(10);
    const visitor = world.visitor();
    await postPassword(visitor);
    for (const value of [...values, ...values.map((value) => `01-${value}`)]) {
      expect((await postRecoveryCode(visitor, value)).status, value).toBeGreaterThanOrEqual(400);
    }
    expect(await isSignedIn(visitor)).toBe(false);
    const tables = ['recovery_code', 'recovery_code_set', 'audit_event', 'outbox', 'session', 'account'];
    const rows = await Promise.all(tables.map((table) => world.query(`select * from ${table}`)));
    const letters = (await world.letters()).map(({ text, html, subject }) => [text, html, subject]);
    const all = JSON.stringify([rows, letters, world.log]).replaceAll('-', '');
    for (const code of codes) expect(all).not.toContain(code.slice(3).replaceAll('-', ''));
  });

  test('SEC-C02 an attempt costs one hash: for a wrong code, an empty slot, an account without codes; none for what is no code', async () => {
    const { codes } = await accountWithCodes(world);
    await world.addAccount(TARO);
    const bare = world.visitor();
    await signIn(bare, TARO);
    const cost = async (visitor: Visitor, typed: string): Promise<number> => {
      await visitor.get('/success/sign-in/recovery-code');
      const before = passwords.calls();
      await visitor.post('/success/sign-in/recovery-code', { recovery_code: typed });
      return passwords.calls() - before;
    };
    const visitor = world.visitor();
    await postPassword(visitor);
    expect(await cost(visitor, WRONG)).toBe(1);
    await world.query("update recovery_code set record = null, ended_at = 1, end_reason = 'used' where slot = 7");
    expect(await cost(visitor, first(codes, 6))).toBe(1);
    for (const typed of ['', 'abc', '7K3M-9QXT-2VBN-4RHD', '回復コード', `${WRONG}0`])
      expect(await cost(visitor, typed), typed).toBe(0);
    // The right one costs the comparison and the hash of its replacement.
    expect(await cost(visitor, first(codes))).toBe(2);
  });

  test('SEC-C02 an account without codes costs the same hash and says the same', async () => {
    await accountWithCodes(world);
    await world.query("update recovery_code_set set ended_at = 1, end_reason = 'replaced'");
    const visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get('/success/sign-in/recovery-code');
    const before = passwords.calls();
    const answer = await visitor.post('/success/sign-in/recovery-code', { recovery_code: WRONG });
    expect(passwords.calls() - before).toBe(1);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('この回復コードは使えません');
  });
});

describe('beside the password', () => {
  test('T-38 SEC-C05 a code alone, with an empty or a wrong password, opens nothing', async () => {
    const { codes } = await accountWithCodes(world);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    const alone = await visitor.post('/success/sign-in/recovery-code', { recovery_code: first(codes) });
    expect(alone.location).toBe('/success/sign-in');
    for (const password of ['', 'wrong', first(codes)]) {
      await visitor.get('/success/sign-in');
      expect((await visitor.post('/success/sign-in', { email: 'hanako@success.example', password })).status).toBe(422);
      expect((await visitor.post('/success/sign-in/recovery-code', { recovery_code: first(codes) })).location).toBe(
        '/success/sign-in',
      );
    }
    expect(await isSignedIn(visitor)).toBe(false);
    expect((await signInWithRecoveryCode(visitor, first(codes))).status).toBe(200);
  });

  test('SEC-K01 the desk has no page that takes one, and no page that issues any', async () => {
    const visitor = world.visitor();
    for (const path of ['sign-in/recovery-code', 'recovery-codes', 'confirmation/recovery-code', 'recovery-codes/safekeeping']) {
      expect((await visitor.get(`/desk/${path}`)).status, path).toBe(404);
      expect((await visitor.post(`/desk/${path}`, { recovery_code: WRONG })).status, path).toBe(404);
    }
  });
});

describe('no extra tries', () => {
  test('SEC-C06 T-05 four wrong codes of the app and one wrong recovery code pause both', async () => {
    const { secret, codes } = await accountWithCodes(world);
    const visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    for (let n = 0; n < 4; n += 1) await visitor.post('/success/sign-in/code', { code: wrongCode(world, secret) });
    expect((await postRecoveryCode(visitor, WRONG)).status).toBe(429);
    expect((await postRecoveryCode(visitor, first(codes))).status).toBe(429);
    expect((await visitor.get('/success/sign-in/code')).status).toBe(429);
    expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) })).status).toBe(429);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test('SEC-C06 T-06 new sign-ins, either way, go on counting; the holder is told, and a right code begins anew', async () => {
    const { secret, codes } = await accountWithCodes(world);
    for (let n = 0; n < 4; n += 1) {
      const visitor = world.visitor();
      expect((await signInWithRecoveryCode(visitor, WRONG)).status).toBe(422);
    }
    expect((await world.letters()).filter(({ subject }) => subject.includes('間違いが続きました'))).toHaveLength(1);
    const last = world.visitor();
    await postPassword(last);
    await last.get('/success/sign-in/code');
    expect((await last.post('/success/sign-in/code', { code: wrongCode(world, secret) })).status).toBe(429);
    world.advance(minutes(15));
    expect((await signInWithRecoveryCode(world.visitor(), first(codes))).status).toBe(200);
    const counter = await world.service.store.read.counter('second-factor:account-1');
    expect(counter?.failures).toBe(0);
  });

  test('SEC-C06 SEC-F07 T-10 wrong recovery codes of a fresh check count with those of the sign-in', async () => {
    const { secret } = await accountWithCodes(world);
    const inside = world.visitor();
    await signInWithCode(world, inside, secret);
    world.advance(STEP);
    await inside.get('/success/confirmation/recovery-code');
    for (let n = 0; n < 4; n += 1) {
      expect((await inside.post('/success/confirmation/recovery-code', { recovery_code: WRONG })).status).toBe(422);
    }
    expect((await signInWithRecoveryCode(world.visitor(), WRONG)).status).toBe(429);
    expect((await inside.post('/success/confirmation/recovery-code', { recovery_code: WRONG })).status).toBe(429);
  });

  test('SEC-F02 after fifty wrong recovery codes neither they nor the app are evaluated any more', async () => {
    const { secret, codes } = await accountWithCodes(world);
    for (let n = 0; n < 50; n += 1) {
      await signInWithRecoveryCode(world.visitor({ address: `198.51.100.${n}` }), WRONG);
      world.advance(minutes(24 * 60));
    }
    expect((await signInWithRecoveryCode(world.visitor(), first(codes))).status).toBe(403);
    expect((await signInWithCode(world, world.visitor(), secret)).status).toBe(403);
  });
});

test('SEC-C05 SEC-J02 the desk, the log and the session say that a recovery code was used', async () => {
  const { codes } = await accountWithCodes(world);
  await signInWithRecoveryCode(world.visitor(), first(codes));
  const rows = await world.query('select methods from session where ended_at is null');
  expect(rows.map((row) => JSON.parse(String(row['methods'])))).toEqual([['password', 'recovery-code']]);
  expect((await world.audit()).filter((detail) => detail.includes('"recovery-code"'))).toHaveLength(1);
  expect(PASSWORD.length).toBeGreaterThan(0);
});
