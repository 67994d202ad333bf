/**
 * Staff and the accounts of customers (desk.md section 6): one closes at once, two open again; nobody beyond the own scope, role or person,
 * and nothing of the holder's mail, phone, name, password, authenticator or codes (SEC-K03 to SEC-K06, T-24, T-25).
 */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { newLocation } from '../support/databases.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { join, type Member } from '../support/staff-administration.ts';
import { enrolledAccount, postPassword } from '../support/steps.ts';
import { type Answer, openVisitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

const REASON = 'お客様からの電話で乗っ取りの疑いが分かりました';

let world: World;
let receipt: string;
let reviewer: Member;
let supervisor: Member;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await enrolledAccount(world);
  world.advance(days(2));
  ({ receipt } = await fileAndConfirm(world, world.visitor()));
  reviewer = await join(world, 'reviewer');
  supervisor = await join(world, 'supervisor');
});
afterEach(() => world.close());

async function act(
  { visitor }: Pick<Member, 'visitor'>,
  choice: string,
  more: Readonly<Record<string, string>> = {},
  at = receipt,
): Promise<Answer> {
  await visitor.get('/desk/account');
  return visitor.post(`/desk/accounts/${at}`, { choice, reason: REASON, ...more });
}

const newestAsk = async (): Promise<string> =>
  String((await world.query('select id from account_ask order by asked_at desc, id'))[0]?.['id']);
const row = async (): Promise<unknown> =>
  (await world.query("select status, recovery_frozen_until, password_only_closed_at from account where id = 'account-1'"))[0];
const status = async (): Promise<unknown> =>
  (await world.query("select status from account where id = 'account-1'"))[0]?.['status'];
const said = (notice: string): string => `/desk/accounts/${receipt}?notice=${notice}`;

/** Everything of accounts that an attack could have changed. */
async function state(): Promise<string> {
  const accounts = await world.query('select * from account order by id');
  const asks = await world.query('select id, verdict from account_ask order by id');
  const sessions = await world.query("select id from session where account_id = 'account-1' and ended_at is null order by id");
  return JSON.stringify([accounts.map(({ last_signed_in_at: _, ...each }) => each), asks, sessions]);
}

describe('closing', () => {
  it('SEC-G07 SEC-P02 a reviewer ends all sessions; holder and company administrator are told, each whose account it is', async () => {
    await world.query("update account set company_id = 'company-1' where id = 'account-1'");
    const administrator = await world.addAccount({
      email: 'kaori@success.example',
      name: '伊藤 かおり',
      role: 'company-administrator',
    });
    await world.query(`update account set company_id = 'company-1' where id = '${administrator}'`);
    const before = (await world.letters()).length;
    expect((await act(reviewer, 'end-sessions')).location).toBe(said('end-sessions'));
    expect(await world.query("select id from session where account_id = 'account-1' and ended_at is null")).toEqual([]);
    expect(await status()).toBe('active');
    const letters = (await world.letters())
      .slice(before)
      .filter(({ text }) => text.includes('サポートデスクが、アカウントを操作しました'));
    expect(letters.map(({ to }) => to).toSorted()).toEqual(['hanako@success.example', 'kaori@success.example']);
    expect(letters.find(({ to }) => to.startsWith('kaori'))?.text).toContain('山田 花子');
    for (const { text } of letters) expect(text).not.toContain(REASON);
    const [entry] = await world.query("select account_id, detail from audit_event where type = 'desk-account.acted'");
    expect([entry?.['account_id'], JSON.parse(String(entry?.['detail']))]).toEqual([
      'account-1',
      { act: 'end-sessions', reason: REASON },
    ]);
  });

  it('SEC-G07 a suspension ends every session, lets nobody in, and is lifted by two supervisors alone', async () => {
    expect((await act(reviewer, 'suspend')).location).toBe(said('suspend'));
    expect(await status()).toBe('suspended');
    expect((await postPassword(world.visitor())).status).toBe(422);
    expect((await act(reviewer, 'suspension')).status).toBe(403);
    expect((await act(supervisor, 'suspension')).location).toBe(said('asked'));
    const ask = await newestAsk();
    expect((await act(supervisor, 'confirm', { ask })).status).toBe(403);
    expect((await act(reviewer, 'confirm', { ask })).status).toBe(403);
    expect(await status()).toBe('suspended');
    const second = await join(world, 'supervisor', 'second');
    expect((await act(second, 'confirm', { ask })).location).toBe(said('confirmed'));
    expect(await status()).toBe('active');
    expect((await act(second, 'confirm', { ask })).location).toBe(said('changed'));
  });

  it('SEC-K06 a suspension by the company, by the host or by a lock is not the desk’s to lift', async () => {
    const second = await join(world, 'supervisor', 'second');
    const administrator = await world.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
    for (const [by, locked] of [
      [`'${administrator}'`, 'null'],
      ['null', 'null'],
      [`'${supervisor.id}'`, String(world.now())],
    ]) {
      await world.query(
        `update account set status = 'suspended', suspended_by = ${by}, locked_at = ${locked} where id = 'account-1'`,
      );
      expect((await act(supervisor, 'suspension')).location).toBe(said('changed'));
      // Asked while it was the desk's, confirmed after it is not.
      await world.query(`update account set suspended_by = '${supervisor.id}', locked_at = null where id = 'account-1'`);
      await act(supervisor, 'suspension');
      await world.query(`update account set suspended_by = ${by}, locked_at = ${locked} where id = 'account-1'`);
      expect((await act(second, 'confirm', { ask: await newestAsk() })).location).toBe(said('changed'));
      expect(await status()).toBe('suspended');
    }
  });
});

