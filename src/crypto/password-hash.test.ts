/** Stored passwords: algorithm, parameters, salt, key, upgrade, and the same work for everybody. */
import { createHmac, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { minutes } from '../core/time.ts';
import { type MasterKey, type MasterKeys, subkey } from './master-keys.ts';
import { assertHasherFloor, openPasswordHasher } from './password-hash.ts';
import { readPasswordRecord } from './password-record.ts';

const masterKey = (id: string): MasterKey => ({ id, bytes: randomBytes(32) });
const [OLD, NEW] = [masterKey('old'), masterKey('new')];
const KEYS: MasterKeys = [OLD];
const hasher = openPasswordHasher(KEYS);
const PASSWORD = 'correct horse battery staple';
const record = await hasher.hash(PASSWORD);

/** Made by another implementation (OpenSSL's), for the password above. */
const FIXTURES = {
  weakArgon2: '$argon2id$v=19$m=4096,t=1,p=2$Dx4tPEtaaXiHlqW0w9Lh8A$TPm3NiJP+CnrrbUZIqbidM1tQPLcaoZlQ/41Hu+x7fY',
  scrypt: '$scrypt$ln=17,r=8,p=1$Dx4tPEtaaXiHlqW0w9Lh8A$OmzBp9oB4easandP2TX+TqO8IHZFUzRzx1wQ30Xuiu0',
};

describe('a stored password', () => {
  it('SEC-A05 is argon2id with 19 MiB, two passes and one lane, a salt of 16 bytes and a hash of 32, all in the text', () => {
    expect(record).toMatch(/^\$hmac-sha256\$k=old\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u);
    const parsed = readPasswordRecord(record);
    expect(parsed?.salt).toHaveLength(16);
    expect(parsed?.hash).toHaveLength(32);
  });

  it('SEC-A05 has a salt of its own each time', async () => {
    const again = await hasher.hash(PASSWORD);
    expect(again.split('$')[6]).not.toBe(record.split('$')[6]);
    expect(again.split('$')[7]).not.toBe(record.split('$')[7]);
  });

  it('is accepted with the right password only', async () => {
    expect(await hasher.verify(PASSWORD, record)).toEqual({ matches: true, outdated: false });
    for (const wrong of ['Correct horse battery staple', `${PASSWORD} `, ` ${PASSWORD}`, PASSWORD.slice(0, -1), '', record]) {
      expect((await hasher.verify(wrong, record)).matches).toBe(false);
    }
  });

  it('SEC-A02 counts to the last of 256 characters of four bytes', async () => {
    const long = '😀'.repeat(255);
    const stored = await hasher.hash(`${long}😀`);
    expect((await hasher.verify(`${long}😀`, stored)).matches).toBe(true);
    expect((await hasher.verify(`${long}😁`, stored)).matches).toBe(false);
    expect((await hasher.verify(long, stored)).matches).toBe(false);
  });

  it('SEC-A03 is the same however its accents were typed, and changed in nothing else', async () => {
    const stored = await hasher.hash('Zo\u00eb likes caf\u00e9s');
    expect((await hasher.verify('Zoe\u0308 likes cafe\u0301s', stored)).matches).toBe(true);
    expect((await hasher.verify('Zoe likes cafes', stored)).matches).toBe(false);
    // NFKC would make this one equal.
    expect((await hasher.verify('Ｚo\u00eb likes caf\u00e9s', stored)).matches).toBe(false);
  });

  it('SEC-A02 of 1,025 bytes is refused before any hashing', async () => {
    const counting = openPasswordHasher(KEYS);
    const long = 'a'.repeat(1025);
    expect(await counting.verify(long, record)).toEqual({ matches: false, outdated: false });
    await expect(counting.hash(long)).rejects.toEqual(expect.objectContaining({ code: 'invariant-broken' }));
    await expect(counting.hash('\ud800')).rejects.toEqual(expect.objectContaining({ code: 'invariant-broken' }));
    expect(counting.calls()).toBe(0);
  });
});

describe('records of other times and places', () => {
  it('SEC-A05 with weaker parameters are accepted and marked for renewal', async () => {
    expect(await hasher.verify(PASSWORD, FIXTURES.weakArgon2)).toEqual({ matches: true, outdated: true });
    expect((await hasher.verify('another password', FIXTURES.weakArgon2)).matches).toBe(false);
  });

  it('SEC-A05 made by scrypt are accepted and marked for renewal', async () => {
    expect(await hasher.verify(PASSWORD, FIXTURES.scrypt)).toEqual({ matches: true, outdated: true });
    expect((await hasher.verify('another password', FIXTURES.scrypt)).matches).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'x'],
    ['bcrypt', '$2b$12$KIXQ4Yq0m8Jw5l5Xk1h0UuE1l7Jc2n8h1V8p8F9m1Q3b6a1k5c9pO'],
    ['argon2i', record.replace('argon2id', 'argon2i')],
    ['an older argon2', record.replace('v=19', 'v=16')],
    ['no memory', record.replace('m=19456', 'm=0')],
    ['less memory than the algorithm can use', record.replace('m=19456', 'm=7')],
    ['memory that would stop the process', record.replace('m=19456', 'm=9999999')],
    ['passes that would stop the process', record.replace('t=2', 't=999999')],
    ['scrypt that would stop the process', FIXTURES.scrypt.replace('ln=17', 'ln=30')],
    ['a cut hash', record.slice(0, -30)],
    ['a cut hash without a key', record.slice(record.indexOf('$argon2id'), -30)],
    ['scrypt under a key', `$hmac-sha256$k=old${FIXTURES.scrypt}`],
    ['a key without a name', record.replace('k=old', 'k=')],
    ['a line end', `${record}\n`],
    ['a password in clear', PASSWORD],
  ])('SEC-A05 SEC-R02 that hold %s let nobody in and cost one hash', async (_what, text) => {
    const counting = openPasswordHasher(KEYS);
    expect(await counting.verify(PASSWORD, text)).toEqual({ matches: false, outdated: false });
    expect(counting.calls()).toBe(1);
  });
});

