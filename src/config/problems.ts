/**
 * Turns what the schema finds wrong into sentences that say what to do: which type was expected, which key was probably meant.
 * Never repeats a value: somebody may have written a secret into the wrong place.
 */
import { z } from 'zod';
import type { Problem } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;
/** A schema as z.toJSONSchema writes it, as far as keys are concerned. */
interface Keys {
  readonly properties?: Readonly<Record<string, Keys>>;
  readonly additionalProperties?: Keys | boolean;
  readonly items?: Keys;
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'keys below it',
  record: 'keys below it',
  array: 'a list, each item on a line that begins with -',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
};
/** Text that YAML reads as something else unless it stands in quotes. */
const UNQUOTED = ['number', 'boolean', 'bigint'];

/** Longest name of a key that a sentence repeats. */
const SHOWN_MAX = 60;

/** What the schema says about a value, and the problems it finds; all of them, not only the first. */
export function checkAgainst<S extends z.ZodType>(
  schema: S,
  value: unknown,
  base: readonly PropertyKey[] = [],
): { readonly value: z.output<S> | undefined; readonly problems: readonly Problem[] } {
  const result = schema.safeParse(value, { error: sentenceOf });
  if (result.success) return { value: result.data, problems: [] };
  return { value: undefined, problems: result.error.issues.flatMap((issue) => problemsOf(issue, schema, base)) };
}

/** `portals.success.menu[0].label`, as people write paths. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part).replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '\uFFFD');
    const short = name.length > SHOWN_MAX ? `${name.slice(0, SHOWN_MAX)}…` : name;
    return text === '' ? short : `${text}.${short}`;
  }, '');
}

/** Sentences for what the schema gives no sentence of its own. */
function sentenceOf(issue: RawIssue): string {
  const { input } = issue;
  if (issue.code === 'invalid_type') {
    if (input === undefined) return 'is missing';
    if (input === null) return 'is empty: give it a value or remove the line';
    const hint = issue.expected === 'string' && UNQUOTED.includes(typeof input) ? ': put it in quotes' : '';
    return `takes ${KINDS[issue.expected] ?? issue.expected}, not ${kindOf(input)}${hint}`;
  }
  if (issue.code === 'invalid_value') {
    if (input === undefined) return 'is missing';
    return `takes ${issue.values.map(String).join(', ')}`;
  }
  return issue.code === 'too_big' ? `takes at most ${String(issue.maximum)}` : 'is not a value of this key';
}

function kindOf(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  return KINDS[typeof input] ?? 'this';
}

function problemsOf(issue: Issue, schema: z.ZodType, base: readonly PropertyKey[]): readonly Problem[] {
  const path = [...base, ...issue.path];
  if (issue.code !== 'unrecognized_keys') return [{ path, text: issue.message }];
  const all: Keys = z.toJSONSchema(schema, { io: 'input' }) as Keys;
  const known = Object.keys(keysAt(all, issue.path)?.properties ?? {});
  return issue.keys.map((key) => ({ path: [...path, key], text: `is not a key${hintFor(key, known, all)}` }));
}

function hintFor(key: string, known: readonly string[], all: Keys): string {
  const near = nearestOf(key, known);
  if (near !== undefined) return `; did you mean ${near}?`;
  const elsewhere = pathsTo(key, all)[0];
  if (elsewhere !== undefined) return `; did you mean ${elsewhere}?`;
  return known.length === 0 ? '' : `; there are ${known.join(', ')}`;
}

function keysAt(keys: Keys | undefined, path: readonly PropertyKey[]): Keys | undefined {
  const [head, ...rest] = path;
  if (keys === undefined || head === undefined) return keys;
  if (typeof head === 'number') return keysAt(keys.items, rest);
  const other = typeof keys.additionalProperties === 'object' ? keys.additionalProperties : undefined;
  return keysAt(keys.properties?.[String(head)] ?? other, rest);
}

/** Where in the file a key of this name exists. */
function pathsTo(key: string, keys: Keys, above = ''): readonly string[] {
  const inner = Object.entries(keys.properties ?? {});
  const other = typeof keys.additionalProperties === 'object' ? [['<portal>', keys.additionalProperties] as const] : [];
  return [...inner, ...other].flatMap(([name, below]) => {
    const path = above === '' ? name : `${above}.${name}`;
    return [...(name === key ? [path] : []), ...pathsTo(key, below, path)];
  });
}

/** The name that differs least, when it differs little enough to be meant; capitals do not count. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
  if (name.length > SHOWN_MAX) return undefined;
  const ranked = known
    .map((candidate) => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined;
}

/** How many letters are to be added, removed, changed or swapped with the next one (optimal string alignment). */
function distanceOf(one: string, other: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const steps = [(next[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + cost];
      if (swapped) steps.push((before[j - 2] ?? 0) + 1);
      next.push(Math.min(...steps));
    }
    [before, last] = [last, next];
  }
  return last[other.length] ?? 0;
}
