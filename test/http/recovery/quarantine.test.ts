/** The days after a recovery: what is closed until when (SEC-J13, invariant 7), and what a living session can say while one is under way. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { hours } from '../../../src/core/time.ts';
import { fileAndConfirm, fileForm } from '../../support/lost-device.ts';
import { gathered, type Recovery, redeem, released, stateOf } from '../../support/recovery.ts';
import { issueCodes } from '../../support/recovery-codes.ts';
import { codeNow, enrolledAccount, signIn, signInWithCode } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let recovery: Recovery;
beforeEach(async () => {
  world = await openWorld();
  recovery = await gathered(world);
});
afterEach(() => world.close());

/** Signed in with the new device, freshly. */
async function signedIn(secret: Uint8Array): Promise<Visitor> {
  world.advance(30_000);
  const visitor = world.visitor();
  await signInWithCode(world, visitor, secret);
  await visitor.get('/success/account');
  return visitor;
}

const CLOSED = 'いまは変更できません';

/** What weakens an account, each as its page sends it; the last one ends the second factor. */
async function weaken(visitor: Visitor, secret: Uint8Array): Promise<Readonly<Record<string, Answer>>> {
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<Answer> => {
    await visitor.get(`/success/${path}`);
    return visitor.post(`/success/${path}`, fields);
  };
  const email = await post('account/email', { email: 'thief@evil.example' });
  const notices = await post('account/notification-addresses', { email: 'thief2@evil.example' });
  const phone = await post('account/phone', { phone: '090-0000-1111', choice: 'save' });
  const set = /name="code_set" value="([^"]*)"/u.exec((await visitor.get('/success/recovery-codes')).html)?.[1] ?? '';
  const codes = await visitor.post('/success/recovery-codes', { code_set: set });
  world.advance(30_000);
  const off = await post('two-factor', { code: codeNow(world, secret) });
  return { email, notices, phone, codes, off };
}

const admissionOfNew = async (): Promise<unknown> => {
  await fileForm(world.visitor());
  await world.letters();
  return (await world.query('select admission from recovery_request order by filed_at desc limit 1'))[0]?.['admission'];
};

