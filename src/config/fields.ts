/**
 * The kinds of value the configuration file is made of: durations, texts, colours, addresses. Each says what it takes in words
 * that follow the name of a key. What a key means, its default and its range stand where the key is declared.
 */
import { z } from 'zod';
import { type CalendarDay, type OpenHours, readCalendarDay } from '../core/business-calendar.ts';
import type { BusinessTime } from '../core/response-times.ts';
import { type Duration, days, hours, minutes, seconds } from '../core/time.ts';
import { readPolicyDate } from '../core/two-factor-policy.ts';

/** What the generated reference says of a key besides its description. */
export interface Facts {
  readonly description: string;
  /** The default, or where it comes from. */
  readonly usual: string;
  readonly range?: string;
  readonly example?: string;
}

interface Limits {
  readonly min?: Duration;
  readonly max?: Duration;
}

const UNITS: Readonly<Record<string, (count: number) => Duration>> = { s: seconds, m: minutes, h: hours, d: days };
const LONGEST = days(3650);
const TEXT_MAX = 200;
const MAIL_ADDRESS = /^[^\s@<>"(),;:]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/iu;
const PHONE = /^[+\d][\d ()\-#*]{2,29}$/u;
/** Control characters, line ends included, and marks that turn the direction of a text around. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** `10m` as a number of milliseconds. A lower limit of zero makes `0s` possible. */
export function durationField(facts: Omit<Facts, 'range'>, { min = seconds(1), max = LONGEST }: Limits = {}) {
  const range = `${durationText(min)} to ${durationText(max)}`;
  const shape = min === 0 ? /^\d{1,6}[smhd]$/u : /^[1-9]\d{0,5}[smhd]$/u;
  return z
    .string('needs a duration: a number and s, m, h or d, such as 10m')
    .regex(shape, 'needs a duration: a number and s, m, h or d, such as 10m')
    .transform((text) => UNITS[text.slice(-1)]?.(Number(text.slice(0, -1))) ?? 0)
    .refine((value) => value >= min, `takes ${range}: no less than ${durationText(min)}`)
    .refine((value) => value <= max, `takes ${range}: no more than ${durationText(max)}`)
    .meta({ ...facts, range });
}

export function countField(facts: Omit<Facts, 'range'>, min: number, max: number) {
  const sentence = `takes a whole number from ${min} to ${max}`;
  return z
    .int(sentence)
    .min(min, sentence)
    .max(max, sentence)
    .meta({ ...facts, range: `${min} to ${max}` });
}

/** A day in Japan: the instant at which it begins. */
export function dateField(facts: Omit<Facts, 'range'>) {
  const sentence = 'takes a date such as 2027-04-01';
  return z
    .string(sentence)
    .refine((text) => readPolicyDate(text) !== undefined, sentence)
    .transform((text) => readPolicyDate(text) ?? 0)
    .nullable()
    .meta({ ...facts, range: 'date, null' });
}

/** Hours of one day, such as 9:00-18:00; null where it is closed. */
export function openHoursField(facts: Omit<Facts, 'range' | 'example'>) {
  const sentence = 'takes hours such as 9:00-18:00, or null';
  return z
    .string(sentence)
    .refine((text) => readHours(text) !== undefined, sentence)
    .transform((text): OpenHours | null => readHours(text) ?? null)
    .nullable()
    .meta({ ...facts, range: '0:00 to 24:00, null', example: '9:00-18:00' });
}

/** Business time: `30m`, `4h`, or `1d` for a day of the calendar. */
export function businessTimeField(facts: Omit<Facts, 'range'>) {
  const sentence = 'takes business time such as 30m, 4h or 1d';
  return z
    .string(sentence)
    .refine((text) => readBusinessTime(text) !== undefined, sentence)
    .transform((text): BusinessTime => readBusinessTime(text) ?? { unit: 'minutes', count: 0 })
    .meta({ ...facts, range: '1m to 30d' });
}

/** Days of one year, or of every year. */
export function calendarDaysField(facts: Omit<Facts, 'range' | 'example'>) {
  const sentence = 'takes days such as 2026-12-29, or 12-29 for every year';
  const day = z.string(sentence).refine((text): text is CalendarDay => readCalendarDay(text) !== undefined, sentence);
  return z
    .array(day)
    .max(366, 'takes at most 366 days')
    .meta({ ...facts, range: 'list of at most 366 days', example: '[2026-08-14, 12-29]' });
}

export function switchField(facts: Facts) {
  return z.boolean('takes true or false').meta({ range: 'true, false', ...facts });
}

/** One line of text that a page or a letter shows. */
export function textField(max = TEXT_MAX) {
  return z
    .string()
    .trim()
    .min(1, 'is empty: give it a text')
    .max(max, `takes at most ${max} characters`)
    .refine((text) => !UNPRINTABLE.test(text), 'takes one line without control characters');
}

/** The same sentence in both languages. */
export function bilingualField(facts: Facts, max = TEXT_MAX) {
  return z.strictObject({ ja: textField(max), en: textField(max) }).meta({ ...facts });
}

export function colourField(facts: Facts) {
  return z
    .string('takes a colour such as "#0B5A6F", in quotes: after a bare # everything is a comment')
    .regex(/^#[0-9a-f]{6}$/iu, 'takes a colour such as "#0B5A6F"')
    .meta({ range: '#000000 to #FFFFFF', example: '"#0B5A6F"', ...facts });
}

export function mailField(facts: Facts) {
  return z
    .string()
    .max(254)
    .regex(MAIL_ADDRESS, 'takes a mail address such as support@example.com')
    .nullable()
    .meta({ range: 'mail address, null', ...facts });
}

export function phoneField(facts: Facts) {
  return z
    .string('takes a telephone number in quotes, such as "0120-000-111"')
    .regex(PHONE, 'takes a telephone number such as "0120-000-111"')
    .nullable()
    .meta({ range: 'telephone number, null', ...facts });
}

/** A host name in the form browsers send it. */
export function hostField(facts: Facts) {
  return z
    .string()
    .max(253)
    .refine(isHostName, 'takes a host name in lower case such as desk.example.com, without scheme, port and path')
    .nullable()
    .meta({ range: 'host name, null', ...facts });
}

/** An https address, or a path of this site. */
export function linkField(facts: Facts) {
  return z
    .string()
    .max(500)
    .refine(isLink, 'takes an https address or a path that begins with one slash')
    .nullable()
    .meta({ range: 'https address, own path, null', ...facts });
}

/** `72h`, `7d`, `10m`: the largest unit that stays a whole number, days from four on. */
export function durationText(value: Duration): string {
  if (value >= days(4) && value % days(1) === 0) return `${value / days(1)}d`;
  if (value >= hours(1) && value % hours(1) === 0) return `${value / hours(1)}h`;
  if (value >= minutes(1) && value % minutes(1) === 0) return `${value / minutes(1)}m`;
  return `${value / seconds(1)}s`;
}

function readHours(text: string): OpenHours | undefined {
  const [, fromHour = '', fromMinute = '', toHour = '', toMinute = ''] = /^(\d\d?):([0-5]\d)-(\d\d?):([0-5]\d)$/u.exec(text) ?? [];
  const from = hours(Number(fromHour)) + minutes(Number(fromMinute));
  const to = hours(Number(toHour)) + minutes(Number(toMinute));
  return from < to && to <= days(1) ? { from, to } : undefined;
}

function readBusinessTime(text: string): BusinessTime | undefined {
  const [, digits = '', unit] = /^([1-9]\d{0,4})([mhd])$/u.exec(text) ?? [];
  const count = Number(digits);
  if (unit === 'd') return count <= 30 ? { unit: 'days', count } : undefined;
  const time = unit === 'h' ? hours(count) : minutes(count);
  return unit === undefined || time > days(30) ? undefined : { unit: 'minutes', count: time / minutes(1) };
}

function isHostName(text: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/u.test(text) && URL.parse(`https://${text}/`)?.hostname === text;
}

function isLink(text: string): boolean {
  if (UNPRINTABLE.test(text)) return false;
  const own = URL.parse(text, 'https://own.invalid');
  if (text.startsWith('/')) return own !== null && own.origin === 'https://own.invalid' && !text.includes('\\');
  return own !== null && text.startsWith('https://') && own.protocol === 'https:' && own.username === '' && own.password === '';
}
