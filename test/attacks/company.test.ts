/**
 * Somebody who is no administrator, an administrator who reaches for another company or for herself, and forms played again: each
 * is answered like a missing page or refused, and nothing changes (T-25, SEC-K03, SEC-K06).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { COMPANY_PASSWORD, type CompanyWorld, companyWorld, inviteMai, KAORI, linkTo, MAI } from '../support/company.ts';
import { postPassword, signIn } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';

let world: CompanyWorld;
beforeEach(async () => {
  world = await companyWorld();
});
afterEach(() => world.close());

const PAGES = ['company', 'company/policy', 'company/invitations'];
const POSTS: readonly (readonly [path: string, fields: Readonly<Record<string, string>>])[] = [
  ['company/policy', { level: 'required', required_from: '', version: '0', affected: '2', choice: 'save' }],
  ['company/invitations', { ...MAI, language: 'ja' }],
  ['company/colleagues/account-1', { choice: 'suspend' }],
  ['company/joining/account-1', { choice: 'accept' }],
];
const ACTIONS = ['suspend', 'reopen', 'end-sessions', 'appoint'];

/** Everything of people and rules that an attack could have changed. */
async function state(): Promise<string> {
  const accounts = await world.query(
    'select id, role, status, company_id, suspended_by, security_version from account order by id',
  );
  const companies = await world.query('select id, two_factor_level, two_factor_version from company order by id');
  const sessions = await world.query('select id from session where ended_at is null order by id');
  const invitations = await world.query('select id, ended_at from invitation order by id');
  return JSON.stringify([accounts, companies, sessions, invitations]);
}

/** An answer without what is random in every answer, and without the address that was asked for. */
function bare({ status, html }: Answer): string {
  const masked = [/(?<=form_token" value=")[^"]+/gu, /(?<=href=")[^"?]+(?=\?lang)/gu, /&amp;return_to=[^"]+/gu];
  return masked.reduce((text, pattern) => text.replaceAll(pattern, ''), `${status} ${html}`);
}

async function act(visitor: Visitor, id: string, choice: string): Promise<Answer> {
  await visitor.get('/success/account');
  return visitor.post(`/success/company/colleagues/${id}`, { choice });
}

describe('T-25 a holder', () => {
  it('T-25 SEC-K02 finds no page of the company and changes nothing by posting to it', async () => {
    const hanako = world.visitor();
    await signIn(hanako);
    const before = await state();
    const missing = bare(await hanako.get('/success/cases/TM-99999999'));
    for (const page of PAGES) {
      expect(bare(await hanako.get(`/success/${page}`)), page).toBe(missing);
    }
    for (const [path, fields] of POSTS) {
      await hanako.get('/success/account');
      expect((await hanako.post(`/success/${path}`, fields)).status, path).toBe(404);
    }
    expect(await state()).toBe(before);
    expect((await hanako.get('/success/dashboard')).html).not.toContain('/success/company');
  });

  it('T-25 an administrator without a company, and staff of the desk, find none either', async () => {
    await world.addColleague({ id: 'alone', email: 'alone@success.example', role: 'company-administrator', companyId: null });
    const alone = world.visitor();
    await signIn(alone, { email: 'alone@success.example' });
    expect((await alone.get('/success/company')).status).toBe(404);
    expect((await world.visitor().get('/desk/company')).status).toBe(404);
  });

  it('SEC-G07 whoever lost the role meanwhile is answered like that at the next request', async () => {
    await world.query("update account set role = 'holder' where id = 'account-1' returning id");
    expect((await world.administrator.get('/success/company')).status).toBe(404);
    expect((await act(world.administrator, 'hanako', 'suspend')).status).toBe(404);
  });
});

