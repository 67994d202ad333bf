/** Opening an account oneself, where the portal offers it: what is asked, what is mailed, what comes of it, and how one joins a company. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours } from '../../../src/core/time.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { COMPANY_PASSWORD, type CompanyWorld, companyWorld, linkTo } from '../../support/company.ts';
import { postPassword, signIn } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { headingOf, summaryOf } from './reading.ts';

const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, registration: 'open' as const } : portal));
const EMAIL = 'ryo@success.example';

let world: CompanyWorld;
beforeEach(async () => {
  world = await companyWorld({ portals });
});
afterEach(() => world.close());

async function ask(email: string): Promise<Answer> {
  const visitor = world.visitor();
  await visitor.get('/success/registration');
  return visitor.post('/success/registration', { email });
}

async function register(company = ''): Promise<Answer> {
  await ask(EMAIL);
  const link = await linkTo(world, EMAIL);
  const visitor = world.visitor();
  await visitor.get(link);
  return visitor.post(link, { name: '小川 凜', company, email: EMAIL, password: COMPANY_PASSWORD });
}

async function company(): Promise<unknown> {
  return (await world.query(`select company_id from account where email = '${EMAIL}'`))[0]?.['company_id'];
}

describe('where a portal does not offer it', () => {
  test('SEC-E03 there is no such page, and no link to one', async () => {
    const visitor = world.visitor();
    for (const path of ['registration', 'registration/sent']) expect((await visitor.get(`/support/${path}`)).status).toBe(404);
    await visitor.get('/support/sign-in');
    expect((await visitor.post('/support/registration', { email: EMAIL })).status).toBe(404);
    expect((await visitor.get('/support/sign-in')).html).not.toContain('/support/registration');
    expect((await visitor.get('/success/sign-in')).html).toContain('/success/registration');
    expect((await visitor.get('/desk/registration')).status).toBe(404);
  });
});

describe('asking', () => {
  test('SEC-E04 leads to one page, mails a link for an hour, and makes no account', async () => {
    const answer = await ask(EMAIL);
    expect(answer.location).toBe('/success/registration/sent');
    expect((await world.visitor().get('/success/registration/sent')).text).toContain('1時間使えます');
    const letter = (await world.letters()).findLast(({ to }) => to === EMAIL);
    expect(letter?.subject).toBe('【ビジネスサクセスポータル】アカウントの登録を続けてください');
    expect(await world.query(`select id from account where email = '${EMAIL}'`)).toEqual([]);
    expect(headingOf(await world.visitor({ language: 'en' }).get('/success/registration'))).toBe('Open an account');
  });

  test('product decision 8 of an address that has an account sends its holder a letter without a link, and changes nothing', async () => {
    const before = await world.query('select * from account');
    await ask('Hanako@Success.example');
    const letter = (await world.letters()).findLast(({ to }) => to === 'hanako@success.example');
    expect(letter?.subject).toBe('【ビジネスサクセスポータル】アカウントはすでにあります');
    expect(letter?.text).toContain('https://portal.test/success/sign-in');
    expect(letter?.text).not.toContain('/registration/');
    expect(await world.query('select * from account')).toEqual(before);
  });

  test.each([
    ['', 'メールアドレスを入力してください'],
    ['ryo', 'メールアドレスは name@example.com の形で入力してください'],
  ])('U-11 says at the field what is wrong with %j', async (email, sentence) => {
    const page = await ask(email);
    expect([page.status, summaryOf(page)]).toEqual([422, expect.stringContaining(sentence)]);
  });

  test('SEC-F07 thirty forms in ten minutes are taken from one network, and the next is told when', async () => {
    for (let count = 0; count < 30; count += 1) expect((await ask(`ryo${count}@success.example`)).status).toBe(303);
    const page = await ask(EMAIL);
    expect([page.status, page.html.includes(`value="${EMAIL}"`)]).toEqual([429, true]);
  });

  test('SEC-P06 an address gets five letters an hour, and asking ends no link before a new one is mailed', async () => {
    for (let count = 0; count < 7; count += 1) await ask(EMAIL).then(() => world.letters());
    expect((await world.letters()).filter(({ to }) => to === EMAIL)).toHaveLength(5);
    expect((await world.visitor().get(await linkTo(world, EMAIL))).status).toBe(200);
  });
});

describe('the link', () => {
  test('SEC-P05 makes an account without a company and without a session, once', async () => {
    expect((await register()).location).toBe('/success/sign-in?notice=registered');
    const visitor = world.visitor();
    expect((await postPassword(visitor, { email: EMAIL, password: COMPANY_PASSWORD })).location).toBe('/success/dashboard');
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
    expect(await company()).toBeNull();
    expect((await world.visitor().get(await linkTo(world, EMAIL))).status).toBe(410);
  });

  test('SEC-E06 is over after an hour', async () => {
    await ask(EMAIL);
    const link = await linkTo(world, EMAIL);
    world.advance(hours(1));
    expect((await world.visitor().get(link)).status).toBe(410);
  });

  test('U-11 says at each field what is missing and keeps what was typed', async () => {
    await ask(EMAIL);
    const link = await linkTo(world, EMAIL);
    const visitor = world.visitor();
    await visitor.get(link);
    const page = await visitor.post(link, { name: '', company: '株式会社さくら商事', email: EMAIL, password: '' });
    expect([page.status, summaryOf(page)]).toEqual([422, expect.stringContaining('お名前を入力してください')]);
    expect(page.html).toContain('value="株式会社さくら商事"');
    expect(page.html).toMatch(/autocomplete="organization"/u);
  });
});

describe('decision 9 joining a company', () => {
  test('decision 9 a firm named in any spelling sees the request; accepted, the account is of the company and everybody is told', async () => {
    await register('さくら商事(株)');
    const holder = world.visitor();
    await signIn(holder, { email: EMAIL, password: COMPANY_PASSWORD });
    expect((await holder.get('/success/account')).text).toContain('さくら商事(株)への参加を依頼しています');
    const page = await world.administrator.get('/success/company');
    expect(page.text).toContain('小川 凜');
    const link = /\/success\/company\/joining\/[\w-]+/u.exec(page.html)?.[0] ?? '';
    expect((await world.administrator.get(link)).text).toContain('会社の方であることの証明にはなりません');
    expect((await world.administrator.post(link, { choice: 'accept' })).location).toBe('/success/company?notice=joined');
    expect(await company()).toBe('company-1');
    const letters = await world.letters();
    expect(letters.filter(({ to, text }) => to === EMAIL && text.includes('参加が承認されました'))).toHaveLength(1);
    expect(letters.filter(({ text }) => text.includes('参加の依頼を承認しました'))).toHaveLength(1);
    expect((await world.administrator.get(link)).status).toBe(404);
  });

  test('decision 9 declined it stays without one, and is told', async () => {
    await register('株式会社さくら商事');
    const page = await world.administrator.get('/success/company');
    const link = /\/success\/company\/joining\/[\w-]+/u.exec(page.html)?.[0] ?? '';
    await world.administrator.get(link);
    expect((await world.administrator.post(link, { choice: 'decline' })).location).toBe('/success/company?notice=declined');
    expect(await company()).toBeNull();
    expect((await world.letters()).filter(({ to, text }) => to === EMAIL && text.includes('承認されませんでした'))).toHaveLength(1);
  });

  test('decision 9 the domain of the mail address makes nobody a colleague', async () => {
    await register();
    expect((await world.administrator.get('/success/company')).text).not.toContain('小川 凜');
  });
});
