/** Settings that look harmless and open something: an empty address to listen on, a bound that a file stretches. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { minutes } from '../../src/core/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'genkan-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configOf(yaml: string, env: Readonly<Record<string, string>> = {}) {
  const path = join(folder, 'genkan.yaml');
  writeFileSync(path, yaml);
  const needed = {
    GENKAN_ORIGIN: 'https://portal.example.com',
    GENKAN_KEYS: 'k1:n0tAs3cr3tn0tAs3cr3tn0tAs3cr3tn0tAs3cr3t123=',
    SMTP_URL: 'smtp://127.0.0.1:2525',
  };
  return readConfig({ ...needed, GENKAN_CONFIG: path, ...env }, []);
}

test('SEC-N08 GENKAN_BIND set to nothing listens on this machine only, not on every address', () => {
  expect(configOf('demo: false\n', { GENKAN_BIND: '' }).bind).toBe('127.0.0.1');
  expect(configOf('demo: false\n', { GENKAN_BIND: '0.0.0.0' }).bind).toBe('0.0.0.0');
});

test('GENKAN_DATA set to nothing is the usual folder, not the one of the program', () => {
  expect(configOf('demo: false\n', { GENKAN_DATA: '' }).dataDirectory).toBe(resolve('data'));
});

test.each(['stepUpFor', 'enrolmentFor'])('SEC-H01 SEC-B08 %s may be shortened by a file, never lengthened', (name) => {
  expect(configOf(`durations:\n  ${name}: 10m\n`).durations).toMatchObject({ [name]: minutes(10) });
  expect(() => configOf(`durations:\n  ${name}: 601s\n`)).toThrow(new RegExp(`durations\\.${name} takes .* no more than 10m`, 'u'));
});
