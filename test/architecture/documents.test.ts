/**
 * The documents that speak of the code are held to it: the files a sign-in passes through, the files that prove a defence, the
 * dependencies, the links between pages, the environment an operator sets. What is generated must be current.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variableNames } from '../../src/config/environment.ts';
import { DEFAULT_DURATIONS } from '../../src/core/policy.ts';
import { DEFAULT_RECOVERY } from '../../src/core/recovery-policy.ts';
import { days, hours, minutes, seconds } from '../../src/core/time.ts';
import { importsOf } from './syntax.ts';
import { codeFiles, type ProjectFile, projectFiles, ROOT, readProjectFile } from './tree.ts';

const files = projectFiles();
const pages = files.filter((file) => file.path.endsWith('.md'));

describe('docs/architecture.md', () => {
  const architecture = readProjectFile('docs/architecture.md');
  const password = stations(architecture, 'The password');
  const code = stations(architecture, 'The code');

  it('names at most 12 files for the password step and 17 with the code', () => {
    expect(new Set(password).size).toBeGreaterThan(8);
    expect(new Set(password).size).toBeLessThanOrEqual(12);
    expect(new Set([...password, ...code]).size).toBeLessThanOrEqual(17);
  });

  it('names files that exist', () => {
    const named = [...new Set([...password, ...code, ...sourcePaths(architecture)])];
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names for each step only files that the route table reaches', () => {
    const reached = reachableFrom('src/server.ts');
    expect([...password, ...code].filter((path) => !reached.has(path))).toEqual([]);
  });
});

describe('docs/threat-model.md', () => {
  const rows = readProjectFile('docs/threat-model.md')
    .split('\n')
    .filter((line) => /^\| T-\d\d \|/u.test(line));
  const isTried = (row: string) => /`(?:test|src)\/[^`]+\.test\.tsx?`/u.test(row);

  it('has a row for each of the 52 attacks', () => {
    expect(rows.map((row) => row.slice(2, 6))).toEqual(
      Array.from({ length: 52 }, (_, index) => `T-${String(index + 1).padStart(2, '0')}`),
    );
  });

  it('names a test for each attack on what this version holds', () => {
    const later = [45];
    const untried = rows.filter((row) => !later.includes(Number(row.slice(4, 6))) && !isTried(row));
    expect(untried).toEqual([]);
  });
});

describe('docs/dependencies.md', () => {
  const register = readProjectFile('docs/dependencies.md');
  const manifest = JSON.parse(readProjectFile('package.json'));
  const runtime = Object.keys(manifest.dependencies);
  const registered = [...register.matchAll(/^\| `([^`]+)` \|/gmu)].map((match) => match[1] ?? '');

  it('SEC-S02 has a row for each dependency and no other, at most 18 of them at run time', () => {
    const all = [...runtime, ...Object.keys(manifest.devDependencies), ...Object.keys(manifest.optionalDependencies)];
    expect(registered.toSorted()).toEqual(all.toSorted());
    expect(runtime.length).toBeLessThanOrEqual(18);
  });

  it('SEC-S01 SEC-S02 every version is exact', () => {
    const versions = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap((list) =>
      Object.values(list),
    );
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/u.test(String(version)))).toEqual([]);
  });

  it('SEC-S01 installs from the lock file, runs no script of a package and keeps no registry address', () => {
    const settings = readProjectFile('.npmrc').split('\n');
    expect(settings).toEqual(
      expect.arrayContaining(['ignore-scripts=true', 'save-exact=true', 'omit-lockfile-registry-resolved=true']),
    );
    const lock = readProjectFile('package-lock.json');
    expect(/"resolved": *"http/u.test(lock)).toBe(false);
    expect(readProjectFile('.ci/run')).toContain('npm ci');
  });

  it('SEC-S01 every package of the lock file has a checksum', () => {
    const { packages } = JSON.parse(readProjectFile('package-lock.json'));
    const unchecked = Object.keys(packages).filter((path) => path !== '' && packages[path].integrity === undefined);
    expect(unchecked).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const names = (text: string): ReadonlySet<string> =>
    new Set([...text.matchAll(/(?<=[`'])(?:GENKAN_[A-Z_]+|DATABASE_URL|SMTP_URL|PORT|NODE_ENV)(?=[`'])/gu)].map(String));

  it('A-02 names every environment variable that the configuration reads and no other', () => {
    const read = [...names(readProjectFile('src/config.ts'))].map((name) => name.replace(/_FILE$/u, ''));
    const rows = readProjectFile('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gmu);
    const documented = [...rows].map((match) => match[1] ?? '');
    expect([...new Set(read)].toSorted()).toEqual(documented.toSorted());
  });

  it('names no variable in the handbook that is not read', () => {
    const known = new Set(variableNames());
    expect([...names(readProjectFile('docs/operations.md'))].filter((name) => !known.has(name))).toEqual([]);
  });

  it('A-02 names every duration and every number of the recovery with its default', () => {
    const rows = readProjectFile('docs/configuration.md').matchAll(
      /^\| `((?:durations|recovery)\.(?!evidence\.)[\w.]+)` \|[^|]*\| (\w+) \|/gmu,
    );
    const documented = Object.fromEntries([...rows].map(([, name = '', value = '']) => [name, value]));
    const { wait, quota, evidence: _rules, singlePerson: _mode, ...recovery } = DEFAULT_RECOVERY;
    const expected = (values: object, above: string) =>
      Object.entries(values).map(([name, value]) => [`${above}.${name}`, Number(value)]);
    const all = [
      ...expected(DEFAULT_DURATIONS, 'durations'),
      ...expected(recovery, 'recovery'),
      ...expected(wait, 'recovery.wait'),
      ...expected(quota, 'recovery.quota'),
    ];
    expect(Object.fromEntries(Object.entries(documented).map(([name, value]) => [name, numberOf(value)]))).toEqual(
      Object.fromEntries(all),
    );
  });

  it('A-02 explains every key with meaning, default, range and an example', () => {
    const rows = readProjectFile('docs/configuration.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(90);
    expect(
      rows.filter((row) =>
        row
          .split(/(?<!\\)\|/u)
          .slice(1, -1)
          .some((cell) => /^(?:|undefined|``)$/u.test(cell.trim())),
      ),
    ).toEqual([]);
  });
});

describe('every page of documentation', () => {
  it('links to files that exist', () => {
    const broken = pages.flatMap((page) =>
      [...page.text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/gu)]
        .map((match) => posix.join(dirname(page.path), match[1] ?? ''))
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${page.path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('holds each decision to 60 lines with date, status, context, decision and consequences', () => {
    const decisions = pages.filter((page) => page.path.startsWith('docs/adr/0'));
    expect(decisions.length).toBeGreaterThanOrEqual(12);
    const unlike = decisions.filter(({ text }) => {
      const hasParts = [
        /^Date: \d{4}-\d\d-\d\d$/mu,
        /^Status: /mu,
        /^## Context$/mu,
        /^## Decision$/mu,
        /^## Consequences$/mu,
      ].every((part) => part.test(text));
      return !hasParts || text.split('\n').length > 61;
    });
    expect(unlike.map((page) => page.path)).toEqual([]);
  });

  it('has one decision per number', () => {
    const numbers = pages.filter((page) => page.path.startsWith('docs/adr/')).map((page) => page.path.slice(9, 13));
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  it('starts with the README in at most 150 lines, with both commands in it', () => {
    const readme = readProjectFile('README.md');
    expect(readme.split('\n').length).toBeLessThanOrEqual(151);
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });
});

describe('generated pages', () => {
  it('are what `npm run docs` would write now', () => {
    const check = spawnSync(process.execPath, [join(ROOT, 'scripts/docs.mjs'), '--check'], { encoding: 'utf8' });
    expect(check.stdout + check.stderr).toBe('');
    expect(check.status).toBe(0);
  });
});

/** `24h` as a duration, `3` as a number. */
function numberOf(text: string): number {
  const units: Readonly<Record<string, (count: number) => number>> = { s: seconds, m: minutes, h: hours, d: days };
  const unit = units[text.slice(-1)];
  return unit === undefined ? Number(text) : unit(Number(text.slice(0, -1)));
}

/** The files named in the numbered rows of the table under this heading, in order. */
function stations(page: string, heading: string): readonly string[] {
  const section = page.split(/^#+ /mu).find((part) => part.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((line) => /^\| \d+ \|/u.test(line));
  return rows.flatMap((row) => sourcePaths(row).slice(0, 1));
}

function sourcePaths(text: string): readonly string[] {
  return [...text.matchAll(/`(src\/[a-z0-9/.-]+\.tsx?)`/gu)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}

function reachableFrom(start: string): ReadonlySet<string> {
  const sources = new Map<string, ProjectFile>(codeFiles(files, 'src/').map((file) => [file.path, file]));
  const reached = new Set<string>();
  const visit = (path: string): void => {
    const file = sources.get(path);
    if (file === undefined || reached.has(path)) return;
    reached.add(path);
    for (const { from } of importsOf(file)) if (from.startsWith('.')) visit(posix.join(posix.dirname(path), from));
  };
  visit(start);
  return reached;
}
