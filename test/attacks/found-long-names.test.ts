/** A name of a device as long as a form may be: told as too long without work that takes the square of its length. */
import { expect, test } from 'vitest';
import { isDeviceNameTooLong, readDeviceName } from '../../src/http/device-name.ts';

const DISORDER = `a${'\u0301'.repeat(20_000)}${'\u0316'.repeat(10_000)}`;

test('SEC-R04 30,000 marks in the wrong order come back as they were typed: nobody sorts them', () => {
  expect(readDeviceName(DISORDER)).toBe(DISORDER);
  expect(isDeviceNameTooLong(DISORDER)).toBe(true);
});

test('SEC-R04 a name that could be one has one form, whatever stood around it', () => {
  expect(readDeviceName(`${' '.repeat(30_000)}e\u0301`)).toBe('\u00e9');
});
