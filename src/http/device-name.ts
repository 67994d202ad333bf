/**
 * The name somebody gives the device with the app: shown on pages and in a letter, so it is one line of visible characters.
 * Control characters and those that turn the writing direction are left out; length is counted in characters as people see them.
 */
import { DEVICE_NAME_MAX } from '../core/authenticator.ts';

/** Controls, line and paragraph separators, and the marks that could make the rest of a line read backwards. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** In UTF-16 units. Putting marks in order takes the square of their number, and a longer text is too long either way. */
const NORMALISED_MAX = 1000;

/** A character that leaves a mark: zero-width ones do not, however many there are. */
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}\p{M}]/u;

/** What is left of the typed name; '' when nothing is. */
export function readDeviceName(typed: string): string {
  const line = typed.toWellFormed().replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim();
  const name = line.length > NORMALISED_MAX ? line : line.normalize('NFC');
  return VISIBLE.test(name) ? name : '';
}

export function isDeviceNameTooLong(name: string): boolean {
  return [...name].length > DEVICE_NAME_MAX;
}