describe('lifting by two', () => {
  it.each([
    ['freeze', { recovery_frozen_until: null }],
    ['closing', { password_only_closed_at: null }],
  ] as const)('SEC-J10 %s: a supervisor asks, another person confirms, within half an hour', async (lift, after) => {
    const until = world.now() + days(7);
    await world.query(
      `update account set recovery_frozen_until = ${until}, password_only_closed_at = ${world.now()} where id = 'account-1'`,
    );
    expect((await act(reviewer, lift)).status).toBe(403);
    expect((await act(supervisor, lift)).location).toBe(said('asked'));
    expect((await act(supervisor, 'confirm', { ask: await newestAsk() })).status).toBe(403);
    expect((await act(supervisor, 'decline', { ask: await newestAsk() })).location).toBe(said('declined'));
    expect((await act(reviewer, 'confirm', { ask: await newestAsk() })).location).toBe(said('changed'));
    expect(await row()).toMatchObject({ recovery_frozen_until: until, password_only_closed_at: expect.anything() });
    await act(supervisor, lift);
    const ask = (await world.query('select id from account_ask where decided_at is null'))[0]?.['id'];
    expect((await act(reviewer, 'confirm', { ask: String(ask) })).location).toBe(said('confirmed'));
    expect(await row()).toMatchObject(after);
  });

  it('SEC-J10 an ask is over after thirty minutes, and void once anything of the account or of who asked changed', async () => {
    await world.query(`update account set recovery_frozen_until = ${world.now() + days(7)} where id = 'account-1'`);
    for (const change of [
      "update account set security_version = security_version + 1 where id = 'account-1'",
      `update account set role = 'intake' where id = '${supervisor.id}'`,
    ]) {
      await act(supervisor, 'freeze');
      await world.query(change);
      const ask = (await world.query('select id from account_ask where decided_at is null order by asked_at desc'))[0]?.['id'];
      expect((await act(reviewer, 'confirm', { ask: String(ask) })).location).toBe(said('changed'));
      await world.query(`update account set role = 'supervisor' where id = '${supervisor.id}'`);
    }
    await act(supervisor, 'freeze');
    const [ask] = await world.query('select expires_at - asked_at as life from account_ask order by asked_at desc');
    expect(ask?.['life']).toBe(minutes(30));
    await world.query(`update account_ask set expires_at = ${world.now()}`);
    const open = (await world.query('select id from account_ask where decided_at is null'))[0]?.['id'];
    expect((await act(reviewer, 'confirm', { ask: String(open) })).location).toBe(said('changed'));
    expect(await row()).toMatchObject({ recovery_frozen_until: expect.anything() });
  });
});

