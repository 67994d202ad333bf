/**
 * Who may import whom: the table of docs/architecture.md as data, and the two checks that read it. Types count like values:
 * a ring that needs another's types depends on it.
 */
import { posix } from 'node:path';
import { importsOf } from './syntax.ts';
import type { ProjectFile } from './tree.ts';

interface Ring {
  /** Other parts of src/ it may import; its own folder is always allowed. */
  readonly inside: readonly string[];
  /** Packages and node: modules; a name ending in `*` covers what begins with it. */
  readonly outside: readonly string[];
}

const NODE = 'node:*';

/** Folder or file below src/ to what it may reach. "anything" is only for the places that put the parts together. */
const RINGS: Readonly<Record<string, Ring | 'anything'>> = {
  core: { inside: [], outside: [] },
  'ports.ts': {
    inside: [
      'core',
      'activity-ports.ts',
      'audit-ports.ts',
      'chart-ports.ts',
      'authenticator-ports.ts',
      'company-ports.ts',
      'desk-ports.ts',
      'dispute-ports.ts',
      'contact-ports.ts',
      'mail-ports.ts',
      'macro-ports.ts',
      'notices-ports.ts',
      'outbox-ports.ts',
      'passkey-ports.ts',
      'password-ports.ts',
      'procedure-ports.ts',
      'recovery-code-ports.ts',
      'recovery-ports.ts',
      'release-ports.ts',
      'staff-ports.ts',
    ],
    outside: [],
  },
  'activity-ports.ts': { inside: ['core'], outside: [] },
  'audit-ports.ts': { inside: ['core'], outside: [] },
  'chart-ports.ts': { inside: ['core'], outside: [] },
  'contact-ports.ts': { inside: ['core'], outside: [] },
  'notices-ports.ts': { inside: ['core'], outside: [] },
  'password-ports.ts': { inside: ['core'], outside: [] },
  'passkey-ports.ts': { inside: ['core'], outside: [] },
  'authenticator-ports.ts': { inside: ['core'], outside: [] },
  'company-ports.ts': { inside: ['core'], outside: [] },
  'desk-ports.ts': { inside: ['core'], outside: [] },
  'dispute-ports.ts': { inside: ['core'], outside: [] },
  'macro-ports.ts': { inside: ['core'], outside: [] },
  'outbox-ports.ts': { inside: ['core'], outside: [] },
  'recovery-ports.ts': { inside: ['core'], outside: [] },
  'release-ports.ts': { inside: ['core', 'desk-ports.ts', 'recovery-ports.ts'], outside: [] },
  'staff-ports.ts': { inside: ['core'], outside: [] },
  'procedure-ports.ts': { inside: ['core', 'desk-ports.ts'], outside: [] },
  'recovery-code-ports.ts': { inside: ['core'], outside: [] },
  journeys: { inside: ['core', 'ports.ts'], outside: [] },
  store: { inside: ['core', 'ports.ts'], outside: ['kysely*', 'pg', NODE] },
  crypto: { inside: ['core', 'ports.ts'], outside: ['@node-rs/argon2', '@simplewebauthn/server*', NODE] },
  mail: { inside: ['core', 'ports.ts', 'i18n', 'portals'], outside: ['nodemailer*', 'hono/jsx*', 'hono/html', NODE] },
  i18n: { inside: ['core'], outside: [] },
  portals: { inside: ['core', 'i18n'], outside: [] },
  http: {
    inside: ['core', 'ports.ts', 'journeys', 'i18n', 'portals'],
    outside: ['hono', 'hono/*', '@hono/node-server*', 'zod', 'uqr', NODE],
  },
  'http/client': { inside: [], outside: ['@simplewebauthn/browser'] },
  'log.ts': { inside: ['core', 'ports.ts'], outside: ['pino', NODE] },
  'clerk.ts': { inside: ['core', 'ports.ts'], outside: [NODE] },
  'housekeeper.ts': { inside: ['core', 'ports.ts'], outside: [NODE] },
  config: { inside: ['core', 'ports.ts', 'portals', 'i18n'], outside: ['zod', 'yaml', NODE] },
  'config.ts': 'anything',
  'config-check.ts': 'anything',
  'policy-effect.ts': { inside: ['core', 'ports.ts', 'portals'], outside: [] },
  'demo.ts': 'anything',
  drill: 'anything',
  'compose.ts': 'anything',
  'server.ts': 'anything',
  cli: 'anything',
};

/** The only files of core that may touch node:crypto, for deterministic digests. */
const DIGESTING_CORE = ['src/core/totp.ts', 'src/core/tokens.ts', 'src/core/recovery-codes.ts'];

/** One line per import that breaks the table. */
export function forbiddenImports(files: readonly ProjectFile[]): readonly string[] {
  return files.flatMap((file) => {
    const name = ringOf(file.path);
    const ring = name === undefined ? undefined : RINGS[name];
    if (name === undefined || ring === undefined) return [`${file.path}: stands in no ring of the import table`];
    if (ring === 'anything') return [];
    return importsOf(file).flatMap(({ from, place, typeOnly }) => {
      if (name === 'ports.ts' && !typeOnly) return [`${place}: ports.ts imports types only, "${from}" is imported as a value`];
      if (!from.startsWith('.')) {
        if (from === 'node:crypto' && DIGESTING_CORE.includes(file.path)) return [];
        return ring.outside.some((allowed) => covers(allowed, from))
          ? []
          : [`${place}: ${name} may not import the package "${from}"`];
      }
      const target = resolveImport(file.path, from);
      const targetRing = ringOf(target);
      if (!target.startsWith('src/')) return [`${place}: ${name} may not import "${target}" from outside src/`];
      if (targetRing === name || (targetRing !== undefined && ring.inside.includes(targetRing))) return [];
      return [`${place}: ${name} may not import ${targetRing ?? target}`];
    });
  });
}

/** Each import cycle once, as a chain of files. Types are gone before the program runs, so only values can go round. */
export function importCycles(files: readonly ProjectFile[]): readonly string[] {
  const targets = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter(({ from, typeOnly }) => from.startsWith('.') && !typeOnly)
        .map(({ from }) => resolveImport(file.path, from)),
    ]),
  );
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const before = trail.indexOf(path);
    if (before >= 0) {
      cycles.push([...trail.slice(before), path].join(' -> '));
    } else if (!finished.has(path)) {
      for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
      finished.add(path);
    }
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}

export function resolveImport(importer: string, from: string): string {
  return posix.join(posix.dirname(importer), from);
}

function ringOf(path: string): string | undefined {
  const inside = path.replace(/^src\//u, '');
  return Object.keys(RINGS)
    .filter((name) => inside === name || inside.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function covers(allowed: string, name: string): boolean {
  return allowed.endsWith('*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed;
}
