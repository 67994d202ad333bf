#!/usr/bin/env node
/**
 * The command `genkan`, in a checkout `npm run -s genkan -- COMMAND`: runs dist/genkan.js with the Node pinned in package.json, whatever
 * Node the machine has. Builds first when the sources are newer than what was built.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from './pinned-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'dist', 'genkan.js');
const node = pinnedNode(root);

if (isFresh() || build()) run();

function isFresh() {
  if (!existsSync(built)) return false;
  const source = join(root, 'src');
  if (!existsSync(source)) return true;
  const since = statSync(built).mtimeMs;
  const files = readdirSync(source, { recursive: true }).filter((name) => /\.tsx?$/u.test(name));
  return files.every((name) => statSync(join(source, name)).mtimeMs <= since);
}

function build() {
  const script = "const { build } = await import('./scripts/build.mjs'); await build();";
  const done = spawnSync(node, ['--input-type=module', '--eval', script], { cwd: root, encoding: 'utf8' });
  if (done.status === 0) return true;
  process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}genkan cannot run: the build failed.\n`);
  process.exitCode = 1;
  return false;
}

/** In a process of its own, with signals passed on: the pinned Node is seldom the one that runs this file. */
function run() {
  const child = spawn(node, ['--enable-source-maps', '--max-semi-space-size=4', built, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    // A terminal sends SIGINT to the child by itself.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  child.on('error', (error) => {
    process.stderr.write(`genkan cannot run: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
