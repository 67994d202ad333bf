/**
 * Bundles the server and the command (packages stay outside, with a source map) and the browser script into dist/. Under a tenth of
 * a second, so every start builds; tests that only need the script call buildClient. Needs no network and keeps no worker running.
 * Every file is put in place by renaming: a server or a command that starts meanwhile never reads half of one.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Builds everything `npm start` and `genkan` need: dist/server.js, dist/genkan.js and dist/assets/client.js. */
export async function build() {
  try {
    await Promise.all([inPlace('', bundleServer), inPlace('assets', bundleClient)]);
  } finally {
    await esbuild.stop();
  }
}

/** Builds the browser script alone; answers its path. */
export async function buildClient() {
  try {
    await inPlace('assets', bundleClient);
  } finally {
    await esbuild.stop();
  }
  return join(ROOT, 'dist/assets/client.js');
}

/** Builds into a folder beside the one below dist/, then renames file by file. */
async function inPlace(folder, bundle) {
  const target = join(ROOT, 'dist', folder);
  const made = join(ROOT, 'dist', `.${folder}${process.pid}`);
  try {
    await bundle(made);
    mkdirSync(target, { recursive: true });
    for (const name of readdirSync(made)) renameSync(join(made, name), join(target, name));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function bundleServer(outdir) {
  return esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: { server: 'src/server.ts', genkan: 'src/cli/main.ts' },
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    // A trace names files and lines; their text would double what every start reads and keeps.
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
  });
}

/** For every supported browser: Chrome, Firefox and Edge of the last two years (product.md section 2). Passkeys are a file of their own. */
function bundleClient(outdir) {
  return esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: { client: 'src/http/client/main.ts', passkeys: 'src/http/client/passkeys.ts' },
    outdir,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: ['chrome117', 'firefox115', 'safari16.4'],
    format: 'esm',
    legalComments: 'none',
    logLevel: 'error',
  });
}
