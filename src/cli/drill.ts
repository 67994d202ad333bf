/** `drill`: plays the attackers of desk.md section 7 against a throw-away copy with this configuration, and prints what became of each. */
import { readConfig } from '../config.ts';
import type { Ending } from '../drill/attack.ts';
import { ATTACKERS } from '../drill/attackers.ts';
import { type AttackerRow, type DrillReport, ENOUGH, isPassed, runDrill, type SetRow } from '../drill/drill.ts';
import { NothingToDrill } from '../drill/town.ts';
import { type Words, wordsFor } from '../i18n/catalog.ts';
import { type Command, EXIT, UsageError } from './command.ts';

export const drillCommand: Command = {
  name: 'drill',
  summary: 'drill',
  options: { attacker: { takes: 'text', choices: ATTACKERS } },
  run: async (given, { environment, language, print }) => {
    const { drill: words } = wordsFor(language);
    const config = readConfig(environment, given.configArgs);
    print(words.title(config.recovery.version));
    const only = ATTACKERS.find((each) => each === given.text('attacker')) ?? null;
    const report = await runDrill(config, language, Date.now(), only).catch((error: unknown) => {
      throw error instanceof NothingToDrill ? new UsageError(words.noPortal) : error;
    });
    print('');
    for (const line of tableLines(report.attackers, words)) print(line);
    if (report.sets.length > 0) print(`\n${words.setsTitle}`);
    for (const row of report.sets) print(`${isBroken(row) ? '! ' : '  '}${words.set(row.level, row.set.join('+'), row.isIn)}`);
    print('');
    print(isPassed(report) ? words.passed(report.attackers.length, report.sets.length) : words.failed(failuresOf(report)));
    return isPassed(report) ? EXIT.ok : EXIT.refused;
  },
};

const isBroken = ({ isIn, set }: SetRow): boolean => !isIn || set.length < ENOUGH;

function failuresOf({ attackers, sets }: DrillReport): number {
  return attackers.filter(({ isFailure }) => isFailure).length + sets.filter(isBroken).length;
}

type DrillWords = Words['drill'];

function tableLines(rows: readonly AttackerRow[], words: DrillWords): readonly string[] {
  const { attacker, gate, had, learned } = words.columns;
  const cells = rows.map((row) => [
    `${row.isFailure ? '! ' : '  '}${words.attackers[row.attacker]}`,
    hadText(row, words),
    gateText(row.ending, words),
    learnedText(row, words),
  ]);
  const table = [[`  ${attacker}`, had, gate, learned], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((line) => widthOf(line[column] ?? ''))));
  return table.map((line) =>
    line
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function hadText({ has, readsAdministrator }: AttackerRow, words: DrillWords): string {
  const all = [...has, ...(readsAdministrator ? [words.administratorsMailbox] : [])];
  return all.length === 0 ? words.nothing : all.join('+');
}

function gateText(ending: Ending, words: DrillWords): string {
  if (ending.isIn) return words.isIn;
  if (ending.isHarmed === true) return words.isHarmed;
  const { gate } = ending;
  return gate.kind === 'conditions' ? words.conditions(gate.open.join(', ')) : words.gates[gate.kind];
}

function learnedText({ isFailure, learned }: AttackerRow, words: DrillWords): string {
  if (learned !== null) return words.learned(learned.who, learned.after);
  return isFailure ? words.unnoticed : words.nobody;
}

/** Columns of a terminal: what is not Latin takes two. */
function widthOf(text: string): number {
  return [...text].reduce((width, each) => width + (each > '\u2e7f' || each === '・' ? 2 : 1), 0);
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
