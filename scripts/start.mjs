/**
 * `npm start`: builds the product and runs it with the Node pinned in package.json, whatever Node the machine has. Under the
 * pinned Node the server runs in this very process, so signals and the exit code are its own; otherwise they are passed on.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isPinnedNode, pinnedNode } from './pinned-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = join(root, 'dist', 'server.js');

/** What a flood of sign-ins leaves behind is collected early: more room would only be filled (P-6). The same in package.json. */
const FLAGS = ['--enable-source-maps', '--max-semi-space-size=4'];

const node = pinnedNode(root);
const isPinned = isPinnedNode();
if (buildWith(isPinned ? process.execPath : node)) {
  if (isPinned) {
    process.setSourceMapsEnabled(true);
    await import(pathToFileURL(server).href);
  } else {
    runWith(node);
  }
}

/** In a process of its own: the builder keeps a worker alive that the server has no use for. Prints only what goes wrong. */
function buildWith(node) {
  const script = "const { build } = await import('./scripts/build.mjs'); await build();";
  const built = spawnSync(node, ['--input-type=module', '--eval', script], { cwd: root, encoding: 'utf8' });
  if (built.status === 0) return true;
  process.stderr.write(`${built.stdout ?? ''}${built.stderr ?? ''}Genkan cannot start: the build failed.\n`);
  process.exitCode = 1;
  return false;
}

function runWith(node) {
  const child = spawn(node, [...FLAGS, server, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    // A terminal sends SIGINT to the child by itself.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  child.on('error', (error) => {
    process.stderr.write(`Genkan cannot start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
