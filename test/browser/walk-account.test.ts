/**
 * The walk of a careful customer, in both browsers and both languages: two apps and a passkey, the phone changed in place, a recovery
 * code used, everybody else signed out, the password forgotten. Each walk has a fresh demo whose clock moves from code to code.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { decodeBase32 } from '../../src/core/base32.ts';
import { codeAt, timeStep } from '../../src/core/totp.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import type { BrowserKind } from '../support/browser.ts';
import { type ClockedDemo, openClockedDemo } from './clocked-demo.ts';
import { type Hands, openHands } from './hands.ts';
import { PASSWORD } from './walking.ts';
import type { Language, PortalId } from './walking-labels.ts';

const WAYS: readonly { readonly kind: BrowserKind; readonly language: Language; readonly portal: PortalId }[] = [
  { kind: 'chromium', language: 'ja', portal: 'success' },
  { kind: 'chromium', language: 'en', portal: 'support' },
  { kind: 'firefox', language: 'ja', portal: 'support' },
  { kind: 'firefox', language: 'en', portal: 'success' },
];
const EMAIL = { success: 'hanako@success.example', support: 'jiro@support.example' } as const;
const SETTINGS = { success: 'account', support: 'profile' } as const;
const NEW_PASSWORD = 'violet tram 41 kettle';
const STEP = 30_000;
const MAIN = 'main form .button-primary';

let demo: ClockedDemo;
let hands: Hands;
afterEach(async () => {
  await hands.close();
  await demo.close();
});

describe('the walk of a careful customer', () => {
  it.each(WAYS)(
    'G-01 G-02 G-14 G-15 G-36 U-44 U-46 U-47 Z-09 Z-10 Z-25 SEC-C05 SEC-D07 SEC-E07 SEC-G09 goes through the $portal portal in $kind, $language',
    async ({ kind, language, portal }) => {
      demo = await openClockedDemo();
      hands = await openHands(kind, demo.origin, language);
      const { path, read, open, go, type } = hands;
      const at = (page: string) => `/${portal}/${page}`;
      const words = wordsFor(language);
      const email = EMAIL[portal];

      await signIn(portal, PASSWORD);
      expect([await path(), await hands.attribute('html', 'lang')]).toEqual([at('dashboard'), language]);

      // Two apps, the codes in between.
      await open(at('enrolment/method'));
      await hands.choose('#method-totp');
      await go(MAIN);
      let phone = await secretOnPage();
      await enterCode(phone, 'iPhone');
      expect(await path()).toBe(at('enrolment/completed'));
      await go(`main form[action$="/recovery-codes"] button`);
      const codes = (await hands.attribute('[data-lines]', 'data-lines')).split('\n');
      expect(codes).toHaveLength(10);
      await hands.choose('#saved');
      await go('.saved-form .button-primary');
      await open(at(SETTINGS[portal]));
      await go(`#two-factor form[action$="/enrolment"] button`);
      const tablet = await secretOnPage();
      await enterCode(tablet, 'Tablet');
      expect(await path()).toBe(at('enrolment/completed'));

      // A passkey, and the way in by it alone.
      await open(at('enrolment/passkey'));
      await type('#passkey-name', 'Laptop');
      await hands.goWithPasskey('#passkey');
      expect(await path()).toBe(at(SETTINGS[portal]));
      await signOut(portal);
      await open(at('sign-in'));
      await hands.goWithPasskey(`form[action$="/sign-in/passkey"] button`);
      expect(await path()).toBe(at('dashboard'));

      // Another phone in place of the first: the old one dies with the new one's first code.
      await open(at('account/authenticators/replacement'));
      expect(await read('main')).toContain('iPhone');
      await hands.choose('main input[type="radio"]');
      await go(MAIN);
      const old = phone;
      phone = await secretOnPage();
      await enterCode(phone, 'Pixel');
      expect(await path()).toBe(at('enrolment/completed'));
      const secured = await settings(portal);
      expect([
        secured.includes('Pixel'),
        secured.includes('Tablet'),
        secured.includes('Laptop'),
        secured.includes('iPhone'),
      ]).toEqual([true, true, true, false]);

      // A recovery code, because every device is at home; its replacement is shown once.
      await signOut(portal);
      await signIn(portal, PASSWORD);
      await open(at('sign-in/recovery-code'));
      await type('#recovery-code', codes[2] ?? '');
      await go(MAIN);
      expect(await hands.attribute('[data-lines]', 'data-lines')).toMatch(/^03-/u);
      expect(await demo.newestLetter(email)).not.toBe('');

      // Somebody else is signed in as well, until everybody else is signed out.
      const other = demo.visitor();
      await other.get(at('sign-in'));
      await other.post(at('sign-in'), { email, password: PASSWORD });
      await other.get(at('sign-in/code'));
      await other.post(at('sign-in/code'), { code: nextCode(tablet) });
      expect((await other.get(at('dashboard'))).status).toBe(200);
      await open(at('activity'));
      await go(`form[action$="/activity/sessions"] button`);
      expect((await other.get(at('dashboard'))).location).toContain(at('sign-in'));
      expect(await read('main')).toContain(words.activity.title);

      // The password is forgotten: the mailbox sets another one, and the code is asked for all the same.
      await signOut(portal);
      await open(at('sign-in'));
      await go(`a[href$="/password-reset"]`);
      await type('#email', email);
      await go(MAIN);
      await open(await mailedPath(email, /\/[a-z]+\/password-reset\/\S+/u));
      await type('#password', NEW_PASSWORD);
      await go(MAIN);
      expect(await path()).toBe(at('sign-in'));
      await signIn(portal, PASSWORD);
      expect(await path()).toBe(at('sign-in'));
      await signIn(portal, NEW_PASSWORD);
      expect(await path()).toBe(at('sign-in/code'));
      await type('#code', nextCode(old));
      await go(MAIN);
      expect(await path()).toBe(at('sign-in/code'));
      await type('#code', nextCode(phone));
      await go(MAIN);
      expect(await path()).toBe(at('dashboard'));
    },
  );
});

async function signIn(portal: PortalId, password: string): Promise<void> {
  await hands.open(`/${portal}/sign-in`);
  await hands.type('#email', EMAIL[portal]);
  await hands.type('#password', password);
  await hands.go('form[action$="/sign-in"] .button-primary');
}

async function signOut(portal: PortalId): Promise<void> {
  await hands.open(`/${portal}/help`);
  await hands.go('.sign-out');
}

async function settings(portal: PortalId): Promise<string> {
  await hands.open(`/${portal}/${SETTINGS[portal]}`);
  return hands.read('main');
}

async function secretOnPage(): Promise<Uint8Array> {
  const uri = new URL(await hands.attribute('a[href^="otpauth:"]', 'href'));
  const secret = decodeBase32(uri.searchParams.get('secret') ?? '');
  if (secret === undefined) throw new Error('no secret on this page');
  return secret;
}

/** The newest link of this shape in the letters to the address. */
async function mailedPath(email: string, shape: RegExp): Promise<string> {
  await demo.newestLetter(email);
  const letters = demo.service.site.demoMailbox?.list().filter(({ to }) => to.includes(email)) ?? [];
  const found = letters.flatMap(({ text }) => shape.exec(text)?.[0] ?? []);
  if (found[0] === undefined) throw new Error(`no such link in ${letters.map(({ subject }) => subject).join(', ')}`);
  return found[0];
}

/** Of a step that no code was used of before. */
function nextCode(secret: Uint8Array): string {
  demo.advance(STEP);
  return codeAt(secret, timeStep(demo.now()));
}

async function enterCode(secret: Uint8Array, name: string): Promise<void> {
  await hands.type('#code', nextCode(secret));
  await hands.type('#device-name', name);
  await hands.go('form[action$="/enrolment/code"] .button-primary');
}