describe('the key', () => {
  it('SEC-A06 is an HMAC over the argon2id output under a subkey that serves nothing else', async () => {
    const { salt, hash } = readPasswordRecord(record) ?? expect.fail('unreadable');
    const plain = await hashRaw(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32, salt });
    expect(hash).not.toEqual(plain);
    expect(hash).toEqual(createHmac('sha256', subkey(OLD, 'password:v1')).update(plain).digest());
  });

  it('SEC-A06 is needed: a database copy without it verifies nothing, even with the right password', async () => {
    const stranger = openPasswordHasher([NEW]);
    const withoutPrefix = record.slice(record.indexOf('$argon2id'));
    const renamed = record.replace('k=old', 'k=new');
    for (const text of [record, withoutPrefix, renamed]) {
      expect((await stranger.verify(PASSWORD, text)).matches, text).toBe(false);
    }
    expect((await hasher.verify(PASSWORD, withoutPrefix)).matches).toBe(false);
  });

  it('SEC-A06 SEC-E03 that is not listed costs one hash, matches nothing and is said', async () => {
    const said: string[] = [];
    const stranger = openPasswordHasher([NEW], { onUnknownKey: (id) => said.push(id) });
    expect(await stranger.verify(PASSWORD, record)).toEqual({ matches: false, outdated: false });
    expect(stranger.calls()).toBe(1);
    expect(said).toEqual(['old']);
  });

  it('SEC-A06 rotates: records under an older key open while it is listed, and are marked for renewal', async () => {
    const rotated = openPasswordHasher([NEW, OLD]);
    expect(await rotated.verify(PASSWORD, record)).toEqual({ matches: true, outdated: true });
    expect((await rotated.verify('another password', record)).matches).toBe(false);
    const renewed = await rotated.hash(PASSWORD);
    expect(renewed).toMatch(/^\$hmac-sha256\$k=new\$argon2id\$/u);
    expect(await openPasswordHasher([NEW]).verify(PASSWORD, renewed)).toEqual({ matches: true, outdated: false });
  });

  it('SEC-A06 of before: a record without one opens and is marked for renewal', async () => {
    const salt = randomBytes(16);
    const plain = await hashRaw(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32, salt });
    const [salted, hashed] = [salt, plain].map((bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/u, ''));
    const text = `$argon2id$v=19$m=19456,t=2,p=1$${salted}$${hashed}`;
    expect(await hasher.verify(PASSWORD, text)).toEqual({ matches: true, outdated: true });
    expect((await hasher.verify('another password', text)).matches).toBe(false);
  });

  it('T-32 the stored record is no password, whole or in part', async () => {
    const parts = [record, ...record.split('$'), record.slice(record.indexOf('$argon2id'))];
    for (const part of parts) expect((await hasher.verify(part, record)).matches, part).toBe(false);
  });
});

