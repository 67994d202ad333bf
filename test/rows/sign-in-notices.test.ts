/** SEC-E11: what a right password was enough for is told by one letter each, and by the start page of the next sign-in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, hours, minutes } from '../../src/core/time.ts';
import { enrolStaff } from '../support/staff.ts';
import { enrolledAccount, postPassword, STEP, signIn, signInWithCode, wrongCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const BANNER = '最近、次のことがありました';
const NEW_BROWSER = '新しいブラウザーからログインがありました';
const FAILURES = '認証コードの間違いが続きました';
const ABSENCE = '90日以上使われていなかったアカウントにログインがありました';
const AGENT = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

async function queued(): Promise<readonly string[]> {
  return (await world.query('select kind from outbox order by created_at, id')).map((row) => String(row['kind']));
}

async function start(visitor: Visitor): Promise<string> {
  return (await visitor.get('/success/dashboard')).text;
}

const thief = (): Visitor => world.visitor({ address: '198.51.100.7', headers: AGENT });

/** Password, then three wrong codes. */
async function guess(visitor: Visitor, secret: Uint8Array): Promise<void> {
  await postPassword(visitor);
  await visitor.get('/success/sign-in/code');
  for (let count = 0; count < 3; count += 1) await visitor.post('/success/sign-in/code', { code: wrongCode(world, secret) });
}

describe('each trigger is told by one letter with time, device and coarse place', () => {
  const facts = async (): Promise<string> => (await world.letters()).at(-1)?.text ?? '';

  test('SEC-E11 a first sign-in from a new device', async () => {
    await signIn(thief());
    expect(await queued()).toEqual(['new-browser']);
    for (const fact of ['2026年11月23日(月) 10:00', 'Firefox / Linux', '198.51.100.x']) expect(await facts()).toContain(fact);
  });

  test('SEC-E11 T-06 a right password followed by three wrong codes', async () => {
    const { secret } = await enrolledAccount(world);
    const before = (await queued()).length;
    await guess(thief(), secret);
    expect((await queued()).slice(before)).toEqual(['second-factor-failures']);
    for (const fact of ['Firefox / Linux', '198.51.100.x', '間違えた回数: 3回']) expect(await facts()).toContain(fact);
  });

  test('SEC-E11 a sign-in after 90 idle days, told once although the browser is a new one as well', async () => {
    const holder = world.visitor();
    await signIn(holder);
    world.advance(days(90));
    await signIn(thief());
    expect(await queued()).toEqual(['new-browser', 'sign-in-after-absence']);
    const text = await facts();
    expect(text).toContain(ABSENCE);
    for (const fact of ['その前のログイン: 2026年11月23日(月) 10:00', 'Firefox / Linux', '198.51.100.x', '/success/not-me/'])
      expect(text).toContain(fact);
  });

  test('SEC-E11 a minute less is no long absence, and neither is the first sign-in of an account', async () => {
    await signIn(world.visitor());
    world.advance(days(90) - minutes(1));
    await signIn(world.visitor());
    expect(await queued()).toEqual(['new-browser', 'new-browser']);
  });

  test('SEC-E11 it is told in a browser that is remembered for longer', async () => {
    await world.close();
    world = await openWorld({ durations: { knownBrowserFor: days(400) } });
    await world.addAccount();
    const holder = world.visitor();
    await signIn(holder);
    world.advance(days(91));
    await signIn(holder);
    expect(await queued()).toEqual(['new-browser', 'sign-in-after-absence']);
  });
});

