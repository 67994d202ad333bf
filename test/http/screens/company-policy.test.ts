/** The company's own rule: chosen, reviewed with its effect, saved as shown, and what follows for whom it reaches (A-12, U-49, G-17). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, minutes } from '../../../src/core/time.ts';
import { REQUIRED_POLICY } from '../../../src/core/two-factor-policy.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { type CompanyWorld, companyWorld, KAORI, signedInWithCode } from '../../support/company.ts';
import { enrol, postPassword, signIn } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld } from '../../support/world.ts';
import { headingOf, summaryOf } from './reading.ts';

let world: CompanyWorld;
beforeEach(async () => {
  world = await companyWorld();
});
afterEach(() => world.close());

const HIDDEN = /<input type="hidden" name="(level|required_from|version|affected)" value="([^"]*)"/gu;

function shownOn(page: Answer): Record<string, string> {
  return Object.fromEntries([...page.html.matchAll(HIDDEN)].map(([, name = '', value = '']) => [name, value]));
}

async function review(visitor: Visitor, level: string, from = ''): Promise<Answer> {
  await visitor.get('/success/company/policy');
  return visitor.post('/success/company/policy', { level, required_from: from, choice: 'review' });
}

async function save(visitor: Visitor, level: string, from = ''): Promise<Answer> {
  const shown = shownOn(await review(visitor, level, from));
  return visitor.post('/success/company/policy', { ...shown, choice: 'save' });
}

describe('A-12 the review', () => {
  test('A-12 shows how many must enrol at the next sign-in, and their names, before anything is saved', async () => {
    const page = await review(world.administrator, 'required');
    expect(page.status).toBe(200);
    expect(page.text).toContain('この変更で、2名が次回のログイン時に二要素認証の登録を求められます');
    expect(page.text).toContain('山田 花子');
    expect(page.text).not.toContain('田中 太郎');
    expect(page.text).toContain('ご自身も二要素認証を設定していません');
    expect(await world.query('select two_factor_version from company')).toEqual([
      { two_factor_version: 0 },
      { two_factor_version: 0 },
    ]);
    const english = await world.administrator.get('/success/company/policy?lang=en');
    expect(headingOf(english)).toBe("Your company's rule for two-factor authentication");
  });

  test('A-12 counts only who has no second factor', async () => {
    await signedInWithCode(world, 'hanako@success.example');
    expect((await review(world.administrator, 'required')).text).toContain('この変更で、1名が次回のログイン時に');
  });

  test('A-12 of a later date and of a recommendation says from when, and that it is advice', async () => {
    expect((await review(world.administrator, 'required', '2027年4月1日')).text).toContain('この変更で、2名が2027年4月1日から');
    expect((await review(world.administrator, 'recommended')).text).toContain('この変更で、2名のダッシュボードに');
    expect((await review(world.administrator, 'optional')).text).toContain('新しく登録を求められる方はいません');
  });

  test.each([
    ['', '', '決まりを選んでください'],
    ['strict', '', '決まりを選んでください'],
    ['optional', '2027-04-01', '「必須」を選んだときだけ'],
    ['required', 'soon', '日付は 2027-04-01 の形で入力してください'],
    ['required', '2026-02-30', '日付は 2027-04-01 の形で入力してください'],
    ['required', '2026-11-01', '明日より後の日付を'],
    ['required', '2028-04-01', '1年以内の日付を'],
  ])('U-11 refuses level %j with date %j at the field, and keeps what was typed', async (level, from, sentence) => {
    const page = await review(world.administrator, level, from);
    expect([page.status, summaryOf(page)]).toEqual([422, expect.stringContaining(sentence)]);
    if (from !== '') expect(page.html).toContain(`value="${from}"`);
  });
});

describe('A-12 saving', () => {
  test('A-12 saves what was shown, tells every administrator, and is recorded with its effect', async () => {
    await world.addColleague({ id: 'second', email: 'second@success.example', name: '佐々木 翔', role: 'company-administrator' });
    const answer = await save(world.administrator, 'required', '2027-04-01');
    expect(answer.location).toBe('/success/company?notice=policy-saved');
    expect((await world.administrator.follow(answer)).text).toContain('2027年4月1日から必須');
    const told = (await world.letters()).filter(({ text }) => text.includes('会社の決まりを「二要素認証は必須」にしました'));
    expect(told.map(({ to }) => to).toSorted()).toEqual([KAORI, 'second@success.example']);
    expect(told[0]?.text).toContain('必須になる日: 2027年4月1日');
    expect((await world.audit()).at(-1)).toContain('"affected":3');
  });

  test('A-12 T-25 a review replayed after somebody else changed the rule saves nothing and shows the new numbers', async () => {
    const shown = shownOn(await review(world.administrator, 'required', '2027-04-01'));
    await save(world.administrator, 'recommended');
    const again = await world.administrator.post('/success/company/policy', { ...shown, choice: 'save' });
    expect([again.status, summaryOf(again)]).toEqual([409, expect.stringContaining('保存していません')]);
    expect(shownOn(again)).toMatchObject({ level: 'required', required_from: '2027-04-01', version: '1' });
    expect((await world.query("select two_factor_level from company where id = 'company-1'"))[0]).toEqual({
      two_factor_level: 'recommended',
    });
    expect((await world.administrator.post('/success/company/policy', { ...shownOn(again), choice: 'save' })).status).toBe(303);
  });

  test('A-12 also when other people would be reached than were shown', async () => {
    const shown = shownOn(await review(world.administrator, 'required', '2027-04-01'));
    await world.addColleague({ id: 'new', email: 'new@success.example', name: '新人 一' });
    const again = await world.administrator.post('/success/company/policy', { ...shown, choice: 'save' });
    expect([again.status, again.text.includes('この変更で、3名が')]).toEqual([409, true]);
  });

  test('SEC-H02 asks for a fresh check first, and saves nothing without one', async () => {
    const shown = shownOn(await review(world.administrator, 'required', '2027-04-01'));
    world.advance(minutes(11));
    expect((await world.administrator.get('/success/company/policy')).location).toContain('/success/confirmation?then=');
    const refused = await world.administrator.post('/success/company/policy', { ...shown, choice: 'save' });
    expect(refused.status).toBe(403);
    expect((await world.query("select two_factor_version from company where id = 'company-1'"))[0]).toEqual({
      two_factor_version: 0,
    });
  });
});

describe('what follows', () => {
  test('A-09 decision 10 required at once ends password-only sessions at their next request; then sign-in, mail, enrolment', async () => {
    const hanako = world.visitor();
    await signIn(hanako);
    await save(world.administrator, 'required');
    expect((await hanako.get('/success/dashboard')).location).toContain('/success/sign-in?notice=session-ended');
    expect((await world.administrator.get('/success/company')).location).toContain('/success/sign-in');
    expect((await postPassword(hanako)).location).toBe('/success/sign-in/confirmation');
    const other = world.visitor();
    await signIn(other, { email: 'taro@success.example' });
    expect((await other.get('/success/dashboard')).status).toBe(200);
  });

  test('SEC-G07 on the other node as well', async () => {
    const hanako = world.visitor();
    await signIn(hanako);
    await save(world.administrator, 'required');
    const second = await world.openNode();
    const cookie = [...hanako.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await second.app.request('https://portal.test/success/dashboard', { headers: { host: 'portal.test', cookie } });
    expect(answer.headers.get('location')).toContain('/success/sign-in');
  });

  test('A-09 deadlines are re-capped when a policy tightens: a session that had time until April is over at once', async () => {
    const administrator = await signedInWithCode(world, KAORI);
    await save(administrator, 'required', '2027-04-01');
    const hanako = world.visitor();
    await signIn(hanako);
    expect((await hanako.get('/success/dashboard')).text).toContain('2027年4月1日から、二要素認証が必須になります');
    await save(administrator, 'required');
    expect((await hanako.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await administrator.get('/success/company')).status).toBe(200);
  });

  test('A-09 before the date the dashboard says so and by whose rule, cannot be told to stop, and falls silent once it is set up', async () => {
    await save(world.administrator, 'required', '2027-04-01');
    const hanako = world.visitor();
    await signIn(hanako);
    await hanako.get('/success/dashboard');
    await hanako.post('/success/dashboard/recommendation', { choice: 'never' });
    const page = await hanako.get('/success/dashboard');
    expect(page.text).toContain('2027年4月1日から、二要素認証が必須になります');
    expect(page.text).toContain('お客様の会社の決まりです');
    expect((await hanako.get('/success/dashboard?lang=en')).text).toContain('will be required from 1 April 2027');
    await enrol(world, hanako);
    expect((await hanako.get('/success/dashboard')).text).not.toContain('will be required');
  });

  test('G-17 U-49 SEC-H05 in force, nobody turns it off: a sentence says who made the rule and whom to ask, and no control is there', async () => {
    const hanako = await signedInWithCode(world, 'hanako@success.example');
    const administrator = await signedInWithCode(world, KAORI);
    await save(administrator, 'required');
    const settings = await hanako.get('/success/account');
    expect(settings.text).toContain('この決まりは会社の管理者が定めています');
    expect(settings.html).not.toContain('on-off-button');
    expect(settings.html).not.toContain('disabled');
    const page = await hanako.get('/success/two-factor');
    expect([page.status, page.text.includes('会社の管理者にお尋ねください')]).toEqual([403, true]);
    expect((await hanako.post('/success/two-factor', { code: '123456' })).status).toBe(403);
  });

  test('G-17 before the date it may still be turned off', async () => {
    const administrator = await signedInWithCode(world, KAORI);
    await save(administrator, 'required', '2027-04-01');
    expect((await administrator.get('/success/two-factor')).status).toBe(200);
    world.advance(days(200));
  });
});

test('A-09 a company under a portal that requires it can only tighten, and its page says so', async () => {
  const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, twoFactorPolicy: REQUIRED_POLICY } : portal));
  const strict = await openWorld({ portals });
  try {
    await strict.addAccount({ email: KAORI, role: 'company-administrator' });
    expect((await postPassword(strict.visitor(), { email: KAORI })).location).toBe('/success/sign-in/confirmation');
  } finally {
    await strict.close();
  }
});