describe('SEC-K03 an administrator of one company', () => {
  it('SEC-K03 sees and reaches nobody of another: an id of theirs is as unknown as one of nobody', async () => {
    const before = await state();
    const nobody = bare(await world.administrator.get('/success/company/colleagues/nobody'));
    expect(nobody.startsWith('404')).toBe(true);
    expect(bare(await world.administrator.get('/success/company/colleagues/account-2'))).toBe(nobody);
    expect(bare(await world.administrator.get('/success/company/joining/account-2'))).toBe(nobody);
    for (const action of ACTIONS) {
      const other = bare(await act(world.administrator, 'account-2', action));
      expect(other).toBe(bare(await act(world.administrator, 'nobody', action)));
      expect(other.startsWith('404')).toBe(true);
    }
    expect(await state()).toBe(before);
    expect((await world.administrator.get('/success/company')).text).not.toContain('田中 太郎');
  });

  it('SEC-K03 cannot renew or cancel an invitation of another', async () => {
    await inviteMai(world);
    const [id = ''] = (await linkTo(world, MAI.email)).split('/').at(-1)?.split('.') ?? [];
    await world.addColleague({
      id: 'other',
      email: 'other@success.example',
      role: 'company-administrator',
      companyId: 'company-2',
    });
    const other = world.visitor();
    await signIn(other, { email: 'other@success.example' });
    const before = await state();
    expect((await other.get(`/success/company/invitations/${id}`)).status).toBe(404);
    for (const choice of ['renew', 'cancel']) {
      await other.get('/success/company/invitations');
      expect((await other.post(`/success/company/invitations/${id}`, { choice })).status).toBe(404);
    }
    expect(await state()).toBe(before);
  });
});

describe('SEC-K06 an administrator and the own account', () => {
  it('SEC-K06 is offered nothing and refused everything', async () => {
    const before = await state();
    const page = await world.administrator.get('/success/company/colleagues/account-1');
    expect(page.text).toContain('ご自身のアカウントは、この画面では管理できません');
    expect(page.html).not.toContain('name="choice"');
    for (const action of ACTIONS) expect((await act(world.administrator, 'account-1', action)).status).toBe(403);
    expect(await state()).toBe(before);
    expect((await world.audit()).filter((detail) => detail.includes('"not-permitted"'))).toHaveLength(ACTIONS.length);
  });
});

