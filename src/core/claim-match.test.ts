import { describe, expect, it } from 'vitest';
import { type ComparedField, matchClaim, type RecordedClaims } from './claim-match.ts';

const RECORDED: RecordedClaims = {
  email: 'hanako@success.example',
  name: 'やまだ 花子',
  company: '株式会社さくら商事',
  phone: '03-1234-5621',
  caseNumbers: ['TM-00012345'],
};

describe('D-12 G-29 what somebody claims is compared blindly', () => {
  it.each<[ComparedField, string]>([
    ['email', 'Hanako@Success.example '],
    ['name', 'ヤマダ花子'],
    ['name', 'やまだ・花子 様'],
    ['company', '㈱さくら商事'],
    ['company', '(株) サクラ商事'.replace('サクラ', 'さくら')],
    ['phone', '03(1234)5621'],
    ['phone', '+81 3 1234 5621'],
    ['caseNumber', 'tm 00012345'],
  ])('%s typed as "%s" is a match', (field, typed) => {
    expect(matchClaim(field, typed, RECORDED)).toBe('match');
  });

  it.each<[ComparedField, string]>([
    ['email', 'hanako@success.example.test'],
    ['name', '山田 太郎'],
    ['company', '株式会社さくら'],
    ['phone', '03-1234-5622'],
    ['caseNumber', 'TM-00012346'],
  ])('%s typed as "%s" is none', (field, typed) => {
    expect(matchClaim(field, typed, RECORDED)).toBe('no-match');
  });

  it('tells an empty field from one that nothing is on record for', () => {
    const bare = { ...RECORDED, phone: null, caseNumbers: [] };
    expect([matchClaim('phone', ' ', RECORDED), matchClaim('phone', '0312345621', bare)]).toEqual(['not-claimed', 'not-on-record']);
  });
});
