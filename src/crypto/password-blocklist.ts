/**
 * The passwords nobody may choose (SEC-A04): one file in this folder, read once, asked by exact match. How it is made stands in
 * `scripts/refused-passwords.mjs`; what else a password must be is decided by `core/password.ts`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../core/outcome.ts';
import type { PasswordBlocklist } from '../core/password.ts';

const FILE = 'src/crypto/refused-passwords.txt';

export interface LoadedBlocklist extends PasswordBlocklist {
  readonly size: number;
  /** Entries of at least this many code points. */
  countFrom(length: number): number;
}

let loaded: LoadedBlocklist | undefined;

/** Throws Fault "config-invalid" when the file is missing: without it weak passwords would pass unseen. */
export function openPasswordBlocklist(): LoadedBlocklist {
  loaded ??= load();
  return loaded;
}

function load(): LoadedBlocklist {
  const entries = new Set(readList().split('\n'));
  entries.delete('');
  return {
    size: entries.size,
    countFrom: (length) => [...entries].filter((entry) => [...entry].length >= length).length,
    has: (folded) => entries.has(folded),
  };
}

/** The bundled program lies elsewhere than its source: both are below the folder that holds the file. */
function readList(): string {
  for (let directory = dirname(fileURLToPath(import.meta.url)); ; directory = dirname(directory)) {
    const path = join(directory, FILE);
    if (existsSync(path)) return readFileSync(path, 'utf8');
    if (directory === dirname(directory)) throw new Fault('config-invalid', `${FILE} is missing`);
  }
}
