/**
 * Comma-separated text as spreadsheets write it (RFC 4180): quotes, line breaks inside quotes, CRLF or LF, a byte order mark.
 * Which columns there are and what stands in them is for the reader.
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
