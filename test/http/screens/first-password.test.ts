/** The mailed link with which a new account sets its password: what it shows, what it refuses, what it changes, and that it is once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours, minutes } from '../../../src/core/time.ts';
import { addAccount, addCompany, remindAccount } from '../../../src/journeys/host-accounts.ts';
import { postPassword } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { headingOf, summaryOf } from './reading.ts';

const EMAIL = 'Mai.Ito@Success.Example';
const PASSWORD = 'violet tram 41 kettle';
const HOLDER = {
  portal: 'success',
  email: EMAIL,
  name: '伊藤 舞',
  phone: null,
  company: 'acme',
  role: 'holder',
  language: 'ja',
} as const;

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await addCompany(ports(), world.now(), { id: 'acme', portal: 'success', name: '株式会社みほん商会', plan: 'standard' }, true);
  expect(await addAccount(ports(), world.now(), HOLDER)).toMatchObject({ ok: true });
});
afterEach(() => world.close());

describe('the letter', () => {
  test('SEC-P07 goes to the address as stored, names the portal and holds the link and no password', async () => {
    const [letter, ...more] = await world.letters();
    expect(more).toEqual([]);
    expect(letter?.to).toBe(EMAIL);
    expect(letter?.subject).toBe('【ビジネスサクセスポータル】パスワードを設定してください');
    expect(letter?.text).toMatch(/https:\/\/portal\.test\/success\/password\/[\w-]{16}\.[\w-]{43}\n/u);
    expect(letter?.text).toContain('24時間');
    expect(letter?.text).not.toContain('ブラウザー:');
  });

  test('A-18 is sealed while it waits, and the database holds no link', async () => {
    const rows = await world.query('select sealed_letter from outbox');
    expect(rows).toHaveLength(1);
    expect(String(rows[0]?.['sealed_letter'])).not.toContain('/password/');
    const link = await linkOf();
    const stored = JSON.stringify([
      ...(await world.query('select * from mailed_link')),
      ...(await world.query('select * from audit_event')),
    ]);
    expect(stored).not.toContain(link.split('/').at(-1)?.split('.')[1]);
  });
});

describe('the page', () => {
  test('SEC-P05 opening it changes nothing, shows whose it is, and asks for one new password', async () => {
    const link = await linkOf();
    const before = await world.query('select * from account');
    const page = await world.visitor().get(link);
    expect([page.status, headingOf(page)]).toEqual([200, 'パスワードの設定']);
    expect(page.text).toContain('伊藤 舞');
    expect(page.text).toContain(EMAIL);
    expect(page.text).toContain('株式会社みほん商会');
    expect(page.html.match(/type="password"/gu)).toHaveLength(1);
    expect(page.html).toMatch(/autocomplete="new-password"/u);
    expect(page.html).toMatch(/<label hidden[^>]*>.*autocomplete="username"/su);
    expect(await world.query('select * from account')).toEqual(before);
    expect(await world.query('select id from mailed_link where consumed_at is not null')).toEqual([]);
    expect(headingOf(await world.visitor({ language: 'en' }).get(link))).toBe('Set your password');
  });

  test('SEC-P05 the button sets it, makes no session, leads to the sign-in, and the password works', async () => {
    const visitor = world.visitor();
    const answer = await submit(visitor, PASSWORD);
    expect(answer.location).toBe('/success/sign-in?notice=password-set');
    expect([...visitor.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
    expect((await visitor.follow(answer)).text).toContain('パスワードを設定しました。');
    expect((await postPassword(visitor, { email: 'mai.ito@success.example', password: PASSWORD })).location).toBe(
      '/success/dashboard',
    );
    expect(await world.query('select password_set_via from account')).toEqual([{ password_set_via: 'mailed-link' }]);
    expect((await world.audit()).filter((detail) => detail.includes('password-setup'))).toHaveLength(2);
  });

  test.each([
    ['', '新しいパスワードを入力してください'],
    ['fourteen chars', 'パスワードは15文字以上で入力してください'],
    ['a'.repeat(257), 'パスワードは256文字以内で入力してください'],
    ['sakurasakurasakura', 'このパスワードはよく使われるため'],
    ['ビジネスサクセスポータルビジネスサクセスポータル', 'ポータルの名前だけのパスワードは'],
    ['Business Success Portal', 'ポータルの名前だけのパスワードは'],
    ['株式会社みほん商会株式会社みほん商会', '会社の名前だけのパスワードは'],
    ['伊藤舞伊藤舞伊藤舞伊藤舞伊藤舞', 'お名前だけのパスワードは'],
    ['mai.ito@success.example', 'メールアドレスだけのパスワードは'],
    ['genkangenkangenkan', 'サービスの名前だけのパスワードは'],
  ])('SEC-A01 SEC-A02 SEC-A04 "%s" is refused with the reason, and the link still works', async (password, reason) => {
    const visitor = world.visitor();
    const page = await submit(visitor, password);
    expect([page.status, headingOf(page)]).toEqual([422, 'パスワードの設定']);
    expect(summaryOf(page)).toContain(reason);
    expect(page.html).not.toContain('value="sakura');
    expect((await visitor.post(await linkOf(), { password: PASSWORD })).status).toBe(303);
  });

  test('SEC-A03 the password is kept in NFC, with blanks and case as typed', async () => {
    await submit(world.visitor(), ' Cafe\u0301 und Kuchen ');
    const visitor = world.visitor();
    const signIn = (password: string) => postPassword(visitor, { email: EMAIL, password });
    expect((await signIn('Café und Kuchen')).status).toBe(422);
    expect((await signIn(' café und kuchen ')).status).toBe(422);
    expect((await signIn(' Café und Kuchen ')).location).toBe('/success/dashboard');
  });

  test('A6 a stale form sets nothing and is shown again by 403', async () => {
    const visitor = world.visitor();
    await visitor.get(await linkOf());
    const page = await visitor.post(await linkOf(), { password: PASSWORD, form_token: 'x' });
    expect([page.status, headingOf(page)]).toEqual([403, 'パスワードの設定']);
    expect((await visitor.post(await linkOf(), { password: PASSWORD })).status).toBe(303);
  });
});

describe('a link that is over', () => {
  test('SEC-P05 spent: 410 for the page and for the button, and the first password stays', async () => {
    const link = await linkOf();
    await submit(world.visitor(), PASSWORD);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    for (const page of [await visitor.get(link), await visitor.post(link, { password: 'another good phrase' })]) {
      expect([page.status, headingOf(page)]).toEqual([410, 'このリンクは使えません']);
    }
    expect((await postPassword(visitor, { email: EMAIL, password: PASSWORD })).location).toBe('/success/dashboard');
  });

  test('SEC-P05 expired: to the millisecond', async () => {
    const link = await linkOf();
    world.advance(hours(24) - 1);
    expect((await world.visitor().get(link)).status).toBe(200);
    world.advance(1);
    expect((await world.visitor().get(link)).status).toBe(410);
    expect((await submit(world.visitor(), PASSWORD, link)).status).toBe(410);
  });

  test('A-18 superseded: a reminder mails a new link and the earlier one is dead', async () => {
    const link = await linkOf();
    world.advance(minutes(5));
    expect(await remindAccount(ports(), world.now(), 'success', 'MAI.ITO@success.example')).toMatchObject({ ok: true });
    expect(await world.letters()).toHaveLength(2);
    expect((await world.visitor().get(link)).status).toBe(410);
    expect((await submit(world.visitor(), PASSWORD)).status).toBe(303);
    expect(await remindAccount(ports(), world.now(), 'success', EMAIL)).toMatchObject({
      refusal: { code: 'password-set-already' },
    });
  });

  test('SEC-G07 of an account that was disabled meanwhile', async () => {
    const link = await linkOf();
    const [row] = await world.query('select id from account');
    await world.service.store.setAccountStatus(String(row?.['id']), 'suspended', world.now(), 'left');
    expect((await submit(world.visitor(), PASSWORD, link)).status).toBe(410);
  });

  test('SEC-P05 at another portal, or never sent', async () => {
    const token = (await linkOf()).split('/').at(-1) ?? '';
    const altered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const path of [`/support/password/${token}`, `/success/password/${altered}`, '/success/password/x']) {
      expect((await submit(world.visitor(), PASSWORD, path)).status, path).toBe(410);
    }
    expect((await world.visitor().get(`/desk/password/${token}`)).status).toBe(404);
  });

  test('SEC-P05 a hundred times at once sets one password', async () => {
    const link = await linkOf();
    const visitor = world.visitor();
    await visitor.get(link);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => visitor.post(link, { password: `violet tram number ${index}` })),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19);
  });
});

test('SEC-P07 product decision 8: the same address in any spelling is taken, and nothing of the account changes', async () => {
  await submit(world.visitor(), PASSWORD);
  const before = await world.query('select * from account');
  for (const email of [
    'mai.ito@success.example',
    'MAI.ITO@SUCCESS.EXAMPLE',
    'ｍａｉ.ito@success.example',
    'mai.ito＠success.example',
  ]) {
    const outcome = await addAccount(ports(), world.now(), { ...HOLDER, email, name: 'Someone Else' });
    expect(outcome, email).toMatchObject({ refusal: { code: 'address-taken' } });
  }
  expect(await world.query('select * from account')).toEqual(before);
  expect(await world.letters()).toHaveLength(1);
  expect(await addAccount(ports(), world.now(), { ...HOLDER, email: 'mаi.ito@success.example' })).toMatchObject({ ok: true });
  expect((await world.letters()).at(-1)?.to).toBe('mаi.ito@success.example');
});

function ports() {
  return world.service.site.ports;
}

async function linkOf(): Promise<string> {
  const letter = (await world.letters()).at(-1);
  return /https:\/\/portal\.test(\/\S+\/password\/\S+)/u.exec(letter?.text ?? '')?.[1] ?? '';
}

async function submit(visitor: ReturnType<World['visitor']>, password: string, link?: string): Promise<Answer> {
  const path = link ?? (await linkOf());
  await visitor.get('/success/sign-in');
  await visitor.get(path);
  return visitor.post(path, { email: 'ignored@example.com', password });
}