describe('desk.md section 6 an administrator and a colleague', () => {
  it('SEC-G07 suspending ends the sessions at once on every node, tells the person and all administrators', async () => {
    const hanako = world.visitor();
    await signIn(hanako);
    expect((await act(world.administrator, 'hanako', 'suspend')).location).toBe('/success/company?notice=suspended');
    const second = await world.openNode();
    const cookie = [...hanako.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await second.app.request('https://portal.test/success/dashboard', { headers: { host: 'portal.test', cookie } });
    expect(answer.headers.get('location')).toContain('/success/sign-in');
    expect((await postPassword(hanako)).status).toBe(422);
    const letters = await world.letters();
    expect(letters.filter(({ to, text }) => to === 'hanako@success.example' && text.includes('利用を停止しました'))).toHaveLength(
      1,
    );
    expect(letters.filter(({ to, text }) => to === KAORI && text.includes('対象の方: 山田 花子'))).toHaveLength(1);
    expect((await world.administrator.get('/success/company')).text).toContain('停止中');
  });

  it('lifts only what she stopped herself: not what a colleague or the host did', async () => {
    await world.addColleague({ id: 'second', email: 'second@success.example', name: '佐々木 翔', role: 'company-administrator' });
    const second = world.visitor();
    await signIn(second, { email: 'second@success.example' });
    await act(second, 'hanako', 'suspend');
    const page = await world.administrator.get('/success/company/colleagues/hanako');
    expect(page.text).toContain('佐々木 翔 様が停止しました');
    expect(page.html).not.toContain('value="reopen"');
    expect((await act(world.administrator, 'hanako', 'reopen')).status).toBe(403);
    expect((await act(second, 'hanako', 'reopen')).location).toBe('/success/company?notice=reopened');
    await world.service.store.setAccountStatus('hanako', 'suspended', world.now(), 'by the host');
    expect((await world.administrator.get('/success/company/colleagues/hanako')).text).toContain('運用管理者が停止しました');
    expect((await act(second, 'hanako', 'reopen')).status).toBe(403);
  });

  it('decision 9 appoints an administrator, who is told, as all are; a second time there is nothing to do', async () => {
    expect((await act(world.administrator, 'hanako', 'appoint')).location).toBe('/success/company?notice=appointed');
    const letters = await world.letters();
    expect(
      letters.filter(({ to, text }) => to === 'hanako@success.example' && text.includes('会社の管理者にしました')),
    ).toHaveLength(1);
    expect((await act(world.administrator, 'hanako', 'appoint')).location).toBe('/success/company?notice=changed');
    const [row] = await world.query("select appointed_by from account where id = 'hanako'");
    expect(row).toEqual({ appointed_by: 'account-1' });
  });

  it('two administrators who suspend each other at the same moment do not both succeed', async () => {
    await world.addColleague({ id: 'second', email: 'second@success.example', role: 'company-administrator' });
    const second = world.visitor();
    await signIn(second, { email: 'second@success.example' });
    await second.get('/success/account');
    await world.administrator.get('/success/account');
    await Promise.all([
      second.post('/success/company/colleagues/account-1', { choice: 'suspend' }),
      world.administrator.post('/success/company/colleagues/second', { choice: 'suspend' }),
    ]);
    expect(await world.query("select id from account where status = 'suspended'")).toHaveLength(1);
  });

  it('SEC-H02 every act asks for a fresh check after ten minutes', async () => {
    const before = await state();
    world.advance(minutes(11));
    for (const action of ACTIONS) expect((await act(world.administrator, 'hanako', action)).status).toBe(403);
    expect((await world.administrator.get('/success/company/colleagues/hanako')).location).toContain('/success/confirmation');
    expect(await state()).toBe(before);
  });

  it('decision 8 no act changes mail, phone, name, password or authenticators of the colleague', async () => {
    const own = "select email, phone, name, password_record, password_set_at from account where id = 'hanako'";
    const before = await world.query(own);
    for (const action of ['end-sessions', 'suspend', 'reopen', 'appoint']) await act(world.administrator, 'hanako', action);
    await inviteMai(world, { email: 'HANAKO@success.example', name: 'Somebody', language: 'en' });
    expect(await world.query(own)).toEqual(before);
  });
});

describe('T-41 probing by invitations', () => {
  it('SEC-E03 product decision 8 an address that has an account is answered, listed and told like any other, and nothing changes', async () => {
    const before = await world.query("select * from account where id = 'account-2'");
    const known = await inviteMai(world, { email: 'taro@success.example', name: '伊藤 舞', language: 'ja' });
    const unknown = await inviteMai(world, { email: 'none@success.example', name: '伊藤 舞', language: 'ja' });
    expect([known.status, known.location]).toEqual([unknown.status, unknown.location]);
    const letters = await world.letters();
    const page = await world.administrator.get('/success/company');
    expect(page.text.match(/招待中 /gu)?.length).toBe(page.text.match(/@success\.example 2026年11月30日/gu)?.length);
    expect(await world.query("select * from account where id = 'account-2'")).toEqual(before);
    const told = letters.filter(({ to }) => to === 'taro@success.example');
    expect(told.map(({ subject }) => subject)).toEqual([
      '【ビジネスサクセスポータル】会社からの招待がありましたが、アカウントはすでにあります',
    ]);
    expect(told[0]?.text).not.toMatch(/\/invitation\//u);
  });

  it('SEC-P06 one address gets five such letters an hour, and one administrator sends fifty a day', async () => {
    for (let count = 0; count < 8; count += 1) await inviteMai(world);
    for (let count = 0; count < 8; count += 1) await inviteMai(world).then(() => world.letters());
    expect((await world.letters()).filter(({ to }) => to === MAI.email).length).toBeLessThanOrEqual(5);
    for (let count = 16; count < 50; count += 1) await inviteMai(world);
    const paused = await inviteMai(world);
    expect([paused.status, paused.text.includes('招待の数が上限に達したため')]).toEqual([429, true]);
  });
});

describe('T-14 an invitation', () => {
  it('T-14 of fifty who accept at the same moment one gets the account', async () => {
    await inviteMai(world);
    const link = await linkTo(world, MAI.email);
    const visitors = Array.from({ length: 50 }, () => world.visitor());
    await Promise.all(visitors.map((visitor) => visitor.get(link)));
    const fields = { email: MAI.email, password: COMPANY_PASSWORD };
    const answers = await Promise.all(visitors.map((visitor) => visitor.post(link, fields)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await world.query(`select id from account where email = '${MAI.email}'`)).toHaveLength(1);
    expect((await world.visitor().get(link)).status).toBe(410);
  });

  it('T-36 its token is of no other kind', async () => {
    await inviteMai(world);
    const token = (await linkTo(world, MAI.email)).split('/').at(-1) ?? '';
    for (const path of ['success/registration', 'success/password', 'success/sign-in/browser', 'support/invitation']) {
      const thief = world.visitor();
      const opened = await thief.get(`/${path}/${token}`);
      if (opened.status === 200) expect((await thief.post(`/${path}/${token}`, {})).status, path).not.toBe(303);
      else expect(opened.status, path).toBe(410);
    }
    expect(await world.query('select id from mailed_link where consumed_at is not null')).toEqual([]);
  });
});
