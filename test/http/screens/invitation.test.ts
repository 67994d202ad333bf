/** Inviting somebody and accepting it: what is mailed, what the pages show, what comes into being, and that it is once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days } from '../../../src/core/time.ts';
import { COMPANY_PASSWORD, type CompanyWorld, companyWorld, inviteMai, linkTo, MAI } from '../../support/company.ts';
import { postPassword } from '../../support/steps.ts';
import { headingOf, summaryOf } from './reading.ts';

let world: CompanyWorld;
beforeEach(async () => {
  world = await companyWorld();
});
afterEach(() => world.close());

describe('the invitation', () => {
  test('product decision 8 makes no account; its letter names company and inviter among the facts', async () => {
    const answer = await inviteMai(world);
    expect(answer.location).toBe('/success/company?notice=invited');
    const page = await world.administrator.follow(answer);
    expect(page.text).toContain('招待しました。');
    expect(page.text).toContain(MAI.email);
    const letter = (await world.letters()).findLast(({ to }) => to === MAI.email);
    expect(letter?.subject).toBe('【ビジネスサクセスポータル】アカウントへの招待');
    expect(letter?.text).toContain('会社名: 株式会社さくら商事');
    expect(letter?.text).toContain('招待した方: 鈴木 香織');
    expect(letter?.text).toContain('7日間');
    expect(await world.query(`select id from account where canonical_email = '${MAI.email}'`)).toEqual([]);
  });

  test('SEC-K06 all administrators are told, with who was invited by whom', async () => {
    await inviteMai(world);
    const told = (await world.letters()).filter(({ text }) => text.includes('新しい方を招待しました'));
    expect(told.map(({ to }) => to)).toEqual(['kaori@success.example']);
    expect(told[0]?.text).toContain('対象の方: 伊藤 舞');
  });

  test('SEC-E06 the database holds no link, and the letter waits sealed', async () => {
    await inviteMai(world);
    const [, secret = ''] = (await linkTo(world, MAI.email)).split('.');
    const stored = JSON.stringify([await world.query('select * from invitation'), await world.query('select * from audit_event')]);
    expect(secret.length).toBeGreaterThan(40);
    expect(stored).not.toContain(secret);
  });
});

describe('accepting', () => {
  test('SEC-P05 opening changes nothing; the button makes the account of the company and no session', async () => {
    await inviteMai(world);
    const link = await linkTo(world, MAI.email);
    const visitor = world.visitor();
    const before = await world.query('select * from account');
    const page = await visitor.get(link);
    expect([page.status, headingOf(page)]).toEqual([200, '招待を受ける']);
    expect(page.text).toContain('株式会社さくら商事');
    expect(await world.query('select * from account')).toEqual(before);

    const answer = await visitor.post(link, { email: MAI.email, password: COMPANY_PASSWORD });
    expect(answer.location).toBe('/success/sign-in?notice=registered');
    expect([...visitor.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
    expect((await visitor.follow(answer)).text).toContain('アカウントを登録しました。');
    expect((await postPassword(visitor, { email: MAI.email, password: COMPANY_PASSWORD })).location).toBe('/success/dashboard');
    const [row] = await world.query(`select name, role, company_id, password_set_via from account where email = '${MAI.email}'`);
    expect(row).toEqual({ name: MAI.name, role: 'holder', company_id: 'company-1', password_set_via: 'mailed-link' });
  });

  test('SEC-A01 SEC-A04 judges the password like every other, and keeps the link', async () => {
    await inviteMai(world);
    const link = await linkTo(world, MAI.email);
    const visitor = world.visitor();
    await visitor.get(link);
    for (const password of ['', 'short', '伊藤 舞伊藤 舞伊藤 舞伊藤 舞伊藤 舞', '株式会社さくら商事株式会社さくら商事']) {
      expect((await visitor.post(link, { email: MAI.email, password })).status).toBe(422);
    }
    expect((await visitor.post(link, { email: MAI.email, password: COMPANY_PASSWORD })).status).toBe(303);
  });

  test('once, and neither after its end, nor once cancelled or sent again', async () => {
    await inviteMai(world);
    const first = await linkTo(world, MAI.email);
    const open = async (link: string): Promise<number> => (await world.visitor().get(link)).status;
    const [id = ''] = first.split('/').at(-1)?.split('.') ?? [];
    const { administrator } = world;
    await administrator.get(`/success/company/invitations/${id}`);
    expect((await administrator.post(`/success/company/invitations/${id}`, { choice: 'renew' })).location).toContain(
      'notice=renewed',
    );
    expect(await open(first)).toBe(410);
    const second = await linkTo(world, MAI.email);
    expect(second).not.toBe(first);
    expect(await open(second)).toBe(200);
    world.advance(days(7));
    const late = await world.visitor().get(second);
    expect([late.status, late.text.includes('期限')]).toEqual([410, true]);
  });

  test('cancelled, it opens nothing', async () => {
    await inviteMai(world);
    const link = await linkTo(world, MAI.email);
    const [id = ''] = link.split('/').at(-1)?.split('.') ?? [];
    await world.administrator.get(`/success/company/invitations/${id}`);
    const answer = await world.administrator.post(`/success/company/invitations/${id}`, { choice: 'cancel' });
    expect(answer.location).toContain('notice=cancelled');
    const visitor = world.visitor();
    expect((await visitor.get(link)).status).toBe(410);
    expect((await visitor.post(link, { email: MAI.email, password: COMPANY_PASSWORD })).status).not.toBe(303);
    expect((await world.administrator.get(`/success/company/invitations/${id}`)).status).toBe(404);
  });
});

describe('the form', () => {
  test.each([
    [{ email: '', name: '伊藤 舞', language: 'ja' }, 'メールアドレスを入力してください'],
    [{ email: 'mai', name: '伊藤 舞', language: 'ja' }, 'メールアドレスは name@example.com の形で入力してください'],
    [{ email: MAI.email, name: ' ', language: 'ja' }, 'お名前を入力してください'],
    [{ email: MAI.email, name: '舞'.repeat(101), language: 'ja' }, 'お名前は100文字以内で入力してください'],
    [{ email: MAI.email, name: '伊藤 舞', language: 'fr' }, 'メールの言語を選んでください'],
    [{ email: 'Hanako@success.example', name: '山田', language: 'ja' }, 'このメールアドレスの方は、すでに会社の方の一覧にいます'],
  ])('U-11 says at the field what is wrong with %j and keeps the rest', async (fields, sentence) => {
    const page = await inviteMai(world, fields);
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain(sentence);
    if (fields.email !== '') expect(page.html).toContain(`value="${fields.email}"`);
  });

  test('in English too', async () => {
    const page = await world.administrator.get('/success/company/invitations?lang=en');
    expect(headingOf(page)).toBe('Invite somebody');
  });
});
