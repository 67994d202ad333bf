/** SEC-A02, SEC-A03, SEC-A05, SEC-A06: how a typed password meets its stored record, through the sign-in itself. */

import { randomBytes, scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hashRawSync } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { type CountingHasher, openPasswordHasher } from '../../src/crypto/password-hash.ts';
import { postPassword, signIn } from '../support/steps.ts';
import { KEYS, openHasher, openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
let passwords: CountingHasher;
beforeEach(async () => {
  passwords = openHasher();
  world = await openWorld({ compose: { passwords } });
});
afterEach(() => world.close());

const record = async (): Promise<string> =>
  String((await world.query('select password_record from account'))[0]?.['password_record']);

/** Puts another record in the place of the account's own. */
async function planted(text: string): Promise<void> {
  await world.addAccount();
  await world.query(`update account set password_record = '${text}'`);
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/u, '');
const SALT = Buffer.from('0123456789abcdef');

function weakArgon2(memory: number, passes: number): string {
  const hash = hashRawSync(PASSWORD, { memoryCost: memory, timeCost: passes, parallelism: 1, outputLen: 32, salt: SALT });
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${unpadded(SALT)}$${unpadded(Buffer.from(hash))}`;
}

function scryptRecord(ln: number): string {
  const hash = scryptSync(PASSWORD.normalize('NFC'), SALT, 32, { N: 2 ** ln, r: 8, p: 1, maxmem: 256 * 1024 * 1024 });
  return `$scrypt$ln=${ln},r=8,p=1$${unpadded(SALT)}$${unpadded(hash)}`;
}

describe('an old record', () => {
  test.each([
    ['argon2id with half the memory', () => weakArgon2(9_728, 2)],
    ['argon2id with one pass', () => weakArgon2(19_456, 1)],
    ['scrypt as strong as it gets', () => scryptRecord(17)],
    ['scrypt of long ago', () => scryptRecord(14)],
  ])('SEC-A05 of %s signs in, is renewed by that sign-in and by none after it', async (_what, make) => {
    const old = make();
    await planted(old);
    expect((await postPassword(world.visitor(), { password: 'wrong' })).status).toBe(422);
    expect(await record()).toBe(old);
    await signIn(world.visitor());
    const renewed = await record();
    expect(renewed).toMatch(/^\$hmac-sha256\$k=test\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/u);
    await signIn(world.visitor());
    expect(await record()).toBe(renewed);
    expect(await world.query("select * from audit_event where type = 'password.rehashed'")).toHaveLength(1);
  });

  test.each(['', 'plain text', PASSWORD, '$argon2id$v=19$m=19456,t=2,p=1$$', '$2b$12$abcdefghijklmnopqrstuv'])(
    'SEC-A05 SEC-E03 the unreadable record %j lets nobody in, and looks like a wrong password',
    async (text) => {
      await planted(text.replaceAll("'", ''));
      const answer = await postPassword(world.visitor(), { password: text === '' ? PASSWORD : text });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('メールアドレスまたはパスワードが一致しません');
      expect(passwords.calls()).toBe(1);
    },
  );

  test('SEC-A05 a service whose hashing is under its floor does not start: the server asks before it listens', () => {
    const start = readFileSync(new URL('../../src/cli/serve.ts', import.meta.url), 'utf8');
    const asked = start.indexOf('await assertHasherFloor(');
    expect(asked).toBeGreaterThan(0);
    expect(start.indexOf('server.listen(')).toBeGreaterThan(asked);
  });
});

describe('the key of the records', () => {
  test('SEC-A06 is not among the keys: nobody gets in, nothing on the page tells, one line of the log does', async () => {
    const node = await openWorld();
    try {
      await node.addAccount();
      await node.query("update account set password_record = replace(password_record, '$k=test$', '$k=lost$')");
      const answer = await postPassword(node.visitor());
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('メールアドレスまたはパスワードが一致しません');
      const said = node.log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'password.key-missing');
      expect(said).toMatchObject([{ level: 'error', key: 'lost' }]);
    } finally {
      await node.close();
    }
  });

  test('SEC-A06 is replaced by a rotation: the next right password renews the record, once', async () => {
    await world.close();
    const [key] = parseKeys(KEYS);
    const rotated = openPasswordHasher([{ id: 'newer', bytes: randomBytes(32) }, key]);
    world = await openWorld({ compose: { passwords: rotated } });
    await world.addAccount();
    await signIn(world.visitor());
    const renewed = await record();
    expect(renewed).toMatch(/^\$hmac-sha256\$k=newer\$argon2id\$/u);
    await signIn(world.visitor());
    expect(await record()).toBe(renewed);
  });

  test('T-32 the stored record typed as the password signs nobody in', async () => {
    await world.addAccount();
    const stored = await record();
    for (const password of [stored, stored.slice(stored.indexOf('$argon2id')), stored.split('$').at(-1) ?? '']) {
      expect((await postPassword(world.visitor(), { password })).status).toBe(422);
    }
    expect(await world.query('select * from session')).toEqual([]);
  });
});

describe('the whole password counts', () => {
  const long = '🔑'.repeat(255);

  test('SEC-A02 the last of 256 characters of four bytes decides', async () => {
    await world.addAccount({ password: `${long}🔑` });
    expect((await postPassword(world.visitor(), { password: `${long}🔒` })).status).toBe(422);
    expect((await postPassword(world.visitor(), { password: long })).status).toBe(422);
    expect((await postPassword(world.visitor(), { password: `${long}🔑` })).location).toBe('/success/dashboard');
  });

  test('SEC-A02 1,025 bytes are refused before any hashing, at the sign-in and at the fresh check', async () => {
    await world.addAccount({ password: `${long}🔑` });
    const visitor = world.visitor();
    expect((await postPassword(visitor, { password: `${long}🔑a` })).status).toBe(422);
    expect(passwords.calls()).toBe(0);
    await signIn(visitor, { password: `${long}🔑` });
    const before = passwords.calls();
    await visitor.get('/success/confirmation');
    expect((await visitor.post('/success/confirmation', { password: `${long}🔑a` })).status).toBe(422);
    expect(passwords.calls()).toBe(before);
  });

  test('SEC-A02 SEC-A03 no case folding and no trimming; composed and decomposed are one', async () => {
    await world.addAccount({ password: 'Café Ünder 鍵ガ 1' });
    for (const password of ['café Ünder 鍵ガ 1', 'Café Ünder 鍵ガ 1 ', 'Cafe Under 鍵カ 1', 'Café Ünder 鍵ｶﾞ 1']) {
      expect((await postPassword(world.visitor(), { password })).status, password).toBe(422);
    }
    expect((await postPassword(world.visitor(), { password: 'Café Ünder 鍵ガ 1'.normalize('NFD') })).location).toBe(
      '/success/dashboard',
    );
  });

  test('SEC-A03 spaces at the beginning and the end belong to the password', async () => {
    await world.addAccount({ password: '  鍵 and key ' });
    for (const password of ['鍵 and key', ' 鍵 and key ', '  鍵 and key', '　鍵 and key ']) {
      expect((await postPassword(world.visitor(), { password })).status, JSON.stringify(password)).toBe(422);
    }
    expect((await postPassword(world.visitor(), { password: '  鍵 and key ' })).location).toBe('/success/dashboard');
  });

  test('SEC-A01 SEC-A02 a sign-in sets no floor of its own: an old short password still opens', async () => {
    await world.addAccount({ password: 'short' });
    expect((await postPassword(world.visitor(), { password: 'short' })).location).toBe('/success/dashboard');
  });
});