describe('SEC-J13 quarantine', () => {
  it('refuses at 71 hours and allows at 73: turning off, more recovery codes, address, number, notices, another request', async () => {
    const { secret } = await redeem(recovery, await released(recovery));
    world.advance(hours(71) - 60_000);
    const early = await signedIn(secret);
    expect((await early.get('/success/dashboard')).text).toContain('新しい端末が登録されたばかりです');
    expect((await early.follow(await early.get('/success/account'))).text).toContain('新しい端末が登録されたばかりです');
    const review = await early.get('/success/two-factor');
    expect([review.status, review.text.includes(CLOSED), review.html.includes('name="code"')]).toEqual([403, true, false]);
    // The first set may be issued: whoever has none would be locked out by the next lost phone.
    expect(await issueCodes(early)).toHaveLength(10);
    const refused = await weaken(early, secret);
    for (const [what, { status, text }] of Object.entries(refused))
      expect([what, status >= 400, text.includes(CLOSED) || text.includes('依頼が進行中')], text.slice(0, 400)).toEqual([
        what,
        true,
        true,
      ]);
    const [kept] = await world.query("select email, phone from account where id = 'account-1'");
    expect(kept).toMatchObject({ email: 'hanako@success.example', phone: '03-1234-5621' });
    expect(await world.query('select id from contact_change')).toEqual([]);
    expect(await admissionOfNew()).toBe('laid-aside');

    world.advance(hours(2) + 60_000);
    await world.letters();
    expect(await admissionOfNew()).toBe('matched');
    const late = await signedIn(secret);
    expect((await late.get('/success/dashboard')).text).not.toContain('新しい端末が登録されたばかりです');
    const allowed = await weaken(late, secret);
    for (const [what, { status, text }] of Object.entries(allowed))
      expect([what, status < 400, text.includes(CLOSED)], text.slice(0, 400)).toEqual([what, true, false]);
  });

  it('of a company administrator: invites, appoints and decides nothing for others at 71 hours, and may at 73', async () => {
    const { secret } = await redeem(recovery, await released(recovery));
    await world.query("update account set role = 'company-administrator' where id = 'account-1'");
    const taroId = await world.addAccount({ email: 'taro@success.example', name: '田中 太郎' });
    await world.query(`update account set company_id = 'company-1' where id = '${taroId}'`);
    const attempts = async (visitor: Visitor): Promise<Readonly<Record<string, Answer>>> => {
      const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<Answer> => {
        await visitor.get(`/success/company/${path}`);
        return visitor.post(`/success/company/${path}`, fields);
      };
      const invited = await post('invitations', { email: 'mai@success.example', name: '伊藤 舞', language: 'ja' });
      const review = await post('policy', { level: 'recommended', required_from: '', choice: 'review' });
      const shown = [
        ...review.html.matchAll(/<input type="hidden" name="(level|required_from|version|affected)" value="([^"]*)"/gu),
      ];
      const hidden = Object.fromEntries(shown.map(([, name = '', value = '']) => [name, value]));
      const policy = await visitor.post('/success/company/policy', { ...hidden, choice: 'save' });
      const appointed = await post(`colleagues/${taroId}`, { choice: 'appoint' });
      return { invited, policy, appointed };
    };
    world.advance(hours(71) - 60_000);
    const refused = await attempts(await signedIn(secret));
    for (const [what, { status, text }] of Object.entries(refused))
      expect([what, status, text.includes(CLOSED)], text.slice(0, 300)).toEqual([what, 403, true]);
    expect(await world.query(`select id from account where role = 'company-administrator' and id = '${taroId}'`)).toEqual([]);
    world.advance(hours(2) + 60_000);
    const allowed = await attempts(await signedIn(secret));
    for (const [what, { status, text }] of Object.entries(allowed)) expect([what, status], text.slice(0, 300)).toEqual([what, 303]);
    expect(await world.query(`select id from account where role = 'company-administrator' and id = '${taroId}'`)).toHaveLength(1);
  });

  it('gains no role by a colleague who administrates the company', async () => {
    await redeem(recovery, await released(recovery));
    const taroId = await world.addAccount({ email: 'taro@success.example', name: '田中 太郎', role: 'company-administrator' });
    await world.query(`update account set company_id = 'company-1' where id = '${taroId}'`);
    const appoint = async (): Promise<string> => {
      const taro = world.visitor();
      await signIn(taro, { email: 'taro@success.example' });
      await taro.get('/success/company/colleagues/account-1');
      await taro.post('/success/company/colleagues/account-1', { choice: 'appoint' });
      return String((await world.query("select role from account where id = 'account-1'"))[0]?.['role']);
    };
    world.advance(hours(71));
    expect(await appoint()).toBe('holder');
    world.advance(hours(2));
    expect(await appoint()).toBe('company-administrator');
  });
});

describe('a living session while a request is under way', () => {
  it('desk.md 24 SEC-J10 says so, and "that wasn’t me" stops it at once and for a week', async () => {
    const other = await openWorld();
    onTestFinished(() => other.close());
    await other.addAccount();
    const { secret } = await enrolledAccount(other);
    const session = other.visitor();
    await signInWithCode(other, session, secret);
    other.advance(60_000);
    const { receipt } = await fileAndConfirm(other, other.visitor({ address: '198.51.100.9' }));
    const dashboard = await session.get('/success/dashboard');
    expect(dashboard.text).toContain(`二要素認証を解除する依頼が進んでいます`);
    expect(dashboard.text).toContain(receipt);
    const answer = await session.post('/success/dashboard/request', { choice: 'not-me' });
    expect((await session.follow(answer)).text).toContain('依頼を取り消しました');
    expect(await stateOf({ world: other })).toBe('vetoed');
    expect((await session.get('/success/dashboard')).text).not.toContain(receipt);
  });
});
