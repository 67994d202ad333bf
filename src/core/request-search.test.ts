/** What one typed text finds: whole numbers and addresses, parts of names, in any width. */
import { describe, expect, it } from 'vitest';
import { matchRank, readSearch, SEARCH_MAX, type SearchedFacts, type SearchTerms } from './request-search.ts';

const FACTS: SearchedFacts = {
  receipt: 'R-2026-0K7R-07',
  email: 'hanako@success.example',
  phone: '03-1234-5621',
  name: '山田 花子',
  company: 'さくら商事',
  hasCase: false,
};
const terms = (typed: string): SearchTerms => {
  const read = readSearch(typed);
  if (!read.ok) throw new Error(read.problem);
  return read.terms;
};

describe('a search', () => {
  it.each([
    ['R-2026-0K7R-07', 0],
    ['ｒ-2026-ok7r-o7', 0],
    ['Hanako@Success.Example', 1],
    ['ｈａｎａｋｏ＠success.example', 1],
    ['０３（１２３４）５６２１', 1],
    ['+81 3 1234 5621', 1],
    ['0312345621', 1],
    ['山田花子', 2],
    ['株式会社さくら商事', 2],
    ['(株)さくら商事', 2],
    ['花子', 3],
    ['さくら', 3],
    ['さくらんぼ', null],
    ['鈴木', null],
  ])('D-33 for %s finds it: %s', (typed, rank) => {
    expect(matchRank(terms(typed), FACTS)).toBe(rank);
  });

  it.each(['hanako', 'success.example', '03-1234', '5621', '031234562', 'R-2026-0K7R', 'TM-0001'])(
    'D-33 SEC-K04 finds nothing by the part %s of a number or an address',
    (typed) => {
      expect(matchRank(terms(typed), FACTS)).toBeNull();
    },
  );

  it('D-33 finds by a case of the company, which is looked up', () => {
    expect(terms('tm-00012345').caseNumber).toBe('TM-00012345');
    expect(matchRank(terms('tm-00012345'), { ...FACTS, hasCase: true })).toBe(1);
  });

  it('D-33 never finds everybody: no text means nothing, a legal form is no name', () => {
    expect(terms('株式会社').company).toBeNull();
    expect(matchRank(terms('株式会社'), { ...FACTS, phone: null, company: '' })).toBeNull();
    expect(matchRank(terms('--'), { ...FACTS, phone: null, company: '' })).toBeNull();
  });

  it('D-33 needs two characters, and takes two hundred', () => {
    expect(readSearch(' あ ')).toEqual({ ok: false, problem: 'too-short' });
    expect(readSearch('')).toEqual({ ok: false, problem: 'too-short' });
    expect(readSearch('花子').ok).toBe(true);
    expect(readSearch('a'.repeat(SEARCH_MAX + 1))).toEqual({ ok: false, problem: 'too-long' });
  });
});
