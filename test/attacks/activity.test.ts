/** The activity page against somebody else's account, against a copied cookie, and against noise that would hide a sign-in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { shortHash } from '../../src/core/tokens.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { postPassword, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await world.addAccount({ email: 'taro@success.example', name: '田中 太郎' });
});
afterEach(() => world.close());

const PAGE = '/success/activity';
const TARO = { email: 'taro@success.example' };

async function signedIn(who: { readonly email?: string } = {}): Promise<Visitor> {
  const visitor = world.visitor();
  await signIn(visitor, who);
  await visitor.get(PAGE);
  return visitor;
}

/** The name of this account's session on pages. */
async function handleOf(account: string): Promise<string> {
  const [row] = await world.query(`select id from session where account_id = '${account}'`);
  return shortHash(String(row?.['id']));
}

describe("somebody else's sessions", () => {
  test('SEC-G09 SEC-K03 are not found by their name, ended or living, and nothing happens to them', async () => {
    const [taro, hanako] = [await signedIn(TARO), await signedIn()];
    const his = await handleOf('account-2');
    const before = (await world.audit()).length;
    const answer = await hanako.post(`${PAGE}/sessions/${his}`);
    expect(answer.status).toBe(404);
    expect((await hanako.post(`${PAGE}/sessions/000000000000`)).text).toBe(answer.text);
    expect(await world.audit()).toHaveLength(before);
    expect((await taro.get(PAGE)).status).toBe(200);
    await taro.post('/success/sign-out');
    expect((await hanako.post(`${PAGE}/sessions/${his}`)).status).toBe(404);
  });

  test('SEC-G09 the own one is left by signing out, not by its name', async () => {
    const visitor = await signedIn();
    expect((await visitor.post(`${PAGE}/sessions/${await handleOf('account-1')}`)).status).toBe(404);
    expect((await visitor.get(PAGE)).status).toBe(200);
  });

  test('SEC-K03 SEC-G09 ending all others spares the same person in the other portal and everybody else', async () => {
    await world.addAccount({ portal: 'support', email: 'hanako@success.example' });
    const visitor = await signedIn();
    const twin = world.visitor();
    await signIn(twin, { portal: 'support' });
    const taro = await signedIn(TARO);
    await visitor.get(PAGE);
    await visitor.post(`${PAGE}/sessions`);
    expect((await twin.get('/support/activity')).status).toBe(200);
    expect((await taro.get(PAGE)).status).toBe(200);
  });

  test('SEC-K03 no line of the history is about another account', async () => {
    await postPassword(world.visitor(), { ...TARO, password: 'wrong' });
    const visitor = await signedIn();
    expect((await visitor.get(PAGE)).text).not.toContain('パスワードの間違い');
  });
});

test('SEC-G02 T-46 a copy of the own cookie is dead once all others were ended', async () => {
  const visitor = await signedIn();
  const thief = visitor.copy();
  expect((await thief.get(PAGE)).status).toBe(200);
  await visitor.post(`${PAGE}/sessions`);
  expect((await thief.get(PAGE)).location).toContain('/success/sign-in');
  expect((await visitor.get(PAGE)).status).toBe(200);
});

test('SEC-H02 SEC-G09 a stolen session that is not fresh ends nobody', async () => {
  const holder = await signedIn();
  const stolen = holder.copy();
  world.advance(minutes(11));
  const other = world.visitor();
  await signIn(other);
  await stolen.get(PAGE);
  expect((await stolen.post(`${PAGE}/sessions`)).status).toBe(403);
  expect((await other.get(PAGE)).status).toBe(200);
});

test('Z-25 a flood of refused sign-ins does not push a sign-in out of the history', async () => {
  const thief = world.visitor({ address: '198.51.100.66' });
  await signIn(thief);
  for (let count = 0; count < 320; count += 1) {
    await world.service.store.record([
      {
        at: world.now() + count * hours(1),
        portal: 'success',
        address: `192.0.2.${count % 250}`,
        requestId: null,
        actor: { kind: 'claimant', id: null },
        accountId: 'account-1',
        detail: { type: 'sign-in.refused', step: 'password', refusal: 'wrong-password' },
      },
    ]);
  }
  world.advance(320 * hours(1));
  const visitor = await signedIn();
  const pages = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((page) => visitor.get(`${PAGE}?page=${page}`)));
  const all = pages.map(({ text }) => text).join('');
  expect(all).toContain('198.51.100.x');
  expect(all).toContain('これより前の記録は、表示していません');
});

test('SEC-K04 SEC-P02 what the desk does to a request, and who, stands in no history of the holder', async () => {
  const visitor = world.visitor();
  await fileAndConfirm(world, visitor);
  await world.service.store.record([
    {
      at: world.now(),
      portal: 'success',
      address: '192.0.2.99',
      requestId: null,
      actor: { kind: 'staff', id: 'reviewer-7' },
      accountId: 'account-1',
      detail: { type: 'recovery.event', requestId: 'r', version: 9, event: 'EvidenceAdded', digest: 'd' },
    },
    {
      at: world.now(),
      portal: 'success',
      address: '192.0.2.98',
      requestId: null,
      actor: { kind: 'staff', id: 'reviewer-7' },
      accountId: 'account-1',
      detail: { type: 'account.status-changed', status: 'active' },
    },
  ]);
  const holder = await signedIn();
  const { html, text } = await holder.get(PAGE);
  expect(text).toContain('二要素認証の解除の依頼を受け付けました');
  expect(text).toContain('アカウントの停止や制限を取り消しました サポートによる操作');
  expect(html).not.toMatch(/reviewer-7|192\.0\.2\./u);
});