describe('an account that does not exist', () => {
  it('SEC-E03 costs one hash like any other, and no password opens it', async () => {
    const counting = openPasswordHasher(KEYS);
    for (const password of [PASSWORD, '', '\0']) {
      expect(await counting.verify(password, null)).toEqual({ matches: false, outdated: false });
    }
    expect(counting.calls()).toBe(3);
  });
});

describe('a flood of sign-ins', () => {
  it('SEC-R03 is refused as overloaded beyond the queue, and the rest is answered', async () => {
    const small = openPasswordHasher(KEYS, { limits: { atOnce: 1, waiting: 2, waitFor: minutes(1) } });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => small.verify(PASSWORD, record)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => reason)).toEqual(Array(5).fill(expect.objectContaining({ code: 'overloaded' })));
    expect(results.filter((result) => result.status === 'fulfilled' && result.value.matches)).toHaveLength(3);
    expect(small.calls()).toBe(3);
  });
});

describe('admission', () => {
  it('SEC-R03 lets in what may run and wait, and begins nothing of the rest', async () => {
    const small = openPasswordHasher(KEYS, { limits: { atOnce: 1, waiting: 2, waitFor: minutes(1) } });
    let begun = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        small.admit(async () => {
          begun += 1;
          return small.verify(PASSWORD, record);
        }),
      ),
    );
    expect(begun).toBe(3);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => reason)).toEqual(Array(5).fill(expect.objectContaining({ code: 'overloaded' })));
    expect((await small.admit(() => small.verify(PASSWORD, record))).matches).toBe(true);
  });

  it('SEC-R03 gives the place back when the work fails', async () => {
    const small = openPasswordHasher(KEYS, { limits: { atOnce: 1, waiting: 0, waitFor: minutes(1) } });
    for (let count = 0; count < 3; count += 1) {
      await expect(small.admit(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    }
  });
});

describe('the self-test at the start', () => {
  it('SEC-A05 passes with the parameters in use', async () => {
    await expect(assertHasherFloor(hasher)).resolves.toBeUndefined();
  });

  it.each([
    ['less memory', { memory: 19_455, passes: 2, lanes: 1 }],
    ['one pass', { memory: 19_456, passes: 1, lanes: 1 }],
  ])('SEC-A05 stops the start with %s', async (_what, cost) => {
    await expect(assertHasherFloor(openPasswordHasher(KEYS, { cost }))).rejects.toEqual(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  it('SEC-A05 passes with dearer parameters', async () => {
    await expect(
      assertHasherFloor(openPasswordHasher(KEYS, { cost: { memory: 20_480, passes: 3, lanes: 1 } })),
    ).resolves.toBeUndefined();
  });
});
