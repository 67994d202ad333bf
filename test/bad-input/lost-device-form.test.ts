/**
 * Bad input at the form of a lost-device request: fields at and beyond their limits, characters nobody types, markup, bodies of
 * the wrong size, kind or shape. Each is answered with its status and without a fault; what is refused stores nothing.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLAIMS, fileForm, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';
import { expectFieldError, expectNoFault } from './form-answer.ts';
import { storedRequests } from './stored-requests.ts';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
});
afterEach(() => world.close());

const FORM = '/success/lost-device';

const stored = (): Promise<string> => storedRequests(world);

/** What the form shows in this field when it is opened once more. */
async function typedAgain(receipt: string, field: string): Promise<string> {
  const { html } = await visitor.get(`/success/lost-device/form?again=${receipt}`);
  const control = new RegExp(`(?:name="${field}"[^>]* value="([^"]*)"|<textarea[^>]*name="${field}"[^>]*>([^<]*)<)`, 'u').exec(
    html,
  );
  return control?.[1] ?? control?.[2] ?? '';
}

describe('the fields of the form', () => {
  const LIMITS = [
    ['name', 200],
    ['company', 200],
    ['phone', 64],
    ['case_number', 64],
    ['summary', 2000],
  ] as const;

  test.each(LIMITS)('G-39 SEC-N01 %s takes %i characters, whatever their size, and no more', async (field, max) => {
    for (const character of ['x', 'あ', '😀']) {
      expect((await fileForm(visitor, { [field]: character.repeat(max) })).status, character).toBe(303);
      const before = await stored();
      const longer = await fileForm(visitor, { [field]: character.repeat(max + 1) });
      expect(longer.status, character).toBe(422);
      expect(longer.html, character).toContain(`<a href="#${field}">`);
      expect(longer.html, character).toContain(character.repeat(max + 1));
      expect(await stored(), character).toBe(before);
    }
  });

  test('U-51 U-53 SEC-N01 what is missing or blank is told at its field in both languages and stores nothing', async () => {
    const before = await stored();
    for (const blank of ['', ' ', '\u3000', '\r\n', '\u0000']) {
      for (const [language, said] of [
        ['ja', '電話番号を入力してください'],
        ['en', 'Enter your phone number'],
      ] as const) {
        const answer = await visitor.post(`${FORM}?lang=${language}`, { ...CLAIMS, phone: blank }, { bare: true });
        expect(answer.status, JSON.stringify(blank)).toBe(422);
        expectFieldError(answer, 'phone', said, language, JSON.stringify(blank));
      }
    }
    for (const risk of ['', 'on', 'Accepted', 'accepted ', '1'])
      expect((await fileForm(visitor, { risk })).status, JSON.stringify(risk)).toBe(422);
    expect((await visitor.post(FORM, '', {})).status).toBe(422);
    expect(await stored()).toBe(before);
  });

  const ODD: readonly (readonly [string, string, string])[] = [
    ['a null byte and other controls', 'a\u0000b\u001Bc\u0085d', 'a b c d'],
    ['line ends in a line', 'a\r\nBcc: x', 'a Bcc: x'],
    ['an unpaired surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['full-width forms', '０３-１２', '０３-１２'],
    ['SQL', "'; drop table x;--", '&#39;; drop table x;--'],
    ['HTML', '<b onclick=x>&amp;"', '&lt;b onclick=x&gt;&amp;amp;&quot;'],
    ['a formula', '=cmd|1', '=cmd|1'],
    ['direction marks', 'a\u202Eb\u200F', 'a\u202Eb\u200F'],
  ];

  test.each(ODD)('G-39 SEC-N01 SEC-N06 %s is taken and comes back as text', async (_what, typed, shown) => {
    for (const field of ['name', 'company', 'phone', 'case_number', 'summary']) {
      const answer = await fileForm(visitor, { [field]: typed });
      expect(answer.status, field).toBe(303);
      expectNoFault(answer, field);
      const expected = field === 'summary' && typed.includes('\r\n') ? typed.replace('\r\n', '\n') : shown;
      expect(await typedAgain(receiptIn(answer), field), field).toBe(expected);
    }
    for (const letter of await recoveryLetters(world)) expect(letter.html + letter.text).not.toContain(typed);
  });

  test('SEC-N06 markup in every field is shown as text on the page that says what is wrong', async () => {
    const markup = '<script>alert(1)</script><img src=x onerror=y>';
    const fields = { ...CLAIMS, email: markup, name: markup, company: markup, phone: markup, case_number: markup, summary: markup };
    const answer = await visitor.post(FORM, { ...fields, risk: '' }, { bare: true });
    expect(answer.status).toBe(422);
    expect(answer.html).not.toMatch(/<script>alert|<img src=x/u);
    expect(answer.html.split('&lt;script&gt;alert(1)').length - 1).toBe(6);
  });

  test('SEC-N06 an address with markup that could be one is shown as text on the receipt', async () => {
    const answer = await fileForm(visitor, { email: '"<b>x</b>"@success.example' });
    if (answer.status === 422) return expectNoFault(answer, 'address');
    const receipt = await visitor.follow(answer);
    expect(receipt.html).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(receipt.html).not.toContain('<b>x');
  });
});

describe('the body of the form', () => {
  // The risk comes last; what is added to it makes it none that was accepted.
  const body = new URLSearchParams(CLAIMS).toString();

  test('SEC-R04 64 KiB are read and a byte more is not; another kind of content is a 415', async () => {
    const before = await stored();
    const whole = body + 'x'.repeat(65_536 - body.length);
    expect([whole.length, (await visitor.post(FORM, whole)).status]).toEqual([65_536, 422]);
    expect((await visitor.post(FORM, `${whole}x`)).status).toBe(413);
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain'])
      expect((await visitor.post(FORM, body, { headers: { 'content-type': type } })).status, type).toBe(415);
    expect(await stored()).toBe(before);
  });

  test('SEC-N01 a repeated, nested or unknown field is a 400 and files nothing', async () => {
    const before = await stored();
    for (const odd of [
      'email=b@x.example',
      'risk=accepted',
      'name[]=a',
      'company[0]=a',
      'extra=1',
      '__proto__=1',
      'EMAIL=a',
      '=1',
    ]) {
      const answer = await visitor.post(FORM, `${body}&${odd}`);
      expect(answer.status, odd).toBe(400);
      expectNoFault(answer, odd);
    }
    expect(await stored()).toBe(before);
  });

  test('SEC-N02 another origin files nothing', async () => {
    const before = await stored();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'https://portal.test', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://portal.test', 'sec-fetch-site': 'same-site' },
    ]) {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await visitor.send(FORM, { method: 'POST', body, headers: { ...type, ...headers } });
      expect(answer.status, JSON.stringify(headers)).toBe(403);
    }
    expect(await stored()).toBe(before);
  });
});
