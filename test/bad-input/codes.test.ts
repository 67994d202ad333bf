/** Bad codes at every form that asks for one: five sentences of journeys.md A6 told apart, in both languages, at no cost. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fieldValue } from '../http/screens/reading.ts';
import { codeNow, wrongCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';
import { CODE_FORMS } from './code-forms.ts';
import { expectFieldError, expectNoFault, inLanguage, type Language } from './form-answer.ts';

type Problem = 'empty' | 'length' | 'characters';
const SENTENCES: Readonly<Record<Language, Readonly<Record<Problem | 'wrong', string>>>> = {
  ja: {
    empty: '認証コードを入力してください',
    length: '認証コードは6桁の数字です。入力した文字数を確認してください',
    characters: '認証コードは数字だけです。6桁の数字を入力してください',
    wrong: '認証コードが一致しません。アプリに今表示されているコードを入力してください',
  },
  en: {
    empty: 'Enter the 6-digit code',
    length: 'The code must be 6 digits',
    characters: 'The code has only digits. Enter the 6 digits',
    wrong: 'The code does not match. Enter the code your app shows now',
  },
};

const MISTYPED: readonly (readonly [string, string, Problem])[] = [
  ['nothing', '', 'empty'],
  ['blanks', '   ', 'empty'],
  ['an ideographic space', '\u3000', 'empty'],
  ['line ends', '\r\n\t', 'empty'],
  ['hyphens only', '--−ー', 'empty'],
  ['direction marks only', '\u202E\u200F\u2066', 'empty'],
  ['five digits', '12345', 'length'],
  ['seven digits', '1234567', 'length'],
  ['five full-width digits', '１２３４５', 'length'],
  ['60,000 digits', '9'.repeat(60_000), 'length'],
  ['10,000 combining marks', '\u0301'.repeat(10_000), 'length'],
  ['letters', 'abcdef', 'characters'],
  ['a letter among digits', '12a456', 'characters'],
  ['hexadecimal', '0x1234', 'characters'],
  ['a decimal point', '123.456', 'characters'],
  ['a sign', '+123456', 'characters'],
  ['emoji', '😀😀😀😀😀😀', 'characters'],
  ['digits with keycaps', '1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣', 'characters'],
  ['digits of another script', '١٢٣٤٥٦', 'characters'],
  ['kanji digits', '一二三四五六', 'characters'],
  ['a null byte', '12\u0000456', 'characters'],
  ['a control character', '123\u001B456', 'characters'],
  ['HTML', '<b>123456</b>', 'characters'],
  ['SQL', "' or 1=1 --", 'characters'],
  ['JSON', '["123456"]', 'characters'],
  ['half a surrogate pair', '\uD83D123456', 'characters'],
];

const RAW: readonly (readonly [string, string, Problem])[] = [
  ['bytes that are no UTF-8', '%FF%FE%80', 'characters'],
  ['an encoded surrogate', '%ED%A0%80123456', 'characters'],
  ['a cut escape', '123456%', 'characters'],
  ['an escape of nothing', '%u0031%zz', 'characters'],
];

describe.each(CODE_FORMS)('a code typed into $name', (form) => {
  let world: World;
  let visitor: Visitor;
  let secret: Uint8Array;
  beforeEach(async () => {
    world = await openWorld();
    ({ visitor, secret } = await form.open(world));
  });
  afterEach(() => world.close());

  const post = (code: string, language: Language = 'ja'): Promise<Answer> =>
    visitor.post(inLanguage(form.path, language), { code, ...form.others });
  const rows = async (): Promise<string> =>
    JSON.stringify([
      await world.query('select * from attempt_counter'),
      await world.query('select * from authenticator'),
      (await world.audit()).length,
    ]);

  function expectAgain(answer: Answer, problem: Problem | 'wrong', language: Language, what: string): void {
    expect(answer.status, what).toBe(422);
    expectFieldError(answer, 'code', SENTENCES[language][problem], language, what);
    expect(fieldValue(answer, 'code'), what).toBeNull();
    if ('device_name' in form.others) expect(fieldValue(answer, 'device_name'), what).toBe('会社のiPhone');
  }

  test('G-05 SEC-B06 U-16 A6 every mistyped code has its own sentence in both languages, and costs nothing', async () => {
    const before = await rows();
    for (const language of ['ja', 'en'] as const) {
      for (const [what, code, problem] of MISTYPED)
        expectAgain(await post(code, language), problem, language, `${language} ${what}`);
    }
    expect(await rows()).toBe(before);
  });

  test('SEC-B06 bytes that are no text are answered by the form as well', async () => {
    const before = await rows();
    for (const [what, code, problem] of RAW) {
      const others = new URLSearchParams({ ...form.others, form_token: visitor.formToken() }).toString();
      expectAgain(await visitor.post(inLanguage(form.path, 'ja'), `code=${code}&${others}`), problem, 'ja', what);
    }
    expect(await rows()).toBe(before);
  });

  test('SEC-B06 a form without the field is a form with an empty one', async () => {
    expectAgain(await visitor.post(inLanguage(form.path, 'en'), form.others), 'empty', 'en', 'no field');
  });

  test('G-04 SEC-B06 a wrong code in any spelling is one guess, said in the same words', async () => {
    const wrong = wrongCode(world, secret);
    const wide = wrong.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    expectAgain(await post(wrong, 'ja'), 'wrong', 'ja', 'plain');
    expectAgain(await post(`\u3000${wide}\u202C`, 'en'), 'wrong', 'en', 'full width');
    const counted = "select failures from attempt_counter where key like 'second-factor:%' or key like 'enrolment:%'";
    const counters = await world.query(`${counted} order by failures desc limit 1`);
    expect(counters.map((row) => Number(row['failures']))).toEqual([2]);
  });

  test('G-05 U-15 the right code in full width, with blanks, hyphens and direction marks is the right code', async () => {
    const wide = codeNow(world, secret).replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    const answer = await post(`\u202D ${wide.slice(0, 3)}\u3000-${wide.slice(3)}\u202C\r\n`);
    expect([answer.status, answer.location]).toEqual([303, form.leadsTo]);
  });

  test('SEC-N01 whatever is typed is answered without a fault, and no text but the right code opens anything', async () => {
    const right = new Set(
      Array.from({ length: 3 }, (_, index) => codeNow({ now: () => world.now() + (index - 1) * 30_000 }, secret)),
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.stringMatching(/^[0-9０-９ \u3000-]{0,10}$/u),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (code) => {
        fc.pre(!right.has(code.normalize('NFKC').replace(/\D/gu, '')));
        const answer = await post(code);
        expectNoFault(answer, JSON.stringify(code));
        expect([422, 429], JSON.stringify(code)).toContain(answer.status);
        expect(answer.setCookies.filter((line) => line.includes('-session='))).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(
      form.path.includes('enrol') ? 0 : 1,
    );
  });
});
