/** `cases import FILE.csv`: prints every mistake with its line, or imports all rows. */
import { readFileSync, statSync } from 'node:fs';
import { nearestOf } from '../config/problems.ts';
import { CASE_COLUMNS, CASE_ROWS_MAX, CASE_STATES, type CaseColumn, type CaseProblem } from '../core/case-file.ts';
import type { Words } from '../i18n/catalog.ts';
import { checkCases, importCases } from '../journeys/host-cases.ts';
import { type Command, EXIT, type Terminal } from './command.ts';
import { onHost } from './host.ts';
import { sayRefusal } from './refusals.ts';

const FILE_MAX_BYTES = 16_777_216;
const EXAMPLES: Readonly<Partial<Record<CaseColumn, string>>> = {
  number: 'TM-00012345',
  state: CASE_STATES.join(' / '),
  opened: '2026-11-23 09:30',
  updated: '2026-11-23T09:30:00+09:00',
};

export const casesImport: Command = {
  name: 'cases import',
  summary: 'casesImport',
  takesFile: 'FILE.csv',
  options: { 'dry-run': { takes: 'nothing' } },
  run: async (given, terminal) => {
    const { words } = terminal;
    const text = readText(given.file, terminal);
    if (text === null) return EXIT.refused;
    return onHost(given, terminal, async ({ ports, at }) => {
      const { cases, problems } = await checkCases(ports, text);
      for (const problem of problems) terminal.complain(words.atLine(problem.line, sentence(problem, words)));
      if (problems.length > 0) {
        terminal.complain(words.importRefused(problems.length));
        return EXIT.refused;
      }
      if (given.has('dry-run')) {
        terminal.print(words.dryRunDone(cases.length));
        return EXIT.ok;
      }
      const outcome = await importCases(ports, at, cases);
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      terminal.print(words.imported(outcome.value));
      return EXIT.ok;
    });
  },
};

function readText(path: string, { words, complain }: Terminal): string | null {
  try {
    if (statSync(path).size > FILE_MAX_BYTES) {
      complain(words.fileTooLarge(path));
      return null;
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    complain(error instanceof TypeError ? words.fileEncoding(path) : words.fileUnreadable(path));
    return null;
  }
}

function sentence(problem: CaseProblem, words: Words['cli']): string {
  const { csv } = words;
  switch (problem.kind) {
    case 'quote':
      return csv.quote;
    case 'empty-file':
      return csv.emptyFile;
    case 'too-many':
      return csv.tooMany(CASE_ROWS_MAX);
    case 'no-company':
      return csv.noCompany;
    case 'exists':
      return csv.exists;
    case 'cells':
      return csv.cells(problem.expected, problem.found);
    case 'unknown-column':
      return unknownColumn(problem.name, words);
    case 'column-twice':
      return csv.columnTwice(problem.name);
    case 'no-column':
      return csv.noColumn(problem.column);
    case 'empty':
      return csv.empty(problem.column);
    case 'too-long':
      return csv.tooLong(problem.column);
    case 'shape':
      return csv.shape(problem.column, EXAMPLES[problem.column] ?? problem.column);
    case 'updated-before-opened':
      return csv.updatedBeforeOpened;
    case 'number-twice':
      return csv.numberTwice(problem.first);
  }
}

function unknownColumn(name: string, { csv, didYouMean }: Words['cli']): string {
  const meant = nearestOf(name, CASE_COLUMNS);
  return meant === undefined ? csv.unknownColumn(name) : `${csv.unknownColumn(name)} ${didYouMean(meant)}`;
}
