/** Durations in words: whole units only, and the operator's numbers whatever they are. */
import { describe, expect, it } from 'vitest';
import { days, hours, minutes, seconds } from '../core/time.ts';
import { wordsFor } from '../i18n/catalog.ts';
import { lasting } from './lasting.ts';

describe('a duration in words', () => {
  it.each([
    [days(7), '7日', '7 days'],
    [hours(72), '72時間', '72 hours'],
    [hours(24), '24時間', '24 hours'],
    [hours(1), '1時間', '1 hour'],
    [minutes(10), '10分', '10 minutes'],
    [minutes(1), '1分', '1 minute'],
    [seconds(90), '90秒', '90 seconds'],
    [seconds(1), '1秒', '1 second'],
    [days(4), '4日', '4 days'],
    [0, '1秒', '1 second'],
  ])('%i ms is %s, %s', (duration, ja, en) => {
    expect(lasting(wordsFor('ja'), duration)).toBe(ja);
    expect(lasting(wordsFor('en'), duration)).toBe(en);
  });
});
