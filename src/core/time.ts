/**
 * Instants and durations. An instant is milliseconds since 1970 (UTC); a duration is milliseconds. Both are whole
 * numbers. Durations are built by `minutes(10)`, never by multiplying: a factor too few once made "two hours" two minutes.
 */
export type Instant = number;
export type Duration = number;

export const seconds = (n: number): Duration => n * 1000;
export const minutes = (n: number): Duration => seconds(n * 60);
export const hours = (n: number): Duration => minutes(n * 60);
export const days = (n: number): Duration => hours(n * 24);