describe('the start page of the next sign-in', () => {
  test('SEC-E11 lists what happened since, until it is dismissed', async () => {
    const { secret, visitor: holder } = await enrolledAccount(world);
    await signInWithCode(world, holder, secret);
    world.advance(hours(1));
    await guess(thief(), secret);
    world.advance(minutes(20));
    const other = thief();
    await signInWithCode(world, other, secret);
    world.advance(hours(1));
    await signInWithCode(world, holder, secret);

    const page = await start(holder);
    for (const said of [BANNER, FAILURES, NEW_BROWSER, 'Firefox / Linux', '198.51.100.x', '11:00', '11:20'])
      expect(page).toContain(said);
    expect(page.indexOf(NEW_BROWSER)).toBeLessThan(page.indexOf(FAILURES));
    expect(await start(holder)).toContain(BANNER);
    const answer = await holder.post('/success/dashboard/notices');
    expect([answer.status, answer.location]).toEqual([303, '/success/dashboard']);
    expect(await start(holder)).not.toContain(BANNER);
    expect((await world.audit()).length).toBeGreaterThan(0);
    expect(await world.query("select type from audit_event where type = 'sign-in-notices.dismissed'")).toHaveLength(1);

    world.advance(STEP);
    await signInWithCode(world, holder, secret);
    expect(await start(holder)).not.toContain(BANNER);
  });

  test('SEC-E11 a stranger who signs in again elsewhere, or dismisses it there, hides nothing from the own browser', async () => {
    const holder = world.visitor();
    await signIn(holder);
    world.advance(hours(1));
    const stranger = thief();
    await signIn(stranger);
    world.advance(hours(1));
    await signIn(stranger);
    await stranger.get('/success/dashboard');
    await stranger.post('/success/dashboard/notices');
    world.advance(hours(1));
    await signIn(holder);
    const page = await start(holder);
    expect(page).toContain(BANNER);
    expect(page).toContain('11:00');
  });

  test('SEC-E11 nor one who ends all other sessions, which makes the own browser an unknown one', async () => {
    const holder = world.visitor();
    await signIn(holder);
    world.advance(hours(1));
    const stranger = thief();
    await signIn(stranger);
    await stranger.get('/success/activity');
    expect((await stranger.post('/success/activity/sessions')).status).toBe(303);
    world.advance(hours(1));
    await signIn(stranger);
    world.advance(hours(1));
    await signIn(holder);
    expect(await start(holder)).toContain('11:00');
  });

  test('SEC-E11 says nothing of the sign-in it belongs to, nor of another account', async () => {
    await world.addAccount({ email: 'taro@success.example' });
    await signIn(thief(), { email: 'taro@success.example' });
    const holder = world.visitor();
    await signIn(holder);
    expect(await start(holder)).not.toContain(BANNER);
    world.advance(hours(1));
    await signIn(holder);
    expect(await start(holder)).not.toContain(BANNER);
  });

  test('SEC-E11 SEC-N02 a stale or foreign form dismisses nothing', async () => {
    const holder = world.visitor();
    await signIn(holder);
    world.advance(hours(1));
    await signIn(thief());
    world.advance(hours(1));
    await signIn(holder);
    await holder.get('/success/dashboard');
    holder.cookies.delete('__Host-genkan-success-form');
    const stale = await holder.post('/success/dashboard/notices');
    expect([stale.status, stale.text]).toEqual([403, expect.stringContaining(BANNER)]);
    expect((await holder.post('/success/dashboard/notices', {}, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect(await start(holder)).toContain(BANNER);
  });

  test('SEC-E11 in English, and at the desk on the page of the role', async () => {
    const staff = { portal: 'desk', email: 'reviewer@desk.example' };
    const { secret, visitor } = await enrolStaff(world, 'reviewer');
    world.advance(hours(1));
    const guesser = thief();
    await postPassword(guesser, staff);
    await guesser.get('/desk/sign-in/code');
    for (let count = 0; count < 3; count += 1) await guesser.post('/desk/sign-in/code', { code: wrongCode(world, secret) });
    world.advance(minutes(20));
    await signInWithCode(world, visitor, secret, staff);
    const page = (await visitor.get('/desk/dashboard?lang=en')).text;
    for (const said of ['This happened recently', 'Several wrong authentication codes', 'I have seen this'])
      expect(page).toContain(said);
    await visitor.post('/desk/dashboard/notices');
    expect((await visitor.get('/desk/dashboard')).text).not.toContain('This happened recently');
  });
});

test('what was told is forgotten after 90 days, with the banner of an ended session', async () => {
  const holder = world.visitor();
  await signIn(holder);
  world.advance(hours(1));
  await signIn(thief());
  world.advance(hours(1));
  await signIn(holder);
  expect(await world.query('select session_id from sign_in_banner')).toHaveLength(2);
  world.advance(days(200));
  for (let more = 1; more > 0; ) more = await world.service.store.forgetOld(world.now());
  expect(await world.query('select id from sign_in_notice')).toEqual([]);
  expect(await world.query('select session_id from sign_in_banner')).toEqual([]);
});
