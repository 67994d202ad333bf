/**
 * Comma-separated text as spreadsheets read and write it (RFC 4180): quotes, line breaks inside quotes, CRLF or LF, a byte order mark.
 * Which columns there are and what stands in them is for reader and writer; that no cell runs as a formula is seen to here.
 */

export interface CsvRecord {
  /** Of the record's first character, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvResult =
  | { readonly ok: true; readonly records: readonly CsvRecord[] }
  /** A quote that is never closed, or one in the middle of a cell. */
  | { readonly ok: false; readonly line: number };

/** A cell, then what ends it: a comma, a line break or the end. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/suy;

export function parseCsv(text: string): CsvResult {
  const content = text.replace(/^\ufeff/u, '');
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  CELL.lastIndex = 0;
  while (CELL.lastIndex < content.length || cells.length > 0) {
    const found = CELL.exec(content);
    if (found === null) return { ok: false, line };
    const [whole, quoted, bare = '', end] = found;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.match(/\r\n|\n|\r/gu)?.length ?? 0;
    if (end === ',') continue;
    // A line without anything on it is no record.
    if (cells.length > 1 || cells[0] !== '') records.push({ line: begun, cells });
    cells = [];
    begun = line;
  }
  return { ok: true, records };
}

/** What spreadsheets take for the beginning of a formula, full-width signs too (D-35, SEC-Q05). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** With a byte order mark, every cell quoted, lines ended by CRLF; a cell that could run as a formula begins with an apostrophe. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
