/** Length rules for new passwords, and what may reach the hash. */
import { describe, expect, it } from 'vitest';
import {
  decideNewPassword,
  isHashable,
  isPermittedFloor,
  normalisePassword,
  PASSWORD_MAX_BYTES,
  type PasswordContext,
  type PasswordPolicy,
} from './password.ts';

const ALONE = { floor: 15, secondFactorMandatory: false };
const WITH_SECOND_FACTOR = { floor: 8, secondFactorMandatory: true };
const NOTHING_LISTED = { words: [], blocklist: { has: () => false } };
const decide = (password: string, policy: PasswordPolicy, context: PasswordContext = NOTHING_LISTED) =>
  decideNewPassword(password, policy, context);
const OK = null;
const TOO_SHORT = { kind: 'too-short', floor: 15 };
const TOO_LONG = { kind: 'too-long' };

describe('the shortest password', () => {
  it.each([
    ['14 letters', 'a'.repeat(14), TOO_SHORT],
    ['15 letters', 'a'.repeat(15), OK],
    ['14 emoji of two code units each', '😀'.repeat(14), TOO_SHORT],
    ['15 emoji', '😀'.repeat(15), OK],
    ['14 letters and a mark that stays its own code point', `${'x'.repeat(14)}\u0323`, OK],
    ['14 letters, one typed as letter and mark', `${'x'.repeat(13)}e\u0301`, TOO_SHORT],
    ['15 blanks', ' '.repeat(15), OK],
    ['nothing', '', TOO_SHORT],
  ])('SEC-A01 of a portal where it stands alone: %s', (_what, password, decision) => {
    expect(decide(password, ALONE)).toEqual(decision);
  });

  it('SEC-A01 may be eight where a second factor is mandatory', () => {
    expect(decide('a'.repeat(7), WITH_SECOND_FACTOR)).toEqual({ kind: 'too-short', floor: 8 });
    expect(decide('a'.repeat(8), WITH_SECOND_FACTOR)).toEqual(OK);
  });

  it.each([
    [8, false],
    [14, false],
    [15, true],
    [64, true],
    [257, false],
    [15.5, false],
    [Number.NaN, false],
  ])('SEC-A01 a floor of %d with an optional second factor is permitted: %s', (floor, permitted) => {
    expect(isPermittedFloor({ floor, secondFactorMandatory: false })).toBe(permitted);
  });

  it.each([
    [0, false],
    [7, false],
    [8, true],
    [15, true],
  ])('SEC-A01 a floor of %d with a mandatory second factor is permitted: %s', (floor, permitted) => {
    expect(isPermittedFloor({ floor, secondFactorMandatory: true })).toBe(permitted);
  });

  it('SEC-A01 is nobody’s under a policy that breaks the rule', () => {
    const decision = decide('a'.repeat(40), { floor: 8, secondFactorMandatory: false });
    expect(decision).toEqual({ kind: 'floor-not-permitted' });
  });
});

describe('the longest password', () => {
  it('SEC-A02 is 256 code points, also of four bytes each', () => {
    expect(decide('😀'.repeat(256), ALONE)).toEqual(OK);
    expect(decide('a'.repeat(256), ALONE)).toEqual(OK);
    expect(decide('a'.repeat(257), ALONE)).toEqual(TOO_LONG);
  });

  it('SEC-A02 has no class rules', () => {
    for (const password of ['aaaaaaaaaaaaaaa', '111111111111111', 'パスワードはながいほうがつよい。', 'correct horse battery']) {
      expect(decide(password, ALONE)).toEqual(OK);
    }
  });

  it.each([
    ['1,024 letters', 'a'.repeat(PASSWORD_MAX_BYTES), true],
    ['1,025 letters', 'a'.repeat(PASSWORD_MAX_BYTES + 1), false],
    ['256 emoji', '😀'.repeat(256), true],
    ['256 emoji and a letter', `${'😀'.repeat(256)}a`, false],
    ['342 characters of three bytes', 'あ'.repeat(342), false],
    ['a megabyte', 'a'.repeat(2 ** 20), false],
    ['nothing', '', true],
    ['a null character', 'a\0b', true],
    ['a lone surrogate', 'abc\uD800', false],
  ])('SEC-A02 %s may be hashed: %s', (_what, password, hashable) => {
    expect(isHashable(password)).toBe(hashable);
  });

  it('refuses a new password that no UTF-8 can spell', () => {
    expect(decide('\uDC00'.repeat(15), ALONE)).toEqual({ kind: 'not-text' });
  });
});

describe('normalising', () => {
  it('SEC-A03 composes and changes nothing else', () => {
    expect(normalisePassword('cafe\u0301')).toBe('café');
    expect(normalisePassword('か\u3099')).toBe('が');
    for (const kept of [
      '  Leading and trailing  ',
      'MiXeD cAsE',
      'ｆｕｌｌ　ｗｉｄｔｈ',
      'ﬁne',
      '①',
      'tab\there',
      'zero\u200Bwidth',
    ]) {
      expect(normalisePassword(kept)).toBe(kept);
    }
  });
});

describe('what an attacker tries first', () => {
  const context: PasswordContext = {
    words: [
      { kind: 'service', word: 'Genkan' },
      { kind: 'portal', word: 'ビジネスサクセスポータル' },
      { kind: 'portal', word: 'Business Success Portal' },
      { kind: 'company', word: '株式会社さくら商事 東日本営業本部' },
      { kind: 'name', word: '山田 花子' },
      { kind: 'email', word: 'hanako.yamada' },
      { kind: 'email', word: 'hanako.yamada@success.example' },
    ],
    blocklist: { has: (folded) => folded === 'tried by everybody' },
  };

  it.each([
    ['businesssuccessportal', 'portal'],
    ['Business-Success-Portal', 'portal'],
    ['ビジネスサクセスポータルビジネスサクセスポータル', 'portal'],
    ['Genkan genkan GENKAN!', 'service'],
    ['株式会社さくら商事東日本営業本部', 'company'],
    ['山田花子山田花子山田花子山田花子', 'name'],
    ['hanako.yamadahanako.yamada', 'email'],
    ['ｈａｎａｋｏ．ｙａｍａｄａ＠ｓｕｃｃｅｓｓ．ｅｘａｍｐｌｅ', 'email'],
  ])('SEC-A04 %s is nothing but the %s', (password, word) => {
    expect(decide(password, ALONE, context)).toEqual({ kind: 'context', word });
  });

  it.each(['businesssuccessportal and a tram', 'hanako.yamada likes tea', '山田花子さんの三毛猫は丸い箱が好き'])(
    'SEC-A04 %s merely contains one and is accepted',
    (password) => {
      expect(decide(password, ALONE, context)).toEqual(OK);
    },
  );

  it('SEC-A04 a listed password is refused whatever its case, and only as a whole', () => {
    expect(decide('Tried By EVERYBODY', ALONE, context)).toEqual({ kind: 'common' });
    expect(decide('tried by everybody?', ALONE, context)).toEqual(OK);
  });

  it('SEC-A01 a short one is told that it is short, whatever else it is', () => {
    expect(decide('genkan', ALONE, context)).toEqual(TOO_SHORT);
  });
});
