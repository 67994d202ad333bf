/**
 * `npm test`: the whole gate - types, lint, dead code and build side by side, every test without a browser, every walk in real
 * browsers. A step that fails does not stop the others. The last line is always `N passed, N failed`; a tool counts one, a
 * skipped test counts as failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installTools } from './debian.mjs';
import { pinnedNode } from './pinned-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'genkan-test-'));
const scratch = scratchFolder();
const total = { passed: 0, failed: 0 };
const MINUTE = 60_000;

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    finish('interrupted');
  });
}

try {
  const missing = installTools();
  if (missing.length > 0) {
    process.stdout.write(`The tests need Debian packages that are not installed: ${missing.join(' ')}\n`);
    process.stdout.write(`Install them with: apt-get install ${missing.join(' ')}\n`);
    finish('tools missing');
  }
  const node = pinnedNode(root);
  const [isBuilt] = await Promise.all([
    tool('build', node, ['--input-type=module', '--eval', "const { build } = await import('./scripts/build.mjs'); await build();"]),
    tool('types', node, ['node_modules/typescript/bin/tsc', '-p', '.']),
    tool('lint', node, ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.']),
    tool('dead code', node, ['node_modules/knip/bin/knip.js', '--no-progress']),
  ]);
  if (!isBuilt) finish('the build failed');
  await tests('product', node);
  await tests('browser', node);
  finish(null);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.stack : error}\n`);
  finish('the run broke');
}

/** Runs one tool; it counts as one. Its output is shown only when it fails. */
async function tool(name, program, args) {
  const { code, output, seconds } = await run(program, args, { isQuiet: true, within: 5 * MINUTE });
  total[code === 0 ? 'passed' : 'failed'] += 1;
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${code === 0 ? '' : output}`);
  return code === 0;
}

/** Runs the tests of one project and counts each of them. */
async function tests(project, node) {
  const report = join(reports, `${project}.json`);
  process.stdout.write(`\n${project} tests\n`);
  const { code, seconds } = await run(
    node,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { isQuiet: false, within: 55 * MINUTE },
  );
  const { passed, failed } = countOf(report);
  total.passed += passed;
  // A file that cannot be loaded or an error outside a test fails the run without failing a test.
  total.failed += code === 0 || failed > 0 ? failed : 1;
  process.stdout.write(`${project}: ${passed} passed, ${failed} failed (${seconds} s)\n`);
}

function countOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests };
}

function run(program, args, { isQuiet, within }) {
  const began = performance.now();
  return new Promise((resolve) => {
    const stdio = ['ignore', isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'];
    const child = spawn(program, args, { cwd: root, stdio, env: environment(), timeout: within, killSignal: 'SIGKILL' });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => (output += `${error.message}\n`));
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output, seconds: Math.round((performance.now() - began) / 1000) });
    });
  });
}

/** The product's own settings must come from the tests, not from whoever starts them. */
function environment() {
  const foreign = /^(?:GENKAN_(?!TEST_)|DATABASE_URL|SMTP_URL|PORT$|NODE_ENV$|NODE_OPTIONS$)/u;
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  return { ...own, NO_COLOR: '1', GENKAN_TEST_BUILT: '1', ...(scratch === undefined ? {} : { TMPDIR: scratch }) };
}

/** Thousands of databases live for a second each: in memory, where there is plenty and programs may be run from it. */
function scratchFolder() {
  const memory = '/dev/shm';
  if (process.env.TMPDIR !== undefined || !existsSync(memory)) return undefined;
  const { bavail, bsize } = statfsSync(memory);
  if (bavail * bsize < 4 * 1024 ** 3) return undefined;
  const folder = mkdtempSync(join(memory, 'genkan-test-'));
  // PostgreSQL does not run as root.
  chmodSync(folder, 0o755);
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  if (spawnSync(program).status === 0) return folder;
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

function finish(problem) {
  for (const folder of [reports, scratch]) if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  if (problem !== null) {
    if (total.failed === 0) total.failed = 1;
    process.stdout.write(`${problem}\n`);
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed === 0 ? 0 : 1);
}
