/** How a session lives and ends, how both portals stand beside each other, and what is kept over an interruption. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { codeNow, enrolledAccount, postPassword, signIn } from '../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

describe('the end of a session', () => {
  test('SEC-G03 a customer session ends after 60 minutes without a page, not a second earlier', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    world.advance(minutes(60) - 1000);
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
    world.advance(minutes(60));
    expect((await visitor.get('/success/dashboard')).location).toContain('notice=session-ended');
  });

  test('SEC-G03 a customer session ends after 24 hours however much it is used', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    for (let count = 0; count < 47; count += 1) {
      world.advance(minutes(30));
      expect((await visitor.get('/success/dashboard')).status, `${count}`).toBe(200);
    }
    world.advance(minutes(30));
    expect((await visitor.get('/success/dashboard')).status).toBe(303);
  });

  test('SEC-G03 public pages do not keep a session alive', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    for (let count = 0; count < 3; count += 1) {
      world.advance(minutes(25));
      await visitor.get('/success/help');
      await visitor.get('/success/sign-in');
    }
    expect((await visitor.get('/success/dashboard')).status).toBe(303);
  });

  test('G-20 after its end the sign-in says so and leads back to the page asked for', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    world.advance(hours(2));
    const page = await visitor.follow(await visitor.get('/success/cases?page=1'));
    expect(page.status).toBe(200);
    expect(page.text).toContain('ログインの有効期間が終わりました');
    const return_to = /name="return_to" value="([^"]+)"/u.exec(page.html)?.[1] ?? '';
    expect(
      (await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD, return_to })).location,
    ).toBe('/success/cases?page=1');
  });

  test('SEC-G05 T-46 sign-out ends the session on the server, clears the page cache, and keeps other cookies', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const thief = visitor.copy();
    const before = [...visitor.cookies.keys()].filter((name) => !name.endsWith('-session'));
    const answer = await visitor.post('/success/sign-out');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(answer.setCookies.some((line) => line.startsWith('__Host-genkan-success-session=;') && line.includes('Max-Age=0'))).toBe(
      true,
    );
    expect([...visitor.cookies.keys()].sort()).toEqual(before.sort());
    expect((await thief.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await visitor.follow(answer)).text).toContain('ログアウトしました');
  });

  test('SEC-G07 a suspended account is out at its next page', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    await world.service.store.setAccountStatus('account-1', 'suspended', world.now());
    expect((await visitor.get('/success/dashboard')).location).toContain('/success/sign-in');
  });
});

describe('both portals', () => {
  test('G-16 S-20 one browser is signed in to both, and leaving one leaves the other', async () => {
    await world.addAccount({ portal: 'support', email: 'jiro@support.example', name: '佐藤 次郎' });
    const visitor = world.visitor();
    await signIn(visitor);
    await signIn(visitor, { portal: 'support', email: 'jiro@support.example' });
    expect((await visitor.get('/success/account')).text).toContain('山田 花子');
    expect((await visitor.get('/support/profile')).text).toContain('佐藤 次郎');
    await visitor.get('/success/account');
    await visitor.post('/success/sign-out');
    expect((await visitor.get('/support/profile')).status).toBe(200);
    expect((await visitor.get('/success/account')).status).toBe(303);
  });

  test('SEC-E03 an account of one portal does not open the other, with the same address', async () => {
    await world.addAccount({ portal: 'support', email: 'hanako@success.example', password: 'another password 2026' });
    expect((await postPassword(world.visitor(), { portal: 'support' })).status).toBe(422);
    expect((await postPassword(world.visitor(), { portal: 'support', password: 'another password 2026' })).location).toBe(
      '/support/dashboard',
    );
  });
});

describe('interruptions', () => {
  test('G-20 a sign-in left at the code page for ten minutes begins again with the address filled in', async () => {
    await enrolledAccount(world);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in?return_to=%2Fsuccess%2Fcases');
    await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD, return_to: '/success/cases' });
    world.advance(minutes(10));
    const page = await visitor.follow(await visitor.get('/success/sign-in/code'));
    expect(page.text).toContain('時間が経過したため');
    expect(page.html).toContain('value="hanako@success.example"');
    expect(page.html).toContain('name="return_to" value="/success/cases"');
  });

  test('S-15 the support link of the code page leads to the ways to support and back to a working code page', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await postPassword(visitor);
    const code = await visitor.get('/success/sign-in/code');
    const href = /<a[^>]*href="([^"]*)"[^>]*>\s*サポートにお問い合わせください/u.exec(code.html)?.[1];
    expect(href).toBe('/success/lost-device');
    expect((await visitor.get('/success/lost-device')).text).toContain('0120-000-111');
    await visitor.get('/success/sign-in/code');
    expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret).replace(/^(...)/u, '$1 ') })).location).toBe(
      '/success/dashboard',
    );
  });

  test('help never looks at a cookie to decide access', async () => {
    const stranger = await world.visitor().get('/success/help');
    expect(stranger.status).toBe(200);
    const odd = await world
      .visitor()
      .get('/success/help', { cookie: '__Host-genkan-success-session=x; __Host-genkan-success-pending=y' });
    expect(odd.text).toBe(stranger.text);
  });

  test('X-7 the language chosen sticks, is kept in the account at the next sign-in, and letters use it', async () => {
    const visitor = world.visitor();
    await visitor.get('/success/sign-in?lang=en');
    expect((await visitor.get('/success/sign-in')).html).toContain('<html lang="en"');
    await signIn(visitor);
    const other = world.visitor();
    await signIn(other);
    expect((await other.get('/success/dashboard')).html).toContain('<html lang="en"');
    expect((await world.letters()).map((letter) => letter.language)).toEqual(['en', 'en']);
  });

  test('X-7 who never chose a language gets pages and letters in the language of the browser at hand', async () => {
    const visitor = world.visitor({ language: 'en-GB,en;q=0.9' });
    await signIn(visitor);
    expect((await visitor.get('/success/dashboard')).html).toContain('<html lang="en"');
    expect((await world.letters()).at(-1)?.language).toBe('en');
    const home = world.visitor({ language: 'ja' });
    await signIn(home);
    expect((await home.get('/success/dashboard')).html).toContain('<html lang="ja"');
    expect((await world.letters()).at(-1)?.language).toBe('ja');
  });

  test('the sign-in visited while signed in says who is signed in and offers the way on', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const page = await visitor.get('/success/sign-in');
    expect(page.status).toBe(200);
    expect(page.text).toContain('山田 花子');
    expect(page.html).toContain('href="/success/dashboard"');
    expect(page.html).not.toContain('type="password"');
  });
});
