/**
 * The project's files as the architecture tests see them: everything that would be committed, read from disk, so that the
 * checks also run where there is no git. What a rule says about a file stands in the rule, not here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A text file; `path` is relative to the project root, with slashes. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', '.cache']);
const NOT_TEXT = new Set(['.png', '.ico', '.woff2']);
const CODE = new Set(['.ts', '.tsx', '.mjs']);

export function projectFiles(): readonly ProjectFile[] {
  return walk(ROOT).map((full) => ({ path: relative(ROOT, full).replaceAll('\\', '/'), text: readFileSync(full, 'utf8') }));
}

/** Program text below a folder such as `src/` or `src/journeys/`; tests beside their source are left out of `src/`. */
export function codeFiles(files: readonly ProjectFile[], folder: string): readonly ProjectFile[] {
  return files.filter((file) => file.path.startsWith(folder) && CODE.has(extname(file.path)) && !isTestFile(file.path));
}

export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/u.test(path);
}

export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name) && !entry.name.endsWith('.log'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = join(folder, entry.name);
      if (entry.isDirectory()) return walk(full);
      return entry.isFile() && !NOT_TEXT.has(extname(entry.name)) ? [full] : [];
    });
}
