/**
 * The words of both languages: same keys, same functions, nothing empty, nothing the vocabulary forbids. That each sentence
 * is the right one is for readers; that none is missing or forbidden is for this file.
 */
import { describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en.ts';
import { ja } from '../src/i18n/ja.ts';

interface Entry {
  readonly key: string;
  readonly kind: 'text' | 'function' | 'list';
  readonly arity: number;
  /** The text, or what a function answers for one and for many. */
  readonly texts: readonly string[];
  /** Numbers of the arguments that stand in the answer. */
  readonly marks: readonly number[];
}

/** Parts of letters that some kinds of letter do not have. */
const OPTIONAL = /^letters\.(?:\w+\.){0,2}\w+\.(?:meaning|ownHeading|own|link)$/u;
/** Texts that are joined to another, with the blank between them. */
const JOINING = /\.(?:before|after|errorTitlePrefix)$|^code\.left$/u;
/** C0, C1, zero-width and direction marks, line and paragraph separators. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** Frames without a word of their own. */
const WORDLESS = ['letters.subject', 'letters.fact'];

const JA = entriesOf(ja);
const EN = entriesOf(en);

describe('the catalogue', () => {
  it('G-33 has the same keys in the same order in both languages', () => {
    expect(EN.map(({ key }) => key)).toEqual(JA.map(({ key }) => key));
    expect(JA.length).toBeGreaterThan(300);
  });

  it('G-33 has a text for a text and a function of as many arguments for a function', () => {
    const shape = ({ key, kind, arity }: Entry) => `${key}: ${kind}/${arity}`;
    expect(EN.map(shape)).toEqual(JA.map(shape));
  });

  it('G-33 says in English every fact that Japanese says, and the other way round', () => {
    const facts = ({ key, marks }: Entry) => `${key}: ${marks.join(' ')}`;
    expect(EN.map(facts)).toEqual(JA.map(facts));
  });

  it('G-33 says nothing in one language only: a text is empty in both or in none', () => {
    const empty = (entries: readonly Entry[]) =>
      entries.filter(({ key, texts }) => !JOINING.test(key) && texts.some((text) => text.trim() === '')).map(({ key }) => key);
    expect(empty(EN)).toEqual(empty(JA));
  });

  it('G-33 has no empty text outside the optional parts of a letter', () => {
    const empty = [...JA, ...EN].filter(({ texts }) => texts.some((text) => text.trim() === '')).map(({ key }) => key);
    expect(empty.filter((key) => !OPTIONAL.test(key) && !JOINING.test(key))).toEqual([]);
  });

  it('SEC-N06 has no control character, no invisible mark and no blank at either end', () => {
    const bad = (entries: readonly Entry[]) =>
      entries
        .filter(({ key, texts }) => texts.some((text) => CONTROL.test(text) || (text.trim() !== text && !JOINING.test(key))))
        .map(({ key }) => key);
    expect(bad(JA)).toEqual([]);
    expect(bad(EN)).toEqual([]);
  });
});

describe('the copy deck', () => {
  it.each([
    ['code.title', ja.code.title, '認証コードの入力', en.code.title, 'Enter your authentication code'],
    ['code.label', ja.code.label, '6桁の認証コード', en.code.label, '6-digit code'],
    ['code.empty', ja.code.empty, '認証コードを入力してください', en.code.empty, 'Enter the 6-digit code'],
    [
      'code.length',
      ja.code.length,
      '認証コードは6桁の数字です。入力した文字数を確認してください',
      en.code.length,
      'The code must be 6 digits',
    ],
    [
      'code.wrong',
      ja.code.wrong,
      '認証コードが一致しません。アプリに今表示されているコードを入力してください',
      en.code.wrong,
      'The code does not match. Enter the code your app shows now',
    ],
    [
      'code.used',
      ja.code.used(17),
      'このコードは使用済みです。17秒後に表示される次のコードを入力してください',
      en.code.used(17),
      'That code has already been used. Wait 17 seconds and enter the next one',
    ],
    [
      'code.locked',
      ja.code.locked('14:20'),
      '認証コードの間違いが続いたため、14:20までログインできません',
      en.code.locked('14:20'),
      'Sign-in is paused until 14:20 because of too many wrong codes',
    ],
    ['code.help (L11)', ja.code.contact, 'サポートにお問い合わせください', en.code.contact, 'Contact support'],
    ['code.nodevice', ja.code.noDevice, '端末が手元にない場合', en.code.noDevice, "I don't have my device"],
    ['enrol.cancelled', ja.enrolment.cancelled, '設定は変更されていません', en.enrolment.cancelled, 'Nothing was changed'],
    ['off.done', ja.turnOff.doneTitle, '二要素認証を無効にしました', en.turnOff.doneTitle, 'Two-factor authentication is off'],
    ['enrol.done', ja.enrolment.doneTitle, '二要素認証を有効にしました', en.enrolment.doneTitle, 'Two-factor authentication is on'],
    [
      'off.confirm',
      ja.turnOff.consequence,
      '無効にすると、パスワードだけでログインできるようになり、不正ログインの危険が高まります',
      en.turnOff.consequence,
      'If you turn this off, a password alone will open your account',
    ],
    ['L03', ja.enrolment.methodApp, '二要素認証のアプリケーション', en.enrolment.methodApp, 'Authenticator application'],
    ['L04', ja.enrolment.methodSubmit, '選択', en.enrolment.methodSubmit, 'Choose'],
  ])('A6 G-05 %s is said as agreed', (_, japanese, expectedJapanese, english, expectedEnglish) => {
    expect(japanese).toBe(expectedJapanese);
    expect(english).toBe(expectedEnglish);
  });
});

describe('the words', () => {
  it.each([
    ['a request for pardon', /申し訳|恐れ入り|すみません/u],
    ['無効な or 不正な for what a person typed', /無効な|不正な(?!ログイン)/u],
    ['an order without politeness', /せよ(?:。|$)|するな(?:。|$)/u],
    ['the word 二段階認証 for the feature', /二段階認証(?!アプリ)/u],
    ['a removal that the holder does', /お客様(?:ご自身)?[がの]解除/u],
    ['full-width brackets around a short form', /\uff082FA\uff09/u],
    ['an abbreviation that both portals share', /BSP/iu],
  ])('U-02 A6 Japanese never holds %s', (_, forbidden) => {
    expect(JA.filter(({ texts }) => texts.some((text) => forbidden.test(text))).map(({ key }) => key)).toEqual([]);
  });

  it.each([
    ['invalid', /\binvalid\b|\bvalid\b/iu],
    ['please', /\bplease\b/iu],
    ['sorry', /\bsorry\b|\bapolog/iu],
    ['oops', /\boops\b/iu],
    ['forbidden', /\bforbidden\b/iu],
    ['a name of the account holder that the vocabulary refuses', /\busers?\b|\busername\b/iu],
    ['backup code', /\bbackup codes?\b/iu],
    ['login or logout', /\blog ?(?:in|out|on)\b|\blogged\b/iu],
    ['an abbreviation that both portals share', /\bBSP\b/iu],
  ])('U-02 A6 English never holds %s', (_, forbidden) => {
    expect(EN.filter(({ texts }) => texts.some((text) => forbidden.test(text))).map(({ key }) => key)).toEqual([]);
  });

  it('S-60 keeps what the holder does (turn off, 無効化) apart from what the desk does (removal, 解除)', () => {
    const removal = JA.filter(({ key, texts }) => key.startsWith('turnOff.') && texts.some((text) => text.includes('解除')));
    expect(removal.map(({ key }) => key)).toEqual([]);
    const removed = EN.filter(({ key, texts }) => key.startsWith('turnOff.') && texts.some((text) => /\bremov/iu.test(text)));
    expect(removed.map(({ key }) => key)).toEqual([]);
  });

  it('U-32 names no maker of an authenticator app and nothing the product is made of', () => {
    const named = /Google|Microsoft Auth|Authy|1Password|npm|SQLite|PostgreSQL|Node\.js/iu;
    expect([...JA, ...EN].filter(({ texts }) => texts.some((text) => named.test(text))).map(({ key }) => key)).toEqual([]);
  });

  it('U-04 Japanese is Japanese and English is English', () => {
    const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
    expect(EN.filter(({ texts }) => texts.some((text) => japanese.test(text))).map(({ key }) => key)).toEqual([]);
    const wordless = JA.filter(({ texts }) => texts.some((text) => text !== '') && !texts.some((text) => japanese.test(text)));
    expect(wordless.map(({ key }) => key)).toEqual(WORDLESS);
  });
});

function entriesOf(words: unknown, key = ''): readonly Entry[] {
  if (typeof words === 'string') return [{ key, kind: 'text', arity: 0, texts: [words], marks: [] }];
  if (typeof words === 'function') return [functionEntry(words, key)];
  if (typeof words !== 'object' || words === null) throw new TypeError(`${key} is neither a text nor a function`);
  const inside = Object.entries(words).flatMap(([name, value]) => entriesOf(value, key === '' ? name : `${key}.${name}`));
  return Array.isArray(words) ? [{ key, kind: 'list', arity: words.length, texts: [], marks: [] }, ...inside] : inside;
}

function functionEntry(call: CallableFunction, key: string): Entry {
  const arity = call.length;
  const places = Array.from({ length: arity }, (_, index) => index);
  const answer = (args: readonly (string | number)[]) => textsIn(Reflect.apply(call, undefined, args));
  const marked = answer(places.map((index) => `<${index}>`)).join(' ');
  return {
    key,
    kind: 'function',
    arity,
    texts: [...answer(places.map(() => 1)), ...answer(places.map(() => 12))],
    marks: places.filter((index) => marked.includes(`<${index}>`)),
  };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
