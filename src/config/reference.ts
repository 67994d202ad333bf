/**
 * The reference of every setting, made of the schema and of the table of variables: docs/configuration.md for people and
 * docs/genkan.schema.json for editors. `npm run docs` writes both; nothing at run time reads this file.
 */
import { z } from 'zod';
import { VARIABLES } from './environment.ts';
import { PORTAL_ID } from './portal-schema.ts';
import { FileSchema } from './schema.ts';

/** A JSON Schema, as far as the page needs it. */
interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly maxLength?: number;
  readonly usual?: string;
  readonly range?: string;
  readonly example?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

interface Row {
  readonly name: string;
  readonly meaning: string;
  readonly usual: string;
  readonly range: string;
  readonly example: string;
}

const SECTIONS: readonly (readonly [key: string, title: string, lead: string])[] = [
  ['demo', 'Mode', ''],
  ['durations', 'Durations', 'A duration is a number and `s`, `m`, `h` or `d`: `90s`, `10m`, `24h`, `30d`.'],
  ['otp', 'Codes', ''],
  [
    'recovery',
    'Recovery',
    'The numbers of the procedure after a lost device. A value laxer than the default is allowed and said in the log at every start.',
  ],
  [
    'retention',
    'Retention',
    'What is older is erased by itself, within about an hour. A shorter time takes effect at the next start and cannot be taken back.',
  ],
  ['desk', 'Desk', ''],
  ['staff', 'Staff', 'Who works at the desk is invited there; the file says what no page may change.'],
  [
    'portals',
    'Portals',
    'Below `portals` stands one entry per portal. `success`, `support` and `desk` ship and may be changed; any other id (`' +
      `${PORTAL_ID.slice(1, -1)}` +
      '`) is a portal of its own and says which of the two it is `like`. A text is written in both languages: `{ ja: …, en: … }`. What is made of a name follows it unless it is written too.',
  ],
];

/** The JSON Schema of the file, for editors that complete and check while one types. */
export function editorSchema(): string {
  const schema = z.toJSONSchema(FileSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      const { usual, range, example, ...rest } = jsonSchema;
      const facts = [
        range === undefined ? '' : ` Range: ${String(range)}.`,
        usual === undefined ? '' : ` Default: ${String(usual)}.`,
      ];
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, rest);
      if (rest.description !== undefined) jsonSchema.description = rest.description + facts.join('');
      if (typeof example === 'string') jsonSchema.examples = [example.replaceAll('"', '')];
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

export function configurationPage(): string {
  const { properties = {} } = z.toJSONSchema(FileSchema, { io: 'input' }) as Node;
  const sections = SECTIONS.map(([key, title, lead]) => {
    const above = key === 'portals' ? 'portals.ID' : key;
    const node = properties[key] ?? {};
    const rows = rowsOf(
      above,
      key === 'portals' && typeof node.additionalProperties === 'object' ? node.additionalProperties : node,
    );
    return `### ${title}\n\n${lead === '' ? '' : `${lead}\n\n`}${table('key', rows)}`;
  });
  return [...INTRODUCTION, table('variable', VARIABLES.map(variableRow)), ...ENVIRONMENT_NOTES, ...FILE_NOTES, ...sections, '']
    .join('\n\n')
    .replace(/\n+$/u, '\n');
}

const INTRODUCTION = [
  '# Configuration',
  'Two sources that do not overlap ([ADR 0011](adr/0011-two-sources-of-configuration.md)): the environment holds what differs per machine and what is secret, one file holds what the operator decides. Both are read once: **every change needs a restart.**',
  'This page is written by `npm run docs` from the schema that reads the settings.',
  '`genkan config check` says whether a start would succeed and with what, and shows no secret. What is wrong ends a start with exit code 78 and all problems at once: file, line and column, key, and what to do.',
  '## Environment',
];

const ENVIRONMENT_NOTES = [
  'A secret may come from a file: append `_FILE` and name its path. Both forms at once are refused. A name that differs from one of these by a letter or two is refused as well. A key is made by `openssl rand -base64 32`; write it as `2026a:` and the result.',
];

const FILE_NOTES = [
  '## File',
  'YAML, at most 256 KiB; by custom `genkan.yaml`. Everything may be left out; a key that is left out has its default. There is no key that switches the limits of attempts off. [genkan.example.yaml](genkan.example.yaml) shows most of it; an editor that knows [genkan.schema.json](genkan.schema.json) completes keys while you type: put `# yaml-language-server: $schema=genkan.schema.json` on the first line.',
];

function variableRow({ name, description, secret, ...rest }: (typeof VARIABLES)[number]): Row {
  return {
    name,
    meaning: secret === true ? `${description} Secret.` : description,
    usual: rest.default,
    range: rest.range,
    example: `\`${rest.example}\``,
  };
}

function rowsOf(name: string, given: Node): readonly Row[] {
  // What may be null is written as a choice of two; the first says what it is otherwise.
  const node = given.description === undefined ? (given.anyOf?.[0] ?? given) : given;
  if (node.description === undefined) return below(name, node);
  return [rowOf(name, node), ...(node.items === undefined ? [] : below(`${name}[]`, node.items))];
}

function below(name: string, { properties = {} }: Node): readonly Row[] {
  return Object.entries(properties).flatMap(([key, node]) => rowsOf(`${name}.${key}`, node));
}

function rowOf(name: string, node: Node): Row {
  const range = node.range ?? (node.enum === undefined ? kindOf(node) : node.enum.map(String).join(', '));
  return {
    name,
    meaning: node.description ?? '',
    usual: node.usual ?? '',
    range,
    example: `\`${node.example ?? exampleOf(node)}\``,
  };
}

function kindOf(node: Node): string {
  const [first] = node.anyOf ?? [];
  if (node.type === 'array') return 'list';
  if ((first ?? node).properties !== undefined) return 'both languages';
  const { maxLength } = first ?? node;
  return maxLength === undefined ? 'text' : `text, at most ${maxLength} characters`;
}

function exampleOf(node: Node): string {
  const { range = '', usual = '' } = node;
  if (/^\d/u.test(usual)) return usual.split(',')[0] ?? usual;
  if (node.enum !== undefined || range === 'true, false') return String(node.enum?.[0] ?? true);
  if (node.type === 'array') return '[]';
  return kindOf(node) === 'both languages' ? '{ ja: 例, en: Example }' : 'Example';
}

function table(what: string, rows: readonly Row[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return [
    `| ${what} | meaning | default | range | example |`,
    '|---|---|---|---|---|',
    ...rows.map((row) => `| \`${row.name}\` | ${[row.meaning, row.usual, row.range, row.example].map(cell).join(' | ')} |`),
  ].join('\n');
}
