/** What ends recovery codes and what they end: turning off, "not me", a suspended account, a running lost-device request. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { accountWithCodes, codesOn, isSignedIn, issueCodes, signInWithRecoveryCode } from '../support/recovery-codes.ts';
import { codeNow, enrol, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

async function pressNotMe(said: string): Promise<void> {
  const letter = (await world.letters()).findLast(({ subject }) => subject.includes(said));
  const link = /\/success\/not-me\/\S+/u.exec(letter?.text ?? '')?.[0] ?? '';
  const reader = world.visitor({ address: '192.0.2.4' });
  await reader.get(link);
  const answer = await reader.post(link);
  if (answer.status !== 303) throw new Error(`not closed: ${answer.status}`);
}

describe('turning two-factor off', () => {
  test('G-16 SEC-C04 kills the codes: turned on again, an old one opens nothing', async () => {
    const { codes, secret } = await accountWithCodes(world);
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    world.advance(STEP);
    await visitor.get('/success/two-factor');
    expect((await visitor.post('/success/two-factor', { code: codeNow(world, secret) })).status).toBe(303);
    expect((await world.audit()).join()).toContain('"setId"');
    const types = (await world.query('select type from audit_event order by seq')).map((row) => row['type']);
    expect(types).toContain('recovery-codes.ended');
    world.advance(STEP);
    await enrol(world, visitor);
    expect((await signInWithRecoveryCode(world.visitor(), codes[0] ?? '')).status).toBe(422);
    const again = await issueCodes(visitor);
    expect((await signInWithRecoveryCode(world.visitor(), again[0] ?? '')).status).toBe(200);
  });
});

describe('"not me"', () => {
  test('SEC-P04 on a used code sets the whole set aside: neither the replacement nor another code opens the account', async () => {
    const { codes, secret } = await accountWithCodes(world);
    const thief = world.visitor({ address: '198.51.100.66' });
    const [replacement = ''] = codesOn(await signInWithRecoveryCode(thief, codes[0] ?? ''));
    await pressNotMe('回復コードが使われました');
    expect(await isSignedIn(thief)).toBe(false);
    for (const code of [replacement, codes[1] ?? '']) expect((await signInWithRecoveryCode(thief, code)).status).toBe(422);
    expect((await world.audit()).filter((detail) => detail.includes('setId')).length).toBeGreaterThan(0);
    // The authenticator was bound before: the holder gets in and takes new codes.
    const holder = world.visitor();
    await signInWithCode(world, holder, secret);
    expect((await holder.get('/success/account')).text).toContain('まだ発行していません');
    const fresh = await issueCodes(holder);
    expect((await signInWithRecoveryCode(world.visitor(), fresh[0] ?? '')).status).toBe(200);
    expect((await signInWithRecoveryCode(world.visitor(), replacement)).status).toBe(422);
  });

  test('SEC-P04 on issued codes sets exactly those aside', async () => {
    const { secret } = await accountWithCodes(world);
    const thief = world.visitor();
    await signInWithCode(world, thief, secret);
    world.advance(minutes(1));
    const stolen = await issueCodes(thief);
    await pressNotMe('新しい回復コードを発行しました');
    expect((await signInWithRecoveryCode(thief, stolen[0] ?? '')).status).toBe(422);
    await world.service.store.reopenAccount('account-1', '本人を電話で確認', world.now());
    expect((await signInWithRecoveryCode(world.visitor(), stolen[0] ?? '')).status).toBe(200);
  });

  test('desk.md 4 on anything else leaves codes that were issued before and never used since', async () => {
    const { codes, secret } = await accountWithCodes(world);
    world.advance(minutes(1));
    await signInWithCode(world, world.visitor({ address: '198.51.100.66' }), secret);
    await pressNotMe('新しいブラウザー');
    expect((await signInWithRecoveryCode(world.visitor(), codes[0] ?? '')).status).toBe(200);
  });
});

describe('a suspended account', () => {
  test('T-09 a right code opens nothing, and is not used up by the attempt', async () => {
    const { codes } = await accountWithCodes(world);
    const visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get('/success/sign-in/recovery-code');
    await world.service.store.setAccountStatus('account-1', 'suspended', world.now());
    const answer = await visitor.post('/success/sign-in/recovery-code', { recovery_code: codes[0] ?? '' });
    expect(answer.status).toBe(303);
    expect(await isSignedIn(visitor)).toBe(false);
    await world.service.store.setAccountStatus('account-1', 'active', world.now());
    expect((await signInWithRecoveryCode(world.visitor(), codes[0] ?? '')).status).toBe(200);
  });
});

describe('a running lost-device request', () => {
  const state = async (): Promise<unknown> => (await world.query('select state from recovery_request'))[0]?.['state'];

  test('G-26 desk.md 4 ends by a code whose set was issued before it was filed, and the next page says so', async () => {
    const { codes } = await accountWithCodes(world);
    world.advance(minutes(1));
    await fileAndConfirm(world, world.visitor());
    expect(await state()).toBe('evidence');
    const page = await signInWithRecoveryCode(world.visitor(), codes[0] ?? '');
    expect(page.text).toContain('二要素認証の解除の依頼を取り消しました');
    expect(page.html).toContain('/success/lost-device/withdrawal');
    expect(await state()).toBe('withdrawn');
  });

  test('G-26 desk.md 4 stays when the set was issued after it; a replacement keeps the time of its set', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    await enrol(world, visitor);
    const first = await issueCodes(visitor);
    world.advance(minutes(1));
    await fileAndConfirm(world, world.visitor());
    world.advance(minutes(1));
    const later = await issueCodes(visitor);
    expect((await signInWithRecoveryCode(world.visitor(), first[0] ?? '')).status).toBe(422);
    const page = await signInWithRecoveryCode(world.visitor(), later[0] ?? '');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('解除の依頼を取り消しました');
    expect(await state()).toBe('evidence');
    const again = await signInWithRecoveryCode(world.visitor(), codesOn(page)[0] ?? '');
    expect(again.status).toBe(200);
    expect(await state()).toBe('evidence');
  });

  test('G-26 a replacement of a set issued before it was filed ends it', async () => {
    const { codes } = await accountWithCodes(world);
    const [replacement = ''] = codesOn(await signInWithRecoveryCode(world.visitor(), codes[0] ?? ''));
    world.advance(minutes(1));
    await fileAndConfirm(world, world.visitor());
    await signInWithRecoveryCode(world.visitor(), replacement);
    expect(await state()).toBe('withdrawn');
  });
});

describe('further addresses', () => {
  test('SEC-C05 SEC-P03 a used code is told to every address, each with a "not me" link of its own', async () => {
    const { codes } = await accountWithCodes(world);
    await world.letters();
    await world.query(`update account set notification_addresses = '["second@success.example"]'`);
    await signInWithRecoveryCode(world.visitor(), codes[0] ?? '');
    const told = (await world.letters()).filter(({ subject }) => subject.includes('回復コードが使われました'));
    expect(told.map(({ to }) => to).toSorted()).toEqual(['hanako@success.example', 'second@success.example']);
    const links = told.map(({ text }) => /\/success\/not-me\/\S+/u.exec(text)?.[0]);
    expect(new Set(links).size).toBe(2);
  });
});
