/**
 * Reads a YAML file into plain values and remembers where each stands, so that every problem can name its line. Files that are
 * broken, ambiguous or made to exhaust memory end here. No problem repeats what the file holds besides the names of its keys.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';

export interface Problem {
  /** Path of the key; empty for the file as a whole. */
  readonly path: readonly PropertyKey[];
  /** What is wrong and what to do, as it follows the name of the key. */
  readonly text: string;
  /** Where it stands, when the path cannot say. */
  readonly offset?: number;
}

export interface YamlFile {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Line and column of a path or of what stands nearest above it; null without a file to point into. */
  readonly placeOf: (problem: Problem) => Place | null;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export const FILE_MAX_BYTES = 262_144;
/** Values made of one anchor; few files need one. */
const ALIASES_MAX = 100;
const NOTHING: Omit<YamlFile, 'problems'> = { value: {}, placeOf: () => null };

const SENTENCES: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_INDENT: 'is not indented like the lines around it, or a bracket is not closed',
  BAD_SCALAR_START: 'begins with a character that must stand in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'holds a second colon: put the value in quotes or on lines of its own',
  DUPLICATE_KEY: 'stands twice: keep one of the two',
  MISSING_CHAR: 'lacks a closing quote, bracket or colon before here',
  MULTIPLE_DOCS: 'begins a second document: a configuration is one, without a line of ---',
  RESOURCE_EXHAUSTION: 'is nested too deeply',
  TAB_AS_INDENT: 'is indented with a tab: use blanks',
  TAG_RESOLVE_FAILED: 'has a tag that begins with !: remove it',
};

/** Never throws: a file that cannot be read is a problem of its own. */
export function readYamlFile(path: string): YamlFile {
  const bytes = readAtMost(path, FILE_MAX_BYTES + 1);
  if (bytes === null) return failed('cannot be read: does it exist, and may this process read it?');
  if (bytes.length > FILE_MAX_BYTES) return failed(`is larger than ${FILE_MAX_BYTES / 1024} KiB`);
  try {
    return parseYaml(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failed('cannot be read: save it as UTF-8');
  }
}

export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const broken = [...document.errors, ...document.warnings].map((error) => ({
    path: [],
    text: SENTENCES[error.code] ?? 'cannot be read as YAML',
    offset: error.pos[0],
  }));
  const placeOf = (problem: Problem): Place => {
    const offset = problem.offset ?? offsetOf(document, problem.path);
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = broken.length > 0 ? firstOfEachLine(broken, placeOf) : oddKeys(document);
  if (problems.length > 0) return { value: {}, problems, placeOf };
  try {
    return { value: document.toJS({ maxAliasCount: ALIASES_MAX }) ?? {}, problems: [], placeOf };
  } catch {
    return { value: {}, problems: [{ path: [], text: 'uses anchors too often, or one that is not there' }], placeOf };
  }
}

function failed(text: string): YamlFile {
  return { ...NOTHING, problems: [{ path: [], text }] };
}

/** Names that would be more than names in a JavaScript object, and keys that are no names at all. */
function oddKeys(document: Document): readonly Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Pair: (_key, pair) => {
      const { key } = pair;
      if (isScalar(key) && typeof key.value === 'string' && key.value !== '__proto__') return;
      const range = typeof key === 'object' && key !== null && 'range' in key && Array.isArray(key.range) ? key.range : [0];
      found.push({ path: [], text: 'is not a key: a key is a name, in quotes where it is a number', offset: Number(range[0]) });
    },
  });
  return found;
}

/** One mistake often breaks what follows on its line as well. */
function firstOfEachLine(problems: readonly Problem[], placeOf: YamlFile['placeOf']): readonly Problem[] {
  const seen = new Set<number>();
  return problems.filter((problem) => {
    const line = placeOf(problem)?.line ?? 0;
    return !seen.has(line) && seen.add(line);
  });
}

/** Where the key or the item of a path begins; of a path that leads nowhere, where its longest part does. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(segment)];
      if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) break;
      offset = Number(node.range[0]);
    } else break;
  }
  return offset;
}

/** The first bytes of a file, or of a pipe; null when there is nothing to read. */
function readAtMost(path: string, limit: number): Buffer | null {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(limit);
      let size = 0;
      for (let read = -1; read !== 0 && size < limit; size += read) read = readSync(file, buffer, size, limit - size, null);
      return buffer.subarray(0, size);
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
