/** Spellings of one firm that must meet, and firms that must not. */
import { expect, test } from 'vitest';
import { canonicalCompanyName } from './company-name.ts';

test.each([
  ['株式会社さくら商事', 'さくら商事'],
  ['さくら商事株式会社', 'さくら商事'],
  ['(株)さくら商事', 'さくら商事'],
  ['㈱さくら商事', 'さくら商事'],
  ['(株) さくら 商事', 'さくら商事'],
  ['ＡＢＣ　Ｃｏ．，　Ｌｔｄ．', 'abc'],
  ['ABC Co., Ltd.', 'abc'],
  ['abc co.,ltd', 'abc'],
  ['ABC K.K.', 'abc'],
  ['ABC, Inc.', 'abc'],
  ['みなと物流有限会社', 'みなと物流'],
])('decision 9 %s is read as %s', (name, canonical) => expect(canonicalCompanyName(name)).toBe(canonical));

test.each([
  ['Incense', 'Co Ltd Partners'],
  ['株式会社さくら', '株式会社さくら商事'],
  ['ABC', 'ABCD'],
  ['Limited Edition', 'Edition'],
])('decision 9 %s is not %s', (one, other) => expect(canonicalCompanyName(one)).not.toBe(canonicalCompanyName(other)));

test.each(['', '株式会社', '㈱', '---', '　'])('decision 9 %j is nobody', (name) => expect(canonicalCompanyName(name)).toBe(''));

test('decision 9 the form of a form is itself', () => {
  for (const name of ['㈱さくら商事', 'ABC Co., Ltd.', 'İstanbul KK', '株式会社株式会社']) {
    expect(canonicalCompanyName(canonicalCompanyName(name))).toBe(canonicalCompanyName(name));
  }
});
