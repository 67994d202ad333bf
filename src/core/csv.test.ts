/** Comma-separated text: what spreadsheets write, and where a mistake is said to be. */
import { describe, expect, it } from 'vitest';
import { formatCsv, parseCsv } from './csv.ts';

const cellsOf = (text: string) => {
  const result = parseCsv(text);
  return result.ok ? result.records.map(({ cells }) => cells) : `line ${result.line}`;
};

describe('comma-separated text', () => {
  it.each([
    [
      'two records',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line break at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF and a byte order mark',
      '\ufeffa,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a quoted comma, quote and line break', '"a,1","b ""x""","c\nd"\n', [['a,1', 'b "x"', 'c\nd']]],
    ['empty cells', ',,\n', [['', '', '']]],
    ['a comma at the end', 'a,', [['a', '']]],
    ['empty lines between', 'a\n\n\r\nb\n', [['a'], ['b']]],
    ['nothing', '', []],
    ['Japanese', '件名,"帳票、印刷"\n', [['件名', '帳票、印刷']]],
  ])('A-18 reads %s', (_what, text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it.each([
    ['a quote that is never closed', 'a\n"b\nc', 2],
    ['a quote inside a cell', 'a\nb,c"d"\n', 2],
    ['text after a quote', 'a\n\n"b"c\n', 3],
  ])('A-18 says where %s is', (_what, text, line) => {
    expect(cellsOf(text)).toBe(`line ${line}`);
  });

  it('A-18 counts the lines of a record from its beginning, line breaks in cells included', () => {
    const result = parseCsv('a,"b\r\nc"\r\nd,e\r\n\r\nf,g');
    expect(result.ok ? result.records.map(({ line }) => line) : []).toEqual([1, 3, 5]);
  });
});

describe('a table that leaves', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A1', "=cmd|' /C calc'!A0"])(
    'D-35 SEC-Q05 the cell %j does not begin like a formula',
    (text) => {
      expect(formatCsv([[text, 'a']])).toBe(`\ufeff"'${text.replaceAll('"', '""')}","a"\r\n`);
    },
  );

  it('D-35 has a byte order mark, CRLF, every cell quoted, and comes back as it was', () => {
    const rows = [
      ['受付番号', 'a "b", c'],
      ['line\nbreak', ''],
    ];
    const text = formatCsv(rows);
    expect(text).toBe('\ufeff"受付番号","a ""b"", c"\r\n"line\nbreak",""\r\n');
    expect(cellsOf(text)).toEqual(rows);
    expect(formatCsv([])).toBe('\ufeff');
  });
});
