/**
 * Bundles the server (packages stay outside, with a source map) and the browser script into dist/. Under a tenth of a second,
 * so every start builds; tests that only need the script call buildClient. Needs no network and keeps no worker running.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Builds everything `npm start` needs: dist/server.js and dist/assets/client.js. */
export async function build() {
  try {
    await Promise.all([buildServer(), bundleClient()]);
  } finally {
    await esbuild.stop();
  }
}

/** Builds the browser script alone; answers its path. */
export async function buildClient() {
  try {
    await bundleClient();
  } finally {
    await esbuild.stop();
  }
  return join(ROOT, 'dist/assets/client.js');
}

function buildServer() {
  return esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['src/server.ts'],
    outfile: 'dist/server.js',
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'error',
  });
}

/** One file for every supported browser: Chrome, Firefox and Edge of the last two years (product.md section 2). */
function bundleClient() {
  return esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['src/http/client/main.ts'],
    outfile: 'dist/assets/client.js',
    bundle: true,
    minify: true,
    platform: 'browser',
    target: ['chrome117', 'firefox115', 'safari16.4'],
    format: 'esm',
    legalComments: 'none',
    logLevel: 'error',
  });
}
