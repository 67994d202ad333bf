/**
 * The shape of the program: who imports whom, how long a file may be, where the clock, chance and the environment may be
 * read, what things may be called. A failing check names the file, the line and the rule.
 */
import { describe, expect, it } from 'vitest';
import { forbiddenImports, importCycles } from './architecture/rings.ts';
import {
  child,
  children,
  exportsOf,
  lastName,
  nodesOfType,
  placeOf,
  type SyntaxNode,
  textOf,
  wordsOf,
} from './architecture/syntax.ts';
import { codeFiles, isTestFile, type ProjectFile, projectFiles } from './architecture/tree.ts';

const files = projectFiles();
const source = codeFiles(files, 'src/');
const pure = [...codeFiles(files, 'src/core/'), ...codeFiles(files, 'src/journeys/')];

describe('the rings', () => {
  it('lets every file import only what its ring may reach', () => {
    expect(source.length).toBeGreaterThan(30);
    expect(forbiddenImports(source)).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(importCycles(source)).toEqual([]);
  });

  it('would notice a journey that reaches for the database, a page that reaches for the store, and a cycle', () => {
    const wrong: readonly ProjectFile[] = [
      { path: 'src/journeys/a.ts', text: "import { sql } from 'kysely';\nimport '../store/b.ts';" },
      { path: 'src/http/c.tsx', text: "import type { B } from '../store/b.ts';" },
      { path: 'src/store/b.ts', text: "import '../journeys/a.ts';" },
      { path: 'src/elsewhere/d.ts', text: '' },
    ];
    expect(forbiddenImports(wrong)).toEqual([
      'src/journeys/a.ts:1: journeys may not import the package "kysely"',
      'src/journeys/a.ts:2: journeys may not import store',
      'src/http/c.tsx:1: http may not import store',
      'src/store/b.ts:1: store may not import journeys',
      'src/elsewhere/d.ts: stands in no ring of the import table',
    ]);
    expect(importCycles(wrong)).toEqual(['src/journeys/a.ts -> src/store/b.ts -> src/journeys/a.ts']);
  });
});