describe('whoever oversteps', () => {
  const CHOICES = ['end-sessions', 'suspend', 'suspension', 'freeze', 'closing', 'confirm', 'decline'];

  it.each(['intake', 'auditor', 'administrator'] as const)('SEC-K02 T-25 %s finds no account and changes nothing', async (role) => {
    const member = await join(world, role);
    const before = await state();
    expect((await member.visitor.get(`/desk/accounts/${receipt}`)).status).toBe(404);
    for (const choice of CHOICES) expect((await act(member, choice)).status, choice).toBe(404);
    expect(await state()).toBe(before);
  });

  it('SEC-K03 SEC-J09 a number of nobody, and that of a privileged subject to a reviewer, answer alike', async () => {
    await world.query("update account set role = 'company-administrator' where id = 'account-1'");
    const before = await state();
    const answers: Answer[] = [];
    for (const at of [receipt, 'G-0000-0000']) {
      const page = await reviewer.visitor.get(`/desk/accounts/${at}`);
      answers.push({ ...page, html: page.html.replaceAll(at, 'X').replaceAll(/value="[^"]+"|問い合わせ番号.*/gu, '') });
      for (const choice of CHOICES) expect((await act(reviewer, choice, {}, at)).status).toBe(404);
    }
    expect(answers[0]?.status).toBe(404);
    expect(answers[0]?.text.replaceAll(receipt, 'X')).toBe(answers[1]?.text.replaceAll('G-0000-0000', 'X'));
    expect((await supervisor.visitor.get(`/desk/accounts/${receipt}`)).status).toBe(200);
    expect(await state()).toBe(before);
  });

  it('SEC-K06 nobody acts on the own account of a portal', async () => {
    await world.query(
      `update account set canonical_email = 'supervisor@desk.example', email = 'supervisor@desk.example' where id = 'account-1'`,
    );
    const before = await state();
    for (const choice of ['end-sessions', 'suspend']) expect((await act(supervisor, choice)).status, choice).toBe(403);
    expect((await supervisor.visitor.get(`/desk/accounts/${receipt}`)).text).toContain(
      'ご自身のアカウントは、ご自身では操作できません',
    );
    expect(await state()).toBe(before);
  });

  it('SEC-H02 SEC-K05 every act asks for a fresh check, a reason, and nobody new', async () => {
    const before = await state();
    for (const choice of ['end-sessions', 'suspend']) expect((await act(reviewer, choice, { reason: '短い' })).status).toBe(422);
    expect((await act(reviewer, '')).status).toBe(422);
    world.advance(minutes(10) + 1);
    expect((await act(reviewer, 'suspend')).status).toBe(403);
    expect(await state()).toBe(before);
    const fresh = await join(world, 'reviewer', 'newcomer');
    await world.query(`update account set staff_since = ${world.now()} where id = '${fresh.id}'`);
    expect((await act(fresh, 'suspend')).status).toBe(403);
    expect(await status()).toBe('active');
  });

  it('SEC-K04 T-24 the page is masked, every look is an entry, and no further field is taken', async () => {
    const { html, text } = await supervisor.visitor.get(`/desk/accounts/${receipt}`);
    for (const secret of ['hanako@success.example', '山田 花子', '03-1234', 'account-1']) expect(html).not.toContain(secret);
    expect(text).toContain('氏名');
    const [entry] = await world.query("select account_id, actor_id from audit_event where type = 'desk-account.viewed'");
    expect(entry).toEqual({ account_id: 'account-1', actor_id: supervisor.id });
    const before = await state();
    for (const field of ['email', 'phone', 'name', 'password', 'role', 'status', 'account_id'])
      expect((await act(supervisor, 'suspend', { [field]: 'x' })).status, field).toBe(400);
    expect(await state()).toBe(before);
  });
});

describe.each(['sqlite', 'postgres'] as const)('at the same moment on %s', (kind) => {
  test('SEC-R01 confirmed from ten windows of two people on two nodes, one ask lifts once and tells once', async () => {
    await world.close();
    world = await openWorld({ location: await newLocation(kind) });
    const raced = world;
    const other = kind === 'postgres' ? await raced.openNode() : raced.service;
    await raced.addAccount();
    ({ receipt } = await fileAndConfirm(raced, raced.visitor()));
    const asker = await join(raced, 'supervisor');
    const seconds = [await join(raced, 'supervisor', 'two'), await join(raced, 'supervisor', 'three')];
    await act(asker, 'suspend');
    await act(asker, 'suspension');
    const ask = await newestAsk();
    const before = (await raced.letters()).length;
    const windows = Array.from({ length: 10 }, (_, index) => {
      const visitor = seconds[index % 2]?.visitor ?? asker.visitor;
      return index % 4 < 2 ? visitor.copy() : openVisitor(other.app, ORIGIN, {}, visitor.cookies);
    });
    for (const visitor of windows) await visitor.get('/desk/account');
    const answers = await Promise.all(
      windows.map((visitor) => visitor.post(`/desk/accounts/${receipt}`, { choice: 'confirm', ask })),
    );
    expect(answers.filter(({ location }) => location === said('confirmed'))).toHaveLength(1);
    expect(await status()).toBe('active');
    const told = (await raced.letters()).slice(before).filter(({ text }) => text.includes('利用停止を解除しました'));
    expect(told).toHaveLength(1);
  });
});
