/** `genkan config check` answers as a start would, without opening anything. */
import { expect, test } from 'vitest';
import { checkConfig } from './config-check.ts';

test('A-03 demo mode is fine by itself, and not beside production settings', () => {
  expect(checkConfig({}, [])).toMatchObject({ exitCode: 0 });
  expect(checkConfig({ GENKAN_KEYS: 'x' }, [])).toMatchObject({ exitCode: 78, lines: [expect.stringContaining('GENKAN_KEYS')] });
});
