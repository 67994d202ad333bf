/** Which address or number may serve recovery at a moment, since when contact data stands, and what may be added or removed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContactPoint, contactChangedAt, contactOnFile, keptUntil, mayAddNotification, standing } from './contact.ts';
import { days, type Instant, seconds } from './time.ts';

const NOW: Instant = Date.UTC(2026, 10, 23);
const MONTH = days(30);
const ago = (count: number): Instant => NOW - days(count);

function point(value: string, since: Instant, changes: Partial<ContactPoint> = {}): ContactPoint {
  return {
    id: `${value}-${since}`,
    kind: 'email',
    value,
    canonical: value.toLowerCase(),
    since,
    until: null,
    setVia: 'second-factor',
    endedReason: changes.until === undefined || changes.until === null ? null : 'changed',
    heldUntil: null,
    isSwitchboard: false,
    ...changes,
  };
}

const first = (until: Instant | null): ContactPoint => point('a', ago(400), { until, setVia: 'import' });
const onFile = (points: readonly ContactPoint[], kind: 'email' | 'phone' = 'email'): string | null =>
  contactOnFile(points, kind, NOW, MONTH)?.value ?? null;

describe('the address that may serve recovery', () => {
  it.each<[string, readonly ContactPoint[], string | null]>([
    ['the only one, however old', [first(null)], 'a'],
    ['the one an account began with yesterday', [point('a', ago(1), { setVia: 'import' })], 'a'],
    ['the new one after 30 days', [first(ago(30)), point('b', ago(30))], 'b'],
    ['the one before it on day 29', [first(ago(29)), point('b', ago(29))], 'a'],
    ['the one before it one second before 30 days', [first(ago(30) + 1000), point('b', ago(30) + seconds(1))], 'a'],
    [
      'the one before both of two changes in a row',
      [first(ago(10)), point('b', ago(10), { until: ago(5) }), point('c', ago(5))],
      'a',
    ],
    [
      'the one before both, though together they are 58 days',
      [first(ago(58)), point('b', ago(58), { until: ago(29) }), point('c', ago(29))],
      'a',
    ],
    [
      'the one between, once it stood for 30 days',
      [first(ago(50)), point('b', ago(50), { until: ago(20) }), point('c', ago(20))],
      'b',
    ],
    [
      'the first of a young account whose address was changed at once',
      [point('a', ago(3), { setVia: 'registration', until: ago(2) }), point('b', ago(2))],
      'a',
    ],
    [
      'the old one again after the change was undone',
      [first(null), point('b', ago(40), { until: ago(1), endedReason: 'cancelled' })],
      'a',
    ],
    ['both changes in the same millisecond', [first(ago(1)), point('b', ago(1), { until: ago(1) }), point('c', ago(1))], 'a'],
    ['nothing without a history', [], null],
  ])('SEC-H06 SEC-J04 is %s', (_name, points, expected) => {
    expect(onFile(points)).toBe(expected);
    expect(onFile(points.toReversed())).toBe(expected);
  });

  it('SEC-H06 is the old one as long as nobody has changed it yet', () => {
    expect(contactOnFile([first(ago(1)), point('b', ago(1))], 'email', ago(2), MONTH)?.value).toBe('a');
  });

  it('SEC-H06 never is one that stood for less than 30 days, whatever was changed how often', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 90 }), (stood, since) => {
        let at = ago(since);
        const later: ContactPoint[] = [];
        let until: Instant | null = null;
        for (const [index, count] of stood.entries()) {
          later.push(point(`n${index}`, at, { until }));
          until = at;
          at -= days(count);
        }
        const points = [...later, point('a', at - days(400), { until, setVia: 'import' })];
        const found = contactOnFile(points, 'email', NOW, MONTH);
        expect(found).not.toBeNull();
        if (found !== null && found.value !== 'a') expect((found.until ?? NOW) - found.since).toBeGreaterThanOrEqual(MONTH);
      }),
    );
  });
});

describe('the number that may serve recovery', () => {
  const number = (value: string, since: Instant, changes: Partial<ContactPoint> = {}) =>
    point(value, since, { kind: 'phone', ...changes });

  it.each<[string, readonly ContactPoint[], string | null]>([
    ['none, when the first was entered 29 days ago', [number('1', ago(29))], null],
    ['the first, entered 30 days ago', [number('1', ago(30))], '1'],
    ['the imported one, when it was taken away 29 days ago', [number('1', ago(90), { setVia: 'import', until: ago(29) })], '1'],
    ['none, when it was taken away 30 days ago', [number('1', ago(90), { setVia: 'import', until: ago(30) })], null],
    ['none, when a new one followed after a long gap', [number('1', ago(90), { until: ago(45) }), number('2', ago(5))], null],
    [
      'the old one, when a new one followed after a short gap',
      [number('1', ago(90), { until: ago(10) }), number('2', ago(5))],
      '1',
    ],
    ['not a mail address', [first(null)], null],
  ])('SEC-J04 is %s', (_name, points, expected) => {
    expect(onFile(points, 'phone')).toBe(expected);
  });
});

describe('when contact data last changed', () => {
  it.each<[string, readonly ContactPoint[], Instant | null]>([
    ['never, for what an account began with', [first(null), point('n', ago(400), { kind: 'name', setVia: 'host' })], null],
    ['with the new address', [first(ago(9)), point('b', ago(9))], ago(9)],
    [
      'with a number that was taken away',
      [first(null), point('1', ago(99), { kind: 'phone', setVia: 'import', until: ago(3) })],
      ago(3),
    ],
    ['with a name', [first(null), point('n', ago(4), { kind: 'name' })], ago(4)],
    ['with a change that was undone', [first(null), point('b', ago(8), { until: ago(2), endedReason: 'cancelled' })], ago(2)],
    ['never, by an address for notices', [first(null), point('x', ago(1), { kind: 'notification' })], null],
  ])('is %s', (_name, points, expected) => {
    expect(contactChangedAt(points)).toBe(expected);
  });
});

describe('addresses for notices', () => {
  const extra = (value: string, changes: Partial<ContactPoint> = {}) => point(value, ago(50), { kind: 'notification', ...changes });

  it('SEC-P03 there are two at most, those that wait for their mailbox included', () => {
    expect(mayAddNotification([first(null)], 0, NOW)).toBe(true);
    expect(mayAddNotification([first(null), extra('x')], 0, NOW)).toBe(true);
    expect(mayAddNotification([first(null), extra('x')], 1, NOW)).toBe(false);
    expect(mayAddNotification([first(null), extra('x'), extra('y')], 0, NOW)).toBe(false);
    expect(mayAddNotification([extra('x'), extra('y', { until: ago(1), endedReason: 'removed' })], 0, NOW)).toBe(true);
  });

  it('SEC-H06 a former sign-in address takes no place while it is held', () => {
    const held = extra('a', { heldUntil: NOW + 1 });
    expect(mayAddNotification([held, extra('x')], 0, NOW)).toBe(true);
    expect(mayAddNotification([held, extra('x')], 0, NOW + 1)).toBe(false);
  });

  it('SEC-H06 a former sign-in address stays while it is held, and while the desk would write to it', () => {
    const held = extra('a', { heldUntil: NOW + 1 });
    const history = [first(ago(29)), point('b', ago(29))];
    expect(keptUntil(held, history, NOW, MONTH)).toBe(NOW + 1);
    expect(keptUntil({ ...held, heldUntil: NOW }, history, NOW, MONTH)).toBe('on-file');
    expect(keptUntil(extra('x'), history, NOW, MONTH)).toBeNull();
  });

  it('what stands is listed eldest first', () => {
    const points = [extra('y', { since: ago(2) }), extra('x', { since: ago(3) }), extra('z', { until: NOW }), first(null)];
    expect(standing(points, 'notification').map(({ value }) => value)).toEqual(['x', 'y']);
  });
});
