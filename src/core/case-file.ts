/**
 * A file of support cases: which columns it has and what may stand in them. Finds every mistake with its line; whether company and
 * number exist is asked by the journey. Times without an offset are those of Japan.
 */
import { parseCsv } from './csv.ts';
import { type CaseState, isCaseNumber, type SupportCase } from './support-case.ts';
import { hours, type Instant } from './time.ts';

export const CASE_COLUMNS = ['company', 'portal', 'number', 'subject', 'description', 'state', 'opened', 'updated'] as const;
export type CaseColumn = (typeof CASE_COLUMNS)[number];
export const CASE_STATES: readonly CaseState[] = ['open', 'waiting-for-customer', 'done'];
/** Every row is one audit event of one transaction: more would hold up everybody else's. */
export const CASE_ROWS_MAX = 2000;

const SUBJECT_MAX = 200;
const DESCRIPTION_MAX = 10_000;
const OPTIONAL: readonly CaseColumn[] = ['portal'];
/** 2026-11-23, 2026/11/23 9:30, 2026-11-23T09:30:00+09:00. */
const INSTANT = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/u;

export type CaseProblem =
  | { readonly line: number; readonly kind: 'quote' | 'empty-file' | 'too-many' | 'no-company' | 'exists' }
  | { readonly line: number; readonly kind: 'cells'; readonly expected: number; readonly found: number }
  | { readonly line: number; readonly kind: 'unknown-column' | 'column-twice'; readonly name: string }
  | { readonly line: number; readonly kind: 'no-column' | 'empty' | 'too-long' | 'shape'; readonly column: CaseColumn }
  | { readonly line: number; readonly kind: 'updated-before-opened' }
  | { readonly line: number; readonly kind: 'number-twice'; readonly first: number };

export interface CaseRow {
  readonly line: number;
  /** Id or exact name. */
  readonly company: string;
  readonly portal: string | null;
  readonly supportCase: SupportCase;
}

export interface CaseFile {
  readonly rows: readonly CaseRow[];
  readonly problems: readonly CaseProblem[];
}

export function readCaseFile(text: string): CaseFile {
  const parsed = parseCsv(text);
  if (!parsed.ok) return failed({ line: parsed.line, kind: 'quote' });
  const [header, ...records] = parsed.records;
  if (header === undefined || records.length === 0) return failed({ line: 1, kind: 'empty-file' });
  if (records.length > CASE_ROWS_MAX) return failed({ line: 1, kind: 'too-many' });
  const names = header.cells.map((cell) => cell.trim().toLowerCase());
  const columnProblems = problemsOfColumns(names, header.line);
  if (columnProblems.length > 0) return { rows: [], problems: columnProblems };
  const rows: CaseRow[] = [];
  const problems: CaseProblem[] = [];
  for (const { line, cells } of records) {
    if (cells.length !== names.length) {
      problems.push({ line, kind: 'cells', expected: names.length, found: cells.length });
      continue;
    }
    const read = readRow(line, (column) => (cells[names.indexOf(column)] ?? '').trim());
    if (Array.isArray(read)) problems.push(...read);
    else if ('line' in read) rows.push(read);
  }
  return { rows, problems };
}

function failed(problem: CaseProblem): CaseFile {
  return { rows: [], problems: [problem] };
}

function problemsOfColumns(names: readonly string[], line: number): readonly CaseProblem[] {
  const known: readonly string[] = CASE_COLUMNS;
  return [
    ...names.filter((name) => !known.includes(name)).map((name) => ({ line, kind: 'unknown-column', name }) as const),
    ...names.filter((name, index) => names.indexOf(name) < index).map((name) => ({ line, kind: 'column-twice', name }) as const),
    ...CASE_COLUMNS.filter((column) => !OPTIONAL.includes(column) && !names.includes(column)).map(
      (column) => ({ line, kind: 'no-column', column }) as const,
    ),
  ];
}

function readRow(line: number, cell: (column: CaseColumn) => string): CaseRow | readonly CaseProblem[] {
  const problems: CaseProblem[] = [];
  for (const column of CASE_COLUMNS) {
    if (!OPTIONAL.includes(column) && cell(column) === '') problems.push({ line, kind: 'empty', column });
  }
  const check = (column: CaseColumn, isRight: boolean, kind: 'shape' | 'too-long' = 'shape'): void => {
    if (!isRight && cell(column) !== '') problems.push({ line, kind, column });
  };
  const state = CASE_STATES.find((each) => each === cell('state'));
  const openedAt = readInstant(cell('opened'));
  const updatedAt = readInstant(cell('updated'));
  check('number', isCaseNumber(cell('number')));
  check('subject', !/\p{Cc}/u.test(cell('subject')));
  check('subject', [...cell('subject')].length <= SUBJECT_MAX, 'too-long');
  check('description', [...cell('description')].length <= DESCRIPTION_MAX, 'too-long');
  check('state', state !== undefined);
  check('opened', openedAt !== undefined);
  check('updated', updatedAt !== undefined);
  if (openedAt !== undefined && updatedAt !== undefined && updatedAt < openedAt)
    problems.push({ line, kind: 'updated-before-opened' });
  if (problems.length > 0 || state === undefined || openedAt === undefined || updatedAt === undefined) return problems;
  const [number, subject, description] = [cell('number'), cell('subject'), cell('description')];
  const portal = cell('portal');
  return {
    line,
    company: cell('company'),
    portal: portal === '' ? null : portal,
    supportCase: { number, subject, description, state, openedAt, updatedAt },
  };
}

function readInstant(text: string): Instant | undefined {
  const found = INSTANT.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const same = new Date(local);
  // 31 February would quietly become a day of March.
  if (same.getUTCMonth() !== month - 1 || same.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return undefined;
  return local - offsetOf(found[7] ?? '+09:00');
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const size = hours(Number(text.slice(1, 3)) + Number(text.slice(-2)) / 60);
  return text.startsWith('-') ? -size : size;
}
