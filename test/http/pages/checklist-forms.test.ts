/**
 * Rows of the interface checklists about forms and refusals: what stands in a form at first and after a mistake, what password
 * managers find, what the issuer of an entry is, and how the pages that turn somebody away speak.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PRESETS, SUPPORT_PORTAL } from '../../../src/portals/presets.ts';
import { beginEnrolment, codeNow, enrolledAccount, postPassword, signIn, signInWithCode } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { fieldValue, linkTo } from '../screens/reading.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({ portals: [...PRESETS, { ...SUPPORT_PORTAL, id: 'ascii', issuer: 'Support Portal' }] });
  await world.addAccount();
});
afterEach(() => world.close());

const inputs = ({ html }: Answer): readonly string[] => html.match(/<input(?![^>]*type="hidden")[^>]*>/gu) ?? [];
const idOf = (input: string): string => /id="([^"]*)"/u.exec(input)?.[1] ?? '';

describe('forms', () => {
  test('B6 the code page holds one field only, so that a password manager fills nothing else', async () => {
    const { visitor } = await enrolledAccount(world);
    await postPassword(visitor);
    const page = await visitor.get('/success/sign-in/code');
    expect(inputs(page).map(idOf)).toEqual(['code']);
    expect(page.html).not.toContain('type="password"');
  });

  test('B6 U-09 ids and names of the sign-in are those that password managers have saved, and stay so after a mistake', async () => {
    const visitor = world.visitor();
    const first = await visitor.get('/success/sign-in');
    const again = await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: 'wrong' });
    for (const page of [first, again]) {
      expect(
        inputs(page).map((input) => [idOf(input), /name="([^"]*)"/u.exec(input)?.[1], /autocomplete="([^"]*)"/u.exec(input)?.[1]]),
      ).toEqual([
        ['email', 'email', 'username webauthn'],
        ['password', 'password', 'current-password'],
      ]);
    }
  });

  test('B6 the code field has the focus at first, and after a mistake leaves it to the summary', async () => {
    const { visitor } = await enrolledAccount(world);
    await postPassword(visitor);
    expect(inputs(await visitor.get('/success/sign-in/code')).join('')).toContain('autofocus');
    const again = await visitor.post('/success/sign-in/code', { code: '1' });
    expect(again.status).toBe(422);
    expect(inputs(again).join('')).not.toContain('autofocus');
    expect(again.html).toMatch(/<div class="error-summary"[^>]*tabindex="-1"/u);
  });

  test('B1 what was typed comes back after a mistake, a password and a code never do', async () => {
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    const page = await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: 'typed-password-1' });
    expect([fieldValue(page, 'email'), fieldValue(page, 'password')]).toEqual(['hanako@success.example', null]);
    await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD });
    await beginEnrolment(visitor);
    const wrong = await visitor.post('/success/enrolment/code', { code: '12', device_name: '会社のiPhone' });
    expect([fieldValue(wrong, 'device_name'), fieldValue(wrong, 'code')]).toEqual(['会社のiPhone', null]);
    for (const { html } of [page, wrong]) expect(html).not.toMatch(/typed-password-1|value="12"/u);
  });

  test('B5 U-20 the address typed at the sign-in needs no second typing when the sign-in has timed out', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await postPassword(visitor);
    world.advance(600_001);
    const page = await visitor.follow(await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) }));
    expect(fieldValue(page, 'email')).toBe('hanako@success.example');
  });

  test('B6 U-09 a right form is answered by 303 and the page behind it asks no password again', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    const answer = await signInWithCode(world, visitor, secret);
    expect([answer.status, answer.location]).toEqual([303, '/success/dashboard']);
    const page = await visitor.follow(answer);
    expect(inputs(page)).toEqual([]);
  });
});

describe('the entry in the app', () => {
  test('U-36 S-05 names portal and address, percent-encoded, in the link as in the words beside it', async () => {
    await world.addAccount({ portal: 'support', email: 'jiro+2fa@support.example' });
    const visitor = world.visitor();
    await signIn(visitor, { portal: 'support', email: 'jiro+2fa@support.example' });
    await beginEnrolment(visitor, 'support');
    const page = await visitor.get('/support/enrolment');
    const uri = linkTo(page, 'この端末のアプリで開く');
    expect(uri).toMatch(/^otpauth:\/\/totp\/[\x21-\x7e]+$/u);
    const issuer = encodeURIComponent('ビジネスサポートポータル');
    expect(uri).toContain(`/${issuer}:jiro%2B2fa%40support.example?`);
    expect(uri).toContain(`&issuer=${issuer}&`);
    expect(page.text).toContain('発行者 ビジネスサポートポータル アカウント jiro+2fa@support.example');
  });

  test('U-36 a portal may name itself in ASCII to apps that know no other letters', async () => {
    await world.addAccount({ portal: 'ascii', email: 'jiro@ascii.example' });
    const visitor = world.visitor();
    await signIn(visitor, { portal: 'ascii', email: 'jiro@ascii.example' });
    await beginEnrolment(visitor, 'ascii');
    const page = await visitor.get('/ascii/enrolment');
    expect(linkTo(page, 'この端末のアプリで開く')).toContain('otpauth://totp/Support%20Portal:jiro%40ascii.example?');
    expect(page.html).toContain('<span class="brand-name">ビジネスサポートポータル<');
    expect(page.text).toContain('発行者 Support Portal ');
  });
});

describe('pages that turn somebody away', () => {
  const REFUSED = [
    ['/success/nowhere', 'GET', 404],
    ['/success/sign-out', 'GET', 405],
    ['/success/sign-in?x=1', 'GET', 400],
    ['/success/sign-in', 'PUT', 405],
  ] as const;

  test.each(REFUSED)(
    'B1 %s by %s is answered without a number, a jargon word or red, and leads on',
    async (path, method, status) => {
      for (const language of ['ja', 'en']) {
        const page = await world.visitor({ language }).send(path, { method });
        expect(page.status).toBe(status);
        expect(page.text).not.toMatch(/\b[45]\d\d\b|exception|stack|null|undefined|HTTP|\berror\b|エラー/iu);
        expect(page.html).not.toMatch(/banner-err|error-summary|breadcrumb/u);
        expect(linkTo(page, language === 'ja' ? '最初のページへ' : 'Go to the first page')).toBe('/success/');
        expect(linkTo(page, language === 'ja' ? 'ヘルプとお問い合わせ' : 'Help and contact')).toBe('/success/help');
      }
    },
  );

  test('B6 an unknown .well-known address is really not there', async () => {
    for (const name of ['passkeys', 'resource-that-should-not-exist-whose-status-code-should-not-be-200']) {
      expect((await world.visitor().get(`/.well-known/${name}`)).status, name).toBe(404);
    }
  });
});
