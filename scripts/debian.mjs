/**
 * What the tests need from outside npm: two browsers, a QR reader, an independent code generator and Japanese glyphs. As root on
 * Debian they are installed; anywhere else the run stops and names the packages. Nothing is skipped. Of Chromium the bare engine is
 * installed too where Debian has it: without it the pages are looked at in the whole browser, which takes longer.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NEEDED = [
  { name: 'chromium', has: () => existsSync('/usr/bin/chromium') },
  { name: 'firefox-esr', has: () => existsSync('/usr/bin/firefox-esr') },
  { name: 'zbar-tools', has: () => runs('zbarimg', ['--version']) },
  { name: 'oathtool', has: () => runs('oathtool', ['--version']) },
  { name: 'fonts-noto-cjk', has: hasJapaneseFont },
];

const ENGINE = 'chromium-headless-shell';

/** Names of Debian packages that are still missing after what could be installed was installed; empty = all is there. */
export function installTools() {
  const missing = missingPackages();
  const mayInstall = process.getuid?.() === 0 && runs('apt-get', ['--version']);
  const hasEngine = existsSync(`/usr/bin/${ENGINE}`);
  if ((missing.length === 0 && hasEngine) || !mayInstall) return missing;
  apt(['update']);
  if (missing.length > 0) apt(['install', '-y', '--no-install-recommends', ...missing]);
  if (!hasEngine && runs('apt-cache', ['show', ENGINE])) apt(['install', '-y', '--no-install-recommends', ENGINE]);
  return missingPackages();
}

function apt(args) {
  process.stdout.write(`apt-get ${args.join(' ')}\n`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env: environment, timeout: 600_000 });
}

function missingPackages() {
  return NEEDED.filter((tool) => !tool.has()).map((tool) => tool.name);
}

function runs(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function hasJapaneseFont() {
  const answer = spawnSync('fc-list', [':lang=ja', 'family'], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.trim() !== '';
}
