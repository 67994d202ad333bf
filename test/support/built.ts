/** Runs once before all test files: builds the product that servers and browsers of the tests run, as `npm start` does. `npm test` has done so. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

export function setup(): void {
  if (process.env.GENKAN_TEST_BUILT === '1') return;
  const script = "const { build } = await import('./scripts/build.mjs'); await build();";
  const built = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed\n${built.stdout}${built.stderr}`);
}