describe('what the rings may touch', () => {
  it('reads neither clock nor chance in core and journeys', () => {
    expect(pure.flatMap(clockAndChance)).toEqual([]);
  });

  it('would notice a clock and a random number', () => {
    const wrong = {
      path: 'src/core/x.ts',
      text: 'const a = Date.now();\nconst b = new Date();\nconst c = randomBytes(8);\nconst d = new Date(5);',
    };
    expect(clockAndChance(wrong)).toEqual([
      'src/core/x.ts:1: Date.now',
      'src/core/x.ts:2: new Date()',
      'src/core/x.ts:3: randomBytes',
    ]);
  });

  it('reads the environment only in src/config.ts', () => {
    const readers = source
      .filter((file) => /process\s*\.\s*env|['"](?:node:)?process['"]/u.test(file.text))
      .map((file) => file.path);
    expect(readers.filter((path) => path !== 'src/config.ts')).toEqual([]);
  });

  it('writes to the console nowhere', () => {
    expect(source.filter((file) => /\bconsole\s*\./u.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  it('builds durations by name and never by multiplying milliseconds', () => {
    expect(source.filter((file) => file.path !== 'src/core/time.ts').flatMap(rawTime)).toEqual([]);
  });

  it('would notice two hours written as factors', () => {
    expect(rawTime({ path: 'src/core/x.ts', text: 'const twoHours = 1000 * 60 * 2;\nconst kib = 64 * 1024;' })).toEqual([
      'src/core/x.ts:1: 1000 * 60 * 2',
    ]);
  });
});

describe('files', () => {
  it('are at most 400 lines long', () => {
    const all = files.filter((file) => /\.(?:tsx?|mjs|css)$/u.test(file.path));
    const long = all
      .map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('open with a comment that says what they decide', () => {
    expect(source.filter((file) => !file.text.startsWith('/**')).map((file) => file.path)).toEqual([]);
  });

  it('have names of kebab-case nouns, none of them a drawer for anything', () => {
    const drawers = /(?:^|[/.-])(?:utils?|helpers?|common|misc|managers?|services?|shared|index)(?=[/.-]|$)/u;
    const code = files.filter((file) => /^(?:src|test|scripts)\/.*(?<!\.snap)$/u.test(file.path));
    expect(code.filter((file) => !file.path.endsWith('.css') && drawers.test(file.path)).map((file) => file.path)).toEqual([]);
    expect(code.filter((file) => !/^[a-z0-9./-]+$/u.test(file.path)).map((file) => file.path)).toEqual([]);
  });

  it('export by name, never by default, and never only pass on what others export', () => {
    const defaults = source.filter((file) => nodesOfType(file, 'ExportDefaultDeclaration').length > 0);
    const barrels = source.filter((file) => {
      const exported = nodesOfType(file, 'ExportNamedDeclaration', 'ExportAllDeclaration');
      return exported.length > 0 && exported.every((node) => child(node, 'source') !== undefined);
    });
    expect([...defaults, ...barrels].map((file) => file.path)).toEqual([]);
  });

  it('have no class but Fault and what a library demands to be extended', () => {
    const classes = source.flatMap((file) =>
      nodesOfType(file, 'ClassDeclaration', 'ClassExpression')
        .filter((node) => child(node, 'superClass') === undefined)
        .map((node) => placeOf(file, node)),
    );
    expect(classes).toEqual([]);
  });

  it('silence no compiler and no linter', () => {
    const code = codeFiles(files, '').filter((file) => /^(?:src|test|scripts)\//u.test(file.path));
    expect([...code, ...files.filter((file) => isTestFile(file.path))].flatMap(silencers)).toEqual([]);
  });

  it('would notice a silenced compiler', () => {
    const wrong = {
      path: 'src/core/x.ts',
      text: ['// @ts', '-ignore\nconst a = 5 as ', 'unknown as string;\nconst b = a!;'].join(''),
    };
    expect(silencers(wrong)).toEqual(['src/core/x.ts:1: @ts-', 'src/core/x.ts:2: as unknown', 'src/core/x.ts:3: !']);
  });

  it('hold no skipped, focused or promised test', () => {
    const tests = files.filter((file) => isTestFile(file.path));
    const idle = tests.flatMap((file) =>
      nodesOfType(file, 'MemberExpression')
        .filter((node) => ['it', 'test', 'describe'].includes(lastName(child(node, 'object')) ?? ''))
        .filter((node) => ['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails'].includes(lastName(node) ?? ''))
        .map((node) => placeOf(file, node)),
    );
    expect(idle).toEqual([]);
  });
});

describe('functions and types', () => {
  it('are not called after a drawer', () => {
    const drawers = ['util', 'utils', 'helper', 'helpers', 'misc', 'manager'];
    const named = source.flatMap(exportsOf).filter(({ name }) => wordsOf(name).some((word) => drawers.includes(word)));
    expect(named).toEqual([]);
  });
});

function clockAndChance(file: ProjectFile): readonly string[] {
  const chance = ['randomBytes', 'randomUUID', 'randomInt', 'getRandomValues', 'randomFillSync', 'randomFill'];
  const timers = ['setTimeout', 'setInterval', 'setImmediate'];
  const calls = nodesOfType(file, 'CallExpression').flatMap((node) => {
    const callee = child(node, 'callee');
    const name = callee === undefined ? '' : textOf(file, callee);
    const isClock = ['Date.now', 'Date', 'Math.random', 'performance.now', 'process.hrtime', 'process.hrtime.bigint'].includes(
      name,
    );
    return isClock || [...chance, ...timers].includes(lastName(callee) ?? '') ? [{ node, what: name }] : [];
  });
  const instants = nodesOfType(file, 'NewExpression')
    .filter((node) => lastName(child(node, 'callee')) === 'Date' && children(node, 'arguments').length === 0)
    .map((node) => ({ node, what: 'new Date()' }));
  return [...calls, ...instants]
    .sort((a, b) => a.node.start - b.node.start)
    .map(({ node, what }) => `${placeOf(file, node)}: ${what}`);
}

function rawTime(file: ProjectFile): readonly string[] {
  const factors = [24, 60, 1000, 3600, 60_000, 86_400, 3_600_000, 86_400_000];
  const products = nodesOfType(file, 'BinaryExpression').filter((node) => node.operator === '*');
  const isWithin = (inner: SyntaxNode, outer: SyntaxNode) => outer.start <= inner.start && outer.end >= inner.end;
  const raw = products.filter((node) =>
    [child(node, 'left'), child(node, 'right')].some((side) => factors.includes(Number(side?.value))),
  );
  const outermost = products.filter((node) => !products.some((outer) => outer !== node && isWithin(node, outer)));
  return outermost
    .filter((node) => raw.some((inner) => isWithin(inner, node)))
    .map((node) => `${placeOf(file, node)}: ${textOf(file, node)}`);
}

function silencers(file: ProjectFile): readonly string[] {
  const directives = file.text.split('\n').flatMap((line, index) => {
    const found = /biome-(?=ignore)|@ts-(?=ignore|expect-error|nocheck)/u.exec(line);
    return found === null ? [] : [`${file.path}:${index + 1}: ${found[0]}`];
  });
  const casts = nodesOfType(file, 'TSAsExpression').filter((node) => child(node, 'typeAnnotation')?.type === 'TSUnknownKeyword');
  const assertions = nodesOfType(file, 'TSNonNullExpression');
  return [
    ...directives,
    ...casts.map((node) => `${placeOf(file, node)}: as unknown`),
    ...assertions.map((node) => `${placeOf(file, node)}: !`),
  ];
}
